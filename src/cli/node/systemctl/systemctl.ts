/** systemctl: the units of a host, asked about, started and stopped. */
import { until, type Init } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { nodeProgram, type NodeCall, type NodeVerb } from '../tool.ts';
import { catVerb, defaultVerb, demandRoot, enableVerb, maskVerb, reloadUnitVerb, resetFailedVerb, stateOf, unitName } from './unit-file-verbs.ts';
import { killVerb, listFilesVerb, showVerb } from './unit-verbs.ts';
import { listText, statusText, unloadedText } from './unit-text.ts';

const notRunning = 3;
const noSuchUnit = 4;
const notLoaded = 5;

type Act = 'start' | 'stop' | 'restart';

/** `skipsStopped`: what does not run stays as it is. */
function actVerb(name: string, act: Act, summary: string, skipsStopped = false): NodeVerb {
  return {
    name,
    summary,
    usage: `${name} UNIT...`,
    *run({ p, args }) {
      if (args.length === 0) throw new CommandError(`Too few arguments.`, { isBare: true });
      const { init } = p.host;
      for (const unit of args.map(unitName)) {
        const full = `${unit}.service`;
        const file = init.find(unit);
        if (init.faults.has(unit)) throw new CommandError(`Failed to ${name} ${full}: Unit ${full} has a bad unit file setting.\nSee system logs and 'systemctl status ${full}' for details.`, { isBare: true });
        if (file?.isMasked && act !== 'stop') throw new CommandError(`Failed to ${name} ${full}: Unit ${full} is masked.`, { isBare: true });
        if (!init.has(unit)) throw new CommandError(`Failed to ${name} ${full}: Unit ${full} not ${act === 'stop' ? 'loaded' : 'found'}.`, { exitCode: notLoaded, isBare: true });
        demandRoot(p.uid, `Failed to ${name} ${full}: Interactive authentication required.\nSee system logs and 'systemctl status ${full}' for details.`);
        if (skipsStopped && init.mainProcess(unit) === undefined) continue;
        yield* acted(init, act, unit);
      }
    },
  };
}

/** A stop is over when the unit has ended; a start when it runs, or, when it is to end, when it has. */
function* acted(init: Init, act: Act, unit: string): Task {
  const running = init.mainProcess(unit) !== undefined;
  if (act !== 'start' && running) yield* ended(init, unit, () => void init.stop(unit));
  else if (act !== 'start') init.stop(unit);
  if (act === 'stop' || (act === 'start' && running)) return;
  init.start(unit);
  if (init.status(unit)!.subState === 'start') yield* ended(init, unit, () => {});
  const { state, result, isOneshot } = init.status(unit)!;
  if (state !== 'failed' || !(isOneshot || result === 'start-limit-hit')) return; // of others nobody waits for more than that they were begun
  const why = result === 'start-limit-hit' ? 'start of the service was attempted too often' : 'the control process exited with error code';
  throw new CommandError(`Job for ${unit}.service failed because ${why}.\nSee "systemctl status ${unit}.service" and "journalctl -xeu ${unit}.service" for details.`, { isBare: true });
}

function* ended(init: Init, unit: string, begin: () => void): Task {
  yield until((wake) => {
    const cancel = init.onStopped(unit, wake);
    begin();
    return cancel;
  });
}

const statusVerb: NodeVerb = {
  name: 'status',
  summary: 'Show runtime status of one or more units',
  usage: 'status [UNIT...]',
  *run({ p, args }) {
    let code = 0;
    for (const [i, unit] of args.map(unitName).entries()) {
      const file = p.host.init.find(unit);
      if (file?.isMasked || p.host.init.faults.has(unit)) {
        yield* p.print(`${i > 0 ? '\n' : ''}${unloadedText(unit, file!)}`);
        code = notRunning;
        continue;
      }
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
    return yield* asked(call, (init, unit) => stateOf(init, unit), (word) => word === 'enabled', 1);
  },
};

function* asked({ p, args }: NodeCall, word: (init: Init, unit: string) => string, isGood: (word: string) => boolean, code: number): Task<number> {
  let good = false;
  for (const unit of args.map(unitName)) {
    p.host.init.find(unit);
    const answer = word(p.host.init, unit);
    good ||= isGood(answer);
    yield* p.print(`${answer}\n`);
  }
  return good ? 0 : code;
}

const listVerb: NodeVerb = {
  name: 'list-units',
  summary: 'List units that are in memory',
  usage: 'list-units [--all]',
  flags: [
    { name: 'all', short: 'a', type: 'bool', initial: 'false', usage: 'Show inactive units too' },
    { name: 'type', short: 't', type: 'string', usage: 'List units of a particular type' },
    { name: 'state', type: 'string', usage: 'List units with particular states' },
    { name: 'failed', type: 'bool', initial: 'false', usage: 'Shortcut for --state=failed' },
  ],
  *run({ p, flags }) {
    const [state, type] = [flags.bool('failed') ? 'failed' : flags.text('state'), flags.text('type')];
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
    p.host.init.reload();
    yield* p.print('');
  },
};

export const systemctl = nodeProgram({
  name: 'systemctl',
  summary: 'Query or send control commands to the system manager.',
  verbs: [
    statusVerb, actVerb('start', 'start', 'Start (activate) one or more units'), actVerb('stop', 'stop', 'Stop (deactivate) one or more units'), actVerb('restart', 'restart', 'Start or restart one or more units'),
    actVerb('try-restart', 'restart', 'Restart one or more units if active', true), actVerb('reload-or-restart', 'restart', 'Reload one or more units if possible, otherwise start or restart'), reloadUnitVerb, catVerb, maskVerb('mask'), maskVerb('unmask'), resetFailedVerb, defaultVerb,
    isActiveVerb, isFailedVerb, isEnabledVerb, enableVerb('enable', (init, unit) => acted(init, 'start', unit)), enableVerb('disable', (init, unit) => acted(init, 'stop', unit)), listVerb, listFilesVerb, showVerb, killVerb, reloadVerb,
  ],
  flags: [{ name: 'no-pager', type: 'bool', initial: 'false', usage: 'Do not pipe output into a pager' }],
  bare: 'list-units',
  unknownVerb: (word) => `Unknown command verb '${word}', did you mean 'start'?`,
  failure: (message) => `${message}\n`,
  isGetopt: true,
});
