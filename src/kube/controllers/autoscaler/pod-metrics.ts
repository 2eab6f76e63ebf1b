/** What the pods of a target use, as the metrics API tells, and what that makes of the number of replicas. */
import { isJsonObject, parseQuantity, parseRfc3339, quantityMilliValue, type Json, type JsonObject } from '../../../base/index.ts';
import type { Behavior, ResourceMetric } from '../../kinds/horizontal-pod-autoscaler/horizontal-pod-autoscaler.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { isPodReady } from '../../kinds/pod/readiness.ts';
import { isFinished, readySinceMs } from '../pod-state.ts';

export interface Proposal {
  readonly replicas: number;
  readonly utilization?: number; // of what is requested, in percent
  readonly averageMilli: number;
}

/** A part of what pods were given that is measured: of all their containers, or of the one named. */
export type Share = ResourceMetric & { readonly container?: string };

const usualTolerance = 0.1;
const initialReadinessMs = 30_000;
const cpuInitializationMs = 300_000;

/** Thousandths used by each pod that the answer tells of, or the name of one that has no such container. */
export function usageOf(answer: JsonObject, resource: string, container: string | undefined): Map<string, number> | string {
  const usage = new Map<string, number>();
  for (const item of listIn(answer, 'items')) {
    if (!isJsonObject(item) || !isJsonObject(item['metadata'])) continue;
    const { name } = item['metadata'];
    const measured = listIn(item, 'containers').filter((one) => isJsonObject(one) && (container === undefined || one['name'] === container));
    if (container !== undefined && measured.length === 0 && typeof name === 'string') return name;
    let sum = 0;
    for (const one of measured) {
      const amount = isJsonObject(one) && isJsonObject(one['usage']) ? one['usage'][resource] : undefined;
      if (typeof amount === 'string') sum += quantityMilliValue(parseQuantity(amount));
    }
    if (typeof name === 'string') usage.set(name, sum);
  }
  return usage;
}

function listIn(object: JsonObject, name: string): readonly Json[] {
  const found = object[name];
  return Array.isArray(found) ? found : [];
}

/** How many there should be, or in the words of the real controller why nobody can tell. */
export function propose({ name, target, container }: Share, pods: readonly Pod[], usage: ReadonlyMap<string, number>, current: number, behavior: Behavior, nowMs: number): Proposal | string {
  const live = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined && !isFinished(pod));
  const unready = live.filter((pod) => pod.status.phase === 'Pending' || (name === 'cpu' && isStarting(pod, nowMs)));
  const counted = live.filter((pod) => !unready.includes(pod) && usage.has(pod.metadata.name));
  const missing = live.filter((pod) => !unready.includes(pod) && !usage.has(pod.metadata.name));
  if (pods.length === 0) return 'no pods returned by selector while calculating replica count';
  const wanted = target.averageUtilization === undefined ? quantityMilliValue(parseQuantity(target.averageValue ?? '0')) : undefined;
  /** What one pod would use if it used just what is wanted. */
  const goal = (pod: Pod): number | string => {
    if (wanted !== undefined) return wanted;
    const requests = requestOf(pod, name, container);
    return typeof requests === 'string' ? requests : (requests * target.averageUtilization!) / 100;
  };
  const goals = new Map<Pod, number>();
  for (const pod of live) {
    const found = goal(pod);
    if (typeof found === 'string') return found;
    goals.set(pod, found);
  }
  if (counted.length === 0) return 'did not receive metrics for targeted pods (pods might be unready)';
  const used = (of: readonly Pod[]) => of.reduce((sum, pod) => sum + (usage.get(pod.metadata.name) ?? 0), 0);
  const whole = (of: readonly Pod[]) => of.reduce((sum, pod) => sum + goals.get(pod)!, 0);
  const ratio = used(counted) / whole(counted);
  const told = { averageMilli: Math.round(used(counted) / counted.length), ...(wanted === undefined && { utilization: Math.floor(ratio * target.averageUtilization!) }) };
  const growsUnready = unready.length > 0 && ratio > 1;
  if (!growsUnready && missing.length === 0) {
    return { ...told, replicas: isNear(ratio, behavior) ? current : Math.ceil(ratio * counted.length) };
  }
  // Those of whom nothing is known count as what would change least.
  const assumed = [...counted, ...missing, ...(growsUnready ? unready : [])];
  const newRatio = (used(counted) + (ratio < 1 ? whole(missing) : 0)) / whole(assumed);
  const flips = (ratio < 1 && newRatio > 1) || (ratio > 1 && newRatio < 1);
  const replicas = Math.ceil(newRatio * assumed.length);
  const turns = (newRatio < 1 && replicas > current) || (newRatio > 1 && replicas < current);
  return { ...told, replicas: isNear(newRatio, behavior) || flips || turns ? current : replicas };
}

/** So near to what is wanted that nothing is done. */
function isNear(ratio: number, { scaleUp, scaleDown }: Behavior): boolean {
  const tolerance = (given: string | undefined): number => (given === undefined ? usualTolerance : quantityMilliValue(parseQuantity(given)) / 1000);
  return ratio >= 1 - tolerance(scaleDown?.tolerance) && ratio <= 1 + tolerance(scaleUp?.tolerance);
}

/** What a pod uses while it comes up says little of its load. */
function isStarting(pod: Pod, nowMs: number): boolean {
  const startMs = parseRfc3339(pod.status.startTime ?? '') ?? nowMs;
  const readyMs = readySinceMs(pod);
  if (startMs + cpuInitializationMs > nowMs) return !isPodReady(pod);
  return !isPodReady(pod) && (readyMs ?? startMs) < startMs + initialReadinessMs;
}

function requestOf(pod: Pod, name: string, only: string | undefined): number | string {
  let sum = 0;
  const lasting = pod.spec.initContainers?.filter(({ restartPolicy }) => restartPolicy === 'Always') ?? [];
  for (const container of [...pod.spec.containers, ...lasting]) {
    if (only !== undefined && container.name !== only) continue;
    const request = container.resources?.requests?.[name];
    if (request === undefined) return `missing request for ${name} in container ${container.name} of Pod ${pod.metadata.name}`;
    sum += quantityMilliValue(parseQuantity(String(request)));
  }
  return sum;
}
