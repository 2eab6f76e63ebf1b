/** Rules on pods beside which a pod is to run, or not to: what they say by its own labels is written out when it is made. */
import type { LabelSelectorRequirement, NewObject } from '../../meta/object.ts';
import type { Pod, PodAffinity, PodAffinityTerm } from './pod.ts';

export function withLabelKeys(pod: NewObject<Pod>): NewObject<Pod> {
  const { affinity } = pod.spec;
  const labels = pod.metadata.labels ?? {};
  if (!affinity?.podAffinity && !affinity?.podAntiAffinity) return pod;
  const required = 'requiredDuringSchedulingIgnoredDuringExecution';
  const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
  const requirements = (keys: readonly string[] | undefined, operator: 'In' | 'NotIn'): readonly LabelSelectorRequirement[] =>
    (keys ?? []).filter((key) => Object.hasOwn(labels, key)).map((key) => ({ key, operator, values: [labels[key]!] }));
  const term = (given: PodAffinityTerm): PodAffinityTerm => {
    const { labelSelector, matchLabelKeys, mismatchLabelKeys } = given;
    const added = [...requirements(matchLabelKeys, 'In'), ...requirements(mismatchLabelKeys, 'NotIn')];
    return labelSelector && added.length > 0 ? { ...given, labelSelector: { ...labelSelector, matchExpressions: [...(labelSelector.matchExpressions ?? []), ...added] } } : given;
  };
  const rules = (given: PodAffinity): PodAffinity => ({
    ...given,
    ...(given[required] && { [required]: given[required].map(term) }),
    ...(given[preferred] && { [preferred]: given[preferred].map((one) => (one.podAffinityTerm ? { ...one, podAffinityTerm: term(one.podAffinityTerm) } : one)) }),
  });
  const { podAffinity, podAntiAffinity } = affinity;
  return { ...pod, spec: { ...pod.spec, affinity: { ...affinity, ...(podAffinity && { podAffinity: rules(podAffinity) }), ...(podAntiAffinity && { podAntiAffinity: rules(podAntiAffinity) }) } } };
}
