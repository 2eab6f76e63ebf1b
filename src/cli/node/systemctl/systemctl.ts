/** systemctl: the units of a host, asked about, started and stopped. */
import { until, type Init, type UnitStatus } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { nodeProgram, type NodeCall, type NodeVerb } from '../tool.ts';
import { dependenciesVerb, environmentVerb, jobsVerb, runningVerb, socketsVerb, timersVerb, versionVerb } from './manager-verbs.ts';
import { editVerb } from './edit-verb.ts';
import { catVerb, defaultVerb, demandRoot, enableVerb, maskVerb, reenableVerb, reloadUnitVerb, resetFailedVerb, stateOf } from './unit-file-verbs.ts';
import { fullName, isGone, matching, unitsNamed, unitTypes } from './unit-names.ts';
import { showVerb } from './show-verb.ts';
import { killVerb, listFilesVerb } from './unit-verbs.ts';
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
      for (const unit of unitsNamed(init, args)) {
        const full = fullName(unit);
        const file = init.find(unit);
        if (init.faults.has(unit)) throw new CommandError(`Failed to ${name} ${full}: Unit ${full} has a bad unit file setting.\nSee system logs and 'systemctl status ${full}' for details.`, { isBare: true });
        if (file?.isMasked && act !== 'stop') throw new CommandError(`Failed to ${name} ${full}: Unit ${full} is masked.`, { isBare: true });
        if (!init.has(unit) || (act !== 'stop' && isGone(init, unit))) throw new CommandError(`Failed to ${name} ${full}: Unit ${full} not ${act === 'stop' ? 'loaded' : 'found'}.`, { exitCode: notLoaded, isBare: true });
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
  *run({ p, args, flags }) {
    let code = 0;
    const lines = flags.has('lines') ? flags.int('lines') : undefined;
    for (const [i, unit] of unitsNamed(p.host.init, args).entries()) {
      const file = p.host.init.find(unit);
      if (file?.isMasked || p.host.init.faults.has(unit)) {
        yield* p.print(`${i > 0 ? '\n' : ''}${unloadedText(unit, file!)}`);
        code = notRunning;
        continue;
      }
      const status = p.host.init.status(unit);
      if (!status) {
        yield* p.error(`Unit ${fullName(unit)} could not be found.\n`);
        code = noSuchUnit;
        continue;
      }
      yield* p.print(`${i > 0 ? '\n' : ''}${statusText(p, status, lines)}`);
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

function* asked({ p, args, flags }: NodeCall, word: (init: Init, unit: string) => string, isGood: (word: string) => boolean, code: number): Task<number> {
  let good = false;
  for (const unit of unitsNamed(p.host.init, args)) {
    p.host.init.find(unit);
    const answer = word(p.host.init, unit);
    good ||= isGood(answer);
    if (!flags.bool('quiet')) yield* p.print(`${answer}\n`);
  }
  return good ? 0 : code;
}

const listVerb: NodeVerb = {
  name: 'list-units',
  summary: 'List units that are in memory',
  usage: 'list-units [--all]',
  *run({ p, flags, args }) {
    const { init } = p.host;
    const states = flags.bool('failed') ? ['failed'] : flags.list('state');
    const types = flags.list('type');
    for (const type of types) if (!unitTypes.includes(type)) throw new CommandError(`Unknown load state or unit type '${type}'.\nUse -t help to see a list of allowed values.`, { isBare: true });
    const named = args.length === 0 ? undefined : new Set(args.flatMap((pattern) => matching(init, fullName(pattern))));
    const isWanted = ({ name, state, subState }: UnitStatus): boolean =>
      (types.length === 0 || types.includes('service')) && (named === undefined || named.has(name)) && (states.length > 0 ? states.includes(state) || states.includes(subState) : flags.bool('all') || state !== 'inactive');
    const shown = init.units.filter(isWanted).map((unit) => ({ ...unit, isGone: isGone(init, unit.name) }));
    yield* p.print(listText(shown.toSorted((a, b) => (a.name < b.name ? -1 : 1)), { legend: !flags.bool('no-legend'), plain: flags.bool('plain') }));
  },
};

const reloadVerb = (name: 'daemon-reload' | 'daemon-reexec'): NodeVerb => ({
  name,
  summary: 'Reload systemd manager configuration',
  usage: name,
  *run({ p }) {
    demandRoot(p.uid, 'Failed to reload daemon: Interactive authentication required.');
    p.host.init.reload();
    yield* p.print('');
  },
});

const startVerbs = [
  actVerb('start', 'start', 'Start (activate) one or more units'),
  actVerb('stop', 'stop', 'Stop (deactivate) one or more units'),
  actVerb('restart', 'restart', 'Start or restart one or more units'),
  actVerb('try-restart', 'restart', 'Restart one or more units if active', true),
  actVerb('reload-or-restart', 'restart', 'Reload one or more units if possible, otherwise start or restart'),
  actVerb('try-reload-or-restart', 'restart', 'If active, reload one or more units, if supported, otherwise restart', true),
  enableVerb('enable', (init, unit) => acted(init, 'start', unit)),
  enableVerb('disable', (init, unit) => acted(init, 'stop', unit)),
];

export const systemctl = nodeProgram({
  name: 'systemctl',
  summary: 'Query or send control commands to the system manager.',
  verbs: [
    statusVerb, ...startVerbs, reenableVerb, reloadUnitVerb, catVerb, editVerb, maskVerb('mask'), maskVerb('unmask'), resetFailedVerb, defaultVerb,
    isActiveVerb, isFailedVerb, isEnabledVerb, listVerb, listFilesVerb, showVerb, killVerb, reloadVerb('daemon-reload'), reloadVerb('daemon-reexec'),
    dependenciesVerb, timersVerb, socketsVerb, jobsVerb, runningVerb, environmentVerb, versionVerb,
  ],
  flags: [
    { name: 'all', short: 'a', type: 'bool', initial: 'false', usage: 'Show all properties/all units currently in memory' },
    { name: 'type', short: 't', type: 'list', usage: 'List units of a particular type' },
    { name: 'state', type: 'list', usage: 'List units with particular LOAD or SUB or ACTIVE state' },
    { name: 'failed', type: 'bool', initial: 'false', usage: 'Shortcut for --state=failed' },
    { name: 'now', type: 'bool', initial: 'false', usage: 'Start or stop unit after enabling or disabling it' },
    { name: 'quiet', short: 'q', type: 'bool', initial: 'false', usage: 'Suppress output' },
    { name: 'lines', short: 'n', type: 'int', initial: '10', usage: 'Number of journal entries to show' },
    { name: 'full', short: 'l', type: 'bool', initial: 'false', usage: "Don't ellipsize unit names on output" },
    { name: 'no-legend', type: 'bool', initial: 'false', usage: 'Do not print a legend (column headers and hints)' },
    { name: 'plain', type: 'bool', initial: 'false', usage: 'Print unit dependencies as a list instead of a tree' },
    { name: 'no-pager', type: 'bool', initial: 'false', usage: 'Do not pipe output into a pager' },
    { name: 'no-ask-password', type: 'bool', initial: 'false', usage: 'Do not ask for system passwords' },
    { name: 'system', type: 'bool', initial: 'false', usage: 'Connect to system manager' },
  ],
  bare: 'list-units',
  unknownVerb: (word) => `Unknown command verb '${word}', did you mean 'start'?`,
  failure: (message) => `${message}\n`,
  isGetopt: true,
});
