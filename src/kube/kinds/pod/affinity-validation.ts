/** What the server refuses of a pod's affinities. */
import { forbiddenField, invalidTexts, invalidValue, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkDnsLabel, checkDnsSubdomain, checkLabelValue, checkQualifiedName } from '../../meta/names.ts';
import type { Release } from '../../meta/release.ts';
import { validateSelector } from '../../meta/validate-selector.ts';
import type { Affinity, NodeSelectorRequirement, NodeSelectorTerm, PodAffinity, PodAffinityTerm } from './pod.ts';

const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

/** Values of labels are looked at since this release, where a node has to have them. */
const valuesSince = 33;

export function validateAffinity(affinity: Affinity, path: string, release: Release): readonly FieldError[] {
  return [
    ...validateNodeAffinity(affinity.nodeAffinity, `${path}.nodeAffinity`, release),
    ...validatePodAffinity(affinity.podAffinity, `${path}.podAffinity`),
    ...validatePodAffinity(affinity.podAntiAffinity, `${path}.podAntiAffinity`),
  ];
}

function validateNodeAffinity(affinity: Affinity['nodeAffinity'], path: string, release: Release): readonly FieldError[] {
  return [
    ...(affinity?.[required] ? validateNodeSelector(affinity[required], `${path}.${required}`, release) : []),
    ...(affinity?.[preferred] ?? []).flatMap(({ weight, preference }, i) => [
      ...validateWeight(weight, `${path}.${preferred}[${i}].weight`),
      ...validateTerm(preference, `${path}.${preferred}[${i}].preference`, false),
    ]),
  ];
}

export function validateNodeSelector({ nodeSelectorTerms: terms = [] }: { readonly nodeSelectorTerms?: readonly NodeSelectorTerm[] }, path: string, release: Release): readonly FieldError[] {
  if (terms.length === 0) return [requiredValue(`${path}.nodeSelectorTerms`, 'must have at least one node selector term')];
  return terms.flatMap((term, i) => validateTerm(term, `${path}.nodeSelectorTerms[${i}]`, release.atLeast(valuesSince)));
}

function validateTerm(term: NodeSelectorTerm | undefined, path: string, withValues: boolean): readonly FieldError[] {
  return [
    ...(term?.matchExpressions ?? []).flatMap((requirement, i) => validateRequirement(requirement, `${path}.matchExpressions[${i}]`, withValues)),
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

function validateRequirement({ key, operator, values = [] }: NodeSelectorRequirement, path: string, withValues: boolean): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) errors.push(requiredValue(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0) errors.push(forbiddenField(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
  } else if (operator === 'Gt' || operator === 'Lt') {
    if (values.length !== 1) errors.push(requiredValue(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
  } else errors.push(invalidValue(`${path}.operator`, operator ?? '', 'not a valid selector operator'));
  return [
    ...errors,
    ...invalidTexts(`${path}.key`, key ?? '', checkQualifiedName(key ?? '')),
    ...(withValues ? values.flatMap((value, i) => invalidTexts(`${path}.values[${i}]`, value, checkLabelValue(value))) : []),
  ];
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
    ...repeatedKeys(term, path),
    ...matchLabelKeys.flatMap((name, i) => (mismatchLabelKeys.includes(name) ? [invalidValue(`${path}.matchLabelKeys[${i}]`, name, 'exists in both matchLabelKeys and mismatchLabelKeys')] : [])),
    ...(key === '' ? [requiredValue(`${path}.topologyKey`, 'can not be empty')] : []),
    ...invalidTexts(`${path}.topologyKey`, key, checkQualifiedName(key)),
  ];
}

/** Each key of matchLabelKeys has become a requirement already: there must not be another. */
function repeatedKeys({ labelSelector = {}, matchLabelKeys = [] }: Partial<PodAffinityTerm> = {}, path: string): readonly FieldError[] {
  const named = new Set(Object.keys(labelSelector.matchLabels ?? {}));
  return (labelSelector.matchExpressions ?? []).flatMap(({ key }) => {
    const isRepeated = named.has(key) && matchLabelKeys.includes(key);
    named.add(key);
    return isRepeated ? [invalidValue(`${path}[${matchLabelKeys.lastIndexOf(key)}]`, key, 'exists in both matchLabelKeys and labelSelector')] : [];
  });
}

function validateKeys(keys: readonly string[], term: PodAffinityTerm | undefined, path: string): readonly FieldError[] {
  if (keys.length > 0 && term?.labelSelector === undefined) return [forbiddenField(path, 'must not be specified when labelSelector is not set')];
  return keys.flatMap((key, i) => invalidTexts(`${path}[${i}]`, key, checkQualifiedName(key)));
}

function validateWeight(weight: number | undefined, path: string): readonly FieldError[] {
  return weight !== undefined && weight >= 1 && weight <= 100 ? [] : [invalidValue(path, weight ?? 0, 'must be in the range 1-100')];
}
