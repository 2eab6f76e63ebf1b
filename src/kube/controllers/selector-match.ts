/** Whether labels meet a selector. Labels and selectors are immutable values, so the answer for a pair is worked out once. */
import type { Labels, LabelSelector, LabelSelectorRequirement } from '../meta/object.ts';

const noLabels: Labels = {};
const answers = new WeakMap<LabelSelector, WeakMap<Labels, boolean>>();

/** An empty selector matches everything. */
export function selectorMatches(selector: LabelSelector, labels: Labels = noLabels): boolean {
  let known = answers.get(selector);
  if (!known) answers.set(selector, (known = new WeakMap()));
  let answer = known.get(labels);
  if (answer === undefined) {
    answer = labelsInclude(labels, selector.matchLabels) && (selector.matchExpressions ?? []).every((r) => requirementMet(r, labels));
    known.set(labels, answer);
  }
  return answer;
}

/** Whether every label of `wanted` is there with its value. */
export function labelsInclude(labels: Labels = noLabels, wanted: Labels = noLabels): boolean {
  for (const key in wanted) if (!Object.hasOwn(labels, key) || labels[key] !== wanted[key]) return false;
  return true;
}

function requirementMet({ key, operator, values = [] }: LabelSelectorRequirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}
