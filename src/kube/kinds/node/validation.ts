/** What the server refuses of a Node. */
import { deepEqual } from '../../../base/index.ts';
import { duplicateValue, FieldError, forbiddenField, invalidTexts, invalidValue, oneOf } from '../../meta/field-error.ts';
import { goStrings, GoValue } from '../../meta/go-syntax.ts';
import { checkLabelValue, checkQualifiedName, isCidr } from '../../meta/names.ts';
import type { Release } from '../../meta/release.ts';
import type { KindContext } from '../kind.ts';
import { taintEffects } from '../pod/spec-validation.ts';
import type { Node, Taint } from './node.ts';

export function validateNode({ spec }: Node, { release }: KindContext): readonly FieldError[] {
  return [...validateTaints(spec?.taints ?? []), ...validateRanges(spec?.podCIDRs ?? [], release)];
}

/** They are told of as if they were metadata. */
function validateTaints(taints: readonly Taint[]): readonly FieldError[] {
  return taints.flatMap((taint, i) => {
    const at = `metadata.taints[${i}]`;
    const { key = '', value = '', effect } = taint as Partial<Taint>;
    const wrong = checkLabelValue(value);
    const isRepeated = taints.slice(0, i).some((other) => other.key === taint.key && other.effect === taint.effect);
    return [
      ...invalidTexts(`${at}.key`, key, checkQualifiedName(key)),
      ...(wrong.length > 0 ? [invalidValue(`${at}.value`, value, wrong.join(';'))] : []),
      ...oneOf(`${at}.effect`, effect, taintEffects),
      ...(isRepeated ? [new FieldError('FieldValueDuplicate', at, shownTaint(taint), 'taints must be unique by key and effect pair')] : []),
    ];
  });
}

function shownTaint({ key, value = '', effect }: Taint): GoValue {
  return new GoValue(`core.Taint{Key:"${key}", Value:"${value}", Effect:"${effect}", TimeAdded:(*v1.Time)(nil)}`, { Key: key, Value: value, Effect: effect, TimeAdded: null });
}

function validateRanges(ranges: readonly string[], release: Release): readonly FieldError[] {
  const path = 'spec.podCIDRs';
  const why = release.atLeast(31) ? 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)' : 'must be a valid CIDR value';
  const errors: FieldError[] = ranges.flatMap((range, i) => (isCidr(range) ? [] : [invalidValue(`${path}[${i}]`, range, why)]));
  if (ranges.length < 2) return errors;
  const isDual = ranges.length === 2 && ranges[0]!.includes(':') !== ranges[1]!.includes(':');
  if (!isDual) errors.push(invalidValue(path, goStrings(ranges), 'may specify no more than one CIDR for each IP family'));
  return [...errors, ...ranges.flatMap((range, i) => (ranges.indexOf(range) < i ? [duplicateValue(`${path}[${i}]`, range)] : []))];
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
