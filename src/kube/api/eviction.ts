/** An eviction: a delete that a PodDisruptionBudget may refuse, and that counts against it. */
import { disrupted, disruptionSince } from '../kinds/pod/disruption.ts';
import { isPodReady } from '../kinds/pod/readiness.ts';
import { isPodActive, podKind } from '../kinds/pod/kind.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import { podDisruptionBudgetKind } from '../kinds/pod-disruption-budget/kind.ts';
import type { PodDisruptionBudget } from '../kinds/pod-disruption-budget/pod-disruption-budget.ts';
import { ApiStatus } from '../meta/api-status.ts';
import { matchesSelector } from '../meta/label-selector.ts';
import type { ApiServer } from './api-server.ts';
import type { DeleteOptions } from './write-options.ts';

const retryAfterSeconds = 10;

export function evictPod(server: ApiServer, user: string, pod: Pod, options: DeleteOptions): void {
  const budgets = isPodActive(pod) ? budgetsOf(server, pod) : [];
  if (budgets.length > 1) throw new ApiStatus(500, 'InternalError', 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.', {});
  const [budget] = budgets;
  if (budget && !mayGoSick(server, budget, pod)) charge(server, budget, options.dryRun === true);
  const { resourceVersion } = options.preconditions ?? {};
  const isMeant = resourceVersion === undefined || resourceVersion === pod.metadata.resourceVersion;
  const marked = isMeant && options.dryRun !== true && server.release.atLeast(disruptionSince) ? server.updateStatus('system:apiserver', podKind, disrupted(pod, 'EvictionByEvictionAPI', 'Eviction API: evicting', server.now())) : pod;
  const preconditions = resourceVersion !== undefined && isMeant ? { ...options.preconditions, resourceVersion: marked.metadata.resourceVersion } : options.preconditions;
  server.delete(user, podKind, pod.metadata.namespace, pod.metadata.name, { ...options, act: 'evict', ...(preconditions && { preconditions }) });
}

function budgetsOf({ store }: ApiServer, pod: Pod): PodDisruptionBudget[] {
  const keys = [...store.keysBy(podDisruptionBudgetKind.table, 'namespace', pod.metadata.namespace)].sort();
  return keys.map((key) => store.get(key) as PodDisruptionBudget).filter((budget) => matchesSelector(budget.spec.selector ?? {}, pod.metadata.labels ?? {}));
}

/** A pod that is not ready helps nobody: it may go while the others are enough. */
function mayGoSick({ release }: ApiServer, { spec, status }: PodDisruptionBudget, pod: Pod): boolean {
  if (isPodReady(pod) || !release.atLeast(26)) return pod.status.phase === 'Pending';
  return spec.unhealthyPodEvictionPolicy === 'AlwaysAllow' || (status.currentHealthy >= status.desiredHealthy && status.desiredHealthy > 0);
}

function charge(server: ApiServer, budget: PodDisruptionBudget, isDryRun: boolean): void {
  const { status, metadata } = budget;
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 1)) throw tooMany('The disruption budget is still being processed by the server.');
  if (status.disruptionsAllowed <= 0) {
    throw tooMany(`The disruption budget ${metadata.name} needs ${status.desiredHealthy} healthy pods and has ${status.currentHealthy} currently`);
  }
  if (isDryRun) return;
  server.updateStatus('system:apiserver', podDisruptionBudgetKind, { ...budget, status: { ...status, disruptionsAllowed: status.disruptionsAllowed - 1 } });
}

function tooMany(why: string): ApiStatus {
  const message = "Cannot evict pod as it would violate the pod's disruption budget.";
  return new ApiStatus(429, 'TooManyRequests', message, { causes: [{ reason: 'DisruptionBudget', message: why }], ...(why.startsWith('The disruption budget is') && { retryAfterSeconds }) });
}
