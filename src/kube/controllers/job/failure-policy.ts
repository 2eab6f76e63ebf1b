/** What the failure of a pod means for its Job, where the Job has rules for it. */
import type { FailureRule, Job } from '../../kinds/job/job.ts';
import type { Pod } from '../../kinds/pod/pod.ts';

export interface Verdict {
  readonly action: FailureRule['action'];
  /** Why the whole Job fails. */
  readonly message: string;
}

/** Undefined where no rule speaks of the pod: then its failure counts. */
export function failureVerdict(job: Job, pod: Pod): Verdict | undefined {
  for (const [i, rule] of (job.spec.podFailurePolicy?.rules ?? []).entries()) {
    const what = rule.onExitCodes ? byExitCode(rule.onExitCodes, pod) : byCondition(rule.onPodConditions ?? [], pod);
    if (what !== undefined) return { action: rule.action, message: `${what} matching ${rule.action} rule at index ${i}` };
  }
  return undefined;
}

function byExitCode({ containerName, operator, values = [] }: NonNullable<FailureRule['onExitCodes']>, { status, metadata }: Pod): string | undefined {
  for (const { name, state } of [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])]) {
    const exitCode = state?.terminated?.exitCode ?? 0;
    if ((containerName !== undefined && containerName !== name) || exitCode === 0) continue;
    if (values.includes(exitCode) === (operator === 'In')) return `Container ${name} for pod ${metadata.namespace}/${metadata.name} failed with exit code ${exitCode}`;
  }
  return undefined;
}

function byCondition(patterns: NonNullable<FailureRule['onPodConditions']>, { status, metadata }: Pod): string | undefined {
  const found = patterns.find((pattern) => status.conditions?.some(({ type, status: is }) => type === pattern.type && is === (pattern.status ?? 'True')));
  return found && `Pod ${metadata.namespace}/${metadata.name} has condition ${found.type}`;
}
