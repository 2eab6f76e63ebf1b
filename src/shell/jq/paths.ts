/** Getting, setting and deleting by path, and by one key of it. */
import { sliceText } from './strings.ts';
import { compare, described, equal, isArray, isNumber, isObject, JqError, shown, typeName, type Value } from './value.ts';

const lengthMax = 16_000_000;

export function getKey(value: Value, key: Value): Value {
  if (isObject(value) && typeof key === 'string') return value.get(key) ?? null;
  if (isArray(value) && isNumber(key)) {
    const index = Math.floor(Number(key));
    return value[index < 0 ? index + value.length : index] ?? null;
  }
  if (isObject(key) && (isArray(value) || value === null || typeof value === 'string')) return slice(value, key.get('start') ?? null, key.get('end') ?? null);
  if (isArray(value) && isArray(key)) return indices(value, key);
  if (value === null && (typeof key === 'string' || isNumber(key))) return null;
  throw cannotIndex(value, key);
}

function cannotIndex(value: Value, key: Value): JqError {
  if (typeof key === 'string') return new JqError(`Cannot index ${typeName(value)} with ${isObject(value) ? '' : 'string '}"${key}"`);
  return new JqError(`Cannot index ${typeName(value)} with ${typeName(key)}`);
}

export function slice(value: Value, from: Value, to: Value): Value {
  if (value === null) return null;
  if (!isArray(value) && typeof value !== 'string') throw new JqError(`Cannot index ${typeName(value)} with object`);
  const text = typeof value === 'string' ? value : undefined;
  const size = text === undefined ? value.length : [...text].length;
  const [start, end] = bounds(size, from, to);
  return text === undefined ? (value as readonly Value[]).slice(start, end) : sliceText(text, start, end);
}

function bounds(size: number, from: Value, to: Value): [start: number, end: number] {
  if ((from !== null && !isNumber(from)) || (to !== null && !isNumber(to))) throw new JqError('Start and end indices of an array slice must be numbers');
  const clamp = (n: number) => Math.max(0, Math.min(size, n < 0 ? n + size : n));
  const start = from === null ? 0 : clamp(Math.floor(Number(from)));
  const end = to === null ? size : clamp(Math.ceil(Number(to)));
  return [start, Math.max(start, end)];
}

/** Where one array stands within another. */
export function indices(value: readonly Value[], part: readonly Value[]): Value {
  const found: Value[] = [];
  if (part.length === 0) return null;
  for (let i = 0; i + part.length <= value.length; i++) if (part.every((item, j) => equal(item, value[i + j]!))) found.push(i);
  return found;
}

export function setKey(value: Value, key: Value, to: Value): Value {
  if (typeof key === 'string' && (isObject(value) || value === null)) return new Map(value ?? []).set(key, to);
  if (isNumber(key) && (isArray(value) || value === null)) {
    const items = [...(value ?? [])];
    let index = Math.trunc(Number(key));
    if (index < 0) index += items.length;
    if (index < 0) throw new JqError('Out of bounds negative array index');
    if (index > lengthMax) throw new JqError('Array index too large');
    while (items.length < index) items.push(null);
    items[index] = to;
    return items;
  }
  if (isObject(key) && (isArray(value) || value === null)) {
    if (!isArray(to)) throw new JqError('A slice of an array can only be assigned another array');
    const items = value ?? [];
    const [start, end] = bounds(items.length, key.get('start') ?? null, key.get('end') ?? null);
    return [...items.slice(0, start), ...to, ...items.slice(end)];
  }
  if (isObject(key)) throw new JqError('Cannot update field at object index of ' + typeName(value));
  throw cannotIndex(value, key);
}

export function getPath(value: Value, path: readonly Value[]): Value {
  let at = value;
  for (const key of path) {
    if (at === null) return null;
    at = getKey(at, key);
  }
  return at;
}

export function setPath(value: Value, path: readonly Value[], to: Value, depth = 0): Value {
  if (depth === path.length) return to;
  const key = path[depth]!;
  return setKey(value, key, setPath(getKey(value, key), path, to, depth + 1));
}

/** The last ones first, so that none moves another. */
export function deletePaths(value: Value, paths: readonly Value[]): Value {
  const sorted = [...paths].sort((a, b) => compare(b, a));
  let result = value;
  for (const path of sorted) {
    if (!isArray(path)) throw new JqError('Path must be specified as an array');
    result = deletePath(result, path, 0);
  }
  return result;
}

function deletePath(value: Value, path: readonly Value[], depth: number): Value {
  if (depth === path.length || value === null) return null;
  const key = path[depth]!;
  if (depth === path.length - 1) return deleteKey(value, key);
  const inner = getKey(value, key);
  return inner === null ? value : setKey(value, key, deletePath(inner, path, depth + 1));
}

function deleteKey(value: Value, key: Value): Value {
  if (isObject(value) && typeof key === 'string') {
    const left = new Map(value);
    left.delete(key);
    return left;
  }
  if (isArray(value) && isNumber(key)) {
    const index = Number(key) < 0 ? Math.trunc(Number(key)) + value.length : Math.trunc(Number(key));
    return index < 0 ? value : value.filter((_, i) => i !== index);
  }
  if (isArray(value) && isObject(key)) {
    const [start, end] = bounds(value.length, key.get('start') ?? null, key.get('end') ?? null);
    return [...value.slice(0, start), ...value.slice(end)];
  }
  if (isObject(value)) throw new JqError(`Cannot delete field at array index of object`);
  throw new JqError(`Cannot delete field at ${typeof key === 'string' ? 'object' : 'array'} index of ${typeName(value)}`);
}

/** What `.[]` gives: keys and values. */
export function members(value: Value): [key: Value, member: Value][] {
  if (isArray(value)) return value.map((item, i) => [i, item]);
  if (isObject(value)) return [...value];
  throw new JqError(`Cannot iterate over ${value === null ? 'null (null)' : described(value)}`);
}

export function keysOf(value: Value): Value[] {
  if (isArray(value)) return value.map((_, i) => i);
  if (isObject(value)) return [...value.keys()];
  throw new JqError(`${typeName(value)} (${shown(value)}) has no keys`);
}
