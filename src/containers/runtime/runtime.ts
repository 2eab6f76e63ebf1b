/**
 * The container runtime of one host: what containerd and runc are. Docker and the kubelet are two front ends of it. Its calls are
 * synchronous; what takes time (a pull, a container's life) calls back. Its rows and the containers' processes outlive the daemon.
 */
import { randomHex } from '../../base/index.ts';
import { OnDemandDoor, pause, until, type ExitStatus, type Host, type Process, type Program } from '../../host/index.ts';
import { Store, type Cancel, type Random } from '../../sim/index.ts';
import { catalogueImage } from '../catalogue/catalogue.ts';
import type { BuildCache } from '../buildkit/build-cache.ts';
import type { Image } from '../images/image.ts';
import { ImageStore } from '../images/image-store.ts';
import { manifestOf } from '../images/manifest.ts';
import { parseReference, withDefaultTag } from '../images/reference.ts';
import { imageCode } from '../image-code.ts';
import type { Puller, PullOutcome, PullRequest } from '../pull/puller.ts';
import type { RemoteManifest, Waits } from '../pull/registry-client.ts';
import { Container } from './container.ts';
import type { ContainerSpec, ExecSpec } from './container-spec.ts';
import { runtimeCode } from './runtime-code.ts';
import type { ContainerOwner, ImageRecord, RuntimeRow, RuntimeStore } from './rows.ts';
import { RuntimeError } from './runtime-error.ts';

const CHANGES_KEPT = 512;
const ID_DIGITS = 64;
const socketFolder = '/run/containerd';
const socket = `${socketFolder}/containerd.sock`;
/** The label by which the kubelet finds the containers of a pod. */
export const podUidLabel = 'io.kubernetes.pod.uid';

export interface RuntimeOptions {
  /** How fast layers come from a registry, in bytes a virtual millisecond; asked for anew with each block. */
  readonly bytesPerMs?: () => number;
}

/** Of the line to a registry, by profile of the world. */
export const lineRates: Readonly<Record<'instant' | 'realistic' | 'slow', number>> = { instant: Infinity, realistic: 40_000, slow: 8_000 };

export class Runtime {
  readonly host: Host;
  readonly store: RuntimeStore;
  readonly images: ImageStore;
  private built: BuildCache | undefined;
  /** Of its line to registries; asked for anew with each block. */
  readonly bytesPerMs: () => number;
  /** How the mount that is a container's root shows, of Docker's containers. */
  rootOptions: (container: Container) => string = () => 'relatime';
  private puller: Puller | undefined;
  private readonly random: Random;
  private readonly containers = new Map<string, Container>();
  private readonly byPod = new Map<string, readonly Container[]>(); // by the uid in their labels
  private readonly listeners = new Set<(container: Container) => void>();
  /** The daemon's process; undefined when it has never run, and then its calls are answered all the same. */
  daemon: Process | undefined;
  private stopped = false;
  private builds = 0;

  constructor(host: Host, options: RuntimeOptions = {}) {
    this.host = host;
    this.random = host.random.fork('containerd');
    this.store = new Store<RuntimeRow>(`runtime ${host.name}`, host.clock, { changesKept: CHANGES_KEPT });
    this.images = new ImageStore(this.store, host);
    this.bytesPerMs = options.bytesPerMs ?? (() => Infinity);
  }

  get buildCache(): BuildCache {
    return (this.built ??= new (runtimeCode.get().BuildCache)(this.host.disk.space));
  }

  /** The daemon, to be run as a unit of the host. While it does not run, calls are refused; containers go on. */
  program(): Program {
    const serve = (p: Process | undefined): void => {
      this.daemon = p;
      this.stopped = p === undefined;
    };
    const door = new OnDemandDoor(this.host, 'containerd', () => new (runtimeCode.get().CriDoor)(this));
    return function* containerd(p) {
      serve(p);
      p.files.mkdir(socketFolder, { recursive: true });
      p.files.rm(socket, { force: true });
      p.listen({ unix: socket, mode: 0o660, door });
      try {
        return yield pause();
      } finally {
        serve(undefined);
      }
    };
  }

  get available(): boolean {
    return !this.stopped;
  }

  /** Throws RuntimeError when nobody would answer. */
  requireAvailable(): void {
    if (this.stopped) {
      throw new RuntimeError('unavailable', 'connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused"');
    }
  }

  /** See Puller. Without `by` it runs in the daemon. It begins in an event of its own. */
  pull(request: Omit<PullRequest, 'by'> & { readonly by?: Process }, done: (outcome: PullOutcome) => void): Cancel {
    this.requireAvailable();
    const by = request.by ?? this.daemon ?? this.host.init.process!;
    const { clock, trace } = this.host;
    const { cause } = trace;
    let cancel = clock.after(0, 'containerd', () => {
      const puller = this.ownPuller();
      if (by.alive) cancel = trace.during(cause, () => puller.pull({ ...request, by }, done));
    });
    return () => cancel();
  }

  /** See Puller. */
  *fetchUnlisted(request: PullRequest, manifest: RemoteManifest): Waits<Image> {
    this.requireAvailable();
    yield until((wake) => this.host.clock.after(0, 'containerd', () => wake(this.ownPuller())));
    return yield* this.ownPuller().fetchUnlisted(request, manifest);
  }

  private ownPuller(): Puller {
    return (this.puller ??= new (imageCode.get().Puller)(this.host, this.images, this.store, this.bytesPerMs));
  }

  /** Puts an image of the catalogue on this host's disk, as if it had been pulled long ago, under another name if one is given. Undefined when there is none. */
  preload(name: string, as: string = name): ImageRecord | undefined {
    const image = catalogueImage(parseReference(name));
    if (!image) return undefined;
    const reference = withDefaultTag(parseReference(as));
    this.images.add(image, 'pulled');
    this.images.tag(image.id, reference);
    this.images.addDigest(image.id, reference, manifestOf(image).digest);
    return this.images.get(image.id);
  }

  /** The image must be here, unless it is given: that of a build that is under way is not listed. Nothing runs yet; the container stays until it is removed. */
  create(spec: ContainerSpec, image = this.images.get(spec.imageId)?.image): Container {
    this.requireAvailable();
    const { host } = this;
    if (!image) throw new RuntimeError('not-found', `No such image: ${spec.imageId}`);
    const id = spec.id ?? this.newId();
    const container = new Container(this, id, spec, image);
    this.images.hold(image);
    this.containers.set(id, container);
    const pod = podOf(container);
    if (pod !== undefined) this.byPod.set(pod, this.ofPod(pod).concat(container));
    const trace = host.trace.cause || host.trace.record('containerd', 'create', 'container-created', { container: spec.title ?? spec.name, image: spec.image });
    container.appear(trace);
    return container;
  }

  /** An id that no container has yet. */
  newId(): string {
    return randomHex(() => this.random.next(), ID_DIGITS);
  }

  /** A number by chance, for names. */
  draw(): number {
    return this.random.next();
  }

  nextBuild(): number {
    return ++this.builds;
  }

  /** Undefined when there is no container of this whole id. */
  find(id: string): Container | undefined {
    return this.containers.get(id);
  }

  /** In the order in which they were made. */
  list(owner?: ContainerOwner): Container[] {
    const all = [...this.containers.values()];
    return owner === undefined ? all : all.filter((container) => container.spec.owner === owner);
  }

  /** Those of one pod, by the uid in their labels, in the order in which they were made. */
  ofPod(uid: string): readonly Container[] {
    return this.byPod.get(uid) ?? none;
  }

  exec(container: Container, spec: ExecSpec, onExit: (status: ExitStatus) => void = () => {}): Process {
    this.requireAvailable();
    return runtimeCode.get().execIn(container, spec, onExit);
  }

  /** Its files, its log and its row go. Throws when it runs. */
  remove(container: Container): void {
    this.requireAvailable();
    if (container.running) throw new RuntimeError('state', `cannot remove container ${container.id}: container is running: stop the container before removing or force remove`);
    if (!this.containers.delete(container.id)) return;
    const { host } = this;
    const trace = host.trace.cause || host.trace.record('containerd', 'remove', 'container-removed', { container: container.title });
    const pod = podOf(container);
    const left = pod === undefined ? none : this.ofPod(pod).filter((other) => other !== container);
    if (left.length > 0) this.byPod.set(pod!, left);
    else if (pod !== undefined) this.byPod.delete(pod);
    container.discard(trace);
    this.images.release(container.image);
    this.tell(container);
  }

  /** Calls `fn` at once whenever a container has come, changed its state or gone. It must only take note. */
  onChange(fn: (container: Container) => void): Cancel {
    this.listeners.add(fn);
    return () => this.listeners.delete(fn);
  }

  /** The containers' own: one of them has changed. */
  tell(container: Container): void {
    for (const fn of this.listeners) fn(container);
  }
}

function podOf({ spec }: Container): string | undefined {
  return spec.labels?.[podUidLabel];
}

const none: readonly Container[] = [];
