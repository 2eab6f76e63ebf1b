/**
 * The scheduler: gives each pod that waits a node. One that fits nowhere is put aside until something changes that may
 * help, and is then tried again, later and later; its condition and an event say what each node had against it.
 */
import type { ControlLoop, Reconciler } from '../../sim/index.ts';
import type { ControllerContext } from '../controllers/controller-context.ts';
import { reading } from '../controllers/controller-context.ts';
import { isFinished } from '../controllers/pod-state.ts';
import type { Node } from '../kinds/node/node.ts';
import type { Pod, PodCondition } from '../kinds/pod/pod.ts';
import { podCondition } from '../kinds/pod/readiness.ts';
import { controllerOf, type KubeObject } from '../meta/object.ts';
import { ClusterSummary } from './cluster-summary.ts';
import { candidateOf } from './filters.ts';
import { account, place, refusal, refusalOfPod } from './placement.ts';
import { podVolumes, type PodVolumes } from './pod-volumes.ts';
import { reserve } from '../controllers/persistent-volume/bind.ts';
import { selectedNode } from '../controllers/persistent-volume/provision.ts';

const actor = 'default-scheduler';
const firstBackoffMs = 1000;
const lastBackoffMs = 10_000;

interface Waiting {
  readonly attempts: number;
  readonly lastMs: number;
  /** What it asked for when it was last tried. */
  readonly spec: Pod['spec'];
}

/** However little changes, a pod put aside is tried again after this. */
const retryMs = 300_000;

export class Scheduler implements Reconciler<KubeObject> {
  readonly name = actor;
  readonly cluster = new ClusterSummary();
  private readonly context: ControllerContext;
  private readonly waiting = new Map<string, Waiting>();
  /** The node of a pod whose claims are being bound there. */
  private readonly chosen = new Map<string, string>();
  private roomSeen = 0;
  private loop: ControlLoop<KubeObject> | undefined;

  constructor(context: ControllerContext) {
    this.context = context;
  }

  readonly watches: Reconciler<KubeObject>['watches'] = [
    { table: 'nodes', keys: (key) => this.noteNode(key) },
    { table: 'pods', keys: (key) => this.notePod(key) },
    ...['persistentvolumeclaims', 'persistentvolumes', 'storageclasses.storage.k8s.io'].map((table) => ({ table, keys: () => this.waitingForVolumes() })),
  ];

  reconcile(key: string, loop: ControlLoop<KubeObject>): { requeueAfterMs: number } | undefined {
    this.loop = loop;
    const pod = this.context.client.view.get(key) as Pod | undefined;
    if (!pod || !this.wants(pod)) {
      this.waiting.delete(key);
      this.forgetChoice(key, pod);
      return undefined;
    }
    const { release, random } = this.context;
    const volumes = podVolumes(this.context.client.view, pod);
    if (volumes?.refusal) {
      this.setAside(key, pod, refusalOfPod(volumes.refusal, this.cluster.nodes.length, release), '');
      return { requeueAfterMs: retryMs };
    }
    const chosen = this.chosen.get(key);
    if (chosen !== undefined && volumes && this.cluster.node(chosen)) return this.bindChosen(key, pod, chosen, volumes);
    this.forgetChoice(key, pod);
    const candidate = candidateOf(pod, controllerOf(pod)?.uid ?? '', volumes);
    const placement = place(candidate, this.cluster, random, release);
    if (placement.node && volumes && volumes.delayed.length > 0) {
      this.choose(key, pod, placement.node.node, volumes);
      return undefined;
    }
    if (placement.node) {
      this.bind(key, pod, placement.node.name, account(placement));
      return undefined;
    }
    const isTold = this.setAside(key, pod, refusal(placement, release), account(placement));
    // Until 1.21 its own note in the pod's condition was a change that might help.
    return { requeueAfterMs: isTold && !release.atLeast(21) ? this.context.latencyMs() : retryMs };
  }

  /** Of the claims that waited for a node each gets its volume there or is told where to be made one; the pod, whose room is kept, follows when they are bound. */
  private choose(key: string, pod: Pod, node: Node, volumes: PodVolumes): void {
    const { client, trace } = this.context;
    const { name } = node.metadata;
    this.chosen.set(key, name);
    this.cluster.notePod(key, placedOn(pod, name));
    for (const [claim, volume] of volumes.reserve(node) ?? []) {
      const id = trace.record(actor, 'update', 'scheduler-chooses-for-claim', { claim: claim.metadata.name, node: name }, [reading(client, key, 'spec')]);
      if (volume) reserve(this.context, claim, volume, id);
      else client.update({ ...claim, metadata: { ...claim.metadata, annotations: { ...claim.metadata.annotations, [selectedNode]: name } } }, { trace: id });
    }
  }

  private forgetChoice(key: string, pod: Pod | undefined): void {
    if (this.chosen.delete(key)) this.cluster.notePod(key, pod);
  }

  private bindChosen(key: string, pod: Pod, node: string, { delayed }: PodVolumes): undefined {
    if (delayed.length > 0) return;
    this.chosen.delete(key);
    this.bind(key, pod, node, '');
  }

  /** Pods without a node that claim volumes. */
  private waitingForVolumes(): string[] {
    const { view } = this.context.client;
    return [...view.keysBy('pods', 'node', '')].filter((key) => (view.get(key) as Pod).spec.volumes?.some((volume) => volume.persistentVolumeClaim));
  }

  private bind(key: string, pod: Pod, node: string, verdicts: string): void {
    const { client, trace } = this.context;
    const reads = [reading(client, key, 'spec'), reading(client, `nodes/${node}`, 'status')];
    const id = trace.record(actor, 'bind', 'scheduler-assigns', { pod: pod.metadata.name, node, verdicts }, reads);
    const bound = client.bind(pod, node, { trace: id });
    this.waiting.delete(key);
    const { namespace, name } = pod.metadata;
    const message = `Successfully assigned ${namespace}/${name} to ${node}`;
    client.event({ regarding: bound, type: 'Normal', reason: 'Scheduled', message, trace: id });
  }

  /** True when the pod's condition has changed. */
  private setAside(key: string, pod: Pod, message: string, verdicts: string): boolean {
    const { client, trace, clock } = this.context;
    const attempts = (this.waiting.get(key)?.attempts ?? 0) + 1;
    this.waiting.set(key, { attempts, lastMs: clock.now, spec: pod.spec });
    const id = trace.record(actor, 'refuse', 'scheduler-finds-none', { pod: pod.metadata.name, message, verdicts }, [reading(client, key, 'spec')]);
    client.event({ regarding: pod, type: 'Warning', reason: 'FailedScheduling', message, trace: id, mark: pod.metadata.resourceVersion });
    const before = podCondition(pod, 'PodScheduled');
    if (before?.status === 'False' && before.message === message) return false;
    const condition: PodCondition = {
      type: 'PodScheduled',
      status: 'False',
      lastProbeTime: null,
      lastTransitionTime: before?.status === 'False' ? before.lastTransitionTime! : client.now(),
      reason: 'Unschedulable',
      message,
    };
    const others = (pod.status.conditions ?? []).filter((c) => c.type !== 'PodScheduled');
    client.updateStatus({ ...pod, status: { ...pod.status, conditions: [...others, condition] } }, { trace: id });
    return true;
  }

  private wants(pod: Pod): boolean {
    if (pod.spec.nodeName || pod.metadata.deletionTimestamp !== undefined || isFinished(pod)) return false;
    return (pod.spec.schedulerName ?? actor) === actor && !pod.spec.schedulingGates?.length;
  }

  private noteNode(key: string): readonly string[] {
    const name = key.slice(key.indexOf('/') + 1);
    const node = this.context.client.view.get(key) as Node | undefined;
    this.cluster.noteNode(name, node);
    this.retryWaiting();
    return node ? [] : [...this.chosen].filter(([, chosen]) => chosen === name).map(([pod]) => pod);
  }

  private notePod(key: string): readonly string[] {
    const pod = this.context.client.view.get(key) as Pod | undefined;
    const chosen = this.chosen.get(key);
    this.cluster.notePod(key, pod && chosen !== undefined && !pod.spec.nodeName ? placedOn(pod, chosen) : pod);
    if (!pod) this.waiting.delete(key);
    this.retryWaiting();
    const waiting = this.waiting.get(key);
    return pod && this.wants(pod) && waiting?.spec !== pod.spec ? [key] : [];
  }

  /** Asks for another turn of the pods put aside, when room has been made since, each as its back-off allows. */
  private retryWaiting(): void {
    const { roomMade } = this.cluster;
    if (roomMade === this.roomSeen || !this.loop) return;
    this.roomSeen = roomMade;
    for (const [key, { attempts, lastMs }] of this.waiting) {
      const backoffMs = Math.min(firstBackoffMs * 2 ** (attempts - 1), lastBackoffMs);
      this.loop.enqueue(key, Math.max(this.context.latencyMs(), lastMs + backoffMs - this.context.clock.now));
    }
  }
}

function placedOn(pod: Pod, nodeName: string): Pod {
  return { ...pod, spec: { ...pod.spec, nodeName } };
}
