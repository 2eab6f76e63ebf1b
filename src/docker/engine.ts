/** The Docker Engine of one host: its objects, and the daemon that answers for them. What it has on disk outlives the daemon; containers outlive its crash. */
import type { Image, ImageRecord, Runtime } from '../containers/index.ts';
import { familiarReference, tryReference, withDefaultTag } from '../containers/index.ts';
import { errorCode, lateMount, OnDemandDoor, pause, until, type Host, type Process, type Program, type Syscall } from '../host/index.ts';
import { dirNode, metaOf } from '../files/index.ts';
import type { Random } from '../sim/index.ts';
import type { ContainerList } from './containers/container-list.ts';
import type { DockerContainer } from './containers/docker-container.ts';
import type { ExecList } from './containers/execs.ts';
import type { Lifecycle } from './containers/lifecycle.ts';
import { engineCode } from './engine-code.ts';
import type { EngineParts } from './engine-parts.ts';
import { notFound } from './errors.ts';
import { EventLog } from './event-log.ts';
import { NetworkList } from './networks/network-list.ts';
import type { PublishedPorts } from './networks/published-ports.ts';
import { diskCode } from './system/disk-code.ts';
import type { DriverFs } from './system/driver-fs.ts';
import { driverRoot } from './system/driver-folders.ts';
import { engineRelease, type EngineRelease } from './release.ts';
import type { Volume, VolumeList } from './volumes/volume-list.ts';

const SOCKET = '/var/run/docker.sock';
const SOCKET_GID = 999; // the group docker
const CONTAINERS = '/var/lib/docker/containers';
const SHUTDOWN_S = 10;

export interface DockerEngineOptions {
  readonly host: Host;
  readonly runtime: Runtime;
  readonly random: Random;
  /** "28" */
  readonly release?: string;
  /** Who may use the socket beside root: the number of the group `docker`. */
  readonly socketGid?: number;
  /** The product that it is part of. */
  readonly platform?: string;
  /** Also by TCP on these ports. */
  readonly ports?: readonly number[];
}

export class DockerEngine {
  readonly host: Host;
  readonly runtime: Runtime;
  readonly random: Random;
  readonly release: EngineRelease;
  readonly platform: string;
  readonly events: EventLog;
  readonly networks: NetworkList;
  readonly door: OnDemandDoor;
  private made: EngineParts | undefined;
  private readonly options: DockerEngineOptions;
  /** Its process, while it runs. */
  daemon: Process | undefined;

  constructor(options: DockerEngineOptions) {
    this.options = options;
    this.host = options.host;
    this.runtime = options.runtime;
    this.random = options.random;
    this.platform = options.platform ?? 'Docker Engine - Community';
    this.release = engineRelease(options.release ?? '28');
    this.keepFolders();
    this.events = new EventLog(this.host);
    this.networks = new NetworkList(this.host, this.random.fork('networks'), this.events);
    this.door = new OnDemandDoor(this.host, 'dockerd', () => engineCode.get().makeEngineDoor(this));
  }

  /** The directories of the driver and of containers are part of the disk; what is in them the runtime knows. */
  private keepFolders(): void {
    const { host, runtime, release } = this;
    let fs: DriverFs | undefined;
    const layers = (): DriverFs => (fs ??= new (diskCode.get().DriverFs)(release.storageDriver, runtime));
    const part = { source: '/dev/sda1', options: 'relatime' };
    const point = driverRoot(release.storageDriver);
    for (const folder of [point, CONTAINERS]) makeFolder(host, folder);
    runtime.rootOptions = (container) => layers().optionsOf(container);
    host.moreMounts = [
      ...host.moreMounts,
      lateMount({ ...part, point, part: () => layers().mounts }, layers),
      lateMount({ ...part, point: CONTAINERS, part: () => [] }, () => new (diskCode.get().ContainerFolders)(runtime)),
    ];
  }

  get containers(): ContainerList {
    return this.parts.containers;
  }

  get ports(): PublishedPorts {
    return this.parts.ports;
  }

  get volumes(): VolumeList {
    return this.parts.volumes;
  }

  get lifecycle(): Lifecycle {
    return this.parts.lifecycle;
  }

  get execs(): ExecList {
    return this.parts.execs;
  }

  /** Made with the first request; throws NeedsAsset while its code is missing. */
  private get parts(): EngineParts {
    return (this.made ??= engineCode.get().makeEngineParts(this));
  }

  /** None before the first request. */
  private get allContainers(): readonly DockerContainer[] {
    return this.made ? this.made.containers.all : [];
  }

  /** dockerd, to be run as a unit of the host. */
  program(): Program {
    return (p) => this.serve(p);
  }

  private *serve(p: Process): Generator<Syscall, number, unknown> {
    p.on('SIGTERM', () => 'interrupt');
    p.on('SIGINT', () => 'interrupt');
    this.daemon = p;
    try {
      this.listen(p);
      this.boot();
      try {
        yield pause();
      } catch (error) {
        if (errorCode(error) !== 'EINTR') throw error;
      }
      yield until((wake) => this.stopAll(wake));
      return 0;
    } finally {
      this.daemon = undefined;
      for (const container of this.allContainers) container.health?.cancel();
    }
  }

  get volumeNames(): readonly string[] {
    return this.made?.volumes.all.map(({ name }) => name) ?? [];
  }

  /** What the page shows beside a container: its address, and its ports as `docker ps` writes them. */
  networkOf(containerId: string): { readonly ip: string; readonly ports: readonly string[] } {
    const container = this.made?.containers.byWholeId(containerId);
    if (!container?.isRunning) return { ip: '', ports: [] };
    return { ip: container.ip, ports: container.ports.map((port) => `${port.hostIp}:${port.hostPort}->${port.containerPort}/${port.protocol}`) };
  }

  /** The image that this name or id stands for. Throws Docker's refusal. */
  image(text: string): ImageRecord {
    const record = this.runtime.images.resolve(text);
    if (!record) throw notFound(`No such image: ${this.imageNameShown(text)}`);
    return record;
  }

  imageNameShown(text: string): string {
    const reference = tryReference(text);
    return reference ? familiarReference(withDefaultTag(reference)) : text;
  }

  newestFirst(): readonly DockerContainer[] {
    return [...this.allContainers].reverse();
  }

  usersOf(volume: Volume): readonly string[] {
    return this.containers.all.filter(({ mounts }) => mounts.some((mount) => mount.name === volume.name)).map(({ id }) => id);
  }

  /** Is it this image, by any name, or one made on top of it? */
  descendsFrom(image: Image, text: string): boolean {
    const ancestor = this.runtime.images.resolve(text)?.image;
    if (!ancestor) return false;
    return ancestor.id === image.id || (ancestor.layers.length > 0 && ancestor.layers.every((layer, i) => image.layers[i]?.id === layer.id));
  }

  private listen(p: Process): void {
    p.files.rm(SOCKET, { force: true });
    p.listen({ unix: SOCKET, mode: 0o660, door: this.door });
    p.files.chown(SOCKET, 0, this.options.socketGid ?? SOCKET_GID);
    p.files.chmod(SOCKET, 0o660); // the mask took the group's right to write
    for (const port of this.options.ports ?? []) p.listen({ port, door: this.door });
  }

  /** Containers that ended while nobody looked are told of; those whose policy says so start again. */
  private boot(): void {
    for (const container of this.allContainers) {
      if (!container.isRunning) engineCode.get().disconnectAll(container);
    }
    this.networks.boot();
    for (const container of this.allContainers) {
      if (container.isRunning) {
        container.runtime.onExit((record) => this.lifecycle.noteExit(container, record));
        continue;
      }
      const policy = container.hostConfig.RestartPolicy?.Name ?? 'no';
      const starts = policy === 'always' || (policy === 'unless-stopped' && !container.manuallyStopped);
      container.restarting = false;
      if (starts && container.runtime.record.status.starts > 0) this.host.clock.after(0, 'dockerd', () => this.startAgain(container));
      else if (container.hostConfig.AutoRemove && container.runtime.record.status.starts > 0) this.lifecycle.remove(container, { force: true, volumes: true }, () => {});
    }
  }

  private startAgain(container: DockerContainer): void {
    if (this.daemon === undefined || container.isRunning || !this.containers.byWholeId(container.id)) return;
    try {
      this.lifecycle.launch(container);
    } catch (error) {
      if (!(error instanceof Error && error.name === 'EngineError')) throw error;
    }
  }

  /** The daemon ends in order: its containers do so first, and start again with it if their policy says so. */
  private stopAll(done: () => void): void {
    const running = this.allContainers.filter(({ isRunning }) => isRunning);
    let left = running.length;
    if (left === 0) return done();
    for (const container of running) {
      const before = container.manuallyStopped;
      this.lifecycle.stop(container, SHUTDOWN_S, 'SIGTERM', () => {
        container.manuallyStopped = before;
        if (--left === 0) done();
      });
    }
  }
}

function makeFolder({ disk, wallMs }: Host, folder: string): void {
  const names = folder.slice(1).split('/');
  for (let depth = 1; depth <= names.length; depth++) {
    const path = names.slice(0, depth);
    if (!disk.node(path)) disk.create(path, dirNode(metaOf(depth < 3 ? 0o755 : 0o710, wallMs)), wallMs);
  }
}
