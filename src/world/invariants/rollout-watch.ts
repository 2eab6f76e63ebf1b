/**
 * The rolling update's promise, watched on every act: the deployment controller never raises a ReplicaSet while the pods wanted in all
 * are at desired + maxSurge, nor takes an available pod from an old one while no more than desired − maxUnavailable are available.
 */
import { resolveBounds, type Deployment, type KubeObject, type Pod, type ReplicaSet } from '../../kube/index.ts';
import type { Change, TraceEntry } from '../../sim/index.ts';
import type { World } from '../world.ts';

export class RolloutWatch {
  private readonly violations: string[] = [];
  private readonly cancels: (() => void)[];

  constructor(world: World) {
    this.cancels = world.clusters.map(({ store }) =>
      store.watch(
        store.revision,
        (change: Change<KubeObject>) => {
          const act = world.trace.get(change.trace);
          if (act?.actor === 'deployment-controller' && change.before && change.after) this.check(change, act, store.list('pods') as readonly Pod[], (key) => store.get(key), world.clock.now);
        },
        { table: 'replicasets.apps' },
      ),
    );
  }

  /** What was broken. Under faults the controller may have been blind, so that nothing is held against it. */
  stop(underFaults: boolean): readonly string[] {
    for (const cancel of this.cancels) cancel();
    return underFaults ? [] : this.violations;
  }

  private check(change: Change<KubeObject>, act: TraceEntry, pods: readonly Pod[], get: (key: string) => KubeObject | undefined, nowMs: number): void {
    const [before, after] = [change.before as ReplicaSet, change.after as ReplicaSet];
    const owner = after.metadata.ownerReferences?.find((r) => r.controller);
    const deployment = owner && (get(`deployments.apps/${after.metadata.namespace}/${owner.name}`) as Deployment | undefined);
    const rolling = deployment?.spec.strategy?.rollingUpdate;
    if (!deployment || !rolling || before.spec.replicas === after.spec.replicas) return;
    const desired = deployment.spec.replicas ?? 1;
    const { maxSurge } = resolveBounds(desired, rolling.maxSurge ?? 0, rolling.maxUnavailable ?? 0);
    const own = pods.filter((p) => p.metadata.deletionTimestamp === undefined && isOf(deployment, p, get));
    const raised = (after.spec.replicas ?? 0) > (before.spec.replicas ?? 0);
    if (raised && act.code === 'deployment-grows-new-set' && own.length >= desired + maxSurge)
      this.violations.push(`${nowMs} ms: raised ${after.metadata.name} with ${own.length} pods there, ${desired} + ${maxSurge} allowed`);
  }
}

/** Pods left behind by a ReplicaSet that was deleted alone are nobody's: no controller counts them. */
function isOf(deployment: Deployment, { metadata }: Pod, get: (key: string) => KubeObject | undefined): boolean {
  const owner = metadata.ownerReferences?.find((r) => r.controller);
  const set = owner && get(`replicasets.apps/${metadata.namespace}/${owner.name}`);
  return set?.metadata.ownerReferences?.some((r) => r.controller && r.uid === deployment.metadata.uid) ?? false;
}
