/** The files of units, listed, and a signal to one. */
import { parseSignal } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { NodeVerb } from '../tool.ts';
import { stateOf } from './unit-file-verbs.ts';
import { fullName, isGone, matching, unitsNamed } from './unit-names.ts';

export const listFilesVerb: NodeVerb = {
  name: 'list-unit-files',
  summary: 'List installed unit files',
  usage: 'list-unit-files',
  *run({ p, args, flags }) {
    const { init } = p.host;
    const types = flags.list('type');
    const named = args.length === 0 ? undefined : new Set(args.flatMap((pattern) => matching(init, fullName(pattern))));
    const isWanted = (name: string): boolean => (types.length === 0 || types.includes('service')) && (named === undefined || named.has(name)) && !isGone(init, name) && (!flags.has('state') || flags.list('state').includes(stateOf(init, name)));
    const units = init.units.filter(({ name }) => isWanted(name)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const rows = [['UNIT FILE', 'STATE', 'PRESET'], ...units.map((unit) => [`${unit.name}.service`, stateOf(init, unit.name), 'enabled'])];
    const widths = [0, 1].map((i) => Math.max(...rows.map((row) => row[i]!.length)));
    const legend = !flags.bool('no-legend');
    yield* p.print(rows.slice(legend ? 0 : 1).map(([file, state, preset]) => `${file!.padEnd(widths[0]!)} ${state!.padEnd(widths[1]!)} ${preset}\n`).join(''));
    if (legend) yield* p.print(`\n${units.length} unit files listed.\n`);
  },
};

export const killVerb: NodeVerb = {
  name: 'kill',
  summary: 'Send signal to processes of a unit',
  usage: 'kill UNIT...',
  flags: [{ name: 'signal', short: 's', type: 'string', initial: 'SIGTERM', usage: 'Which signal to send' }],
  *run({ p, args, flags }) {
    const signal = parseSignal(flags.text('signal'));
    if (!signal) throw new CommandError(`Failed to parse signal string ${flags.text('signal')}.`, { isBare: true });
    for (const name of unitsNamed(p.host.init, args)) {
      if (!p.host.init.has(name)) throw new CommandError(`Failed to kill unit ${fullName(name)}: Unit ${fullName(name)} not loaded.`, { isBare: true });
      if (p.uid !== 0) throw new CommandError(`Failed to kill unit ${name}.service: Interactive authentication required.`, { isBare: true });
      const main = p.host.init.mainProcess(name);
      if (!main) throw new CommandError(`Failed to kill unit ${name}.service: No main process to kill`, { isBare: true });
      for (const process of [...main.cgroup.allProcesses()]) p.host.kernel.send(process, signal);
      yield* p.print('');
    }
  },
};
