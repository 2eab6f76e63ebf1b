/** systemctl show: what is known of a unit, a property a line. */
import type { Process, UnitSpec, UnitStatus } from '../../../host/index.ts';
import { longTime } from '../journal-time.ts';
import type { NodeVerb } from '../tool.ts';
import { stateOf } from './unit-file-verbs.ts';
import { fullName, unitsNamed } from './unit-names.ts';

export const showVerb: NodeVerb = {
  name: 'show',
  summary: 'Show properties of one or more units',
  usage: 'show UNIT...',
  flags: [{ name: 'property', short: 'p', type: 'list', usage: 'Show only properties by this name' }, { name: 'value', type: 'bool', initial: 'false', usage: 'When showing properties, only print the value' }],
  *run({ p, args, flags }) {
    const wanted = flags.list('property');
    for (const [i, name] of unitsNamed(p.host.init, args).entries()) {
      const shown = Object.entries(propertiesOf(p, name)).filter(([key]) => wanted.length === 0 || wanted.includes(key));
      yield* p.print(`${i > 0 ? '\n' : ''}${shown.map(([key, value]) => `${flags.bool('value') ? '' : `${key}=`}${value}\n`).join('')}`);
    }
  },
};

type Properties = Readonly<Record<string, string>>;

function propertiesOf(p: Process, name: string): Properties {
  const { init } = p.host;
  const file = init.find(name);
  const unit = init.status(name);
  const named = { Id: fullName(name), Names: fullName(name) };
  const loadState = file?.isMasked ? 'masked' : file && init.faults.has(name) ? 'bad-setting' : file ? 'loaded' : 'not-found';
  if (!unit) return { ...named, Description: fullName(name), LoadState: loadState, ActiveState: 'inactive', SubState: 'dead' };
  return {
    ...(file?.spec && settingsOf(file.spec)),
    ...processOf(p, unit),
    ...named,
    ...(file && { WantedBy: file.wantedBy.join(' ') }),
    ...(file?.spec && { After: (file.spec.after ?? []).filter((each) => each !== '').map(fullName).join(' ') }),
    Description: unit.description,
    LoadState: loadState,
    ActiveState: unit.state,
    SubState: unit.subState,
    FragmentPath: file?.path ?? '',
    DropInPaths: file?.dropIns.join(' ') ?? '',
    UnitFileState: file ? stateOf(init, name) : '',
    StateChangeTimestamp: unit.sinceMs === 0 && unit.state === 'inactive' ? '' : longTime(p.host.wallMs - p.host.clock.now + unit.sinceMs),
  };
}

function settingsOf({ argv, env, environmentFiles = [], oneshot, restart = 'no', restartDelayMs = 100, stopTimeoutMs = 90_000, remains, user, cwd, killMode = 'control-group', oomScoreAdjust = 0 }: UnitSpec): Properties {
  return {
    Type: oneshot ? 'oneshot' : 'simple',
    Restart: restart,
    RestartUSec: secondsText(restartDelayMs),
    TimeoutStopUSec: secondsText(stopTimeoutMs),
    RemainAfterExit: remains ? 'yes' : 'no',
    ExecStart: `{ path=${argv[0]} ; argv[]=${argv.join(' ')} ; ignore_errors=no ; start_time=[n/a] ; stop_time=[n/a] ; pid=0 ; code=(null) ; status=0/0 }`,
    ...(env && { Environment: [...env].map(([name, value]) => (/\s/.test(value) ? JSON.stringify(`${name}=${value}`) : `${name}=${value}`)).join(' ') }),
    ...(environmentFiles.length > 0 && { EnvironmentFiles: environmentFiles.map((path) => `${path.replace(/^-/, '')} (ignore_errors=${path.startsWith('-') ? 'yes' : 'no'})`).join(' ') }),
    ...(user !== undefined && { User: user }),
    ...(cwd !== undefined && { WorkingDirectory: cwd }),
    KillMode: killMode,
    OOMScoreAdjust: String(oomScoreAdjust),
  };
}

function secondsText(ms: number): string {
  return ms < 1000 ? `${ms}ms` : ms % 60_000 === 0 ? `${ms / 60_000}min` : ms > 60_000 ? `${Math.floor(ms / 60_000)}min ${(ms % 60_000) / 1000}s` : `${ms / 1000}s`;
}

function processOf({ host }: Process, unit: UnitStatus): Properties {
  const main = unit.pid === undefined ? undefined : host.processes.get(unit.pid);
  return {
    MainPID: String(unit.pid ?? 0),
    Result: unit.result,
    NRestarts: String(unit.restarts),
    ExecMainStatus: String(unit.code === undefined ? 0 : unit.code > 128 ? unit.code - 128 : unit.code),
    ...(main && { ControlGroup: main.cgroup.path, TasksCurrent: String([...main.cgroup.allProcesses()].length) }),
  };
}
