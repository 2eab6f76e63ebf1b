/** systemctl: the units of a host, asked about, started and stopped. */
import { until, type Init } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { nodeProgram, type NodeCall, type NodeVerb } from '../tool.ts';
import { killVerb, listFilesVerb, showVerb } from './unit-verbs.ts';
import { listText, statusText } from './unit-text.ts';

const notRunning = 3;
const noSuchUnit = 4;
const notLoaded = 5;

type Act = 'start' | 'stop' | 'restart';

function actVerb(name: Act, summary: string): NodeVerb {
  return {
    name,
    summary,
    usage: `${name} UNIT...`,
    *run({ p, args }) {
      if (args.length === 0) throw new CommandError(`Too few arguments.`, { isBare: true });
      const { init } = p.host;
      for (const unit of args.map(unitName)) {
        const full = `${unit}.service`;
        if (!init.has(unit)) throw new CommandError(`Failed to ${name} ${full}: Unit ${full} not found.`, { exitCode: notLoaded, isBare: true });
        demandRoot(p.uid, `Failed to ${name} ${full}: Interactive authentication required.\nSee system logs and 'systemctl status ${full}' for details.`);
        yield* acted(init, name, unit);
      }
    },
  };
}

/** A stop is over when the unit has ended. */
function* acted(init: Init, act: Act, unit: string): Task {
  if (act === 'start') return void init.start(unit);
  const running = init.mainProcess(unit) !== undefined;
  if (act === 'restart' && !running) return void init.start(unit);
  if (!running) return void init.stop(unit);
  yield until((wake) => {
    const cancel = init.onStopped(unit, wake);
    init.stop(unit);
    return cancel;
  });
  if (act === 'restart') init.start(unit);
}

const statusVerb: NodeVerb = {
  name: 'status',
  summary: 'Show runtime status of one or more units',
  usage: 'status [UNIT...]',
  *run({ p, args }) {
    let code = 0;
    for (const [i, unit] of args.map(unitName).entries()) {
      const status = p.host.init.status(unit);
      if (!status) {
        yield* p.error(`Unit ${unit}.service could not be found.\n`);
        code = noSuchUnit;
        continue;
      }
      yield* p.print(`${i > 0 ? '\n' : ''}${statusText(p, status)}`);
      if (status.state !== 'active' && code === 0) code = notRunning;
    }
    return code;
  },
};

const isActiveVerb: NodeVerb = {
  name: 'is-active',
  summary: 'Check whether units are active',
  usage: 'is-active UNIT...',
  *run(call) {
    return yield* asked(call, (init, unit) => init.status(unit)?.state ?? 'inactive', (word) => word === 'active', notRunning);
  },
};

const isFailedVerb: NodeVerb = {
  name: 'is-failed',
  summary: 'Check whether units are in failed state',
  usage: 'is-failed UNIT...',
  *run(call) {
    return yield* asked(call, (init, unit) => init.status(unit)?.state ?? 'inactive', (word) => word === 'failed', 1);
  },
};

const isEnabledVerb: NodeVerb = {
  name: 'is-enabled',
  summary: 'Check whether units are enabled',
  usage: 'is-enabled UNIT...',
  *run(call) {
    return yield* asked(call, (init, unit) => (init.has(unit) ? (init.status(unit)!.enabled ? 'enabled' : 'disabled') : 'not-found'), (word) => word === 'enabled', 1);
  },
};

function* asked({ p, args }: NodeCall, word: (init: Init, unit: string) => string, isGood: (word: string) => boolean, code: number): Task<number> {
  let good = false;
  for (const unit of args.map(unitName)) {
    const answer = word(p.host.init, unit);
    good ||= isGood(answer);
    yield* p.print(`${answer}\n`);
  }
  return good ? 0 : code;
}

function enableVerb(name: 'enable' | 'disable'): NodeVerb {
  return {
    name,
    summary: `${name === 'enable' ? 'Enable' : 'Disable'} one or more units`,
    usage: `${name} [--now] UNIT...`,
    flags: [{ name: 'now', type: 'bool', initial: 'false', usage: `${name === 'enable' ? 'Start' : 'Stop'} the unit too` }],
    *run({ p, flags, args }) {
      const { init } = p.host;
      for (const unit of args.map(unitName)) {
        const full = `${unit}.service`;
        if (!init.has(unit)) throw new CommandError(`Failed to ${name} unit: Unit file ${full} does not exist.`, { isBare: true });
        demandRoot(p.uid, `Failed to ${name} unit: Interactive authentication required.`);
        const link = `/etc/systemd/system/multi-user.target.wants/${full}`;
        const changes = init.status(unit)!.enabled !== (name === 'enable');
        init.enable(unit, name === 'enable');
        if (changes) yield* p.error(name === 'enable' ? `Created symlink ${link} → /lib/systemd/system/${full}.\n` : `Removed "${link}".\n`);
        if (flags.bool('now')) yield* acted(init, name === 'enable' ? 'start' : 'stop', unit);
      }
    },
  };
}

const listVerb: NodeVerb = {
  name: 'list-units',
  summary: 'List units that are in memory',
  usage: 'list-units [--all]',
  flags: [
    { name: 'all', short: 'a', type: 'bool', initial: 'false', usage: 'Show inactive units too' },
    { name: 'type', short: 't', type: 'string', usage: 'List units of a particular type' },
    { name: 'state', type: 'string', usage: 'List units with particular states' },
  ],
  *run({ p, flags }) {
    const [state, type] = [flags.text('state'), flags.text('type')];
    if (!['', 'service', 'socket', 'target', 'timer', 'mount', 'device', 'path', 'slice', 'scope', 'swap', 'automount'].includes(type)) throw new CommandError(`Unknown load state or unit type '${type}'.\nUse -t help to see a list of allowed values.`, { isBare: true });
    const shown = p.host.init.units.filter((u) => (type === '' || type === 'service') && (state !== '' ? u.state === state || u.subState === state : flags.bool('all') || u.state !== 'inactive'));
    yield* p.print(listText(shown.toSorted((a, b) => (a.name < b.name ? -1 : 1))));
  },
};

const reloadVerb: NodeVerb = {
  name: 'daemon-reload',
  summary: 'Reload systemd manager configuration',
  usage: 'daemon-reload',
  *run({ p }) {
    demandRoot(p.uid, 'Failed to reload daemon: Interactive authentication required.');
    yield* p.print('');
  },
};

function demandRoot(uid: number, words: string): void {
  if (uid !== 0) throw new CommandError(words, { isBare: true });
}

function unitName(word: string): string {
  return word.replace(/\.service$/, '');
}

export const systemctl = nodeProgram({
  name: 'systemctl',
  summary: 'Query or send control commands to the system manager.',
  verbs: [statusVerb, actVerb('start', 'Start (activate) one or more units'), actVerb('stop', 'Stop (deactivate) one or more units'), actVerb('restart', 'Start or restart one or more units'), isActiveVerb, isFailedVerb, isEnabledVerb, enableVerb('enable'), enableVerb('disable'), listVerb, listFilesVerb, showVerb, killVerb, reloadVerb],
  flags: [{ name: 'no-pager', type: 'bool', initial: 'false', usage: 'Do not pipe output into a pager' }],
  bare: 'list-units',
  unknownVerb: (word) => `Unknown command verb '${word}', did you mean 'start'?`,
  failure: (message) => `${message}\n`,
});
