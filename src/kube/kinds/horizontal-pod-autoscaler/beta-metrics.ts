/** Metrics as autoscaling/v2beta1 has them, and the annotations of v1: names and targets are fields of their own there. */
import type { LabelSelector } from '../../meta/object.ts';
import type { MetricSpec, MetricStatus, MetricTarget, MetricValue, NamedMetric, ObjectName } from './horizontal-pod-autoscaler.ts';

interface BetaNamed {
  readonly metricName: string;
  readonly selector?: LabelSelector;
  readonly metricSelector?: LabelSelector;
}

interface BetaResource {
  readonly name: string;
  readonly container?: string;
  readonly targetAverageUtilization?: number;
  readonly targetAverageValue?: string;
  readonly currentAverageUtilization?: number;
  readonly currentAverageValue?: string;
}

/** A target's and a status's fields in one: each metric has those of its own. */
export interface BetaMetric {
  readonly type: string;
  readonly resource?: BetaResource;
  readonly containerResource?: BetaResource;
  readonly pods?: BetaNamed & { readonly targetAverageValue?: string; readonly currentAverageValue?: string };
  readonly object?: BetaNamed & { readonly target: ObjectName; readonly targetValue?: string; readonly currentValue?: string; readonly averageValue?: string };
  readonly external?: BetaNamed & { readonly targetValue?: string; readonly targetAverageValue?: string; readonly currentValue?: string; readonly currentAverageValue?: string };
}

const none = '0';

export function toBetaMetric({ type, resource, containerResource, pods, object, external }: MetricSpec): BetaMetric {
  const wanted = ({ target: { averageUtilization, averageValue } }: { readonly target: MetricTarget }) => given({ targetAverageUtilization: averageUtilization, targetAverageValue: averageValue });
  return {
    type,
    ...(object && { object: { target: object.describedObject, ...toNamed(object.metric), targetValue: object.target.value ?? none, ...given({ averageValue: object.target.averageValue }) } }),
    ...(pods && { pods: { ...toNamed(pods.metric), targetAverageValue: pods.target.averageValue ?? none } }),
    ...(resource && { resource: { name: resource.name, ...wanted(resource) } }),
    ...(containerResource && { containerResource: { name: containerResource.name, ...wanted(containerResource), container: containerResource.container } }),
    ...(external && { external: { ...toNamed(external.metric, 'metricSelector'), ...given({ targetValue: external.target.value, targetAverageValue: external.target.averageValue }) } }),
  };
}

export function toBetaStatus({ type, resource, containerResource, pods, object, external }: MetricStatus): BetaMetric {
  const is = ({ averageUtilization, averageValue = none }: MetricValue) => given({ currentAverageUtilization: averageUtilization, currentAverageValue: averageValue });
  return {
    type,
    ...(object && { object: { target: object.describedObject, ...toNamed(object.metric), currentValue: object.current.value ?? none, ...given({ averageValue: object.current.averageValue }) } }),
    ...(pods && { pods: { ...toNamed(pods.metric), currentAverageValue: pods.current.averageValue ?? none } }),
    ...(resource && { resource: { name: resource.name, ...is(resource.current) } }),
    ...(containerResource && { containerResource: { name: containerResource.name, ...is(containerResource.current), container: containerResource.container } }),
    ...(external && { external: { ...toNamed(external.metric, 'metricSelector'), currentValue: external.current.value ?? none, ...given({ currentAverageValue: external.current.averageValue }) } }),
  };
}

export function fromBetaMetric({ type, resource, containerResource, pods, object, external }: BetaMetric): MetricSpec {
  return {
    type,
    ...(resource && { resource: { name: resource.name, target: target(resource.targetAverageUtilization, undefined, resource.targetAverageValue) } }),
    ...(containerResource && { containerResource: { name: containerResource.name, container: containerResource.container ?? '', target: target(containerResource.targetAverageUtilization, undefined, containerResource.targetAverageValue) } }),
    ...(pods && { pods: { metric: fromNamed(pods), target: target(undefined, undefined, pods.targetAverageValue) } }),
    ...(object && { object: { describedObject: object.target, metric: fromNamed(object), target: target(undefined, object.averageValue === undefined ? object.targetValue : undefined, object.averageValue) } }),
    ...(external && { external: { metric: fromNamed(external), target: target(undefined, external.targetValue, external.targetAverageValue) } }),
  };
}

function target(averageUtilization: number | undefined, value: string | undefined, averageValue: string | undefined): MetricTarget {
  const type = averageUtilization !== undefined ? 'Utilization' : value !== undefined ? 'Value' : 'AverageValue';
  return { type, ...given({ averageUtilization, value, averageValue }) };
}

function toNamed({ name, selector }: NamedMetric, as: 'selector' | 'metricSelector' = 'selector'): BetaNamed {
  return { metricName: name, ...(selector && { [as]: selector }) };
}

function fromNamed({ metricName, selector, metricSelector = selector }: BetaNamed): NamedMetric {
  return { name: metricName, ...(metricSelector && { selector: metricSelector }) };
}

/** The members that are there. */
function given<T extends object>(members: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
