/** What systemctl tells of the machine as a whole: whether all is well, what waits, what listens, and what belongs to what. */
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Init } from '../../../host/index.ts';
import type { NodeVerb } from '../tool.ts';
import { versionText } from '../systemd-version.ts';
import { stateOf } from './unit-file-verbs.ts';
import { fullName, unitName } from './unit-names.ts';

const multiUser = 'multi-user.target';

/** A unit that has failed makes the whole degraded. */
export const runningVerb: NodeVerb = {
  name: 'is-system-running',
  summary: 'Check whether system is fully running',
  usage: 'is-system-running',
  *run({ p, flags }) {
    const isWell = p.host.init.units.every(({ state }) => state !== 'failed');
    if (!flags.bool('quiet')) yield* p.print(isWell ? 'running\n' : 'degraded\n');
    return isWell ? 0 : 1;
  },
};

/** Of those that are under way at this moment. */
export const jobsVerb: NodeVerb = {
  name: 'list-jobs',
  summary: 'List jobs',
  usage: 'list-jobs',
  *run({ p }) {
    const jobs = p.host.init.units.flatMap(({ name, subState }) => (subState === 'start' ? [[`${name}.service`, 'start']] : subState === 'stop-sigterm' || subState === 'stop-sigkill' ? [[`${name}.service`, 'stop']] : []));
    if (jobs.length === 0) return yield* p.print('No jobs running.\n');
    const rows = [['JOB', 'UNIT', 'TYPE', 'STATE'], ...jobs.map(([unit, type], i) => [String(i + 1), unit!, type!, 'running'])];
    const widths = [0, 1, 2].map((i) => Math.max(...rows.map((row) => row[i]!.length)));
    yield* p.print(`${rows.map((row) => `${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' ')}\n`).join('')}\n${jobs.length} jobs listed.\n`);
  },
};

/** No unit here is begun by a clock. */
export const timersVerb: NodeVerb = {
  name: 'list-timers',
  summary: 'List timer units currently in memory, ordered by next elapse',
  usage: 'list-timers',
  *run({ p, flags }) {
    if (!flags.bool('no-legend')) yield* p.print(`NEXT LEFT LAST PASSED UNIT ACTIVATES\n\n0 timers listed.\n${flags.bool('all') ? '' : 'Pass --all to see loaded but inactive timers, too.\n'}`);
  },
};

export const socketsVerb: NodeVerb = {
  name: 'list-sockets',
  summary: 'List socket units currently in memory, ordered by address',
  usage: 'list-sockets',
  *run({ p, flags }) {
    const sockets = [...p.host.init.sockets.values()].map(({ spec }) => [`0.0.0.0:${spec.port}`, `${spec.name}.socket`, `${spec.name}@.service`]);
    const rows = [...(flags.bool('no-legend') ? [] : [['LISTEN', 'UNIT', 'ACTIVATES']]), ...sockets];
    const widths = [0, 1].map((i) => Math.max(0, ...rows.map((row) => row[i]!.length)));
    yield* p.print(rows.map((row) => `${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' ')}\n`).join(''));
    if (!flags.bool('no-legend')) yield* p.print(`\n${sockets.length} sockets listed.\n${flags.bool('all') ? '' : 'Pass --all to see loaded but inactive sockets, too.\n'}`);
  },
};

/** What every service is begun after stands for itself; what begins with the machine hangs below multi-user.target. */
export const dependenciesVerb: NodeVerb = {
  name: 'list-dependencies',
  summary: 'Recursively show units which are required or wanted by the units or by which those units are required or wanted',
  usage: 'list-dependencies [UNIT...]',
  flags: [{ name: 'reverse', type: 'bool', initial: 'false', usage: 'Show reverse dependencies' }],
  *run({ p, args, flags }) {
    const { init } = p.host;
    const isPlain = flags.bool('plain');
    for (const unit of (args.length > 0 ? args : ['default.target']).map(unitName)) {
      init.find(unit);
      const isTarget = unit === multiUser || unit === 'default.target';
      if (!isTarget && !init.has(unit)) throw new CommandError(`Failed to get properties: Unit ${fullName(unit)} not found.`, { isBare: true });
      const below = flags.bool('reverse') ? (stateOf(init, unit) === 'enabled' ? [multiUser] : []) : isTarget ? enabledOf(init) : ['system.slice', 'sysinit.target'];
      const lines = below.map((name, i) => (isPlain ? `  ${name}\n` : `${isActive(init, name) ? '●' : '○'} ${i === below.length - 1 ? '└─' : '├─'}${name}\n`));
      yield* p.print(`${fullName(unit)}\n${lines.join('')}`);
    }
  },
};

function enabledOf(init: Init): readonly string[] {
  return init.units.filter(({ name }) => stateOf(init, name) === 'enabled').map(({ name }) => fullName(name)).sort();
}

function isActive(init: Init, name: string): boolean {
  return !name.endsWith('.service') || init.status(unitName(name))?.state === 'active';
}

export const environmentVerb: NodeVerb = {
  name: 'show-environment',
  summary: 'Dump environment',
  usage: 'show-environment',
  *run({ p }) {
    const { env } = p.host.init.process ?? {};
    yield* p.print([...(env ?? [])].map(([name, value]) => `${name}=${value}\n`).join(''));
  },
};

export const versionVerb: NodeVerb = {
  name: '--version',
  summary: 'Show package version',
  usage: '--version',
  *run({ p }) {
    yield* p.print(versionText);
  },
};
