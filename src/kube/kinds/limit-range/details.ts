/** What the server fills in, refuses and prints of a LimitRange. */
import { compareQuantity, formatQuantity, sortedKeys, tryQuantity } from '../../../base/index.ts';
import { duplicateValue, forbiddenField, invalidTexts, invalidValue, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkQualifiedName } from '../../meta/names.ts';
import type { NewObject } from '../../meta/object.ts';
import { nameColumn } from '../column.ts';
import { createdColumn } from '../dated-column.ts';
import type { KindDetails } from '../kind.ts';
import { amountErrors, validateResourceName } from '../pod/resource-validation.ts';
import type { LimitRange, LimitRangeItem } from './limit-range.ts';

export const limitRangeDetails: KindDetails<LimitRange> = {
  defaults: fill,
  validate: ({ spec: { limits = [] } }) => limits.flatMap((item, i) => validateItem(item, limits.slice(0, i), `spec.limits[${i}]`)),
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
const parts = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

function validateItem(item: LimitRangeItem, before: readonly LimitRangeItem[], path: string): readonly FieldError[] {
  const { type } = item;
  const isPod = type === 'Pod';
  const wrongType = invalidTexts(`${path}.type`, type, checkQualifiedName(type));
  const errors: FieldError[] = [...wrongType];
  if (wrongType.length === 0 && !type.includes('/') && !types.includes(type)) errors.push(invalidValue(`${path}.type`, type, 'must be a standard limit type or fully qualified'));
  if (before.some((other) => other.type === type)) errors.push(duplicateValue(`${path}.type`, type));
  const check = isPod || type === 'Container' ? validateResourceName : amountErrors;
  for (const part of parts) {
    if (part === 'maxLimitRequestRatio' && type === 'PersistentVolumeClaim' && item.min?.['storage'] === undefined && item.max?.['storage'] === undefined) errors.push(requiredValue(`${path}.limits`, 'either minimum or maximum storage value is required, but neither was provided'));
    if (!isPod || !part.startsWith('default')) errors.push(...sortedKeys(item[part] ?? {}).flatMap((name) => check(name, `${path}.${part}[${name}]`)));
    else if (Object.keys(item[part] ?? {}).length > 0) errors.push(forbiddenField(`${path}.${part}`, "may not be specified when `type` is 'Pod'"));
  }
  const names = new Set(parts.flatMap((part) => (isPod && part.startsWith('default') ? [] : Object.keys(item[part] ?? {}))));
  return [...errors, ...[...names].toSorted().flatMap((name) => validateOrder(name, item, path))];
}

/** Which of two amounts must not be more than the other; under which of them, and with which value, it is told. */
const orders = [
  { low: 'min', high: 'max', under: 'min', shown: 'min', words: ['min', 'max'] },
  { low: 'min', high: 'defaultRequest', under: 'defaultRequest', shown: 'defaultRequest', words: ['min', 'default request'] },
  { low: 'defaultRequest', high: 'max', under: 'defaultRequest', shown: 'defaultRequest', words: ['default request', 'max'] },
  { low: 'defaultRequest', high: 'default', under: 'defaultRequest', shown: 'defaultRequest', words: ['default request', 'default limit'] },
  { low: 'min', high: 'default', under: 'default', shown: 'min', words: ['min', 'default'] },
  { low: 'default', high: 'max', under: 'default', shown: 'max', words: ['default', 'max'] },
] as const;

function validateOrder(name: string, item: LimitRangeItem, path: string): readonly FieldError[] {
  const amount = (part: (typeof parts)[number]) => (item.type === 'Pod' && part.startsWith('default') ? undefined : tryQuantity(item[part]?.[name] ?? ''));
  const errors: FieldError[] = orders.flatMap(({ low, high, under, shown, words }) => {
    const a = amount(low);
    const b = amount(high);
    if (!a || !b || compareQuantity(a, b) <= 0) return [];
    return [invalidValue(`${path}.${under}[${name}]`, formatQuantity(amount(shown)!), `${words[0]} value ${formatQuantity(a)} is greater than ${words[1]} value ${formatQuantity(b)}`)];
  });
  const ratio = amount('maxLimitRequestRatio');
  const [min, max] = [amount('min'), amount('max')];
  const wrongRatio = (why: string) => errors.push(invalidValue(`${path}.maxLimitRequestRatio[${name}]`, formatQuantity(ratio!), `ratio ${formatQuantity(ratio!)} ${why}`));
  if (ratio && ratio.nanos < NANOS) wrongRatio('is less than 1');
  if (ratio && min && max && min.nanos > 0n && ratio.nanos * min.nanos > max.nanos * NANOS) wrongRatio(`is greater than max/min = ${sixDigits(max.nanos, min.nanos)}`);
  const [own, asked] = [amount('default'), amount('defaultRequest')];
  const isShared = !name.startsWith('hugepages-') && (!name.includes('/') || name.includes('kubernetes.io/'));
  if (!isShared && own && asked && compareQuantity(own, asked) !== 0) errors.push(invalidValue(`${path}.defaultRequest[${name}]`, formatQuantity(asked), `default value ${formatQuantity(own)} must equal to defaultRequest value ${formatQuantity(asked)} in ${name}`));
  return errors;
}

const NANOS = 1_000_000_000n;

/** As Go prints a number with `%f`. */
function sixDigits(a: bigint, b: bigint): string {
  const millionths = (a * 2_000_000n + b) / (2n * b);
  return `${millionths / 1_000_000n}.${String(millionths % 1_000_000n).padStart(6, '0')}`;
}
