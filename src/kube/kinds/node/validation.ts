/** What the server refuses of a Node. */
import { deepEqual } from '../../../base/index.ts';
import { duplicateValue, forbiddenField, invalidTexts, oneOf, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { GoValue } from '../../meta/go-syntax.ts';
import { checkLabelValue, checkQualifiedName } from '../../meta/names.ts';
import { taintEffects } from '../pod/spec-validation.ts';
import type { Node, Taint } from './node.ts';

export function validateNode({ spec }: Node): readonly FieldError[] {
  const seen = new Set<string>();
  return (spec?.taints ?? []).flatMap((taint, i) => {
    const at = `spec.taints[${i}]`;
    const errors: FieldError[] = taint.key ? [...invalidTexts(`${at}.key`, taint.key, checkQualifiedName(taint.key))] : [requiredValue(`${at}.key`)];
    errors.push(...invalidTexts(`${at}.value`, taint.value ?? '', checkLabelValue(taint.value ?? '')));
    errors.push(...oneOf(`${at}.effect`, taint.effect, taintEffects));
    if (seen.has(`${taint.key}:${taint.effect}`)) errors.push(duplicateValue(at, shownTaint(taint)));
    seen.add(`${taint.key}:${taint.effect}`);
    return errors;
  });
}

function shownTaint({ key, value = '', effect }: Taint): GoValue {
  return new GoValue(`core.Taint{Key:"${key}", Value:"${value}", Effect:"${effect}", TimeAdded:(*v1.Time)(nil)}`, { Key: key, Value: value, Effect: effect, TimeAdded: null });
}

export function validateNodeUpdate(node: Node, old: Node): readonly FieldError[] {
  const errors: FieldError[] = [];
  const was = old.spec.podCIDRs ?? (old.spec.podCIDR ? [old.spec.podCIDR] : []);
  const is = node.spec?.podCIDRs ?? (node.spec?.podCIDR ? [node.spec.podCIDR] : []);
  if (was.length > 0 && !deepEqual(is, was)) errors.push(forbiddenField('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid'));
  if (old.spec.providerID && node.spec?.providerID !== old.spec.providerID) {
    errors.push(forbiddenField('spec.providerID', 'node updates may not change providerID except from "" to valid'));
  }
  return errors;
}
