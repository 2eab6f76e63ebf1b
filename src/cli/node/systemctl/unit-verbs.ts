/** What systemctl tells of units one by one: which have failed, which begin with the machine, and their properties; and a signal to one. */
import { parseSignal, type Process } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { NodeVerb } from '../tool.ts';
import { stateOf } from './unit-file-verbs.ts';

export const listFilesVerb: NodeVerb = {
  name: 'list-unit-files',
  summary: 'List installed unit files',
  usage: 'list-unit-files',
  *run({ p }) {
    const units = p.host.init.units.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const rows = [['UNIT FILE', 'STATE', 'PRESET'], ...units.map((unit) => [`${unit.name}.service`, stateOf(p.host.init, unit.name), 'enabled'])];
    const widths = [0, 1].map((i) => Math.max(...rows.map((row) => row[i]!.length)));
    yield* p.print(`${rows.map(([file, state, preset]) => `${file!.padEnd(widths[0]!)} ${state!.padEnd(widths[1]!)} ${preset}\n`).join('')}\n${units.length} unit files listed.\n`);
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
    for (const name of args.map((word) => word.replace(/\.service$/, ''))) {
      if (!p.host.init.has(name)) throw new CommandError(`Failed to kill unit ${name}.service: Unit ${name}.service not loaded.`, { isBare: true });
      if (p.uid !== 0) throw new CommandError(`Failed to kill unit ${name}.service: Interactive authentication required.`, { isBare: true });
      const main = p.host.init.mainProcess(name);
      if (!main) throw new CommandError(`Failed to kill unit ${name}.service: No main process to kill`, { isBare: true });
      for (const process of [...main.cgroup.allProcesses()]) p.host.kernel.send(process, signal);
      yield* p.print('');
    }
  },
};

export const showVerb: NodeVerb = {
  name: 'show',
  summary: 'Show properties of one or more units',
  usage: 'show UNIT...',
  flags: [{ name: 'property', short: 'p', type: 'list', usage: 'Show only properties by this name' }, { name: 'value', type: 'bool', initial: 'false', usage: 'When showing properties, only print the value' }],
  *run({ p, args, flags }) {
    const wanted = flags.list('property');
    for (const [i, name] of args.map((word) => word.replace(/\.service$/, '')).entries()) {
      const shown = Object.entries(propertiesOf(p, name)).filter(([key]) => wanted.length === 0 || wanted.includes(key));
      yield* p.print(`${i > 0 ? '\n' : ''}${shown.map(([key, value]) => `${flags.bool('value') ? '' : `${key}=`}${value}\n`).join('')}`);
    }
  },
};

function propertiesOf({ host: { init } }: Process, name: string): Readonly<Record<string, string>> {
  const file = init.find(name);
  const unit = init.status(name);
  const named = { Id: `${name}.service`, Names: `${name}.service` };
  if (!unit) return { ...named, Description: `${name}.service`, LoadState: 'not-found', ActiveState: 'inactive', SubState: 'dead' };
  return {
    MainPID: String(unit.pid ?? 0),
    Result: unit.result,
    NRestarts: String(unit.restarts),
    ExecMainStatus: String(unit.code === undefined ? 0 : unit.code > 128 ? unit.code - 128 : unit.code),
    ...named,
    Description: unit.description,
    LoadState: 'loaded',
    ActiveState: unit.state,
    SubState: unit.subState,
    FragmentPath: file?.path ?? '',
    DropInPaths: file?.dropIns.join(' ') ?? '',
    UnitFileState: stateOf(init, name),
  };
}
