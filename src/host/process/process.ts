/**
 * A process: what a program sees of itself and may ask for at once. Whatever takes time or may wait is a system call that
 * it yields. Fields under "the kernel's" are for the kernel alone.
 */
import { encodeUtf8 } from '../../base/index.ts';
import type { Cancel, Random, TraceId } from '../../sim/index.ts';
import type { Cgroup, Controller } from '../cpu/cgroup.ts';
import type { CpuTask } from '../cpu/cpu-scheduler.ts';
import { SystemError } from '../errors.ts';
import type { Host } from '../host.ts';
import { machineCode } from '../machine-code.ts';
import { FileView, type OpenFlags } from '../mounts/file-view.ts';
import { listenOn, type ListenOptions, type Listener } from '../network/listener.ts';
import { SPAWN_COST_US, type Program, type Syscall, type SystemCall } from '../syscall.ts';
import { allCapabilities, gidInside, isCapable, uidInside, type Capability } from './capabilities.ts';
import { execInto, type Executable } from './executable.ts';
import { enter, type Namespaces, type UserNamespace } from './namespaces.ts';
import { FdTable, Waiters, type OpenFile } from './open-file.ts';
import type { PidNamespace } from './pid-namespace.ts';
import type { Disposition, Signal } from './signals.ts';
import type { ExitStatus, SpawnOptions } from './spawn-options.ts';
import type { Tty } from './tty.ts';
import type { Wait } from './wait.ts';

export type { ExitStatus, SpawnOptions } from './spawn-options.ts';
export type ProcessState = 'running' | 'sleeping' | 'stopped' | 'zombie' | 'dead';

export class Process {
  readonly host: Host;
  readonly pids: readonly number[]; // by level of PID namespace; the last is its own
  readonly startedMs: number;
  namespaces: Namespaces;
  parent: Process | undefined;
  name: string;
  argv: readonly string[];
  env: ReadonlyMap<string, string>;
  cwd: string;
  root: string;
  uid: number;
  /** Who started it, where a set-uid program has given it another. */
  realUid: number;
  gid: number;
  realGid: number;
  groups: readonly number[];
  umask: number;
  /** -20 to 19: how much of its group's share of the processor it leaves to others. */
  nice: number;
  /** The cores that it asked to be kept to; all when undefined. */
  affinity: readonly number[] | undefined;
  tty: Tty | undefined;
  cgroup: Cgroup;
  /** Version 1: where single controllers have it, when not in `cgroup`. */
  placed: Map<Controller, Cgroup> | undefined;
  /** What root may do at most in it. */
  bounding: ReadonlySet<Capability>;
  /** Its children do not stay zombies: init and container runtimes look at theirs at once. */
  reapsChildren: boolean;
  /** The kernel's path of the executable: /proc/PID/exe. */
  exe = '';
  readonly fds = new FdTable();

  // The kernel's.
  groupPids: readonly number[]; // the numbers of its process group's leader
  sessionPids: readonly number[];
  children: Process[] | undefined;
  dispositions: Map<Signal, Disposition> | undefined;
  pending: Signal[] | undefined; // signals with a handler that has not been called yet
  executable: Executable | undefined;
  image: Generator<Syscall, number, unknown> | undefined;
  inside = false; // its code is on the JavaScript stack
  wait: Wait | undefined;
  held: (() => void) | undefined; // what to do as soon as it is no longer stopped or frozen
  doomed: { code: number; signal: Signal | undefined } | undefined; // ended itself by a signal; takes effect at its next yield
  stopped = false;
  stopReport: Signal | undefined; // a stop that waitPid has not reported yet
  ended: ExitStatus | undefined;
  reaped = false;
  cpuTask: CpuTask | undefined;
  cpuNs = 0;
  memoryBytes = 0;
  oomKilled = false;
  oomScoreAdj: number; // thousandths of what may be held, added when somebody must go; -1000 spares it
  owedUs = 0;
  owedAtMs = 0;
  childPidNamespace: PidNamespace | undefined; // after unshare(pid): where its children go
  private childWaiters: Waiters | undefined;
  private continueWaiters: Waiters | undefined;
  private closers: Set<() => void> | undefined;
  exitWatchers: ((status: ExitStatus) => void)[] | undefined;
  private causeId: TraceId;
  private view: FileView | undefined;
  private stream: Random | undefined;

  constructor(host: Host, parent: Process | undefined, namespaces: Namespaces, argv: readonly string[], options: SpawnOptions) {
    this.host = host;
    this.parent = parent;
    this.namespaces = namespaces;
    this.pids = namespaces.pid.enter(this);
    this.startedMs = host.clock.now;
    this.argv = argv;
    this.name = options.name ?? argv[0] ?? '';
    this.env = options.env ?? parent?.env ?? noEnv;
    this.cwd = options.cwd ?? parent?.cwd ?? '/';
    this.root = options.root ?? parent?.root ?? '/';
    this.uid = options.uid ?? parent?.uid ?? 0;
    this.realUid = this.uid;
    this.gid = options.gid ?? parent?.gid ?? 0;
    this.realGid = this.gid;
    this.groups = options.groups ?? parent?.groups ?? noGroups;
    this.nice = parent?.nice ?? 0;
    this.affinity = parent?.affinity;
    this.oomScoreAdj = parent?.oomScoreAdj ?? 0;
    this.umask = options.umask ?? parent?.umask ?? 0o022;
    this.cgroup = options.cgroup ?? parent?.cgroup ?? host.cgroups;
    this.placed = options.cgroup || !parent?.placed ? undefined : new Map(parent.placed);
    this.bounding = options.capabilities ?? parent?.bounding ?? allCapabilities;
    this.causeId = options.cause ?? (host.trace.cause || (parent?.cause ?? 0)); // what is being done now; else what its parent works for
    this.reapsChildren = options.reapsChildren ?? false;
    const leads = options.setsid === true || !parent;
    this.sessionPids = leads ? this.pids : parent.sessionPids;
    this.groupPids = leads || options.pgid === 0 ? this.pids : parent.groupPids;
    this.tty = options.tty ?? (leads ? undefined : parent.tty);
  }

  /** Its number in its own PID namespace. */
  get pid(): number {
    return this.pids[this.pids.length - 1]!;
  }

  cgroupOf(controller: Controller): Cgroup {
    return this.placed?.get(controller) ?? this.cgroup;
  }

  /** Its user as its own user namespace numbers it. */
  get seenUid(): number {
    return uidInside(this.namespaces.user, this.uid);
  }

  get seenRealUid(): number {
    return uidInside(this.namespaces.user, this.realUid);
  }

  get seenGid(): number {
    return this.gidSeen(this.gid);
  }

  gidSeen(gid: number): number {
    return gidInside(this.namespaces.user, gid);
  }

  get frozen(): boolean {
    return this.cgroupOf('freezer').frozen;
  }

  /** Whether it may do what `capability` allows, to things that belong to a user namespace; the host's when left out. */
  capable(capability: Capability, owner: UserNamespace = this.host.namespaces.user): boolean {
    return isCapable(this, capability, owner);
  }

  /** Its number on the host. */
  get hostPid(): number {
    return this.pids[0]!;
  }

  /** 0 when the parent is outside its PID namespace. */
  get ppid(): number {
    return this.parent ? this.parent.pidIn(this.namespaces.pid) : 0;
  }

  get pgid(): number {
    return this.groupPids[this.pids.length - 1] ?? 0;
  }

  get sid(): number {
    return this.sessionPids[this.pids.length - 1] ?? 0;
  }

  /** Its number as seen in `namespace`; 0 when it cannot be seen there. */
  pidIn(namespace: PidNamespace): number {
    return namespace.processes.get(this.pids[namespace.level] ?? 0) === this ? this.pids[namespace.level]! : 0;
  }

  get state(): ProcessState {
    if (this.reaped) return 'dead';
    if (this.ended) return 'zombie';
    if (this.stopped) return 'stopped';
    return this.cpuTask || this.inside || this.wait?.starting ? 'running' : 'sleeping';
  }

  /** What it is waiting in, as `ps` shows it under WCHAN. */
  get waitingIn(): string {
    return this.wait && !this.wait.over ? this.wait.call.name : '';
  }

  get alive(): boolean {
    return this.ended === undefined;
  }

  /** The act that it works for: what it records, writes, starts and asks for has this as its cause. */
  get cause(): TraceId {
    return this.causeId;
  }

  set cause(id: TraceId) {
    this.causeId = id;
    if (this.inside) this.host.trace.cause = id;
  }

  /** Files as this process sees them: its mounts, root, working directory and rights. */
  get files(): FileView {
    return (this.view ??= new FileView(this));
  }

  get random(): Random {
    return (this.stream ??= this.host.random.fork(`process ${this.hostPid} ${this.name}`));
  }

  /** An environment is shared between processes until one changes its own. */
  setEnv(name: string, value: string | undefined): void {
    const env = new Map(this.env);
    if (value === undefined) env.delete(name);
    else env.set(name, value);
    this.env = env;
  }

  chdir(path: string): void {
    this.cwd = this.files.directory(path, 'chdir');
  }

  /**
   * fork and exec in one. The file is looked up as the child will see it; ENOENT, EACCES and ENOEXEC are thrown here. A program
   * given as a function needs no file: that is how the kernel's own and those of tests start.
   */
  spawn(image: string | Program, argv: readonly string[], options: SpawnOptions = {}): Process {
    this.charge(SPAWN_COST_US);
    return this.host.kernel.spawn(this, image, argv, options);
  }

  /** Replaces the program; the process, its number and its descriptors stay. Never returns, unless it fails. */
  exec(path: string, argv: readonly string[], env?: ReadonlyMap<string, string>): SystemCall<never> {
    return execInto(path, argv, env);
  }

  /** The path of a program, looked up in PATH unless it holds a slash; undefined when there is none that may be run. */
  findProgram(name: string): string | undefined {
    if (name === '') return undefined;
    if (name.includes('/')) return this.files.executable(name) ? name : undefined;
    for (const dir of (this.env.get('PATH') ?? DEFAULT_PATH).split(':')) {
      const path = dir === '' || dir.endsWith('/') ? `${dir || './'}${name}` : `${dir}/${name}`;
      if (this.files.executable(path)) return path;
    }
    return undefined;
  }

  /** Answers what was arranged before. SIGKILL and SIGSTOP cannot be arranged: EINVAL. */
  on(signal: Signal, disposition: Disposition): Disposition {
    if (signal === 'SIGKILL' || signal === 'SIGSTOP') throw new SystemError('EINVAL', 'sigaction');
    const before = this.dispositions?.get(signal) ?? 'default';
    if (disposition === 'default') this.dispositions?.delete(signal);
    else (this.dispositions ??= new Map()).set(signal, disposition);
    return before;
  }

  /** `pid` as for kill(2): a process, 0 for the own group, -1 for all it may, -n for group n. Signal 0 only asks. ESRCH, EPERM. */
  kill(pid: number, signal: Signal | 0): void {
    this.host.kernel.kill(this, pid, signal);
  }

  /** pgid 0: a group of its own. Of a child: `pid`. */
  setpgid(pid: number, pgid: number): void {
    const target = pid === 0 ? this : this.namespaces.pid.processes.get(pid);
    if (!target || (target !== this && target.parent !== this)) throw new SystemError('ESRCH', 'setpgid');
    const leader = pgid === 0 ? target : this.namespaces.pid.processes.get(pgid);
    if (leader && leader.sessionPids[0] === target.sessionPids[0]) target.groupPids = leader === target ? target.pids : leader.groupPids;
    else throw new SystemError('EPERM', 'setpgid');
  }

  /** A new session and group, without a terminal. */
  setsid(): void {
    if (this.groupPids === this.pids) throw new SystemError('EPERM', 'setsid');
    this.groupPids = this.pids;
    this.sessionPids = this.pids;
    this.tty = undefined;
  }

  /**
   * Namespaces of its own from here on (unshare), or others' (setns). A PID namespace takes its children only: the number of a
   * process does not change.
   */
  enterNamespaces(namespaces: Partial<Namespaces>): void {
    enter(this, namespaces);
  }

  open(path: string, flags: OpenFlags = 'r', mode = 0o666): number {
    return this.fds.add(this.files.open(path, flags, mode));
  }

  pipe(): [reader: number, writer: number] {
    const [reader, writer] = this.makePipe();
    return [this.fds.add(reader), this.fds.add(writer)];
  }

  /** A pipe whose ends no descriptor holds yet: for those who hand them to children. */
  makePipe(): [OpenFile, OpenFile] {
    return machineCode.get().makePipe(this.host.nextFileId());
  }

  /** `to` becomes another name of `from`. */
  dup2(from: number, to: number): void {
    const file = this.fds.get(from);
    if (!file) throw new SystemError('EBADF', 'dup2');
    if (from !== to) this.fds.set(to, file);
  }

  dup(from: number, atLeast = 0): number {
    const file = this.fds.get(from);
    if (!file) throw new SystemError('EBADF', 'dup');
    return this.fds.add(file, atLeast);
  }

  close(fd: number): void {
    if (!this.fds.delete(fd)) throw new SystemError('EBADF', 'close');
  }

  isTty(fd: number): boolean {
    return this.fds.get(fd)?.kind === 'tty';
  }

  /** `yield p.print(text)`: to standard output. */
  print(text: string): SystemCall<void> {
    return machineCode.get().write(1, encodeUtf8(text));
  }

  error(text: string): SystemCall<void> {
    return machineCode.get().write(2, encodeUtf8(text));
  }

  /** Throws EADDRINUSE, EADDRNOTAVAIL, or EACCES for a low port without rights. Ends with the process. */
  listen(options: ListenOptions): Listener {
    return listenOn(this, options);
  }

  /** Owes CPU time for work done without yielding. */
  charge(us: number): void {
    if (this.owedAtMs !== this.host.clock.now) {
      this.owedAtMs = this.host.clock.now;
      this.owedUs = 0;
    }
    this.owedUs += us;
  }

  /** Calls `fn` when the process has ended, in that instant; at once when it already has. */
  onExit(fn: (status: ExitStatus) => void): Cancel {
    if (this.ended) {
      fn(this.ended);
      return () => {};
    }
    if (this.exitWatchers) this.exitWatchers.push(fn);
    else this.exitWatchers = [fn];
    return () => (this.exitWatchers = this.exitWatchers?.filter((w) => w !== fn));
  }

  /** What the kernel closes for it when it ends or is killed: listeners, connections, watches. */
  closeOnExit(close: () => void): Cancel {
    const closers = (this.closers ??= new Set());
    closers.add(close);
    return () => closers.delete(close);
  }

  /** The kernel's: closes all that the process left open. */
  closeEverything(): void {
    const closers = this.closers;
    this.closers = undefined;
    if (closers) for (const close of closers) close();
    this.fds.closeAll();
  }

  /** The kernel's: a child has changed its state. */
  get childChanged(): Waiters {
    return (this.childWaiters ??= new Waiters());
  }

  childHasChanged(): void {
    this.childWaiters?.wake();
  }

  /** Calls `wake` when it goes on after a stop. */
  onContinue(wake: () => void): Cancel {
    return (this.continueWaiters ??= new Waiters()).add(wake);
  }

  continued(): void {
    this.continueWaiters?.wake();
  }
}

const noEnv: ReadonlyMap<string, string> = new Map();
const noGroups: readonly number[] = [];
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
