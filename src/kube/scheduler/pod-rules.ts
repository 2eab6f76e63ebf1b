/** Which pods speak of other pods: what the scheduler has to know of each before it looks any further. */
import type { PodAffinityTerm, PodSpec, TopologySpreadConstraint } from '../kinds/pod/pod.ts';

interface Rules {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityTerm[];
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly unknown[];
}

export function required(rules: Rules | undefined): readonly PodAffinityTerm[] {
  return rules?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

export function spreadRules({ topologySpreadConstraints = [] }: PodSpec, whenUnsatisfiable: TopologySpreadConstraint['whenUnsatisfiable']): readonly TopologySpreadConstraint[] {
  return topologySpreadConstraints.filter((rule) => rule.whenUnsatisfiable === whenUnsatisfiable);
}

/** Does the pod keep others away? */
export function keepsAway({ affinity }: PodSpec): boolean {
  return required(affinity?.podAntiAffinity).length > 0;
}

/** Would it rather have others near, or not? What it demands to be near to, it also likes to have come near. */
export function leans({ affinity }: PodSpec): boolean {
  const prefers = (rules: Rules | undefined): boolean => (rules?.preferredDuringSchedulingIgnoredDuringExecution?.length ?? 0) > 0;
  return required(affinity?.podAffinity).length > 0 || prefers(affinity?.podAffinity) || prefers(affinity?.podAntiAffinity);
}

/** Do other pods decide where it may go, by what it says itself? */
export function looksAtPods(spec: PodSpec): boolean {
  return keepsAway(spec) || required(spec.affinity?.podAffinity).length > 0 || spreadRules(spec, 'DoNotSchedule').length > 0;
}

/** Is where it goes any matter of other pods, by what it says itself? */
export function speaksOfPods(spec: PodSpec): boolean {
  return keepsAway(spec) || leans(spec) || (spec.topologySpreadConstraints?.length ?? 0) > 0;
}
