/** What each metric of an autoscaler makes of the number of replicas, or why nobody can tell, and what follows from all of them. */
import { formatQuantity, quantityOfMilli, type JsonObject } from '../../../base/index.ts';
import type { Behavior, MetricSpec, MetricStatus, NamedMetric } from '../../kinds/horizontal-pod-autoscaler/horizontal-pod-autoscaler.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { formatSelectorStruct } from '../selector-struct.ts';
import { propose, usageOf, type Share } from './pod-metrics.ts';

export interface Answer {
  readonly status: number;
  readonly body: JsonObject;
}

/** What metrics are worked out from. */
export interface Readings {
  readonly namespace: string;
  readonly pods: readonly Pod[];
  readonly answer: Answer; // of the API of resource metrics
  readonly current: number;
  readonly behavior: Behavior;
  readonly nowMs: number;
}

export interface Refusal {
  readonly reason: string; // of the event and the condition
  readonly message: string;
  readonly error: string; // as it is told among all metrics
}

interface Proposed {
  readonly replicas: number;
  readonly metric: string;
  readonly status: MetricStatus;
}

export interface Outcome {
  /** The largest that any metric asks for; undefined when those that cannot be told forbid to go by the others. */
  readonly best: { readonly replicas: number; readonly metric: string } | undefined;
  readonly refusals: readonly Refusal[];
  readonly statuses: readonly MetricStatus[];
}

/** With a metric unknown, there may be more pods for the sake of the others, but not fewer. */
export function weighMetrics(metrics: readonly MetricSpec[], readings: Readings): Outcome {
  const found = metrics.map((metric) => proposalOf(metric, readings));
  const refusals = found.filter((one) => 'error' in one);
  const proposed = found.filter((one) => 'replicas' in one);
  const best = proposed.reduce<Proposed | undefined>((most, one) => (most && most.replicas >= one.replicas ? most : one), undefined);
  const isHeldBack = best === undefined || (refusals.length > 0 && best.replicas < readings.current);
  return { best: isHeldBack ? undefined : best, refusals, statuses: found.map((one) => ('status' in one ? one.status : { type: '' })) };
}

function proposalOf({ type, resource, containerResource, pods, object, external }: MetricSpec, readings: Readings): Proposed | Refusal {
  if (resource) return ofShare(type, resource, readings);
  if (containerResource) return ofShare(type, containerResource, readings);
  if (pods) return refusal('FailedGetPodsMetric', 'pods', `unable to get metric ${pods.metric.name}: ${noCustomMetrics}`);
  if (object) {
    const { kind, name } = object.describedObject;
    const message = `unable to get metric ${object.metric.name}: ${kind} on ${readings.namespace} ${name}/${noCustomMetrics}`;
    return object.target.type === 'AverageValue' ? refusal('FailedGetObjectMetric', 'object', message, `failed to get ${object.metric.name} object metric: ${message}`) : refusal('FailedGetObjectMetric', 'object', message);
  }
  if (external) return ofExternal(external.metric, external.target.averageValue !== undefined, readings.namespace);
  return { reason: 'InvalidMetricSourceType', message: `unknown metric source type "${type}"`, error: `unknown metric source type "${type}"` };
}

/** Nothing in these clusters serves metrics of these kinds: that takes an adapter to a monitoring system. */
const noCustomMetrics = 'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered';

function ofExternal({ name, selector }: NamedMetric, isAverage: boolean, namespace: string): Refusal {
  const why = `unable to fetch metrics from external metrics API: the server could not find the requested resource (get ${name}.external.metrics.k8s.io)`;
  const message = `unable to get external metric ${namespace}/${name}/${formatSelectorStruct(selector)}: ${why}`;
  return refusal('FailedGetExternalMetric', `${name} external`, message, `failed to get ${isAverage ? `${name} external metric` : `external metric ${name}`}: ${message}`);
}

function ofShare(type: string, share: Share, readings: Readings): Proposed | Refusal {
  const { name, container, target } = share;
  const isUsage = target.averageUtilization === undefined;
  const found = shareProposal(share, readings);
  if (typeof found === 'string') {
    const message = `failed to get ${name} ${isUsage ? 'usage' : 'utilization'}: ${found}`;
    return container === undefined ? refusal('FailedGetResourceMetric', `${name} resource`, message) : refusal('FailedGetContainerResourceMetric', `${container} container`, message);
  }
  const averageValue = formatQuantity(quantityOfMilli(found.averageMilli, name === 'memory' ? 'BinarySI' : 'DecimalSI'));
  const current = { ...(found.utilization !== undefined && { averageUtilization: found.utilization }), averageValue };
  const status = { type, ...(container === undefined ? { resource: { name, current } } : { containerResource: { name, container, current } }) };
  const metric = isUsage ? `${name} resource` : `${name} ${container === undefined ? '' : 'container '}resource utilization (percentage of request)`;
  return { replicas: found.replicas, metric, status };
}

function shareProposal(share: Share, { namespace, pods, answer: { status, body }, current, behavior, nowMs }: Readings): ReturnType<typeof propose> {
  const unable = `unable to get metrics for resource ${share.name}: `;
  if (status === 404) return `${unable}unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)`;
  if (status !== 200) return `${unable}unable to fetch metrics from resource metrics API: the server is currently unable to handle the request (get pods.metrics.k8s.io)`;
  const usage = usageOf(body, share.name, share.container);
  if (typeof usage === 'string') return `${unable}failed to get container metrics: container ${share.container!} not present in metrics for pod ${namespace}/${usage}`;
  if (usage.size === 0) return `${unable}no metrics returned from resource metrics API`;
  return propose(share, pods, usage, current, behavior, nowMs);
}

function refusal(reason: string, what: string, message: string, cause = message): Refusal {
  return { reason, message, error: `failed to get ${what} metric value: ${cause}` };
}
