/** A CronJob: Jobs by the clock. */
import type { KubeObject, NamespacedMeta, NewMeta, ObjectReference } from '../../meta/object.ts';
import type { JobSpec } from '../job/job.ts';

export interface CronJob extends KubeObject {
  readonly metadata: NamespacedMeta;
  readonly spec: {
    readonly schedule: string;
    readonly timeZone?: string;
    readonly startingDeadlineSeconds?: number;
    readonly concurrencyPolicy?: 'Allow' | 'Forbid' | 'Replace';
    readonly suspend?: boolean;
    readonly jobTemplate: { readonly metadata?: NewMeta; readonly spec: JobSpec };
    readonly successfulJobsHistoryLimit?: number;
    readonly failedJobsHistoryLimit?: number;
  };
  readonly status: { readonly active?: readonly ObjectReference[]; readonly lastScheduleTime?: string; readonly lastSuccessfulTime?: string };
}
