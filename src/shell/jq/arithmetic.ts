/** What + - * / % mean between values. */
import { described, equal, isArray, isNumber, isObject, JqError, type JqObject, type Value } from './value.ts';
import { splitText } from './strings.ts';

const textMax = 64 * 1024 * 1024; // characters: more is no answer but a full memory

export function arithmetic(operator: string, a: Value, b: Value): Value {
  switch (operator) {
    case '+':
      return add(a, b);
    case '-':
      return subtract(a, b);
    case '*':
      return multiply(a, b);
    case '/':
      return divide(a, b);
    default:
      return remainder(a, b);
  }
}

const itemsMax = 4_000_000;

export function add(a: Value, b: Value): Value {
  if (a === null) return b;
  if (b === null) return a;
  if (isNumber(a) && isNumber(b)) return Number(a) + Number(b);
  if (typeof a === 'string' && typeof b === 'string') {
    if (a.length + b.length > textMax) throw new JqError('String too long');
    return a + b;
  }
  if (isArray(a) && isArray(b)) {
    if (a.length + b.length > itemsMax) throw new JqError('Array too large');
    return [...a, ...b];
  }
  if (isObject(a) && isObject(b)) return new Map([...a, ...b]);
  throw new JqError(`${described(a)} and ${described(b)} cannot be added`);
}

function subtract(a: Value, b: Value): Value {
  if (isNumber(a) && isNumber(b)) return Number(a) - Number(b);
  if (isArray(a) && isArray(b)) return a.filter((item) => !b.some((other) => equal(item, other)));
  throw new JqError(`${described(a)} and ${described(b)} cannot be subtracted`);
}

function multiply(a: Value, b: Value): Value {
  if (isNumber(a) && isNumber(b)) return Number(a) * Number(b);
  if (typeof a === 'string' && isNumber(b)) return repeat(a, Number(b));
  if (isNumber(a) && typeof b === 'string') return repeat(b, Number(a));
  if (isObject(a) && isObject(b)) return merge(a, b);
  throw new JqError(`${described(a)} and ${described(b)} cannot be multiplied`);
}

function repeat(text: string, times: number): Value {
  if (!(times > 0)) return null;
  const whole = Math.max(1, Math.floor(times));
  if (text.length * whole > textMax) throw new JqError('Repeat string result too long');
  return text.repeat(whole);
}

/** Objects within objects are merged, everything else is replaced. */
function merge(a: JqObject, b: JqObject): JqObject {
  const merged = new Map(a);
  for (const [key, value] of b) {
    const before = merged.get(key);
    merged.set(key, isObject(before) && isObject(value) ? merge(before, value) : value);
  }
  return merged;
}

function divide(a: Value, b: Value): Value {
  if (isNumber(a) && isNumber(b)) {
    if (Number(b) === 0) throw new JqError(`${described(a)} and ${described(b)} cannot be divided because the divisor is zero`);
    return Number(a) / Number(b);
  }
  if (typeof a === 'string' && typeof b === 'string') return splitText(a, b);
  throw new JqError(`${described(a)} and ${described(b)} cannot be divided`);
}

function remainder(a: Value, b: Value): Value {
  if (!isNumber(a) || !isNumber(b)) throw new JqError(`${described(a)} and ${described(b)} cannot be divided`);
  const x = Number(a);
  const y = Number(b);
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  const divisor = Math.abs(Math.trunc(y));
  if (divisor === 0) throw new JqError(`${described(a)} and ${described(b)} cannot be divided (remainder) because the divisor is zero`);
  const result = Math.abs(Math.trunc(x)) % divisor;
  return x < 0 && result !== 0 ? -result : result;
}
