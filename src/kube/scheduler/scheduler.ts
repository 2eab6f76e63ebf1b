/**
 * The scheduler: gives each pod that waits a node. One that fits nowhere is put aside until something changes that may
 * help, and is then tried again, later and later; its condition and an event say what each node had against it.
 */
import type { ControlLoop, Reconciler } from '../../sim/index.ts';
import { clusterCode } from '../cluster-code.ts';
import type { ControllerContext } from '../controllers/controller-context.ts';
import { reading } from '../controllers/controller-context.ts';
import { isFinished } from '../controllers/pod-state.ts';
import type { Node } from '../kinds/node/node.ts';
import type { Pod, PodCondition } from '../kinds/pod/pod.ts';
import { podCondition } from '../kinds/pod/readiness.ts';
import { controllerOf, type KubeObject, type Labels } from '../meta/object.ts';
import { ClusterSummary } from './cluster-summary.ts';
import { candidateOf, type Candidate } from './filters.ts';
import { account, place, refusal, refusalOfPod, type Placement } from './placement.ts';
import { looksAtPods, speaksOfPods } from './pod-rules.ts';
import type { PodVolumes } from './pod-volumes.ts';

const actor = 'default-scheduler';
const firstBackoffMs = 1000;
const lastBackoffMs = 10_000;

interface Waiting {
  readonly attempts: number;
  readonly lastMs: number;
  /** What it asked for when it was last tried. */
  readonly spec: Pod['spec'];
  readonly labels: Labels | undefined;
}

/** However little changes, a pod put aside is tried again after this. */
const retryMs = 300_000;

export class Scheduler implements Reconciler<KubeObject> {
  readonly name = actor;
  readonly cluster = new ClusterSummary();
  private readonly context: ControllerContext;
  private readonly waiting = new Map<string, Waiting>();
  /** Of those the ones that no turn is asked for yet because room was made: of many that wait, a node's worth of pods may go at once. */
  private readonly parked = new Set<string>();
  /** And of those the ones that other pods may let go, when they get a node or other labels. */
  private readonly lookingAtPods = new Set<string>();
  /** The node of a pod whose claims are being bound there. */
  private readonly chosen = new Map<string, string>();
  private roomSeen = 0;
  private alteredSeen = 0;
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
      this.waitsNoMore(key);
      this.forgetChoice(key, pod);
      return undefined;
    }
    const { release, random } = this.context;
    const volumes = claimsVolumes(pod) ? clusterCode.get().podVolumes(this.context.client.view, pod) : undefined;
    if (volumes?.refusal) {
      this.setAside(key, pod, refusalOfPod(volumes.refusal, this.cluster.nodes.length, release), '');
      return { requeueAfterMs: retryMs };
    }
    const chosen = this.chosen.get(key);
    if (chosen !== undefined && volumes && this.cluster.node(chosen)) return this.bindChosen(key, pod, chosen, volumes);
    this.forgetChoice(key, pod);
    this.leaveNomination(key, pod);
    const isOthersMatter = speaksOfPods(pod.spec) || this.cluster.keepingAway.size + this.cluster.leaning.size > 0;
    const topology = isOthersMatter ? clusterCode.get().podTopology(this.context.client.view, pod, this.cluster) : undefined;
    const candidate = candidateOf(pod, controllerOf(pod)?.uid ?? '', volumes, topology);
    const placement = place(candidate, this.cluster, random, release);
    if (placement.node && volumes && volumes.delayed.length > 0) {
      this.choose(key, pod, placement.node.node, volumes);
      return undefined;
    }
    if (placement.node) {
      this.bind(key, pod, placement.node.name, account(placement));
      return undefined;
    }
    const isTold = this.makeRoom(key, pod, candidate, placement);
    // Until 1.21 its own note in the pod's condition was a change that might help.
    return { requeueAfterMs: isTold && !release.atLeast(21) ? this.context.latencyMs() : retryMs };
  }

  /** One that lesser pods are in the way of has them go, and a claim to their room. */
  private makeRoom(key: string, pod: Pod, candidate: Candidate, placement: Placement): boolean {
    const { release, client } = this.context;
    const before = pod.status.nominatedNodeName;
    const isWaiting = before !== undefined && this.isEmptying(before, pod);
    const isAble = pod.spec.preemptionPolicy !== 'Never' && this.cluster.hasWeaker(pod.spec.priority ?? 0) && !isWaiting;
    const found = isAble ? clusterCode.get().findVictims(this.context, candidate, placement, this.cluster) : undefined;
    const instead = pod.spec.preemptionPolicy === 'Never' ? 'not eligible due to preemptionPolicy=Never.' : isWaiting ? 'not eligible due to a terminating pod on the nominated node.' : found && '';
    const nominated = found?.node ?? (isWaiting ? before : undefined);
    const isTold = this.setAside(key, pod, refusal(placement, release, instead), account(placement), nominated);
    if (found) clusterCode.get().evictVictims(this.context, actor, key, client.view.get(key) as Pod, found);
    return isTold;
  }

  private isEmptying(node: string, pod: Pod): boolean {
    const { view } = this.context.client;
    return [...view.keysBy('pods', 'node', node)].some((key) => {
      const { metadata, spec } = view.get(key) as Pod;
      return metadata.deletionTimestamp !== undefined && (spec.priority ?? 0) < (pod.spec.priority ?? 0);
    });
  }

  /** What is kept for a pod must not be in its own way. */
  private leaveNomination(key: string, pod: Pod): void {
    if (pod.status.nominatedNodeName === undefined) return;
    this.cluster.notePod(key, pod);
    this.roomSeen = this.cluster.roomMade;
  }

  /** Of the claims that waited for a node each gets its volume there or is told where to be made one; the pod, whose room is kept, follows when they are bound. */
  private choose(key: string, pod: Pod, node: Node, volumes: PodVolumes): void {
    const { name } = node.metadata;
    this.chosen.set(key, name);
    this.cluster.notePod(key, placedOn(pod, name));
    clusterCode.get().claimOn(this.context, key, node, volumes);
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
    return [...view.keysBy('pods', 'node', '')].filter((key) => claimsVolumes(view.get(key) as Pod));
  }

  private bind(key: string, pod: Pod, node: string, verdicts: string): void {
    const { client, trace } = this.context;
    const reads = [reading(client, key, 'spec'), reading(client, `nodes/${node}`, 'status')];
    const id = trace.record(actor, 'bind', 'scheduler-assigns', { pod: pod.metadata.name, node, verdicts }, reads);
    const bound = client.bind(pod, node, { trace: id });
    this.waitsNoMore(key);
    const { namespace, name } = pod.metadata;
    const message = `Successfully assigned ${namespace}/${name} to ${node}`;
    client.event({ regarding: bound, type: 'Normal', reason: 'Scheduled', message, trace: id });
  }

  /** True when the pod's condition has changed. */
  private setAside(key: string, pod: Pod, message: string, verdicts: string, nominated?: string): boolean {
    const { client, trace, clock } = this.context;
    const attempts = (this.waiting.get(key)?.attempts ?? 0) + 1;
    this.waiting.set(key, { attempts, lastMs: clock.now, spec: pod.spec, labels: pod.metadata.labels });
    this.parked.add(key);
    if (looksAtPods(pod.spec)) this.lookingAtPods.add(key);
    const id = trace.record(actor, 'refuse', 'scheduler-finds-none', { pod: pod.metadata.name, message, verdicts }, [reading(client, key, 'spec')]);
    client.event({ regarding: pod, type: 'Warning', reason: 'FailedScheduling', message, trace: id, mark: pod.metadata.resourceVersion });
    const before = podCondition(pod, 'PodScheduled');
    const { nominatedNodeName, ...status } = pod.status;
    if (before?.status === 'False' && before.message === message && nominatedNodeName === nominated) return false;
    const condition: PodCondition = {
      type: 'PodScheduled',
      status: 'False',
      lastProbeTime: null,
      lastTransitionTime: before?.status === 'False' ? before.lastTransitionTime! : client.now(),
      reason: 'Unschedulable',
      message,
    };
    const others = (pod.status.conditions ?? []).filter((c) => c.type !== 'PodScheduled');
    client.updateStatus({ ...pod, status: { ...status, ...(nominated !== undefined && { nominatedNodeName: nominated }), conditions: [...others, condition] } }, { trace: id });
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
    const chosen = this.chosen.get(key) ?? pod?.status.nominatedNodeName;
    this.cluster.notePod(key, pod && chosen !== undefined && !pod.spec.nodeName ? placedOn(pod, chosen) : pod);
    if (!pod) this.waitsNoMore(key);
    this.retryWaiting();
    const waiting = this.waiting.get(key);
    return pod && this.wants(pod) && (waiting?.spec !== pod.spec || waiting.labels !== pod.metadata.labels) ? [key] : [];
  }

  private waitsNoMore(key: string): void {
    this.waiting.delete(key);
    this.parked.delete(key);
    this.lookingAtPods.delete(key);
  }

  /** Asks for another turn of the pods put aside, when what may help has happened since, each as its back-off allows, those that matter more first. */
  private retryWaiting(): void {
    const { roomMade, podsAltered } = this.cluster;
    if (!this.loop || (roomMade === this.roomSeen && podsAltered === this.alteredSeen)) return;
    const mayFit = roomMade === this.roomSeen ? this.lookingAtPods : this.parked;
    this.roomSeen = roomMade;
    this.alteredSeen = podsAltered;
    const priorityOf = (key: string): number => this.waiting.get(key)!.spec.priority ?? 0;
    for (const key of [...mayFit].sort((a, b) => priorityOf(b) - priorityOf(a))) {
      const { attempts, lastMs } = this.waiting.get(key)!;
      const backoffMs = Math.min(firstBackoffMs * 2 ** (attempts - 1), lastBackoffMs);
      this.loop.enqueue(key, Math.max(this.context.latencyMs(), lastMs + backoffMs - this.context.clock.now));
      this.parked.delete(key);
    }
    this.lookingAtPods.clear();
  }
}

function claimsVolumes({ spec }: Pod): boolean {
  return spec.volumes?.some((volume) => volume.persistentVolumeClaim ?? volume.ephemeral) === true;
}

function placedOn(pod: Pod, nodeName: string): Pod {
  return { ...pod, spec: { ...pod.spec, nodeName } };
}
