/** HorizontalPodAutoscalers as autoscaling/v1 and v2beta1 have them. */
import { parseJson } from '../../../base/index.ts';
import type { KubeObject } from '../../meta/object.ts';
import type { Conversion } from '../kind.ts';
import { fromBetaMetric, toBetaMetric, toBetaStatus, type BetaMetric } from './beta-metrics.ts';
import type { Behavior, HorizontalPodAutoscaler, MetricSpec, MetricStatus, ScalingRules } from './horizontal-pod-autoscaler.ts';

const isCpu = (metric: MetricSpec | MetricStatus) => metric.type === 'Resource' && metric.resource?.name === 'cpu';
export const isCpuShare = (metric: MetricSpec) => isCpu(metric) && metric.resource?.target.averageUtilization !== undefined;

type Spec = HorizontalPodAutoscaler['spec'];
type SpecInV1 = Omit<Spec, 'metrics' | 'behavior'> & { readonly targetCPUUtilizationPercentage?: number };

/** What v1 has no fields for is kept in annotations. */
const prefix = 'autoscaling.alpha.kubernetes.io/';
const keys = { metrics: `${prefix}metrics`, currentMetrics: `${prefix}current-metrics`, conditions: `${prefix}conditions`, behavior: `${prefix}behavior` };

export const inV1: Conversion = {
  toServed(object) {
    const { spec, status, metadata, ...rest } = object as HorizontalPodAutoscaler;
    const { metrics = [], behavior, ...others } = spec;
    const share = metrics.find(isCpuShare);
    const left = metrics.filter((metric) => metric !== share).map(toBetaMetric);
    const { currentMetrics, conditions = [], ...counts } = status;
    const measured = (currentMetrics ?? []).map(toBetaStatus);
    const current = currentMetrics?.find(isCpu)?.resource?.current.averageUtilization;
    const notes = {
      ...(behavior && { [keys.behavior]: JSON.stringify(withCapitals(behavior)) }),
      ...(conditions.length > 0 && { [keys.conditions]: JSON.stringify(conditions) }),
      ...(measured.length > 0 && { [keys.currentMetrics]: JSON.stringify(measured) }),
      ...(left.length > 0 && { [keys.metrics]: JSON.stringify(left) }),
    };
    return {
      ...rest,
      metadata: Object.keys(notes).length > 0 ? { ...metadata, annotations: { ...metadata.annotations, ...notes } } : metadata,
      spec: { ...others, ...(share && { targetCPUUtilizationPercentage: share.resource!.target.averageUtilization! }) },
      status: { currentReplicas: 0, ...counts, ...(current !== undefined && { currentCPUUtilizationPercentage: current }) },
    };
  },
  fromServed(object) {
    const { status: _, spec = {}, metadata, ...rest } = object as unknown as { readonly status?: object; readonly spec?: SpecInV1; readonly metadata: KubeObject['metadata'] };
    const { targetCPUUtilizationPercentage: percent, ...others } = spec as SpecInV1;
    const { [keys.metrics]: noted, [keys.behavior]: behavior, [keys.currentMetrics]: __, [keys.conditions]: ___, ...annotations } = metadata.annotations ?? {};
    const share: readonly MetricSpec[] = percent === undefined ? [] : [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } } }];
    const listed = readNote(noted);
    const metrics = [...(Array.isArray(listed) ? (listed as readonly BetaMetric[]).map(fromBetaMetric) : []), ...share];
    const scaling = withSmallLetters(readNote(behavior)) as object | undefined;
    const { annotations: ____, ...meta } = metadata;
    return {
      ...rest,
      metadata: metadata.annotations === undefined || Object.keys(annotations).length === 0 ? meta : { ...meta, annotations },
      spec: { ...others, ...(metrics.length > 0 && { metrics }), ...(scaling && { behavior: scaling }) },
    } as unknown as KubeObject;
  },
};

/** The server notes the rules in the form in which it holds them: every field there, and named with a capital. */
function withCapitals({ scaleUp, scaleDown }: Behavior): object {
  const rules = (of: ScalingRules | undefined) =>
    of && {
      StabilizationWindowSeconds: of.stabilizationWindowSeconds ?? null,
      SelectPolicy: of.selectPolicy ?? null,
      Policies: of.policies?.map(({ type, value, periodSeconds }) => ({ Type: type, Value: value, PeriodSeconds: periodSeconds })) ?? null,
      ...(of.tolerance !== undefined && { Tolerance: of.tolerance }),
    };
  return { ScaleUp: rules(scaleUp) ?? null, ScaleDown: rules(scaleDown) ?? null };
}

/** And reads them with either letter. */
function withSmallLetters(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSmallLetters);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(entries.map(([key, one]) => [key.slice(0, 1).toLowerCase() + key.slice(1), withSmallLetters(one)]));
}

/** A note that somebody has spoilt is none. */
function readNote(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : parseJson(text);
  } catch {
    return undefined;
  }
}

/** Before v2beta2 a target was not a value of its own. */
export const inV2beta1: Conversion = {
  toServed(object) {
    const { spec, status, ...rest } = object as HorizontalPodAutoscaler;
    const { behavior: _, ...others } = spec;
    const currentMetrics = status.currentMetrics?.map(toBetaStatus) ?? null;
    return { ...rest, spec: { ...others, ...(spec.metrics && { metrics: spec.metrics.map(toBetaMetric) }) }, status: { currentReplicas: 0, ...status, currentMetrics, conditions: status.conditions ?? null } };
  },
  fromServed(object) {
    const { spec, status: _, ...rest } = object as unknown as { readonly spec?: { readonly metrics?: readonly BetaMetric[] }; readonly status?: object };
    return { ...rest, spec: { ...spec, ...(spec?.metrics && { metrics: spec.metrics.map(fromBetaMetric) }) } } as unknown as KubeObject;
  },
};
