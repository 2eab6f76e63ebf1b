/**
 * The kernel of a host: starts processes, runs each until it waits, ends them. A system call that settles while it starts
 * continues in the same instant; one that settles later continues in an event of its own, so that no program ever runs
 * on the stack of another.
 */
import { encodeUtf8 } from '../../base/index.ts';
import type { Cancel } from '../../sim/index.ts';
import { strerror, type FileError } from '../../files/index.ts';
import { isRefusal, NetError, SystemError } from '../errors.ts';
import type { Host } from '../host.ts';
import { machineCode } from '../machine-code.ts';
import { costOf, OWED_MAX_US, type Program, type Syscall } from '../syscall.ts';
import { commandName, findExecutable, type Executable } from './executable.ts';
import { enterCgroups } from '../cpu/cgroup-membership.ts';
import { noteCrash } from './crash.ts';
import { endProcess, reap } from './ending.ts';
import type { Namespaces } from './namespaces.ts';
import { Process, type SpawnOptions } from './process.ts';
import { signalNumber, type Signal } from './signals.ts';
import type { Outcome, Resume, Wait } from './wait.ts';

/** Of a machine, as its kernel bounds them by its memory: who starts ever more of them is refused before it is full. */
const PROCESSES_MAX = 8_192;
/** So many of an instant, and each more must wait for a core before it does anything, so that what begets itself does not stand still in time. */
const SPAWNS_AN_INSTANT = 2_000;

export class Kernel {
  readonly host: Host;
  private spawnsAtMs = 0;
  private spawns = 0; // then

  constructor(host: Host) {
    this.host = host;
  }

  spawn(parent: Process | undefined, image: string | Program, argv: readonly string[], options: SpawnOptions): Process {
    const { host } = this;
    if (!host.running) throw new SystemError('EAGAIN', 'fork');
    const namespaces = namespacesFor(host, parent, options);
    const space = namespaces.pid;
    if (space.dead) throw new SystemError('ENOMEM', 'fork');
    const cgroup = options.cgroup ?? parent?.cgroupOf('pids') ?? host.cgroups;
    if (!cgroup.admits(1) || host.processes.size >= PROCESSES_MAX) throw new SystemError('EAGAIN', 'fork');
    let executable: Executable;
    if (typeof image === 'string') {
      const files = options.namespaces || options.root || options.cwd || options.uid !== undefined || !parent ? host.viewFor(parent, namespaces, options) : parent.files;
      executable = findExecutable(files, host.programs, image, argv);
    } else executable = { program: image, argv, path: argv[0] ?? '' };
    const process = new Process(host, parent, namespaces, executable.argv, options);
    this.adopt(process, parent, options);
    process.executable = executable;
    process.exe = executable.path;
    takeRights(process, executable);
    if (options.name === undefined) process.name = typeof image === 'string' ? commandName(executable.path) : commandName(argv[0] ?? '');
    if (this.isLateSpawn()) process.charge(OWED_MAX_US);
    this.scheduleStart(process);
    host.clock.hash.number(process.hostPid);
    return process;
  }

  private isLateSpawn(): boolean {
    const { now } = this.host.clock;
    if (now !== this.spawnsAtMs) this.spawns = 0;
    this.spawnsAtMs = now;
    return ++this.spawns > SPAWNS_AN_INSTANT;
  }

  /** The new image begins in an event of its own; the old one is gone without being told, as execve does it. */
  exec(process: Process, executable: Executable, env: ReadonlyMap<string, string> | undefined): void {
    process.fds.closeMarked();
    if (process.dispositions) {
      for (const [signal, disposition] of process.dispositions) if (disposition !== 'ignore') process.dispositions.delete(signal);
    }
    process.argv = executable.argv;
    if (env) process.env = env;
    process.executable = executable;
    process.exe = executable.path;
    process.realUid = process.uid;
    process.realGid = process.gid;
    takeRights(process, executable);
    process.name = commandName(executable.path);
    process.image = undefined;
    if (process.wait) process.wait.over = true;
    process.wait = undefined;
    this.scheduleStart(process);
  }

  /** Sleeping needs no second event to wake: the clock's own is one. */
  sleep(process: Process, ms: number, done: () => void): Cancel | void {
    const wait = process.wait!;
    if (ms === 0) return done();
    return this.host.clock.after(ms, process.name, () => {
      if (!wait.over) {
        wait.over = true;
        this.resume(process, wait, 'next', undefined);
      }
    });
  }

  /** Makes the system call under way fail with EINTR. */
  interrupt(process: Process): void {
    const wait = process.wait;
    if (!wait || wait.over) return;
    wait.over = true;
    wait.cancel?.();
    this.wake(process, wait, 'throw', new SystemError('EINTR', wait.call.name));
  }

  /** What it holds beyond what every run of its program does. */
  setMemory(process: Process, ownBytes: number): void {
    const { name, parent } = process;
    const bytes = this.host.residentBytes(parent?.name === name ? '' : name) + ownBytes; // one that was forked shares most of its pages
    this.growMemory(process, bytes - process.memoryBytes);
  }

  growMemory(process: Process, change: number): void {
    process.memoryBytes += change;
    const group = process.cgroupOf('memory');
    group.chargeMemory(change);
    if (change > 0 && group.overMemory()) machineCode.get().pressMemory(process, change);
  }

  kill(sender: Process, pid: number, signal: Signal | 0): void {
    machineCode.get().sendTo(this, sender, pid, signal);
  }

  /** From the kernel itself, or from the root of the host: it reaches everything. */
  send(process: Process, signal: Signal): void {
    machineCode.get().send(this, process, signal, undefined);
  }

  /** A signal that the process has brought upon itself. */
  raise(process: Process, signal: Signal): void {
    machineCode.get().send(this, process, signal, process);
  }

  signalGroup(host: Host, groupPids: readonly number[], signal: Signal): void {
    machineCode.get().sendGroup(this, host, groupPids, signal);
  }

  codeOf(signal: Signal): number {
    return 128 + signalNumber(signal);
  }

  /** Ends it at once, wherever it waits; code that runs itself ends at its next yield. */
  end(process: Process, code: number, signal: Signal | undefined): void {
    if (process.ended) return;
    if (process.inside) process.doomed ??= { code, signal };
    else endProcess(this, process, code, signal);
  }

  reap(process: Process): void {
    reap(this, process);
  }

  /** Stopped by a signal, or frozen with its cgroup: nothing of it runs until `release`. */
  hold(process: Process): void {
    process.cpuTask?.suspend();
  }

  release(process: Process): void {
    if (process.stopped || process.frozen || process.ended) return;
    process.cpuTask?.resume();
    const { held } = process;
    process.held = undefined;
    if (held) this.host.clock.after(0, process.name, held);
  }

  /** Its cgroup goes on: so does it, and what came meanwhile. */
  thawed(process: Process): void {
    this.release(process);
    machineCode.get().deliverPending(this, process);
  }

  private adopt(process: Process, parent: Process | undefined, options: SpawnOptions): void {
    if (parent) (parent.children ??= []).push(process);
    enterCgroups(process);
    if (parent?.dispositions) {
      for (const [signal, disposition] of parent.dispositions) if (disposition === 'ignore') process.on(signal, 'ignore');
    }
    for (const signal of options.ignored ?? []) process.on(signal, 'ignore');
    if (options.onExit) process.onExit(options.onExit);
    if (options.pgid) process.setpgid(0, options.pgid);
    if (options.tty && process.sessionPids === process.pids) {
      options.tty.session = process;
      options.tty.foreground = process.pids;
    }
    const { fds } = options;
    if (!fds) parent?.fds.inheritInto(process.fds);
    else if (fds instanceof Map) for (const [fd, file] of fds) process.fds.set(fd, file);
    else (fds as readonly (Parameters<Process['fds']['set']>[1] | undefined)[]).forEach((file, fd) => file && process.fds.set(fd, file));
  }

  private scheduleStart(process: Process): void {
    const { executable } = process;
    this.host.clock.after(0, process.name, () => this.begin(process, executable!));
  }

  private begin(process: Process, executable: Executable): void {
    if (process.ended || process.executable !== executable) return;
    if (process.stopped || process.frozen) {
      process.held = () => this.begin(process, executable);
      return;
    }
    const { program } = executable;
    const run = typeof program === 'string' ? this.host.programs.get(program) : program; // throws NeedsAsset before anything has happened
    try {
      process.image = run(process);
    } catch (error) {
      return this.failed(process, error);
    }
    this.setMemory(process, 0);
    if (process.ended) return; // it was more than its cgroup may hold
    this.drive(process, 'next', undefined);
  }

  private resume(process: Process, wait: Wait, how: Resume, value: unknown): void {
    if (process.wait !== wait || process.ended) return;
    if (process.stopped || process.frozen) {
      process.held = () => this.resume(process, wait, how, value);
      return;
    }
    process.wait = undefined;
    this.drive(process, how, value);
  }

  private wake(process: Process, wait: Wait, how: Resume, value: unknown): void {
    this.host.clock.after(0, process.name, () => this.resume(process, wait, how, value));
  }

  /** Runs the process from where it stands to where it waits or ends. */
  private drive(process: Process, how: Resume, value: unknown): void {
    const { trace } = this.host;
    const outer = trace.cause;
    trace.cause = process.cause;
    try {
      const image = process.image!;
      let next = how;
      let input = value;
      for (;;) {
        const step = this.advance(process, image, next, input);
        if (!step || process.image !== image) return;
        const outcome = this.begins(process, step);
        if (!outcome) return;
        next = outcome.how;
        input = outcome.value;
      }
    } finally {
      trace.cause = outer;
    }
  }

  /** One step of the program: its next system call, or undefined when it has ended. */
  private advance(process: Process, image: Generator<Syscall, number, unknown>, how: Resume, value: unknown): Syscall | undefined {
    let step: IteratorResult<Syscall, number>;
    process.inside = true;
    try {
      step = how === 'next' ? image.next(value) : image.throw(value);
    } catch (error) {
      process.inside = false;
      this.failed(process, error);
      return undefined;
    }
    process.inside = false;
    const { doomed } = process;
    if (doomed) {
      endProcess(this, process, doomed.code, doomed.signal);
      return undefined;
    }
    if (!step.done) return step.value;
    endProcess(this, process, (step.value ?? 0) & 255, undefined);
    return undefined;
  }

  /** Starts a system call. Undefined: the process waits, has ended, or runs another program now. */
  private begins(process: Process, call: Syscall): Outcome | undefined {
    process.charge(costOf(call));
    const wait: Wait = { call, over: false, cancel: undefined, starting: false, outcome: undefined };
    process.wait = wait;
    if (process.owedUs >= OWED_MAX_US || process.stopped || process.frozen) {
      this.payFirst(process, wait);
      return undefined;
    }
    const outcome = this.start(process, wait);
    if (!outcome || process.ended || process.wait !== wait) return undefined;
    process.wait = undefined;
    return outcome;
  }

  private start(process: Process, wait: Wait): Outcome | undefined {
    wait.starting = true;
    try {
      wait.cancel = wait.call.start(process, (value) => this.settle(process, wait, 'next', value), (error) => this.settle(process, wait, 'throw', error));
    } catch (error) {
      this.crashed(process, error);
      return undefined;
    }
    wait.starting = false;
    return wait.outcome;
  }

  private settle(process: Process, wait: Wait, how: Resume, value: unknown): void {
    if (wait.over) return;
    wait.over = true;
    if (wait.starting) wait.outcome = { how, value };
    else this.wake(process, wait, how, value);
  }

  /** Works off what the process owes before the system call begins; or waits until it may run at all. */
  private payFirst(process: Process, wait: Wait): void {
    if (process.owedUs < OWED_MAX_US) {
      process.held = () => this.proceed(process, wait);
      return;
    }
    const owedNs = process.owedUs * 1_000;
    process.owedUs = 0;
    wait.cancel = this.host.cpu.run(process, owedNs, 1, () => this.proceed(process, wait));
  }

  /** Begins a system call that could not begin when it was yielded. */
  private proceed(process: Process, wait: Wait): void {
    if (process.wait !== wait || process.ended || wait.over) return;
    if (process.stopped || process.frozen) {
      process.held = () => this.proceed(process, wait);
      return;
    }
    wait.cancel = undefined;
    const outcome = this.host.trace.during(process.cause, () => this.start(process, wait));
    if (!outcome || process.ended || process.wait !== wait) return;
    process.wait = undefined;
    this.drive(process, outcome.how, outcome.value);
  }

  /** A refusal that nobody caught ends the program as it would end a careless one. */
  private failed(process: Process, error: unknown): void {
    if (process.doomed) return endProcess(this, process, process.doomed.code, process.doomed.signal);
    if (!isRefusal(error)) return this.crashed(process, error);
    try {
      if (error.code !== 'EPIPE') process.fds.get(2)?.write(encodeUtf8(`${process.name}: ${wordsOf(error)}\n`)); // nobody reads any more: no reason for a message
    } catch {
      // Its standard error is gone too.
    }
    endProcess(this, process, 1, undefined);
  }

  /** It ends as a program does that has touched foreign memory. */
  private crashed(process: Process, error: unknown): void {
    noteCrash(process, error);
    this.end(process, this.codeOf('SIGSEGV'), 'SIGSEGV');
  }
}

function namespacesFor(host: Host, parent: Process | undefined, options: SpawnOptions): Namespaces {
  const base = parent?.namespaces ?? host.namespaces;
  const pid = options.namespaces?.pid ?? parent?.childPidNamespace;
  if (!options.namespaces) return pid && pid !== base.pid ? { ...base, pid } : base;
  const given = options.namespaces;
  if (isWhole(given)) return given;
  return { ...base, ...(pid ? { pid } : {}), ...given };
}

function isWhole(given: Partial<Namespaces>): given is Namespaces {
  return !!(given.pid && given.mnt && given.net && given.uts && given.ipc && given.user && given.cgroup);
}

/** What could not be written is told without the place, as programs do. */
function wordsOf(error: SystemError | FileError | NetError): string {
  if (error instanceof NetError || (error.code !== 'ENOSPC' && !(error instanceof SystemError && error.call === 'write'))) return error.message;
  return `write error: ${strerror(error.code)}`;
}

/** Those of a set-uid or set-gid file's owner. */
function takeRights(process: Process, { setUid, setGid }: Executable): void {
  if (setUid !== undefined) process.uid = setUid;
  if (setGid !== undefined) process.gid = setGid;
}
