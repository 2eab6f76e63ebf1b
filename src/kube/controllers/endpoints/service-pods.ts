/** Which pods stand behind a service, at which ports, and which services a pod that changed concerns. */
import type { Change, View } from '../../../sim/index.ts';
import { labelValue } from '../../indexes.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { isPodReady } from '../../kinds/pod/readiness.ts';
import type { Service, ServicePort } from '../../kinds/service/service.ts';
import type { KubeObject } from '../../meta/object.ts';
import { isFinished } from '../pod-state.ts';
import { labelsInclude } from '../selector-match.ts';
import { hasSelector } from './managed.ts';

export function isHeadless(service: Service): boolean {
  return service.spec.clusterIP === 'None';
}

/** The pods that the selector finds and that have an address, in byte order of their names. */
export function podsOfService(view: View<KubeObject>, service: Service): Pod[] {
  const { selector = {} } = service.spec;
  const namespace = service.metadata.namespace;
  let first: string | undefined;
  let fewest = Infinity;
  for (const [key, value] of Object.entries(selector)) {
    const count = view.countBy('pods', 'label', labelValue(namespace, key, value));
    if (count < fewest) [first, fewest] = [labelValue(namespace, key, value), count];
  }
  if (first === undefined) return [];
  const pods: Pod[] = [];
  for (const key of view.keysBy('pods', 'label', first)) {
    const pod = view.get(key) as Pod;
    if (labelsInclude(pod.metadata.labels, selector) && pod.status.podIP && !isFinished(pod)) pods.push(pod);
  }
  return pods.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** The number of the pod's port that a service's port leads to; undefined when the pod has none of that name. */
export function targetPort(pod: Pod, { port, targetPort: target = port, protocol = 'TCP' }: ServicePort): number | undefined {
  if (typeof target === 'number') return target;
  for (const container of pod.spec.containers) {
    for (const own of container.ports ?? []) if (own.name === target && (own.protocol ?? 'TCP') === protocol) return own.containerPort;
  }
  return undefined;
}

/** The services that a change of a pod may concern: none when it changed nothing that endpoints show. */
export function servicesOfPod(change: Change<KubeObject> | undefined, key: string, view: View<KubeObject>): readonly string[] {
  const before = change?.before as Pod | undefined;
  const after = (change ? change.after : view.get(key)) as Pod | undefined;
  if (before && after && looksSame(before, after)) return [];
  const namespace = (after ?? before)?.metadata.namespace;
  if (namespace === undefined || view.countBy('services', 'namespace', namespace) === 0) return [];
  const services: string[] = [];
  for (const serviceKey of view.keysBy('services', 'namespace', namespace)) {
    const service = view.get(serviceKey) as Service;
    if (!hasSelector(service)) continue;
    const finds = (pod: Pod | undefined) => pod !== undefined && labelsInclude(pod.metadata.labels, service.spec.selector);
    if (finds(before) || finds(after)) services.push(serviceKey);
  }
  return services;
}

function looksSame(a: Pod, b: Pod): boolean {
  return (
    a.metadata.labels === b.metadata.labels &&
    a.metadata.deletionTimestamp === b.metadata.deletionTimestamp &&
    a.status.podIP === b.status.podIP &&
    a.status.phase === b.status.phase &&
    a.spec.nodeName === b.spec.nodeName &&
    isPodReady(a) === isPodReady(b)
  );
}

/**
 * A service with many endpoints is written anew seldom: at most once in as many ms as it has fiftieths of an endpoint, so
 * that thousands of pods that become ready one after the other do not cost their square.
 */
export class Pace {
  private readonly nextMs = new Map<string, number>();

  /** Ms to wait before the service's turn; 0 when it may go on. */
  wait(key: string, nowMs: number): number {
    return Math.max(0, (this.nextMs.get(key) ?? 0) - nowMs);
  }

  done(key: string, nowMs: number, endpoints: number): void {
    if (endpoints < 50) this.nextMs.delete(key);
    else this.nextMs.set(key, nowMs + Math.floor(endpoints / 50));
  }
}
