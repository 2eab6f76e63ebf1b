/**
 * The kubelet of one node: a worker for each pod that the API or a manifest gives the node, the runtime's changes brought to
 * them, the node's own state reported. It finds what runs already when it starts, and leaves it running when it ends.
 */
import { ControlLoop, type Cancel, type Change, type Reconciler } from '../../sim/index.ts';
import { mirrorAnnotation } from '../kinds/pod/mirror.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import type { KubeObject } from '../meta/object.ts';
import { BackOff } from '../client/back-off.ts';
import { EnvironmentMaker } from './environment.ts';
import { ImagePulls } from './image-pulls.ts';
import { actor, KubeletContext, type KubeletOptions } from './kubelet-context.ts';
import { clusterCode } from '../cluster-code.ts';
import type { HookRunner } from './lifecycle-hooks.ts';
import type { PodAdmission } from './pod-admission.ts';
import { PodWorker, type PodParts } from './pod-worker.ts';
import { Prober } from './probes/prober.ts';
import type { ProbeTransport } from './probes/probe-transport.ts';
import { StatusManager } from './status-manager.ts';
import type { NodeFiles } from './volumes/node-files.ts';
import { VolumeManager } from './volumes/volume-manager.ts';

export interface KubeletParts extends KubeletOptions {
  readonly transport: ProbeTransport;
  readonly files: NodeFiles;
}

/** How long what changed in a config map or secret takes to reach the files of a volume. */
const volumeRefreshMs = 60_000;
const sweepMs = 2000;

export class Kubelet implements Reconciler<KubeObject> {
  readonly name = actor;
  readonly watches: Reconciler<KubeObject>['watches'];
  readonly context: KubeletContext;
  readonly statuses: StatusManager;
  private readonly parts: PodParts;
  private admission: PodAdmission | undefined;
  private hooks: HookRunner | undefined;
  private readonly environment: EnvironmentMaker;
  private readonly images: ImagePulls;
  private readonly volumes: VolumeManager;
  private readonly loop: ControlLoop<KubeObject>;
  private readonly byUid = new Map<string, PodWorker>();
  private readonly byKey = new Map<string, PodWorker>();
  private readonly nextStatic = new Map<string, Pod>(); // by key: what begins when the pod before has ended
  private readonly changed = new Set<string>(); // pods of which something changed in the runtime
  private cancelRelist: Cancel | undefined;
  private cancelSweep: Cancel | undefined;
  private cancels: (() => void)[] = [];

  constructor(options: KubeletParts) {
    const context = new KubeletContext(options);
    this.context = context;
    this.statuses = new StatusManager(context);
    this.environment = new EnvironmentMaker(context);
    this.images = new ImagePulls(context);
    this.volumes = new VolumeManager(context, options.files);
    this.parts = {
      context,
      images: this.images,
      restarts: new BackOff(10_000, 300_000),
      environment: this.environment,
      volumes: this.volumes,
      hooks: () => (this.hooks ??= new (clusterCode.get().HookRunner)(context, options.transport)),
      statuses: this.statuses,
      prober: new Prober(context, options.transport),
      resize: (pod) => this.admit().resize(pod),
      finished: (worker) => this.workerFinished(worker),
    };
    this.watches = [{ table: 'pods', index: 'node', value: context.nodeName, keys: (key, change) => this.note(key, change) }];
    this.loop = new ControlLoop(this, { clock: context.clock, trace: context.trace, view: context.client.view, latencyMs: context.latencyMs });
  }

  start(): void {
    const { client, runtime } = this.context;
    this.cancels = [
      runtime.onChange((uid) => this.runtimeChanged(uid)),
      client.view.subscribe({ table: 'services' }, () => this.environment.forgetServices()),
      client.view.subscribe({ table: 'configmaps' }, (key) => this.sourceChanged(key)),
      client.view.subscribe({ table: 'secrets' }, (key) => this.sourceChanged(key)),
    ];
    this.loop.start();
    if (client.connected) this.sweepSoon();
  }

  stop(): void {
    this.loop.stop();
    for (const cancel of this.cancels) cancel();
    this.cancels = [];
    this.cancelRelist?.();
    this.cancelRelist = undefined;
    this.cancelSweep?.();
    this.cancelSweep = undefined;
    this.images.stop();
    this.statuses.stop();
    for (const worker of this.byUid.values()) worker.stop();
    this.byUid.clear();
    this.byKey.clear();
    this.nextStatic.clear();
  }

  /** The API can be reached again. */
  connected(): void {
    this.statuses.retry();
    this.sweepSoon();
  }

  get workers(): ReadonlyMap<string, PodWorker> {
    return this.byUid;
  }

  workerAt(key: string): PodWorker | undefined {
    return this.byKey.get(key);
  }

  reconcile(key: string): void {
    const pod = this.context.client.view.get(key) as Pod | undefined;
    const isOurs = pod?.spec.nodeName === this.context.nodeName;
    const worker = this.byKey.get(key);
    if (worker && (!isOurs || pod.metadata.uid !== worker.uid)) {
      // The pod was taken from the API by force, perhaps replaced: what is left of it here ends first.
      if (!worker.isStatic) worker.terminate(worker.pod.spec.terminationGracePeriodSeconds ?? 30);
      if (this.byKey.has(key)) return;
    }
    if (!pod || !isOurs || this.isMirror(pod)) return;
    const known = this.byKey.get(key);
    if (known) known.update(pod);
    else this.begin(key, pod, false);
  }

  /** A pod of a manifest on the node. One of its name that still ends is waited for. */
  addStatic(key: string, pod: Pod): void {
    if (this.byKey.has(key)) this.nextStatic.set(key, pod);
    else this.begin(key, pod, true);
  }

  removeStatic(key: string): void {
    this.nextStatic.delete(key);
    const worker = this.byKey.get(key);
    worker?.terminate(worker.pod.spec.terminationGracePeriodSeconds ?? 30);
  }

  private begin(key: string, pod: Pod, isStatic: boolean): void {
    const { runtime } = this.context;
    const { phase } = pod.status;
    const hasRemains = runtime.pods().has(pod.metadata.uid);
    if (!isStatic && this.statuses.isEnding(pod.metadata.uid)) return;
    if ((phase === 'Succeeded' || phase === 'Failed') && pod.metadata.deletionTimestamp === undefined && !hasRemains) return;
    if (!hasRemains && !isStatic && pod.metadata.deletionTimestamp === undefined && phase === 'Pending') {
      const refusal = this.admit().refusal(pod);
      if (refusal) return this.refuse(key, pod, refusal);
    }
    if (isStatic) this.statuses.forget(pod.metadata.uid);
    const worker = new PodWorker(this.parts, key, pod, isStatic);
    this.byUid.set(worker.uid, worker);
    this.byKey.set(key, worker);
    this.admission?.add(pod);
    worker.update(pod);
  }

  private admit(): PodAdmission {
    return (this.admission ??= new (clusterCode.get().PodAdmission)(this.context, [...this.byUid.values()].map((worker) => worker.running)));
  }

  private refuse(podKey: string, pod: Pod, { reason, message }: { readonly reason: string; readonly message: string }): void {
    const { context } = this;
    const because = context.record('refuse', 'kubelet-refuses-pod', { pod: pod.metadata.name, reason, message }, [context.read(podKey, 'spec')]);
    context.tellPod(pod, 'Warning', reason, message, because);
    const status = { ...pod.status, phase: 'Failed' as const, reason, message: `Pod was rejected: ${message}`, startTime: context.now() };
    this.statuses.set({ podKey, uid: pod.metadata.uid, status, because, finished: true });
  }

  private workerFinished(worker: PodWorker): void {
    const { runtime } = this.context;
    const { uid, key } = worker;
    const left = runtime.observe(uid);
    for (const containers of left.containers.values()) for (const { id } of containers) runtime.removeContainer(id);
    for (const { id } of left.sandboxes) runtime.removeSandbox(id);
    this.volumes.tearDown(uid);
    this.images.forget(uid);
    this.parts.restarts.forget(`${uid}_`);
    this.admission?.remove(uid);
    this.byUid.delete(uid);
    if (this.byKey.get(key) === worker) this.byKey.delete(key);
    if (runtime.pods().has(uid)) this.sweepSoon(); // the runtime did not answer
    const next = this.nextStatic.get(key);
    if (next) {
      this.nextStatic.delete(key);
      return this.begin(key, next, true);
    }
    this.loop.enqueue(key);
  }

  /** Keeps the worker's pod current; asks for a turn only when more than the status changed, which is the kubelet's own. */
  private note(key: string, change: Change<KubeObject> | undefined): readonly string[] {
    const before = change?.before as Pod | undefined;
    const after = change?.after as Pod | undefined;
    if (!before || !after) return [key];
    const worker = this.byKey.get(key);
    if (worker?.uid !== after.metadata.uid) return [key];
    worker.pod = after;
    if (before.status !== after.status) this.statuses.noticed(worker.uid, after.status);
    const [a, b] = [before.metadata, after.metadata];
    const same = before.spec === after.spec && a.deletionTimestamp === b.deletionTimestamp && a.labels === b.labels && a.annotations === b.annotations;
    return same ? [] : [key];
  }

  private isMirror(pod: Pod): boolean {
    return pod.metadata.annotations?.[mirrorAnnotation] !== undefined;
  }

  private runtimeChanged(uid: string): void {
    const { clock, relistMs } = this.context;
    if (this.byUid.get(uid)?.isRemoving) return;
    if (!this.byUid.has(uid) && this.context.runtime.pods().has(uid)) return this.sweepSoon(); // somebody else has made it
    if (this.byUid.get(uid)?.isWaitingForEnds) clock.after(0, actor, () => this.byUid.get(uid)?.noticed());
    this.changed.add(uid);
    if (this.cancelRelist) return;
    this.cancelRelist = clock.after(relistMs(), actor, () => {
      this.cancelRelist = undefined;
      const uids = [...this.changed];
      this.changed.clear();
      for (const changed of uids) this.byUid.get(changed)?.look();
    });
  }

  private sourceChanged(key: string): void {
    const [table, namespace, name] = key.split('/');
    const uses = [...this.byUid.values()].filter((worker) => worker.pod.metadata.namespace === namespace && usesSource(worker.pod, table!, name!));
    if (uses.length === 0) return;
    this.context.clock.after(volumeRefreshMs, actor, () => {
      for (const worker of uses) if (this.byUid.get(worker.uid) === worker && !worker.isTerminating) this.volumes.setUp(worker.pod);
    });
  }

  /** What is here of pods that nobody knows any more is ended, once the API and the manifests have been read. */
  private sweepSoon(): void {
    const { clock, latencyMs } = this.context;
    this.cancelSweep ??= clock.after(latencyMs() + sweepMs, actor, () => {
      this.cancelSweep = undefined;
      this.sweep();
    });
  }

  private sweep(): void {
    const { client, runtime } = this.context;
    if (!client.connected) return; // it is swept when it is back
    for (const [uid, { namespace, name }] of [...runtime.pods()]) {
      if (this.byUid.has(uid)) continue;
      const known = client.view.get(`pods/${namespace}/${name}`) as Pod | undefined;
      if (known?.metadata.uid === uid && !this.statuses.isEnding(uid)) continue;
      clusterCode.get().endOrphan(this.context, this.volumes, uid, `${namespace}/${name}`);
      if (runtime.pods().has(uid)) this.sweepSoon(); // the runtime does not answer
    }
  }
}

function usesSource(pod: Pod, table: string, name: string): boolean {
  return (pod.spec.volumes ?? []).some(({ configMap, secret, projected }) => {
    if (table === 'configmaps') return configMap?.name === name || projected?.sources?.some((s) => s.configMap?.name === name);
    return secret?.secretName === name || projected?.sources?.some((s) => s.secret?.name === name);
  });
}

