/** The columns that ps can show, by the names that -o takes, and the sets of them that its other options stand for. */
import { FileError } from '../../../files/index.ts';
import { stateLetter, type Process } from '../../../host/index.ts';
import { groupName, userName } from '../../accounts.ts';
import { formatDate } from '../../language/date-format.ts';

/** Who looks, and by which numbers. */
export interface Viewer {
  readonly p: Process;
  readonly pidOf: (one: Process) => number;
}

export interface Column {
  readonly title: string;
  readonly right?: boolean;
  readonly width: number;
  /** What does not fit is cut when something follows. */
  readonly cut?: boolean;
  /** It tells of threads, and so stands in their lines. */
  readonly thread?: 'only' | 'also';
  /** The branches of a tree are drawn in front. */
  readonly branches?: boolean;
  readonly value: (one: Process, viewer: Viewer) => string;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** "2-03:04:05": days only when there are some; hours too, unless they always stand. */
function clockTime(seconds: number, always: boolean): string {
  const [days, hours] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3_600) % 24];
  const head = days > 0 ? `${two(days)}-${two(hours)}:` : always || hours > 0 ? `${two(hours)}:` : '';
  return `${head}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

const cpuSeconds = (one: Process): number => Math.floor(one.cpuNs / 1e9);
const ageSeconds = (one: Process): number => Math.floor((one.host.clock.now - one.startedMs) / 1_000);
const wallStart = ({ host, startedMs }: Process): number => host.wallMs - (host.clock.now - startedMs);
const kib = (one: Process): number => Math.floor(one.memoryBytes / 1_024);
const isToday = (one: Process): boolean => one.host.wallMs - wallStart(one) < 86_400_000;

function commandLine(one: Process): string {
  if (one.ended) return `[${one.name}] <defunct>`;
  return one.argv.join(' ') || `[${one.name}]`;
}

/** In thousandths of a core, since it began. */
function cpuShare(one: Process): number {
  const aliveMs = one.host.clock.now - one.startedMs;
  return aliveMs <= 0 ? 0 : Math.floor((one.cpuNs / 1e6 / aliveMs) * 1_000);
}

export function ttyName(one: Process): string {
  return one.tty ? one.tty.name.replace('/dev/', '') : '?';
}

function stateText(one: Process, { p }: Viewer): string {
  const nice = one.nice < 0 ? '<' : one.nice > 0 ? 'N' : '';
  const leader = one.sid === one.pid ? 's' : '';
  const foreground = one.tty && one.tty.foreground[0] === one.groupPids[0] ? '+' : '';
  return `${one === p ? 'R' : stateLetter(one)}${nice}${leader}${foreground}`;
}

/** Of the files that the viewer's own /proc has of it. */
function procText(one: Process, { p, pidOf }: Viewer, file: string): string {
  try {
    return p.files.readText(`/proc/${pidOf(one)}/${file}`);
  } catch (error) {
    if (error instanceof FileError) return '-';
    throw error;
  }
}

function statusField(status: string, field: string): string | undefined {
  return status.split('\n').find((row) => row.startsWith(`${field}:`))?.slice(field.length + 1).trim();
}

/** Names that are too long end in a plus. */
const nameIn = (name: string, width: number): string => (name.length > width ? `${name.slice(0, width - 1)}+` : name);

const number = (title: string, width: number, value: Column['value'], thread?: Column['thread']): Column => ({ title, width, right: true, value, ...(thread && { thread }) });
const text = (title: string, width: number, value: Column['value'], more: Partial<Column> = {}): Column => ({ title, width, value, ...more });
const pids = (title: string, value: (one: Process, viewer: Viewer) => number, thread?: Column['thread']): Column => number(title, 7, (one, viewer) => String(value(one, viewer)), thread);
const user = (title: string, uid: (one: Process) => number): Column => text(title, 8, (one, { p }) => nameIn(userName(p.files, uid(one)), 8), { thread: 'also' });
const group = (title: string, gid: (one: Process) => number): Column => text(title, 8, (one, { p }) => nameIn(groupName(p.files, gid(one)), 8), { thread: 'also' });
const line = (title: string, value: (one: Process) => string, width = 27): Column => text(title, width, value, { cut: true, branches: true });
const uidColumn = (title: string, uid: (one: Process) => number): Column => number(title, 5, (one) => String(uid(one)), 'also');
const signals = (title: string, field: string): Column => number(title, 16, (one, viewer) => statusField(procText(one, viewer, 'status'), field) ?? '0'.repeat(16));
const namespace = (title: string, kind: keyof Process['namespaces']): Column =>
  number(title, 10, (one, { p }) => (p.capable('SYS_PTRACE') || one.uid === p.uid ? String(one.namespaces[kind].inode) : '-'));

const pid = pids('PID', (one, { pidOf }) => pidOf(one));
const ppid = pids('PPID', (one, { pidOf }) => (one.parent ? pidOf(one.parent) : 0));
const tid = (title: string): Column => pids(title, (one, { pidOf }) => pidOf(one), 'only');
const tty = (title: string): Column => text(title, 8, ttyName);
const stat = text('STAT', 4, stateText, { thread: 'only' });
const state = text('S', 1, (one, { p }) => (one === p ? 'R' : stateLetter(one)), { thread: 'only' });
const time = number('TIME', 8, (one) => clockTime(cpuSeconds(one), true), 'also');
const bsdTime = number('TIME', 6, (one) => `${Math.floor(cpuSeconds(one) / 60)}:${two(cpuSeconds(one) % 60)}`, 'also');
const stime = text('STIME', 5, (one) => formatDate(isToday(one) ? '%H:%M' : '%b%d', wallStart(one)), { thread: 'also' });
const percentOfCpu = number('%CPU', 4, (one) => (cpuShare(one) / 10).toFixed(1), 'also');
const percentOfMemory = number('%MEM', 4, (one) => (Math.floor((one.memoryBytes / one.host.facts.memoryBytes) * 1_000) / 10).toFixed(1));
const vsz = number('VSZ', 6, (one) => String(kib(one)));
const rss = number('RSS', 5, (one) => String(kib(one)));
const pages = number('SZ', 5, (one) => String(Math.floor(kib(one) / 4)));
const wchan = text('WCHAN', 6, (one) => one.waitingIn || '-', { cut: true, thread: 'also' });
const flags = text('F', 1, (one) => (one.uid === 0 ? '4' : '0'), { thread: 'also' });
const uid = uidColumn('UID', (one) => one.uid);
const c = number('C', 2, (one) => String(Math.min(99, Math.floor(cpuShare(one) / 10))), 'also');
const nice = number('NI', 3, (one) => String(one.nice), 'also');
const priority = number('PRI', 3, (one) => String(20 + one.nice), 'also');
const oldPriority = number('PRI', 3, (one) => String(80 + one.nice), 'also');
const threads = number('NLWP', 4, () => '1');
const core = number('PSR', 3, (one) => String(one.affinity?.[0] ?? 0), 'also');
const pgid = (title: string): Column => pids(title, (one) => one.pgid);
const sid = (title: string): Column => pids(title, (one) => one.sid);
const tpgid = pids('TPGID', (one) => one.tty?.foreground.at(-1) ?? -1);
const owner = user('USER', (one) => one.uid);
const cmd = line('CMD', commandLine);
const command = line('COMMAND', commandLine);
const name = (title: string): Column => line(title, (one) => one.name + (one.ended ? ' <defunct>' : ''), 15);
const policy = (title: string, width: number): Column => number(title, width, () => 'TS', 'also');
const controlGroup: Column = { ...line('CGROUP', () => ''), value: (one, viewer) => procText(one, viewer, 'cgroup').trim().split('\n').join(',') };
const empty = text('LABEL', 31, () => '-', { thread: 'also' });

export const columns: Readonly<Record<string, Column>> = {
  '%cpu': percentOfCpu, '%mem': percentOfMemory, addr: text('ADDR', 4, () => '-'), args: command, bsdstart: number('START', 6, (one) => formatDate(isToday(one) ? '%H:%M' : '%b %e', wallStart(one)), 'also'),
  bsdtime: bsdTime, c, cgroup: controlGroup, cgroupns: namespace('CGROUPNS', 'cgroup'), class: policy('CLS', 3), cls: policy('CLS', 3), cmd, comm: name('COMMAND'), command, cputime: time,
  cputimes: number('TIME', 8, (one) => String(cpuSeconds(one)), 'also'), egid: uidColumn('EGID', (one) => one.gid), egroup: group('EGROUP', (one) => one.gid), etime: number('ELAPSED', 11, (one) => clockTime(ageSeconds(one), false), 'also'),
  etimes: number('ELAPSED', 7, (one) => String(ageSeconds(one)), 'also'), euid: uidColumn('EUID', (one) => one.uid), euser: user('EUSER', (one) => one.uid), exe: line('EXE', (one) => one.exe || '-'), f: flags, flag: flags,
  flags, fname: text('COMMAND', 8, (one) => one.name.slice(0, 8), { thread: 'also' }), gid: uidColumn('GID', (one) => one.gid), group: group('GROUP', (one) => one.gid), ipcns: namespace('IPCNS', 'ipc'), label: empty,
  lstart: number('STARTED', 24, (one) => formatDate('%a %b %e %H:%M:%S %Y', wallStart(one)), 'also'), lwp: tid('LWP'), mntns: namespace('MNTNS', 'mnt'), netns: namespace('NETNS', 'net'), ni: nice, nice, nlwp: threads,
  oom: number('OOM', 4, (one, viewer) => procText(one, viewer, 'oom_score').trim()), oomadj: number('OOMADJ', 5, (one) => String(one.oomScoreAdj)), opri: oldPriority, pcpu: percentOfCpu, pgid: pgid('PGID'), pgrp: pgid('PGRP'), pid, pidns: namespace('PIDNS', 'pid'), pmem: percentOfMemory,
  ppid, pri: number('PRI', 3, (one) => String(19 - one.nice), 'also'), priority, psr: core, rgid: uidColumn('RGID', (one) => one.realGid), rgroup: group('RGROUP', (one) => one.realGid),
  rss, rssize: rss, rsz: { ...rss, title: 'RSZ' }, rtprio: number('RTPRIO', 6, () => '-', 'also'), ruid: uidColumn('RUID', (one) => one.realUid), ruser: user('RUSER', (one) => one.realUid), s: state, sess: sid('SESS'), session: sid('SESS'), sid: sid('SID'),
  spid: tid('SPID'), start: number('STARTED', 8, (one) => formatDate(isToday(one) ? '%H:%M:%S' : '%b %d', wallStart(one)), 'also'), start_time: { ...stime, title: 'START' }, stat, state, stime,
  supgrp: line('SUPGRP', (one) => one.groups.map((gid) => groupName(one.host.files, gid)).join(',') || '-'), sz: pages, tgid: pids('TGID', (one, { pidOf }) => pidOf(one)), thcount: number('THCNT', 5, () => '1'), tid: tid('TID'), time,
  times: number('TIME', 8, (one) => String(cpuSeconds(one)), 'also'), tname: tty('TTY'), tpgid, tt: tty('TT'), tty: tty('TT'), ucmd: name('CMD'), ucomm: name('COMMAND'), uid, uname: owner, user: owner, userns: namespace('USERNS', 'user'), utsns: namespace('UTSNS', 'uts'), vsize: vsz, vsz, wchan,
};

const bsdTty = tty('TTY');
const addressAndPages = number('ADDR SZ', 7, (one) => `- ${String(Math.floor(kib(one) / 4)).padStart(5)}`);
const uidName: Column = { ...owner, title: 'UID' };
const start: Column = { ...stime, title: 'START' };
const cmdName = name('CMD');

/** What letters stand for. */
export const sets = {
  plain: [pid, bsdTty, time, cmdName],
  bsd: [pid, bsdTty, stat, bsdTime, command],
  user: [owner, pid, percentOfCpu, percentOfMemory, vsz, rss, bsdTty, stat, start, bsdTime, command],
  full: [uidName, pid, ppid, c, stime, bsdTty, time, cmd],
  extraFull: [uidName, pid, ppid, c, pages, rss, core, stime, bsdTty, time, cmd],
  long: [flags, state, uid, pid, ppid, c, oldPriority, nice, addressAndPages, wchan, bsdTty, time, cmdName],
  fullLong: [flags, state, uidName, pid, ppid, c, oldPriority, nice, addressAndPages, wchan, stime, bsdTty, time, cmd],
  shortLong: [state, uid, pid, ppid, c, oldPriority, nice, rss, pages, wchan, bsdTty, time, cmdName],
  jobs: [pid, pgid('PGID'), sid('SID'), bsdTty, time, cmdName],
  fullJobs: [uidName, pid, ppid, pgid('PGID'), sid('SID'), c, stime, bsdTty, time, cmd],
  bsdLong: [flags, uid, pid, ppid, priority, nice, vsz, rss, wchan, stat, bsdTty, bsdTime, command],
  bsdJobs: [ppid, pid, pgid('PGID'), sid('SID'), bsdTty, tpgid, stat, uid, bsdTime, command],
  memory: [pid, bsdTty, stat, bsdTime, number('MAJFL', 6, () => '0'), number('TRS', 5, () => '0'), number('DRS', 5, (one) => String(kib(one))), rss, percentOfMemory, command],
  signals: [uid, pid, signals('PENDING', 'SigPnd'), signals('BLOCKED', 'SigBlk'), signals('IGNORED', 'SigIgn'), signals('CAUGHT', 'SigCgt'), stat, bsdTty, bsdTime, command],
} as const satisfies Readonly<Record<string, readonly Column[]>>;

/** What -c and -M add. */
export const added = { class: policy('CLS', 3), priority: columns['pri']!, label: empty } as const;

/** With -L and -T what tells of threads stands behind the numbers of the process. */
export function withThreads(set: readonly Column[], letter: 'L' | 'T', full: boolean): readonly Column[] {
  const behind = (one: Column, more: Column) => set.flatMap((column) => (column === one ? [column, more] : [column]));
  if (letter === 'T') return behind(pid, tid('SPID'));
  if (!full) return behind(pid, tid('LWP'));
  return set.flatMap((column) => (column === ppid ? [column, tid('LWP')] : column === c ? [column, threads] : [column]));
}
