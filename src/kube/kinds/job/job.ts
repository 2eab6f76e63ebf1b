/** A Job: pods that run until so many of them have succeeded. */
import type { Condition, KubeObject, LabelSelector, NamespacedMeta } from '../../meta/object.ts';
import type { PodTemplateSpec } from '../pod/pod.ts';

export interface JobSpec {
  readonly parallelism?: number;
  readonly completions?: number;
  readonly activeDeadlineSeconds?: number;
  readonly backoffLimit?: number;
  readonly selector?: LabelSelector;
  readonly manualSelector?: boolean;
  readonly template: PodTemplateSpec;
  readonly ttlSecondsAfterFinished?: number;
  readonly completionMode?: 'NonIndexed' | 'Indexed';
  readonly suspend?: boolean;
  readonly podReplacementPolicy?: string;
}

export interface JobCondition extends Condition {
  readonly lastProbeTime?: string | null;
}

export interface Job extends KubeObject {
  readonly metadata: NamespacedMeta;
  readonly spec: JobSpec;
  readonly status: {
    readonly active?: number;
    readonly ready?: number;
    readonly succeeded?: number;
    readonly failed?: number;
    readonly terminating?: number;
    readonly startTime?: string;
    readonly completionTime?: string;
    readonly conditions?: readonly JobCondition[];
    readonly completedIndexes?: string;
    readonly uncountedTerminatedPods?: object;
  };
}
