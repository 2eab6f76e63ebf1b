/** The kubelet's side of the node's container runtime: pods become a pause container and containers that share its namespaces. */
import { concat, decodeUtf8 } from '../../../base/index.ts';
import {
  EtcFiles,
  fullReference,
  podUidLabel,
  RuntimeError,
  tryReference,
  withDefaultTag,
  type Container as RunningContainer,
  type ExecSpec,
  type ImageRecord,
  type Runtime,
} from '../../../containers/index.ts';
import { parseSignal, SinkFile, type Cgroup, type ExitStatus, type Process } from '../../../host/index.ts';
import type { Cancel, TraceId } from '../../../sim/index.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import type { Release } from '../../meta/release.ts';
import type { ObservedPod } from '../observed.ts';
import { pullRefusal } from '../runtime-name.ts';
import { RuntimeRefusal, type ContainerRequest, type ExecResult, type RuntimeClient, type RuntimeImage, type SandboxRequest } from '../runtime-client.ts';
import { containerSpecOf, labels, sandboxSpecOf } from './container-specs.ts';
import { labelsOf, observePod, sandboxIp, startError } from './observe-pod.ts';
import { podCgroup, resizeIn } from './pod-cgroups.ts';
import { hostNetworkHostsText, hostNameOf, hostsText, resolvText, type ClusterNames } from './pod-etc.ts';
import type { PodNetwork } from './pod-network.ts';

export interface ContainerRuntimeOptions {
  readonly runtime: Runtime;
  /** The kubelet: what it starts to wait for ends with it. */
  readonly process: Process;
  readonly network: PodNetwork;
  readonly names: ClusterNames;
  readonly pauseImage: string;
  readonly release: Release;
  /** How long a sandbox's network takes to set up. */
  readonly sandboxMs: () => number;
}

const execOutputMax = 16_384;

export class ContainerRuntime implements RuntimeClient {
  private readonly options: ContainerRuntimeOptions;
  private readonly runtime: Runtime;
  private readonly observations = new Map<string, ObservedPod>();
  private readonly known = new Map<string, { readonly namespace: string; readonly name: string; count: number }>();
  private readonly etc = new Map<string, EtcFiles>(); // by uid of the pod
  private readonly addresses = new Map<string, string>(); // of running sandboxes, by id
  private readonly texts = new Map<string, { readonly atMs: number; readonly text: string }>();
  private readonly images = new Map<string, RuntimeImage>(); // by what they were asked for, until an image comes or goes
  private readonly watchers = new Set<(podUid: string) => void>();
  private readonly cancels: readonly Cancel[];

  constructor(options: ContainerRuntimeOptions) {
    this.options = options;
    this.runtime = options.runtime;
    for (const container of this.runtime.list('cri')) this.adopt(container);
    options.network.keep(new Set(this.addresses.values()));
    const { store } = this.runtime;
    this.cancels = [this.runtime.onChange((container) => this.changed(container)), store.watch(store.revision, () => this.images.clear(), { table: 'images' })];
  }

  stop(): void {
    for (const cancel of this.cancels) cancel();
    this.watchers.clear();
  }

  findImage(reference: string): RuntimeImage | undefined {
    const known = this.images.get(reference);
    if (known) return known;
    const record = tryReference(reference) && this.runtime.images.resolve(reference);
    if (!record) return undefined;
    const image = runtimeImage(record, reference);
    this.images.set(reference, image);
    return image;
  }

  pull(reference: string, credentials: string | undefined, trace: TraceId, done: (image: RuntimeImage, tookMs: number) => void, fail: (message: string) => void): Cancel {
    const { host } = this.runtime;
    const begunMs = host.clock.now;
    const parsed = tryReference(reference);
    if (!parsed) return host.clock.after(0, 'kubelet', () => fail(`rpc error: code = InvalidArgument desc = failed to parse image reference "${reference}": invalid reference format`));
    try {
      return host.trace.during(trace, () =>
        this.runtime.pull({ reference: parsed, by: this.options.process, ...(credentials !== undefined && { credentials }) }, (outcome) => {
          if ('error' in outcome) fail(pullRefusal(this.options.release, outcome.error));
          else done(runtimeImage(outcome.pulled.record, reference), host.clock.now - begunMs);
        }),
      );
    } catch (error) {
      if (!(error instanceof RuntimeError)) throw error;
      return host.clock.after(0, 'kubelet', () => fail(`rpc error: code = Unavailable desc = ${error.message}`));
    }
  }

  runSandbox(request: SandboxRequest, done: (id: string) => void, fail: (message: string) => void): void {
    const { pauseImage, sandboxMs } = this.options;
    const image = this.runtime.images.resolve(pauseImage);
    const begin = (record: ImageRecord): void => {
      const delayMs = sandboxMs();
      const make = () => this.makeSandbox(request, record, done, fail);
      if (delayMs === 0) make();
      else this.runtime.host.clock.after(delayMs, 'kubelet', make);
    };
    if (image) return begin(image);
    this.pull(
      pauseImage,
      undefined,
      request.trace,
      () => begin(this.runtime.images.resolve(pauseImage)!),
      (why) => fail(`rpc error: code = Unknown desc = failed to get sandbox image "${pauseImage}": failed to pull image "${pauseImage}": ${why.replace(/^.* desc = /, '')}`),
    );
  }

  createContainer(request: ContainerRequest): string {
    const { host } = this.runtime;
    const { pod } = request;
    const image = this.runtime.images.get(request.image.id)?.image;
    if (!image) throw new RuntimeRefusal('CreateContainerError', `failed to create containerd container: get image: image "${request.image.reference}": not found`);
    try {
      const group = this.runtime.find(request.sandboxId)?.spec.cgroupParent ?? podCgroup(host, pod);
      const spec = containerSpecOf(request, image, this.etcOf(pod), group);
      return host.trace.during(request.trace, () => this.runtime.create(spec, image)).id;
    } catch (error) {
      if (error instanceof RuntimeError) throw new RuntimeRefusal('CreateContainerError', error.message);
      throw error;
    }
  }

  startContainer(id: string, trace: TraceId): void {
    const container = this.runtime.find(id);
    if (!container) throw new RuntimeRefusal('RunContainerError', `an error occurred when try to find container "${id}": not found`);
    try {
      this.runtime.host.trace.during(trace, () => container.start());
    } catch (error) {
      if (error instanceof RuntimeError) throw new RuntimeRefusal('RunContainerError', startError(error.message));
      throw error;
    }
  }

  signal(id: string, signal: string, trace: TraceId): boolean {
    const container = this.runtime.find(id);
    if (!container) return true;
    const wanted = signal || container.spec.stopSignal || 'SIGTERM';
    return this.during(trace, () => container.signal((parseSignal(wanted) ?? 'SIGTERM')));
  }

  stopSandbox(id: string, trace: TraceId): void {
    const sandbox = this.runtime.find(id);
    if (!sandbox) return;
    this.during(trace, () => sandbox.signal('SIGKILL'));
  }

  removeSandbox(id: string): void {
    const uid = this.runtime.find(id)?.spec.labels?.[podUidLabel];
    this.removeContainer(id);
    if (uid !== undefined && this.runtime.ofPod(uid).length === 0) this.etc.delete(uid);
  }

  removeContainer(id: string): void {
    const container = this.runtime.find(id);
    if (!container) return;
    this.during(0, () => {
      if (container.running) container.signal('SIGKILL');
      this.runtime.remove(container);
      container.spec.cgroupParent?.remove();
    });
  }

  exec(id: string, command: readonly string[], done: (result: ExecResult) => void, fail: (message: string) => void): Cancel {
    const { host } = this.runtime;
    const container = this.runtime.find(id);
    if (!container) {
      fail(`container not found ("${id}")`);
      return () => {};
    }
    const chunks: Uint8Array[] = [];
    let size = 0;
    const take = (bytes: Uint8Array): void => {
      if (size >= execOutputMax) return;
      chunks.push(bytes.slice());
      size += bytes.length;
    };
    const out = new SinkFile('pipe', take);
    try {
      const process = this.runtime.exec(container, { argv: command, stdout: out, stderr: out }, ({ code }) => done({ code, output: decodeUtf8(concat(chunks)) }));
      return () => host.kernel.send(process, 'SIGKILL');
    } catch (error) {
      if (!(error instanceof RuntimeError)) throw error;
      fail(`failed to exec in container: failed to start exec: ${error.message}`);
      return () => {};
    }
  }

  readonly resizeContainer: RuntimeClient['resizeContainer'] = (id, pod, container) => resizeIn(this.runtime, id, pod, container);
  readonly cgroupOf = (id: string): Cgroup | undefined => this.runtime.find(id)?.cgroup;
  observe(podUid: string): ObservedPod {
    let observed = this.observations.get(podUid);
    if (!observed) this.observations.set(podUid, (observed = observePod(this.runtime.ofPod(podUid))));
    return observed;
  }

  pods(): ReadonlyMap<string, { readonly namespace: string; readonly name: string }> {
    return this.known;
  }

  onChange(changed: (podUid: string) => void): Cancel {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  }

  readonly sandboxProcess = (podUid: string): Process | undefined => this.runtime.ofPod(podUid).findLast((container) => labels.isSandbox(labelsOf(container)))?.process;

  /** The container by its pod and name: its newest, or the one before. For logs, exec and attach. */
  find(podUid: string, name: string, previous = false): RunningContainer | undefined {
    const observed = this.observe(podUid).containers.get(name)?.[previous ? 1 : 0];
    return observed && this.runtime.find(observed.id);
  }

  byId(id: string): RunningContainer | undefined {
    return this.runtime.find(id);
  }

  /** Throws RuntimeError. */
  execProcess(container: RunningContainer, spec: ExecSpec, onExit: (status: ExitStatus) => void): Process {
    return this.runtime.exec(container, spec, onExit);
  }

  private makeSandbox(request: SandboxRequest, record: ImageRecord, done: (id: string) => void, fail: (message: string) => void): void {
    const { host } = this.runtime;
    const { network } = this.options;
    const { pod, trace } = request;
    const usesHost = pod.spec.hostNetwork === true;
    if (!usesHost && !network.ready) return fail('rpc error: code = Unknown desc = failed to setup network for sandbox: cni plugin not initialized');
    let sandbox: RunningContainer | undefined;
    try {
      sandbox = host.trace.during(trace, () => this.runtime.create(sandboxSpecOf(request, record.image, podCgroup(host, pod)), record.image));
      const ip = usesHost ? host.network.address : network.attach(sandbox.network);
      if (ip === undefined) throw new RuntimeError('state', 'failed to allocate for range 0: no IP addresses available in range set');
      if (!usesHost) this.addresses.set(sandbox.id, ip);
      sandbox.setEtc(this.makeEtc(pod, ip));
      host.trace.during(trace, () => sandbox!.start());
    } catch (error) {
      if (!(error instanceof RuntimeError)) throw error;
      if (sandbox) this.removeContainer(sandbox.id);
      return fail(`rpc error: code = Unknown desc = failed to setup network for sandbox: ${error.message}`);
    }
    done(sandbox.id);
  }

  private makeEtc(pod: Pod, ip: string): EtcFiles {
    const { host } = this.runtime;
    const { names } = this.options;
    const usesHost = pod.spec.hostNetwork === true;
    const nodeHosts = usesHost ? this.nodeText('/etc/hosts') : '';
    const nodeResolv = this.nodeText('/etc/resolv.conf');
    const etc = new EtcFiles(host, () => ({
      hostname: usesHost ? host.name : hostNameOf(pod),
      hosts: usesHost ? hostNetworkHostsText(pod, nodeHosts) : hostsText(pod, ip, names),
      resolvConf: resolvText(pod, names, nodeResolv),
    }));
    this.etc.set(pod.metadata.uid, etc);
    return etc;
  }

  /** A file of the node, read once for all pods that begin in one instant. */
  private nodeText(path: string): string {
    const { clock, files } = this.runtime.host;
    const known = this.texts.get(path);
    if (known?.atMs === clock.now) return known.text;
    const text = files.exists(path) ? files.readText(path) : '';
    this.texts.set(path, { atMs: clock.now, text });
    return text;
  }

  /** Shared by all containers of the pod; after a new start of the kubelet that of its sandbox. */
  private etcOf(pod: Pod): EtcFiles | undefined {
    const { uid } = pod.metadata;
    const known = this.etc.get(uid);
    if (known) return known;
    const sandbox = this.runtime.ofPod(uid).findLast((container) => labels.isSandbox(labelsOf(container)));
    if (sandbox?.etc) this.etc.set(uid, sandbox.etc);
    return sandbox?.etc;
  }

  /** False when the runtime does not answer. */
  private during(trace: TraceId, act: () => void): boolean {
    try {
      this.runtime.host.trace.during(trace, act);
      return true;
    } catch (error) {
      if (!(error instanceof RuntimeError)) throw error;
      return false;
    }
  }

  private adopt(container: RunningContainer): void {
    const own = labelsOf(container);
    const ip = labels.isSandbox(own) ? sandboxIp(container) : '';
    if (ip !== '') this.addresses.set(container.id, ip);
    const uid = own[podUidLabel];
    if (uid === undefined) return;
    const known = this.known.get(uid);
    if (known) known.count++;
    else this.known.set(uid, { namespace: labels.namespaceOf(own), name: labels.podNameOf(own), count: 1 });
  }

  private changed(container: RunningContainer): void {
    const uid = container.spec.labels?.[podUidLabel];
    if (uid === undefined) return;
    this.observations.delete(uid);
    if (!container.running) this.releaseAddress(container.id);
    if (container.removed) this.forget(uid);
    else if (!this.known.has(uid)) this.adopt(container);
    for (const watcher of this.watchers) watcher(uid);
  }

  /** The address of a sandbox that runs no more is free, however it ended. */
  private releaseAddress(id: string): void {
    const address = this.addresses.get(id);
    if (address === undefined) return;
    this.addresses.delete(id);
    this.options.network.detach(address);
  }

  private forget(uid: string): void {
    if (this.runtime.ofPod(uid).length === 0) this.known.delete(uid);
  }
}

function runtimeImage(record: ImageRecord, reference: string): RuntimeImage {
  const parsed = tryReference(reference);
  const wanted = parsed && fullReference(withDefaultTag({ ...parsed, digest: '' }));
  const tag = wanted !== undefined && record.tags.includes(wanted) ? wanted : (record.tags[0] ?? record.image.id);
  return { id: record.image.id, reference: tag, digest: record.digests[0] ?? record.image.id, sizeBytes: record.image.sizeBytes, user: record.image.config.User ?? '' };
}
