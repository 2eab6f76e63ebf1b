/** A Job: pods that run until so many of them have succeeded. */
import type { Condition, KubeObject, LabelSelector, NamespacedMeta } from '../../meta/object.ts';
import type { PodTemplateSpec } from '../pod/pod.ts';

/** What a failure of a pod means for the Job, by the first rule that fits. */
export interface FailureRule {
  readonly action: 'FailJob' | 'Ignore' | 'Count' | 'FailIndex';
  readonly onExitCodes?: { readonly containerName?: string; readonly operator: 'In' | 'NotIn'; readonly values?: readonly number[] };
  readonly onPodConditions?: readonly { readonly type: string; readonly status?: string }[];
}

/** Which numbers are enough, or how many of them. */
export interface SuccessRule {
  readonly succeededIndexes?: string; // "0,2-4"
  readonly succeededCount?: number;
}

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
  readonly podFailurePolicy?: { readonly rules?: readonly FailureRule[] };
  readonly successPolicy?: { readonly rules?: readonly SuccessRule[] };
  readonly backoffLimitPerIndex?: number;
  readonly maxFailedIndexes?: number;
  readonly managedBy?: string;
}

/** Who looks after a Job that says nothing else. */
export const jobControllerName = 'kubernetes.io/job-controller';

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
    readonly failedIndexes?: string;
    readonly uncountedTerminatedPods?: { readonly succeeded?: readonly string[]; readonly failed?: readonly string[] };
  };
}
