/** What the server refuses of a label selector. */
import { quoteGo } from '../../base/index.ts';
import { forbiddenField, invalidTexts, invalidValue, requiredValue, type FieldError } from './field-error.ts';
import { goStringMap, goStrings, GoValue } from './go-syntax.ts';
import { checkLabelValue, checkQualifiedName } from './names.ts';
import type { LabelSelector } from './object.ts';
import { validateLabels } from './validate-meta.ts';

export function validateSelector(selector: LabelSelector | undefined, path: string): readonly FieldError[] {
  if (selector === undefined) return [];
  const errors: FieldError[] = [];
  if (selector.matchLabels) errors.push(...validateLabels(selector.matchLabels, `${path}.matchLabels`));
  for (const [i, requirement] of (selector.matchExpressions ?? []).entries()) {
    const at = `${path}.matchExpressions[${i}]`;
    const { operator, values = [] } = requirement;
    if (operator === 'In' || operator === 'NotIn') {
      if (values.length === 0) errors.push(requiredValue(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values.length > 0) errors.push(forbiddenField(`${at}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
    } else errors.push(invalidValue(`${at}.operator`, operator ?? '', 'not a valid selector operator'));
    errors.push(...invalidTexts(`${at}.key`, requirement.key ?? '', checkQualifiedName(requirement.key ?? '')));
    for (const [j, value] of values.entries()) errors.push(...invalidTexts(`${at}.values[${j}]`, value, checkLabelValue(value)));
  }
  return errors;
}

export function isEmptySelector(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length === 0;
}

/** As an error shows it: old releases by Go's print of the struct. */
export function shownSelector(selector: LabelSelector): GoValue {
  const expressions = selector.matchExpressions;
  const requirement = '[]v1.LabelSelectorRequirement';
  const list =
    expressions === undefined
      ? `${requirement}(nil)`
      : `${requirement}{${expressions
          .map((e) => `v1.LabelSelectorRequirement{Key:${quoteGo(e.key)}, Operator:${quoteGo(e.operator)}, Values:${goStrings(e.values).text}}`)
          .join(', ')}}`;
  return new GoValue(`v1.LabelSelector{MatchLabels:${goStringMap(selector.matchLabels).text}, MatchExpressions:${list}}`, selector, expressions === undefined);
}
