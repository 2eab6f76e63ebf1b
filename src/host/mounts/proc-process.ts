/** The files of /proc/PID. */
import { splitPath } from '../../files/index.ts';
import { coreText } from '../cgroups/control-value.ts';
import { hierarchies } from '../cgroups/hierarchies.ts';
import { effectiveCores } from '../cgroups/files-v2.ts';
import type { Cgroup } from '../cpu/cgroup.ts';
import { processLimits } from '../process/limits.ts';
import { capabilityMask, effectiveCapabilities, gidInside, uidInside } from '../process/capabilities.ts';
import type { PidNamespace } from '../process/pid-namespace.ts';
import type { Process } from '../process/process.ts';
import { stateLetter } from '../process/state-letter.ts';
import { signalNumber, type Signal } from '../process/signals.ts';
import { infoLine, shownMounts } from './mount-table.ts';
import type { Mount } from './mount-namespace.ts';

const KIB = 1_024;
const TICKS_PER_MS = 10; // a hundred ticks a second, as everywhere

export const processFiles: Readonly<Record<string, (process: Process, space: PidNamespace) => string>> = {
  cgroup: (process) => cgroupLines(process),
  cpuset: (process) => `${cgroupPath(process.cgroupOf('cpuset'), process.host.cgroups)}\n`,
  cmdline: (process) => (process.ended ? '' : process.argv.map((a) => `${a}\0`).join('')),
  comm: (process) => `${shortName(process)}\n`,
  environ: (process) => [...process.env].map(([name, value]) => `${name}=${value}\0`).join(''),
  limits: limitsText,
  gid_map: (process) => idMap(process.namespaces.user.gidMap),
  mountinfo: (process) => shownMounts(process).map((m) => infoLine(process, m)).join(''),
  mounts: (process) => shownMounts(process).map((m) => mountLine(m.mount, m.point)).join(''),
  oom_score: (process) => `${oomScore(process)}\n`,
  oom_score_adj: (process) => `${process.oomScoreAdj}\n`,
  setgroups: (process) => (process.namespaces.user.parent ? 'deny\n' : 'allow\n'),
  stat: statLine,
  statm: (process) => `${pages(process)} ${pages(process)} 0 0 0 ${pages(process)} 0\n`,
  status: statusText,
  uid_map: (process) => idMap(process.namespaces.user.uidMap),
};

export const processLinks: Readonly<Record<string, (process: Process) => string>> = {
  cwd: (process) => process.cwd,
  exe: (process) => (process.ended ? '' : process.exe),
  root: (process) => process.root,
};

/** Of a thread: those that its process has started. */
export function childrenText({ children }: Process, space: PidNamespace): string {
  return (children ?? []).map((one) => one.pidIn(space)).filter((pid) => pid !== 0).map((pid) => `${pid} `).join('');
}

/** A group's path from the root of the reader's cgroup namespace; what lies outside it is reached by "..". */
export function cgroupPath(group: Cgroup, root: Cgroup): string {
  const [path, from] = [splitPath(group.path), splitPath(root.path)];
  let shared = 0;
  while (shared < from.length && path[shared] === from[shared]) shared++;
  return `/${[...from.slice(shared).map(() => '..'), ...path.slice(shared)].join('/')}`;
}

/** One line of version 2; of version 1 one for each hierarchy, the last mounted first. */
export function cgroupLines(process: Process, root: Cgroup = process.host.cgroups): string {
  if (process.host.facts.cgroupVersion === 2) return `0::${cgroupPath(process.cgroup, root)}\n`;
  return Object.entries(hierarchies)
    .map(([name, controllers], i) => `${i + 1}:${name === 'systemd' ? 'name=systemd' : name}:${cgroupPath(process.cgroupOf(controllers[0]!), root)}\n`)
    .reverse()
    .join('');
}

const stateWords: Readonly<Record<string, string>> = { R: 'running', S: 'sleeping', D: 'disk sleep', T: 'stopped', Z: 'zombie', X: 'dead' };

export function mountLine(mount: Mount, point = mount.spec.point): string {
  const { spec, fs } = mount;
  return `${spec.source} ${point} ${fs.type} ${mountOptions(mount)} 0 0\n`;
}

/** "rw,relatime,lowerdir=…" */
export function mountOptions({ spec }: Mount): string {
  return [spec.readOnly ? 'ro' : 'rw', ...(spec.options ? [spec.options] : [])].join(',');
}

function limitsText(): string {
  const amount = (value: number | undefined): string => String(value ?? 'unlimited').padEnd(21);
  const rows = processLimits.map(({ title, unit, soft, hard }) => `${title.padEnd(26)}${amount(soft)}${amount(hard)}${unit.padEnd(10)}\n`);
  return `${'Limit'.padEnd(26)}${'Soft Limit'.padEnd(21)}${'Hard Limit'.padEnd(21)}${'Units'.padEnd(10)}\n${rows.join('')}`;
}

function statusText(process: Process, space: PidNamespace): string {
  const letter = stateLetter(process);
  const kib = Math.floor(process.memoryBytes / KIB);
  const parent = process.parent?.pidIn(space) ?? 0;
  const rows: (readonly [string, string])[] = [
    ['Name', shortName(process)],
    ['Umask', process.umask.toString(8).padStart(4, '0')],
    ['State', `${letter} (${stateWords[letter]!})`],
    ['Tgid', String(process.pidIn(space))],
    ['Ngid', '0'],
    ['Pid', String(process.pidIn(space))],
    ['PPid', String(parent)],
    ['TracerPid', '0'],
    ['Uid', realAndOthers(uidInside(process.namespaces.user, process.realUid), uidInside(process.namespaces.user, process.uid))],
    ['Gid', realAndOthers(gidInside(process.namespaces.user, process.realGid), gidInside(process.namespaces.user, process.gid))],
    ['FDSize', '64'],
    ['Groups', process.groups.join(' ')],
    ['NStgid', process.pids.slice(space.level).join('\t')],
    ['NSpid', process.pids.slice(space.level).join('\t')],
    ['NSpgid', process.groupPids.slice(space.level).join('\t')],
    ['NSsid', process.sessionPids.slice(space.level).join('\t')],
    ['VmPeak', memory(kib)],
    ['VmSize', memory(kib)],
    ['VmLck', memory(0)],
    ['VmPin', memory(0)],
    ['VmHWM', memory(kib)],
    ['VmRSS', memory(kib)],
    ['VmSwap', memory(0)],
    ['Threads', '1'],
    ['SigQ', `${process.pending?.length ?? 0}/${processLimits.find(({ title }) => title === 'Max pending signals')!.soft!}`],
    ['SigPnd', signalBits(process.pending ?? [])],
    ['ShdPnd', signalBits([])],
    ['SigBlk', signalBits([])],
    ['SigIgn', signalMask(process, 'ignore')],
    ['SigCgt', signalMask(process, 'handler')],
    ['CapInh', capabilityMask(none)],
    ['CapPrm', capabilityMask(effectiveCapabilities(process))],
    ['CapEff', capabilityMask(effectiveCapabilities(process))],
    ['CapBnd', capabilityMask(process.bounding)],
    ['CapAmb', capabilityMask(none)],
    ['NoNewPrivs', '0'],
    ['Seccomp', process.bounding.has('SYS_ADMIN') ? '0' : '2'],
    ['Seccomp_filters', process.bounding.has('SYS_ADMIN') ? '0' : '1'],
    ['Cpus_allowed', allowedCores(process).reduce((mask, core) => mask | (1n << BigInt(core)), 0n).toString(16)],
    ['Cpus_allowed_list', coreText(allowedCores(process))],
  ];
  return rows.map(([name, value]) => `${name}:\t${value}\n`).join('');
}

function memory(kib: number): string {
  return `${String(kib).padStart(8)} kB`;
}

/** The cores that a process may run on: those of its group that it asked for. */
export function allowedCores(process: Process): readonly number[] {
  const cores = effectiveCores(process.cgroupOf('cpuset'), process.host.facts.cores);
  const wanted = cores.filter((core) => process.affinity?.includes(core) ?? true);
  return wanted.length > 0 ? wanted : cores;
}

const none: ReadonlySet<never> = new Set<never>();

/** Real, effective, saved, of the file system. */
function realAndOthers(real: number, effective: number): string {
  return [real, effective, effective, effective].join('\t');
}

function statLine(process: Process, space: PidNamespace): string {
  process.host.cpu.bringUpToDate();
  const ticks = Math.floor(process.cpuNs / 1_000_000 / TICKS_PER_MS);
  const level = space.level;
  const started = Math.floor((process.startedMs - process.host.bootedMs) / TICKS_PER_MS);
  const fields = [
    process.pidIn(space),
    `(${shortName(process)})`,
    stateLetter(process),
    process.parent?.pidIn(space) ?? 0,
    process.groupPids[level] ?? 0,
    process.sessionPids[level] ?? 0,
    process.tty ? 34_816 : 0,
    process.tty?.foreground[level] ?? -1,
    0, 0, 0, 0, 0,
    ticks,
    0, 0, 0, 20, 0, 1, 0,
    started,
    process.memoryBytes,
    pages(process),
    UNLIMITED,
    ...zeros(12),
    17, // SIGCHLD is what its parent gets
    ...zeros(14),
  ];
  return `${fields.join(' ')}\n`;
}

const UNLIMITED = '18446744073709551615';

function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}

function pages({ memoryBytes }: Process): number {
  return Math.floor(memoryBytes / 4_096);
}

/** Thousandths of the machine's memory, and what its owner adds: two thirds above nothing. */
function oomScore({ host, memoryBytes, oomScoreAdj, hostPid }: Process): number {
  if (hostPid === 1 || oomScoreAdj <= -1_000) return 0;
  return Math.max(0, Math.floor(((1_000 + Math.floor((memoryBytes * 1_000) / host.facts.memoryBytes) + oomScoreAdj) * 2) / 3));
}

function signalMask({ dispositions }: Process, what: 'ignore' | 'handler'): string {
  const chosen = [...(dispositions ?? [])].filter(([, disposition]) => (what === 'ignore') === (disposition === 'ignore'));
  return signalBits(chosen.map(([signal]) => signal));
}

function signalBits(signals: readonly Signal[]): string {
  return signals.reduce((mask, signal) => mask | (1n << BigInt(signalNumber(signal) - 1)), 0n).toString(16).padStart(16, '0');
}

function idMap(map: Process['namespaces']['user']['uidMap']): string {
  return map.map(({ inside, outside, count }) => `${String(inside).padStart(10)} ${String(outside).padStart(10)} ${String(count).padStart(10)}\n`).join('');
}

/** The kernel keeps fifteen bytes of a name. */
function shortName(process: Process): string {
  return process.name.slice(0, 15);
}
