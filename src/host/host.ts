/**
 * A machine that runs Linux: processes under its kernel, cores and memory, mounts, its end of the network, init. Its disk
 * and its configuration outlive a crash; everything else begins anew at boot.
 */
import type { UnionFs } from '../files/index.ts';
import type { Cancel, Clock, Random, Trace } from '../sim/index.ts';
import { Cgroup, type CgroupLimits } from './cpu/cgroup.ts';
import type { CpuScheduler } from './cpu/cpu-scheduler.ts';
import type { EditorPort } from './editor.ts';
import { machineCode } from './machine-code.ts';
import { Init } from './init/init.ts';
import { FileView } from './mounts/file-view.ts';
import type { Fifos } from './mounts/fifos.ts';
import { MountNamespace, type MountSource, type MountSpec } from './mounts/mount-namespace.ts';
import { bootMounts } from './mounts/standard-mounts.ts';
import { NetNamespace } from './network/net-namespace.ts';
import { NetStack } from './network/net-stack.ts';
import type { Network } from './network/network.ts';
import { UnixSockets } from './network/unix-sockets.ts';
import { Kernel } from './process/kernel.ts';
import { initialInodes, type Namespaces } from './process/namespaces.ts';
import { PidNamespace } from './process/pid-namespace.ts';
import type { Process, SpawnOptions } from './process/process.ts';
import type { ProgramTable } from './process/program-table.ts';
import type { Tty } from './process/tty.ts';
import type { Program } from './syscall.ts';

export interface HostFacts {
  readonly kernel: 'Linux' | 'Darwin'; // uname -s
  readonly cores: number;
  readonly memoryBytes: number;
  readonly kernelRelease: string; // uname -r
  readonly osImage: string; // /etc/os-release's PRETTY_NAME
  readonly architecture: 'amd64' | 'arm64';
  readonly cgroupVersion: 1 | 2;
  /** Beyond those that every kernel has: aufs. */
  readonly fileSystems: readonly string[];
  /** Ports can be bound at [::] too. */
  readonly ipv6: boolean;
}

export interface HostOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly random: Random;
  readonly programs: ProgramTable;
  readonly network: Network;
  /** How much memory a program of this name holds as it begins; nothing when left out. */
  readonly residentBytes?: (name: string) => number;
  /** On the network; without one it hangs on none. */
  readonly address?: string;
  readonly facts?: Partial<HostFacts>;
  /** The disk: what is mounted at "/". */
  readonly disk: UnionFs;
  /** Virtual time 0, in milliseconds since 1970. */
  readonly epochMs: number;
}

/** What a new set of namespaces is to have of its own; all else is shared with the base. */
export interface NewNamespaces {
  readonly pid?: boolean;
  readonly mnt?: MountSource | true;
  readonly net?: true | NetNamespace;
  readonly uts?: { readonly hostname: string; readonly domainname?: string } | undefined;
  readonly ipc?: boolean;
  readonly user?: boolean;
  readonly cgroup?: Cgroup | undefined;
}

const defaultFacts: HostFacts = { kernel: 'Linux', cores: 4, memoryBytes: 8 * 2 ** 30, kernelRelease: '6.8.0-45-generic', osImage: 'Ubuntu 24.04.1 LTS', architecture: 'amd64', cgroupVersion: 2, fileSystems: [], ipv6: false };
const FIRST_FILE_ID = 20_000;

export class Host {
  readonly name: string;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly random: Random;
  readonly programs: ProgramTable;
  readonly facts: HostFacts;
  readonly residentBytes: (name: string) => number;
  readonly disk: UnionFs;
  readonly kernel: Kernel;
  readonly init: Init;
  readonly network: NetStack;
  private scheduler: CpuScheduler | undefined;
  readonly ttys = new Map<number, Tty>();
  readonly unixSockets = new UnixSockets();
  private namedPipes: Fifos | undefined;
  /** The root of the cgroup tree. */
  cgroups: Cgroup;
  /** Those that PID 1 starts with. */
  namespaces: Namespaces;
  /** What is mounted at each boot beside the disk and the kernel's own file systems: further disks, shares. */
  moreMounts: readonly MountSpec[] = [];
  editor: EditorPort | undefined;
  /** What `date -s` has moved the clock by. */
  skewMs = 0;
  running = false;
  bootedMs = 0;
  /** How long it took from power to init, the last time. */
  bootMs = 0;
  private booting: Cancel | undefined;
  private readonly epochMs: number;
  private lastInode: number = initialInodes.next;
  private lastFileId = FIRST_FILE_ID;

  constructor(options: HostOptions) {
    this.name = options.name;
    this.clock = options.clock;
    this.trace = options.trace;
    this.random = options.random;
    this.programs = options.programs;
    this.facts = { ...defaultFacts, ...options.facts };
    this.residentBytes = options.residentBytes ?? (() => 0);
    this.disk = options.disk;
    this.epochMs = options.epochMs;
    this.kernel = new Kernel(this);
    this.network = new NetStack(this, options.network, initialInodes.net);
    if (options.address !== undefined) options.network.attach(this, options.address);
    this.cgroups = this.rootCgroup();
    this.namespaces = this.initialNamespaces();
    this.init = new Init(this);
  }

  /** By their numbers on the host. */
  get processes(): PidNamespace['processes'] {
    return this.namespaces.pid.processes;
  }

  /** Nothing has used it before it is asked for. */
  get cpu(): CpuScheduler {
    return (this.scheduler ??= new (machineCode.get().CpuScheduler)(this.clock, this.facts.cores));
  }

  get fifos(): Fifos {
    return (this.namedPipes ??= new (machineCode.get().Fifos)(() => this.nextFileId()));
  }

  /** Milliseconds since 1970, as this machine believes. */
  get wallMs(): number {
    return this.epochMs + this.clock.now + this.skewMs;
  }

  /** Files as root sees them. */
  get files(): FileView {
    return new FileView(this.viewer(this.namespaces, {}));
  }

  /** A child of init, unless options say otherwise: what no other process starts. */
  spawn(image: string | Program, argv: readonly string[], options: SpawnOptions = {}): Process {
    return this.kernel.spawn(this.init.process, image, argv, options);
  }

  boot(): void {
    if (this.running) return;
    this.running = true;
    this.bootedMs = this.clock.now;
    this.init.boot();
    this.network.network.changed();
  }

  /** Firmware, kernel and init take so long until the units start. */
  powerOn(bootMs: number): void {
    if (this.powered) return;
    this.bootMs = bootMs;
    if (bootMs === 0) return this.boot();
    this.booting = this.clock.after(bootMs, `boot ${this.name}`, () => {
      this.booting = undefined;
      this.boot();
    });
  }

  /** It runs, or is about to. */
  get powered(): boolean {
    return this.running || this.booting !== undefined;
  }

  /** Stops the units in order, then everything; `done` when the machine is off. */
  shutdown(done: () => void = () => {}): void {
    if (!this.running) return done();
    this.init.shutdown(() => {
      this.stopAll();
      done();
    });
  }

  /** Off from one instant to the next: nobody is told, nothing is cleaned up. The disk stays. */
  crash(): void {
    this.booting?.();
    this.booting = undefined;
    if (!this.running) return;
    this.stopAll();
  }

  nextInode(): number {
    return ++this.lastInode;
  }

  /** For what Linux numbers in one row: pipes and sockets. */
  nextFileId(): number {
    return ++this.lastFileId;
  }

  /** A new set of namespaces on the base of another, by default the host's. */
  newNamespaces(own: NewNamespaces, base: Namespaces = this.namespaces, ownerUid = 0): Namespaces {
    const user = own.user ? { inode: this.nextInode(), parent: base.user, ownerUid, uidMap: [], gidMap: [] } : base.user;
    const made: Namespaces = {
      pid: own.pid ? new PidNamespace(this.nextInode(), base.pid) : base.pid,
      mnt: own.mnt === undefined ? base.mnt : own.mnt === true ? base.mnt.copy(this.nextInode()) : new MountNamespace(this.nextInode(), own.mnt),
      net: own.net === undefined ? base.net : own.net === true ? this.emptyNetwork() : own.net,
      uts: own.uts ? { inode: this.nextInode(), hostname: own.uts.hostname, domainname: own.uts.domainname ?? '(none)' } : base.uts,
      ipc: own.ipc ? { inode: this.nextInode() } : base.ipc,
      user,
      cgroup: own.cgroup ? { inode: this.nextInode(), root: own.cgroup } : base.cgroup,
    };
    if (user.parent) for (const kind of ['pid', 'mnt', 'net', 'uts', 'ipc', 'cgroup'] as const) if (own[kind]) made[kind].owner = user;
    return made;
  }

  /** As unshare makes it: not even lo is up. */
  emptyNetwork(): NetNamespace {
    const made = new NetNamespace(this.nextInode(), this.network);
    made.loopbackUp = false;
    return made;
  }

  /** A pseudo-terminal: programs hold its descriptors, whoever opened it has the other end. */
  openTty(): Tty {
    let number = 0;
    while (this.ttys.has(number)) number++;
    const tty = new (machineCode.get().Tty)(this.facts.kernel === 'Darwin' ? `/dev/ttys${String(number).padStart(3, '0')}` : `/dev/pts/${number}`, this.clock);
    this.ttys.set(number, tty);
    return tty;
  }

  closeTty(tty: Tty): void {
    tty.hangUp();
    for (const [number, open] of this.ttys) if (open === tty) this.ttys.delete(number);
  }

  /** Files as a process would see them that does not exist yet. */
  viewFor(parent: Process | undefined, namespaces: Namespaces, options: SpawnOptions): FileView {
    return new FileView(this.viewer(namespaces, options, parent));
  }

  /** Changes what a cgroup may use; takes effect at once. */
  setLimits(cgroup: Cgroup, limits: CgroupLimits): void {
    cgroup.limits = limits;
    this.cpu.limitsChanged();
    machineCode.get().killOverLimit(this.kernel, cgroup);
  }

  private viewer(namespaces: Namespaces, options: SpawnOptions, parent?: Process) {
    return {
      host: this as Host,
      namespaces,
      root: options.root ?? parent?.root ?? '/',
      cwd: options.cwd ?? parent?.cwd ?? '/',
      uid: options.uid ?? parent?.uid ?? 0,
      gid: options.gid ?? parent?.gid ?? 0,
      groups: options.groups ?? parent?.groups ?? [],
      umask: options.umask ?? parent?.umask ?? 0o022,
    };
  }

  private stopAll(): void {
    this.running = false;
    this.network.network.fellSilent(this.network);
    for (const process of this.processes.values()) this.kernel.end(process, 137, 'SIGKILL');
    for (const process of this.processes.values()) this.kernel.reap(process);
    this.init.forget();
    this.cpu.reset();
    for (const tty of this.ttys.values()) this.closeTty(tty);
    this.network.reset();
    this.cgroups = this.rootCgroup();
    this.namespaces = this.initialNamespaces();
    this.init.journal.boot++;
  }

  private rootCgroup(): Cgroup {
    return new Cgroup('', undefined, { memoryBytes: this.facts.memoryBytes });
  }

  private initialNamespaces(): Namespaces {
    return {
      pid: new PidNamespace(initialInodes.pid, undefined),
      mnt: new MountNamespace(initialInodes.mnt, () => [...bootMounts(this), ...this.moreMounts]),
      net: this.network.namespace,
      uts: { inode: initialInodes.uts, hostname: this.name, domainname: '(none)' },
      ipc: { inode: initialInodes.ipc },
      user: { inode: initialInodes.user, parent: undefined, ownerUid: 0, uidMap: wholeRange, gidMap: wholeRange },
      cgroup: { inode: initialInodes.cgroup, root: this.cgroups },
    };
  }
}

const wholeRange = [{ inside: 0, outside: 0, count: 4_294_967_295 }] as const;
