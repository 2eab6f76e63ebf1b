/** One container: its file system, its namespaces, its processes and their end. What it is now stands in its row; all changes go through here. */
import { FileError, UnionFs, changedBytes, changesIn, type FileChange } from '../../files/index.ts';
import { MountNamespace, NetNamespace, type Cgroup, type CgroupLimits, type ExitStatus, type FileView, type Host, type MountSpec, type Namespaces, type Process, type Signal } from '../../host/index.ts';
import type { Cancel, TraceId } from '../../sim/index.ts';
import type { Image } from '../images/image.ts';
import { ContainerIo, type Attachment } from './container-io.ts';
import type { ContainerLog } from './container-log.ts';
import { runtimeCode } from './runtime-code.ts';
import { defaultPath, findCommand, prepareCwd, refusedByKernel } from './container-command.ts';
import { identityOf } from './container-user.ts';
import { capabilitiesOf } from './container-capabilities.ts';
import type { ContainerSpec, NamespaceChoice } from './container-spec.ts';
import type { EtcFiles} from './rootfs.ts';
import { ContainerMounts, lowersOf, resolveMounts } from './rootfs.ts';
import type { ContainerRecord, ContainerState, ContainerStatus, FileWrites } from './rows.ts';
import type { Runtime } from './runtime.ts';
import { RuntimeError, startRefusal } from './runtime-error.ts';
import { WriteRing } from './write-ring.ts';

const ACTOR = 'containerd';

export class Container {
  readonly id: string;
  readonly spec: ContainerSpec;
  readonly image: Image;
  private readonly runtime: Runtime;
  private readonly key: string;
  private current: ContainerRecord;
  private output: ContainerLog | undefined;
  private fs: UnionFs | undefined;
  private ring: WriteRing | undefined;
  private net: NetNamespace | undefined;
  private group: Cgroup | undefined;
  private ownLimits: CgroupLimits | undefined;
  private etcFiles: EtcFiles | undefined;
  private spaces: Namespaces | undefined;
  /** As they were resolved at its last start. */
  private mounted: readonly MountSpec[] = noMounts;
  /** PID 1, while it runs. */
  process: Process | undefined;
  io: ContainerIo | undefined;
  removed = false;
  private exitWaiters: Set<(record: ContainerRecord) => void> | undefined;

  constructor(runtime: Runtime, id: string, spec: ContainerSpec, image: Image) {
    this.runtime = runtime;
    this.id = id;
    this.key = `containers/${id}`;
    this.current = { id, name: spec.name, spec, createdMs: runtime.host.clock.now, status: created };
    this.spec = spec;
    this.image = image;
    this.ownLimits = spec.limits;
    this.etcFiles = spec.etc;
  }

  /** Its row, as it is now. */
  get record(): ContainerRecord {
    return this.current;
  }

  get state(): ContainerState {
    return this.current.status.state;
  }

  get log(): ContainerLog {
    return (this.output ??= new (runtimeCode.get().ContainerLog)(this.spec.logBytes));
  }

  get running(): boolean {
    return this.process !== undefined;
  }

  get host(): Host {
    return this.runtime.host;
  }

  /** Made when somebody first needs it: a container that never starts costs no file system. */
  get rootFs(): UnionFs {
    if (!this.fs) {
      const lowers = lowersOf(this.image, this.spec.owner);
      const type = this.spec.owner === 'docker' && this.host.facts.fileSystems.includes('aufs') ? 'aufs' : 'overlay';
      this.fs = new UnionFs({ lowers, type, space: this.host.disk.space });
      this.ring = new WriteRing(this.host, this.fs);
    }
    return this.fs;
  }

  /** The network namespace that its next start will use, or uses; an own one can be given interfaces before that. */
  get network(): NetNamespace {
    return this.spaces?.net ?? (this.net ??= this.chooseNetwork(this.spec.namespaces?.net ?? 'new'));
  }

  /** Its files with all its mounts, as root sees them, whether it runs or not. */
  get files(): FileView {
    const { host } = this;
    const namespaces = this.spaces ?? { ...host.namespaces, mnt: new MountNamespace(0, this.mountSource(host.cgroups)) };
    return host.viewFor(undefined, namespaces, {});
  }

  /** While it runs. */
  get namespaces(): Namespaces | undefined {
    return this.process ? this.spaces : undefined;
  }

  get cgroup(): Cgroup | undefined {
    return this.group;
  }

  get limits(): CgroupLimits {
    return this.ownLimits ?? {};
  }

  get etc(): EtcFiles | undefined {
    return this.etcFiles;
  }

  /** Before its next start: the front end has worked out names and servers only now. */
  setEtc(etc: EtcFiles): void {
    this.etcFiles = etc;
  }

  /** Throws RuntimeError: the container then is as it was, with the refusal in its row. `attachment` misses nothing. */
  start(attachment?: Attachment): void {
    const { host } = this;
    this.runtime.requireAvailable();
    if (this.process) throw new RuntimeError('state', `container ${this.id} is already running`);
    try {
      this.launch();
    } catch (error) {
      const refusal = error instanceof RuntimeError ? error : this.asRefusal(error);
      this.tidyUp();
      this.change({ error: refusal.message, exitCode: refusal.exitCode }, host.trace.cause);
      throw refusal;
    }
    if (attachment) this.io!.attach(attachment);
    const pid = this.process!.hostPid;
    const starts = this.current.status.starts + 1;
    this.output?.setEnded(false);
    const trace = this.because('start', 'container-started');
    this.change({ state: 'running', pid, exitCode: 0, signal: '', oomKilled: false, error: '', startedMs: host.clock.now, finishedMs: -1, starts }, trace);
  }

  /** To PID 1, from outside. Nothing happens when it does not run. */
  signal(signal: Signal): void {
    this.runtime.requireAvailable();
    if (this.process) this.host.kernel.send(this.process, signal);
  }

  pause(): void {
    this.runtime.requireAvailable();
    if (!this.process) throw new RuntimeError('state', `Container ${this.id} is not running`);
    if (this.state === 'paused') throw new RuntimeError('state', `Container ${this.id} is already paused`);
    this.group!.freeze(true);
    this.change({ state: 'paused' }, this.because('pause', 'container-paused'));
  }

  resume(): void {
    this.runtime.requireAvailable();
    if (this.state !== 'paused') throw new RuntimeError('state', `Container ${this.id} is not paused`);
    this.group!.freeze(false);
    this.change({ state: 'running' }, this.because('resume', 'container-resumed'));
  }

  /** `docker update`, a resize in place: binds at once. */
  setLimits(limits: CgroupLimits): void {
    this.ownLimits = limits;
    if (!this.group) return;
    this.group.limits = limits;
    this.host.cpu.limitsChanged();
  }

  /** Calls `fn` at its next end, at once when it does not run. */
  onExit(fn: (record: ContainerRecord) => void): Cancel {
    if (!this.process) {
      fn(this.record);
      return () => {};
    }
    const waiters = (this.exitWaiters ??= new Set());
    waiters.add(fn);
    return () => waiters.delete(fn);
  }

  /** What happened lately to its files: the page animates it. */
  get writes(): FileWrites | undefined {
    return this.ring?.writes;
  }

  /** `docker diff`. */
  changes(): FileChange[] {
    return this.fs ? changesIn(this.fs.union) : [];
  }

  /** Bytes of its read-write layer. */
  writtenBytes(): number {
    return changedBytes(this.changes());
  }

  rename(name: string): void {
    this.write({ ...this.current, name }, this.host.trace.cause);
  }

  /** The runtime's: its row begins. */
  appear(trace: TraceId): void {
    this.runtime.store.create(this.key, () => this.current, trace);
    this.runtime.tell(this);
  }

  /** The runtime's: it is forgotten. */
  discard(trace: TraceId): void {
    this.removed = true;
    this.runtime.store.delete(this.key, trace);
    this.fs?.release();
    this.fs = undefined;
  }

  private launch(): void {
    const { host, spec } = this;
    const group = this.makeGroup();
    if (spec.mounts) this.mounted = resolveMounts(host, this.rootFs, spec.mounts);
    const hostname = spec.hostname ?? this.id.slice(0, 12);
    const { pid = 'new', uts = 'new', ipc = 'new' } = spec.namespaces ?? {};
    const own = host.newNamespaces({
      pid: pid === 'new',
      net: this.network,
      uts: uts === 'new' ? { hostname } : undefined,
      ipc: ipc === 'new',
      mnt: this.mountSource(group),
      cgroup: host.facts.cgroupVersion === 2 ? group : undefined,
    });
    this.spaces = {
      ...own,
      pid: pid === 'new' ? own.pid : this.chosen(pid).pid,
      uts: uts === 'new' ? own.uts : this.chosen(uts).uts,
      ipc: ipc === 'new' ? own.ipc : this.chosen(ipc).ipc,
    };
    this.spawn(this.spaces, group, hostname);
  }

  private mountSource(cgroup: Cgroup): ContainerMounts {
    const { host, rootFs, runtime, spec, mounted: mounts } = this;
    const rootOptions = (): string => (spec.owner === 'docker' ? runtime.rootOptions(this) : 'relatime');
    return new ContainerMounts({ host, rootFs, rootOptions, privileged: spec.privileged ?? false, readOnly: spec.readOnly ?? false, spaces: () => this.spaces ?? host.namespaces, cgroup, etc: this.etc, mounts });
  }

  private spawn(namespaces: Namespaces, group: Cgroup, hostname: string): void {
    const { host, spec } = this;
    const rootView = host.viewFor(undefined, namespaces, {});
    const identity = identityOf(rootView, spec.user ?? '', spec.groups);
    const cwd = spec.cwd || '/';
    prepareCwd(rootView, cwd, startRefusal);
    const env = environment(spec, hostname, identity.home);
    const view = identity.uid === 0 && cwd === '/' ? rootView : host.viewFor(undefined, namespaces, { uid: identity.uid, gid: identity.gid, groups: identity.groups, cwd });
    const path = findCommand(view, spec.argv[0] ?? '', env.get('PATH'), startRefusal);
    const io = new ContainerIo(host, spec, () => this.log);
    this.io = io;
    const options = {
      env,
      cwd,
      fds: io.descriptors,
      setsid: true,
      ...(io.tty ? { tty: io.tty } : {}),
      namespaces,
      cgroup: group,
      uid: identity.uid,
      gid: identity.gid,
      groups: identity.groups,
      capabilities: capabilitiesOf(spec),
      onExit: (status: ExitStatus) => this.exited(status),
    };
    try {
      this.process = host.spawn(path, spec.argv, options);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.process = host.spawn(refusedByKernel(path, error), spec.argv, options);
    }
  }

  private exited(status: ExitStatus): void {
    const { host } = this;
    const group = this.group!;
    const oomKilled = group.oomKills > 0;
    this.process = undefined;
    for (const process of group.allProcesses()) host.kernel.end(process, 137, 'SIGKILL');
    const paused = this.state === 'paused';
    if (paused) group.freeze(false);
    this.tidyUp();
    this.output?.setEnded(true);
    const trace = host.trace.record(ACTOR, 'exit', oomKilled ? 'container-oom' : 'container-exited', { container: this.title, code: status.code, signal: status.signal ?? '' });
    this.change({ state: 'exited', pid: 0, exitCode: status.code, signal: status.signal ?? '', oomKilled, finishedMs: host.clock.now }, trace);
    const waiters = this.exitWaiters;
    this.exitWaiters = undefined;
    if (waiters) for (const fn of waiters) fn(this.record);
  }

  /** What lives only while it runs. */
  private tidyUp(): void {
    this.io?.close();
    this.io = undefined;
    this.group?.remove();
    this.group = undefined;
    this.spaces = undefined;
    this.net = undefined;
  }

  private makeGroup(): Cgroup {
    const { host, spec } = this;
    const ofDocker = spec.owner === 'docker';
    if (host.facts.cgroupVersion === 1) return (this.group = (spec.cgroupParent ?? host.cgroups.child(ofDocker ? 'docker' : 'cri-containerd')).child(this.id, this.limits));
    const parent = spec.cgroupParent ?? host.cgroups.child('system.slice');
    return (this.group = parent.child(`${ofDocker ? 'docker-' : 'cri-containerd-'}${this.id}.scope`, this.limits));
  }

  private chooseNetwork(choice: NamespaceChoice): NetNamespace {
    return choice === 'new' ? new NetNamespace(this.host.nextInode(), this.host.network) : this.chosen(choice).net;
  }

  private chosen(choice: Exclude<NamespaceChoice, 'new'>): Namespaces {
    if (choice === 'host') return this.host.namespaces;
    if ('from' in choice) return choice.from;
    const other = this.runtime.find(choice.container);
    if (!other) throw new RuntimeError('not-found', `No such container: ${choice.container}`);
    const namespaces = other.namespaces;
    if (!namespaces) throw new RuntimeError('state', `cannot join network of a non running container: ${other.id}`);
    return namespaces;
  }

  private asRefusal(error: unknown): RuntimeError {
    if (error instanceof Error && 'code' in error) return startRefusal('command-refused', error.message);
    throw error;
  }

  /** As acts and sentences name it. */
  get title(): string {
    return this.spec.title ?? this.record.name;
  }

  /** The act under way, which knows why; or, when there is none, an act of the runtime's own. */
  private because(act: string, code: string): TraceId {
    const { trace } = this.host;
    return trace.cause || trace.record(ACTOR, act, code, { container: this.title });
  }

  private change(change: Partial<ContainerStatus>, trace: TraceId): void {
    this.write({ ...this.current, status: { ...this.current.status, ...change } }, trace);
  }

  private write(record: ContainerRecord, trace: TraceId): void {
    this.current = record;
    this.runtime.store.put(this.key, record, trace);
    this.runtime.tell(this);
  }
}

const noMounts: readonly MountSpec[] = [];
const created: ContainerStatus = { state: 'created', pid: 0, exitCode: 0, signal: '', oomKilled: false, error: '', startedMs: -1, finishedMs: -1, starts: 0 };

interface Shared {
  readonly tty: boolean;
  readonly home: string;
  readonly env: ReadonlyMap<string, string>;
}

const shared = new WeakMap<ReadonlyMap<string, string>, Shared>(); // by what the spec says, the last that was made of it

/** Containers of one template differ in their name alone. */
function environment({ env, tty = false }: ContainerSpec, hostname: string, home: string): ReadonlyMap<string, string> {
  let known = shared.get(env);
  if (known?.tty !== tty || known.home !== home) shared.set(env, (known = { tty, home, env: namelessEnvironment(env, tty, home) }));
  return env.has('HOSTNAME') ? known.env : new Map(known.env).set('HOSTNAME', hostname);
}

function namelessEnvironment(given: ReadonlyMap<string, string>, tty: boolean, home: string): ReadonlyMap<string, string> {
  const env = new Map([
    ['PATH', defaultPath],
    ['HOSTNAME', ''],
  ]);
  if (tty) env.set('TERM', 'xterm');
  for (const [name, value] of given) env.set(name, value);
  if (!env.has('HOME')) env.set('HOME', home);
  return env;
}
