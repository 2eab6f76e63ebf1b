/** How many pods of each PodDisruptionBudget may be disrupted now: what evictions go by. */
import { deepEqual } from '../../../base/index.ts';
import type { Reconciler } from '../../../sim/index.ts';
import { isPodActive } from '../../kinds/pod/kind.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { isPodReady } from '../../kinds/pod/readiness.ts';
import type { PodDisruptionBudget } from '../../kinds/pod-disruption-budget/pod-disruption-budget.ts';
import { controllerOf, type KubeObject } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { formatSelectorStruct } from '../selector-struct.ts';
import { scaled } from '../deployment/rolling-bounds.ts';
import { selectorMatches } from '../selector-match.ts';

const actor = 'disruption-controller';
const table = 'poddisruptionbudgets.policy';

interface Scaled extends KubeObject {
  readonly spec: { readonly replicas?: number };
}

export function disruptionController(context: ControllerContext): Reconciler<KubeObject> {
  const { client } = context;
  return {
    name: actor,
    watches: [
      { table },
      {
        table: 'pods',
        keys: (_key, change) => {
          const pod = change?.after ?? change?.before;
          if (!pod) return [];
          const keys = client.view.keysBy(table, 'namespace', pod.metadata.namespace!);
          return [...keys].filter((key) => selectorMatches((client.view.get(key) as PodDisruptionBudget).spec.selector ?? {}, pod.metadata.labels));
        },
      },
    ],
    reconcile: (key) => sync(context, key),
  };
}

function sync(context: ControllerContext, key: string): void {
  const { client, trace } = context;
  const budget = client.view.get(key) as PodDisruptionBudget | undefined;
  if (!budget) return;
  const { spec, metadata } = budget;
  const isEmpty = Object.keys(spec.selector?.matchLabels ?? {}).length + (spec.selector?.matchExpressions?.length ?? 0) === 0;
  const keys = isEmpty && !context.release.atLeast(21) ? [] : [...client.view.keysBy('pods', 'namespace', metadata.namespace)];
  const pods = keys.map((podKey) => client.view.get(podKey) as Pod).filter((pod) => isPodActive(pod) && selectorMatches(spec.selector ?? {}, pod.metadata.labels));
  const currentHealthy = pods.filter(isPodReady).length;
  tellOfPods(context, budget, pods);
  const { expectedPods, desiredHealthy } = wanted(context, budget, pods);
  const disruptionsAllowed = expectedPods > 0 ? Math.max(0, currentHealthy - desiredHealthy) : 0;
  const conditions = context.release.atLeast(21) ? [conditionFor(budget, disruptionsAllowed, client.now())] : undefined;
  const status = { ...(conditions && { conditions }), currentHealthy, desiredHealthy, disruptionsAllowed, expectedPods, observedGeneration: metadata.generation ?? 1 };
  if (deepEqual(status, budget.status)) return;
  const id = trace.record(actor, 'update-status', 'budget-allows', { budget: metadata.name, allowed: disruptionsAllowed, healthy: currentHealthy, desired: desiredHealthy }, [reading(client, key, 'spec')]);
  client.updateStatus({ ...budget, status }, { trace: id });
}

const unmanagedSince = 27;

/** That there are none, or some that no share can be counted of. */
function tellOfPods({ client, release }: ControllerContext, budget: PodDisruptionBudget, pods: readonly Pod[]): void {
  if (pods.length === 0) client.event({ regarding: budget, type: 'Normal', reason: 'NoPods', message: 'No matching pods found' });
  if (typeof budget.spec.minAvailable === 'number' || !release.atLeast(unmanagedSince) || pods.every(controllerOf)) return;
  const message = `Pods selected by this PodDisruptionBudget (selector: ${formatSelectorStruct(budget.spec.selector)}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`;
  client.event({ regarding: budget, type: 'Warning', reason: 'UnmanagedPods', message });
}

function conditionFor(budget: PodDisruptionBudget, allowed: number, now: string) {
  const status = allowed > 0 ? ('True' as const) : ('False' as const);
  const old = budget.status.conditions?.find((condition) => condition.type === 'DisruptionAllowed');
  const reason = allowed > 0 ? 'SufficientPods' : 'InsufficientPods';
  return { lastTransitionTime: old?.status === status ? old.lastTransitionTime! : now, message: '', observedGeneration: budget.metadata.generation ?? 1, reason, status, type: 'DisruptionAllowed' };
}

/** A share is of what the pods' controllers want; a number of healthy pods is of the pods that are there. */
function wanted(context: ControllerContext, { spec }: PodDisruptionBudget, pods: readonly Pod[]): { readonly expectedPods: number; readonly desiredHealthy: number } {
  if (typeof spec.minAvailable === 'number') return { expectedPods: pods.length, desiredHealthy: spec.minAvailable };
  const expectedPods = scaleOf(context, pods);
  if (spec.minAvailable !== undefined) return { expectedPods, desiredHealthy: scaled(spec.minAvailable, expectedPods, 'up') };
  if (spec.maxUnavailable === undefined) return { expectedPods, desiredHealthy: expectedPods };
  return { expectedPods, desiredHealthy: Math.max(0, expectedPods - scaled(spec.maxUnavailable, expectedPods, 'up')) };
}

function scaleOf({ client }: ControllerContext, pods: readonly Pod[]): number {
  const owners = new Map<string, number>();
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (!owner || !client.connected) continue;
    const served = client.server.kinds.servedKind(owner.apiVersion, owner.kind);
    const found = served && (client.view.get(`${served.kind.table}/${pod.metadata.namespace}/${owner.name}`) as Scaled | undefined);
    if (found) owners.set(owner.uid, found.spec.replicas ?? 1);
  }
  return [...owners.values()].reduce((sum, replicas) => sum + replicas, 0);
}
