/** What the server refuses of a pod's affinities. */
import { forbiddenField, invalidTexts, invalidValue, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkDnsLabel, checkDnsSubdomain, checkQualifiedName } from '../../meta/names.ts';
import { validateSelector } from '../../meta/validate-selector.ts';
import type { Affinity, NodeSelectorRequirement, NodeSelectorTerm, PodAffinity, PodAffinityTerm } from './pod.ts';

const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

export function validateAffinity(affinity: Affinity, path: string): readonly FieldError[] {
  return [
    ...validateNodeAffinity(affinity.nodeAffinity, `${path}.nodeAffinity`),
    ...validatePodAffinity(affinity.podAffinity, `${path}.podAffinity`),
    ...validatePodAffinity(affinity.podAntiAffinity, `${path}.podAntiAffinity`),
  ];
}

function validateNodeAffinity(affinity: Affinity['nodeAffinity'], path: string): readonly FieldError[] {
  const terms = affinity?.[required]?.nodeSelectorTerms;
  const at = `${path}.${required}.nodeSelectorTerms`;
  return [
    ...(affinity?.[required] && (terms ?? []).length === 0 ? [requiredValue(at, 'must have at least one node selector term')] : []),
    ...(terms ?? []).flatMap((term, i) => validateTerm(term, `${at}[${i}]`)),
    ...(affinity?.[preferred] ?? []).flatMap(({ weight, preference }, i) => [
      ...validateWeight(weight, `${path}.${preferred}[${i}].weight`),
      ...validateTerm(preference, `${path}.${preferred}[${i}].preference`),
    ]),
  ];
}

function validateTerm(term: NodeSelectorTerm | undefined, path: string): readonly FieldError[] {
  return [
    ...(term?.matchExpressions ?? []).flatMap((requirement, i) => validateRequirement(requirement, `${path}.matchExpressions[${i}]`)),
    ...(term?.matchFields ?? []).flatMap((requirement, i) => validateNameRequirement(requirement, `${path}.matchFields[${i}]`)),
  ];
}

/** The one field that a node can be chosen by. */
function validateNameRequirement({ key, operator, values = [] }: NodeSelectorRequirement, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (operator !== 'In' && operator !== 'NotIn') errors.push(invalidValue(`${path}.operator`, operator ?? '', 'not a valid selector operator'));
  else if (values.length !== 1) errors.push(requiredValue(`${path}.values`, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"));
  if (key !== 'metadata.name') return [...errors, invalidValue(`${path}.key`, key ?? '', 'not a valid field selector key')];
  return [...errors, ...values.flatMap((value, i) => invalidTexts(`${path}.values[${i}]`, value, checkDnsSubdomain(value)))];
}

function validateRequirement({ key, operator, values = [] }: NodeSelectorRequirement, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) errors.push(requiredValue(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0) errors.push(forbiddenField(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
  } else if (operator === 'Gt' || operator === 'Lt') {
    if (values.length !== 1) errors.push(requiredValue(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
  } else errors.push(invalidValue(`${path}.operator`, operator ?? '', 'not a valid selector operator'));
  return [...errors, ...invalidTexts(`${path}.key`, key ?? '', checkQualifiedName(key ?? ''))];
}

function validatePodAffinity(affinity: PodAffinity | undefined, path: string): readonly FieldError[] {
  return [
    ...(affinity?.[required] ?? []).flatMap((term, i) => validatePodTerm(term, `${path}.${required}[${i}]`)),
    ...(affinity?.[preferred] ?? []).flatMap(({ weight, podAffinityTerm }, i) => [
      ...validateWeight(weight, `${path}.${preferred}[${i}].weight`),
      ...validatePodTerm(podAffinityTerm, `${path}.${preferred}[${i}].podAffinityTerm`),
    ]),
  ];
}

function validatePodTerm(term: PodAffinityTerm | undefined, path: string): readonly FieldError[] {
  const { topologyKey: key = '', namespaces = [], matchLabelKeys = [], mismatchLabelKeys = [] } = term ?? {};
  return [
    ...validateSelector(term?.labelSelector, `${path}.labelSelector`),
    ...validateSelector(term?.namespaceSelector, `${path}.namespaceSelector`),
    ...namespaces.flatMap((name) => invalidTexts(`${path}.namespace`, name, checkDnsLabel(name))),
    ...validateKeys(matchLabelKeys, term, `${path}.matchLabelKeys`),
    ...validateKeys(mismatchLabelKeys, term, `${path}.mismatchLabelKeys`),
    ...matchLabelKeys.flatMap((name, i) => (mismatchLabelKeys.includes(name) ? [invalidValue(`${path}.matchLabelKeys[${i}]`, name, 'exists in both matchLabelKeys and mismatchLabelKeys')] : [])),
    ...(key === '' ? [requiredValue(`${path}.topologyKey`, 'can not be empty')] : invalidTexts(`${path}.topologyKey`, key, checkQualifiedName(key))),
  ];
}

function validateKeys(keys: readonly string[], term: PodAffinityTerm | undefined, path: string): readonly FieldError[] {
  if (keys.length > 0 && term?.labelSelector === undefined) return [forbiddenField(path, 'must not be specified when labelSelector is not set')];
  return keys.flatMap((key, i) => invalidTexts(`${path}[${i}]`, key, checkQualifiedName(key)));
}

function validateWeight(weight: number | undefined, path: string): readonly FieldError[] {
  return weight !== undefined && weight >= 1 && weight <= 100 ? [] : [invalidValue(path, weight ?? 0, 'must be in the range 1-100')];
}
