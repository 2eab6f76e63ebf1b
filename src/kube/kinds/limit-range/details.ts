/** What the server fills in, refuses and prints of a LimitRange. */
import { compareQuantity, formatQuantity, tryQuantity } from '../../../base/index.ts';
import { duplicateValue, forbiddenField, invalidTexts, invalidValue, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkQualifiedName } from '../../meta/names.ts';
import type { Labels, NewObject } from '../../meta/object.ts';
import { nameColumn } from '../column.ts';
import { createdColumn } from '../dated-column.ts';
import type { KindDetails } from '../kind.ts';
import { validateResourceName } from '../pod/resource-validation.ts';
import type { LimitRange, LimitRangeItem } from './limit-range.ts';

export const limitRangeDetails: KindDetails<LimitRange> = {
  defaults: fill,
  validate: ({ spec: { limits = [] } }) => limits.flatMap((item, i) => [
    ...(limits.findIndex(({ type }) => type === item.type) < i ? [duplicateValue(`spec.limits[${i}].type`, item.type)] : []),
    ...validateItem(item, `spec.limits[${i}]`),
  ]),
  columns: [nameColumn, createdColumn],
};

/** Of a container: what is at most is what is by default, and what is held is what is asked for. */
function fill(object: NewObject<LimitRange>): NewObject<LimitRange> {
  const limits = object.spec?.limits?.map((item): LimitRangeItem => {
    if (item.type !== 'Container') return item;
    const held = { ...item.max, ...item.default };
    const asked = { ...item.min, ...held, ...item.defaultRequest };
    return { ...item, ...(Object.keys(held).length > 0 && { default: held }), ...(Object.keys(asked).length > 0 && { defaultRequest: asked }) };
  });
  return limits ? { ...object, spec: { ...object.spec, limits } } : object;
}

const types = ['Container', 'PersistentVolumeClaim', 'Pod'];

function validateItem(item: LimitRangeItem, path: string): readonly FieldError[] {
  const errors: FieldError[] = [...invalidTexts(`${path}.type`, item.type, checkQualifiedName(item.type))];
  if (!item.type.includes('/') && !types.includes(item.type)) errors.push(invalidValue(`${path}.type`, item.type, 'must be a standard limit type or fully qualified'));
  if (item.type === 'PersistentVolumeClaim' && item.min?.['storage'] === undefined && item.max?.['storage'] === undefined) errors.push(requiredValue(`${path}.limits`, 'either minimum or maximum storage value is required, but neither was provided'));
  for (const [name, ratio] of Object.entries(item.maxLimitRequestRatio ?? {})) {
    const amount = tryQuantity(ratio);
    if (amount && amount.nanos < 1_000_000_000n) errors.push(invalidValue(`${path}.maxLimitRequestRatio[${name}]`, formatQuantity(amount), `ratio ${formatQuantity(amount)} is less than 1`));
  }
  if (item.type === 'Container' || item.type === 'Pod') for (const part of ['max', 'min'] as const) for (const name of Object.keys(item[part] ?? {})) errors.push(...validateResourceName(name, `${path}.${part}[${name}]`));
  if (item.type === 'Pod') {
    if (item.default) errors.push(forbiddenField(`${path}.default`, 'may not be specified when `type` is \'Pod\''));
    if (item.defaultRequest) errors.push(forbiddenField(`${path}.defaultRequest`, 'may not be specified when `type` is \'Pod\''));
  }
  const order: readonly (readonly [keyof LimitRangeItem, keyof LimitRangeItem])[] = [['min', 'max'], ['min', 'defaultRequest'], ['min', 'default'], ['defaultRequest', 'max'], ['defaultRequest', 'default'], ['default', 'max']];
  const words: Readonly<Record<string, string>> = { defaultRequest: 'default request', default: 'default' };
  for (const [low, high] of order) {
    const lows = (item[low] ?? {}) as Labels;
    const highs = (item[high] ?? {}) as Labels;
    for (const [name, amount] of Object.entries(lows)) {
      const a = tryQuantity(amount);
      const b = tryQuantity(highs[name] ?? '');
      if (!a || !b || compareQuantity(a, b) <= 0) continue;
      errors.push(invalidValue(`${path}.${low}[${name}]`, amount, `${words[low] ?? low} value ${amount} is greater than ${words[high] ?? high} value ${highs[name]}`));
    }
  }
  return errors;
}
