/** A HorizontalPodAutoscaler in the form of autoscaling/v2, in which it is kept. */
import type { Condition, KubeObject, LabelSelector, NamespacedMeta } from '../../meta/object.ts';

export interface MetricTarget {
  readonly type: 'Utilization' | 'Value' | 'AverageValue';
  readonly value?: string;
  readonly averageValue?: string;
  readonly averageUtilization?: number;
}

export interface ResourceMetric {
  readonly name: string;
  readonly target: MetricTarget;
}

export interface NamedMetric {
  readonly name: string;
  readonly selector?: LabelSelector;
}

export interface ObjectName {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly name: string;
}

export interface MetricSpec {
  readonly type: string;
  readonly resource?: ResourceMetric;
  readonly containerResource?: ResourceMetric & { readonly container: string };
  readonly pods?: { readonly metric: NamedMetric; readonly target: MetricTarget };
  readonly object?: { readonly metric: NamedMetric; readonly target: MetricTarget; readonly describedObject: ObjectName };
  readonly external?: { readonly metric: NamedMetric; readonly target: MetricTarget };
}

export interface ScalingRules {
  readonly stabilizationWindowSeconds?: number;
  readonly tolerance?: string;
  readonly selectPolicy?: 'Max' | 'Min' | 'Disabled';
  readonly policies?: readonly { readonly type: 'Pods' | 'Percent'; readonly value: number; readonly periodSeconds: number }[];
}

export interface Behavior {
  readonly scaleUp?: ScalingRules;
  readonly scaleDown?: ScalingRules;
}

export interface MetricValue {
  readonly value?: string;
  readonly averageValue?: string;
  readonly averageUtilization?: number;
}

export interface MetricStatus {
  readonly type: string;
  readonly resource?: { readonly name: string; readonly current: MetricValue };
  readonly containerResource?: { readonly name: string; readonly container: string; readonly current: MetricValue };
  readonly pods?: { readonly metric: NamedMetric; readonly current: MetricValue };
  readonly object?: { readonly metric: NamedMetric; readonly current: MetricValue; readonly describedObject: ObjectName };
  readonly external?: { readonly metric: NamedMetric; readonly current: MetricValue };
}

export interface HorizontalPodAutoscaler extends KubeObject {
  readonly metadata: NamespacedMeta;
  readonly spec: {
    readonly scaleTargetRef: { readonly kind: string; readonly name: string; readonly apiVersion?: string };
    readonly minReplicas?: number;
    readonly maxReplicas: number;
    readonly metrics?: readonly MetricSpec[];
    readonly behavior?: Behavior;
  };
  readonly status: {
    readonly observedGeneration?: number;
    readonly lastScaleTime?: string;
    readonly currentReplicas?: number;
    readonly desiredReplicas: number;
    readonly currentMetrics?: readonly MetricStatus[] | null;
    readonly conditions?: readonly Condition[];
  };
}
