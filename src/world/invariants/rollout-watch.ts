/**
 * The rolling update's promise, watched on every act, faults or not: the deployment controller never raises a ReplicaSet while it sees
 * desired + maxSurge pods, nor takes an available pod from an old one while it sees no more than desired − maxUnavailable available.
 * What it sees are the ReplicaSets and the pods as they stand when it acts.
 */
import { resolveBounds, type Deployment, type KubeObject, type Pod, type ReplicaSet } from '../../kube/index.ts';
import type { Change, Store } from '../../sim/index.ts';
import type { World } from '../world.ts';

const RAISES = new Set(['deployment-creates-set', 'deployment-grows-new-set']);
const LOWERS = new Set(['deployment-shrinks-old-set']);

export class RolloutWatch {
  private readonly violations: string[] = [];
  private readonly cancels: (() => void)[];
  /** How often it had something to judge: what never looks finds nothing. */
  judged = 0;

  constructor(world: World) {
    this.cancels = world.clusters.map(({ store }) =>
      store.watch(
        store.revision,
        (change) => {
          const act = world.trace.get(change.trace);
          if (act?.actor === 'deployment-controller' && change.after) this.check(store, change, act.code);
        },
        { table: 'replicasets.apps' },
      ),
    );
  }

  /** What was broken. */
  stop(): readonly string[] {
    for (const cancel of this.cancels) cancel();
    return this.violations;
  }

  private check(store: Store<KubeObject>, change: Change<KubeObject>, code: string): void {
    const after = change.after as ReplicaSet;
    const { namespace } = after.metadata;
    const owner = after.metadata.ownerReferences?.find((r) => r.controller);
    const deployment = owner && (store.get(`deployments.apps/${namespace}/${owner.name}`) as Deployment | undefined);
    const rolling = deployment?.spec.strategy?.rollingUpdate;
    const [was, is] = [sizeOf(change.before as ReplicaSet | undefined), sizeOf(after)];
    if (!deployment || !rolling || was === is) return;
    const { desired, maxSurge, maxUnavailable } = resolveBounds(deployment.spec.replicas ?? 1, rolling.maxSurge ?? 0, rolling.maxUnavailable ?? 0);
    const others = (store.list('replicasets.apps') as readonly ReplicaSet[]).filter(
      ({ metadata }) => metadata.namespace === namespace && metadata.uid !== after.metadata.uid && metadata.ownerReferences?.some((r) => r.controller && r.uid === owner.uid),
    );
    const seen = change.before ? [...others, change.before as ReplicaSet] : others;
    const pods = (store.list('pods') as readonly Pod[]).filter(isActive);
    const kept = (set: ReplicaSet) => Math.min(sizeOf(set), podsOf(set, pods).filter(isReady).length);
    this.judged++;
    if (RAISES.has(code)) {
      // One that was told to shrink still holds what it has not yet ended.
      const there = sum(seen, (set) => Math.max(sizeOf(set), podsOf(set, pods).length));
      if (there >= desired + maxSurge) this.violations.push(`${change.atMs} ms: ${after.metadata.name} raised from ${was} to ${is} with ${there} pods there, ${desired} + ${maxSurge} allowed`);
    }
    if (LOWERS.has(code)) {
      // Those that are not available are ended first.
      const available = sum(seen, kept);
      const given = Math.max(0, kept(change.before as ReplicaSet) - is);
      if (given > 0 && available - given < desired - maxUnavailable)
        this.violations.push(`${change.atMs} ms: ${after.metadata.name} lowered from ${was} to ${is} with ${available} available, ${desired} − ${maxUnavailable} needed`);
    }
  }
}

function sizeOf(set: ReplicaSet | undefined): number {
  return set ? (set.spec.replicas ?? 1) : 0;
}

function podsOf(set: ReplicaSet, pods: readonly Pod[]): readonly Pod[] {
  return pods.filter(({ metadata }) => metadata.ownerReferences?.some((r) => r.controller && r.uid === set.metadata.uid));
}

function isActive({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp === undefined && status.phase !== 'Failed' && status.phase !== 'Succeeded';
}

function isReady({ status }: Pod): boolean {
  return status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') ?? false;
}

function sum(sets: readonly ReplicaSet[], of: (set: ReplicaSet) => number): number {
  return sets.reduce((total, set) => total + of(set), 0);
}
