/** HorizontalPodAutoscalers as autoscaling/v1 and v2beta1 have them. */
import type { KubeObject } from '../../meta/object.ts';
import type { Conversion } from '../kind.ts';
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus } from './horizontal-pod-autoscaler.ts';

const isCpu = (metric: MetricSpec | MetricStatus) => metric.type === 'Resource' && metric.resource?.name === 'cpu';
const metricsKey = 'autoscaling.alpha.kubernetes.io/metrics';

interface InV1 extends KubeObject {
  readonly spec: Omit<HorizontalPodAutoscaler['spec'], 'metrics' | 'behavior'> & { readonly targetCPUUtilizationPercentage?: number };
}

/** The share of the processor has a field of its own; what else is measured is kept in an annotation. */
export const inV1: Conversion = {
  toServed(object) {
    const { spec, status, metadata, ...rest } = object as HorizontalPodAutoscaler;
    const { metrics = [], behavior: _, ...others } = spec;
    const target = metrics.find((metric) => isCpu(metric) && metric.resource?.target.averageUtilization !== undefined);
    const left = metrics.filter((metric) => metric !== target);
    const current = status.currentMetrics?.find(isCpu)?.resource?.current.averageUtilization;
    const { currentMetrics: __, conditions: ___, ...counts } = status;
    return {
      ...rest,
      metadata: left.length > 0 ? { ...metadata, annotations: { ...metadata.annotations, [metricsKey]: JSON.stringify(left) } } : metadata,
      spec: { ...others, ...(target && { targetCPUUtilizationPercentage: target.resource!.target.averageUtilization! }) },
      status: { currentReplicas: 0, ...counts, ...(current !== undefined && { currentCPUUtilizationPercentage: current }) },
    };
  },
  fromServed(object) {
    const { targetCPUUtilizationPercentage: percent, ...spec } = (object as InV1).spec;
    const metrics: readonly MetricSpec[] = percent === undefined ? [] : [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } } }];
    const { status: _, ...rest } = object;
    return { ...rest, spec: { ...spec, ...(metrics.length > 0 && { metrics }) } };
  },
};

interface BetaMetric {
  readonly type: string;
  readonly resource?: { readonly name: string; readonly targetAverageUtilization?: number; readonly targetAverageValue?: string };
}

/** Before v2beta2 a target was not a value of its own. */
export const inV2beta1: Conversion = {
  toServed(object) {
    const hpa = object as HorizontalPodAutoscaler;
    const metrics = hpa.spec.metrics?.map((metric): BetaMetric => {
      if (!metric.resource) return metric;
      const { name, target } = metric.resource;
      return {
        type: metric.type,
        resource: { name, ...(target.averageUtilization !== undefined && { targetAverageUtilization: target.averageUtilization }), ...(target.averageValue !== undefined && { targetAverageValue: target.averageValue }) },
      };
    });
    const currentMetrics = hpa.status.currentMetrics?.map((metric) =>
      metric.resource ? { type: metric.type, resource: { name: metric.resource.name, currentAverageUtilization: metric.resource.current.averageUtilization, currentAverageValue: metric.resource.current.averageValue } } : metric,
    );
    return { ...hpa, spec: { ...hpa.spec, ...(metrics && { metrics }) }, status: { ...hpa.status, currentMetrics: currentMetrics ?? null } };
  },
  fromServed(object) {
    const { spec, status: _, ...rest } = object as unknown as { spec: { metrics?: readonly BetaMetric[] }; status: object };
    const metrics = spec?.metrics?.map((metric) => {
      if (!metric.resource) return metric;
      const { name, targetAverageUtilization: percent, targetAverageValue: value } = metric.resource;
      const target = percent !== undefined ? { type: 'Utilization', averageUtilization: percent } : { type: 'AverageValue', ...(value !== undefined && { averageValue: value }) };
      return { type: metric.type, resource: { name, target } };
    });
    return { ...rest, spec: { ...spec, ...(metrics && { metrics }) } } as unknown as KubeObject;
  },
};
