/** `as [$a, {b: $c}]`: a value taken apart into variables. */
import type { Env, Machine, Node } from './machine.ts';
import { getKey } from './paths.ts';
import type { Filter, Pattern } from './syntax.ts';
import { JqError, isArray, isObject, typeName, type Value } from './value.ts';

export function namesOf(pattern: Pattern): string[] {
  if (pattern.kind === 'name') return [pattern.name];
  if (pattern.kind === 'array') return pattern.items.flatMap(namesOf);
  return pattern.entries.flatMap((entry) => [...(entry.name === undefined ? [] : [entry.name]), ...(entry.pattern ? namesOf(entry.pattern) : [])]);
}

type Values = ReadonlyMap<string, Value>;
type Reader = (m: Machine, env: Env | undefined, value: Value, values: Values, then: (values: Values) => void) => void;

/** Keys may be filters, which see the variables bound so far. */
export function bindPattern(pattern: Pattern, compileKey: (filter: Filter, known: readonly string[]) => Node): (m: Machine, env: Env | undefined, value: Value, then: (values: Values) => void) => void {
  const known: string[] = [];
  const reader = read(pattern, known, compileKey);
  return (m, env, value, then) => reader(m, env, value, new Map(), then);
}

function read(pattern: Pattern, known: string[], compileKey: (filter: Filter, known: readonly string[]) => Node): Reader {
  if (pattern.kind === 'name') {
    known.push(pattern.name);
    return (_m, _env, value, values, then) => then(new Map(values).set(pattern.name, value));
  }
  if (pattern.kind === 'array') {
    const items = pattern.items.map((item) => read(item, known, compileKey));
    return (m, env, value, values, then) => {
      if (value !== null && !isArray(value)) throw new JqError(`Cannot index ${typeName(value)} with number`);
      const go = (i: number, made: Values): void => (items[i] ? items[i](m, env, getKey(value, i), made, (next) => go(i + 1, next)) : then(made));
      go(0, values);
    };
  }
  const entries = pattern.entries.map((entry) => {
    const names = [...known];
    const key = compileKey(entry.key, names);
    if (entry.name !== undefined) known.push(entry.name);
    return { key, names, name: entry.name, inner: entry.pattern && read(entry.pattern, known, compileKey) };
  });
  return (m, env, value, values, then) => {
    const go = (i: number, made: Values): void => {
      const entry = entries[i];
      if (!entry) return then(made);
      const reachable = entry.names.reduce<Env | undefined>((parent, name) => ({ slot: made.get(name) ?? null, parent }), env);
      m.evaluate(entry.key, reachable, value, undefined, (key) => {
        if (typeof key !== 'string') throw new JqError(`Cannot index ${typeName(value)} with ${typeName(key)}`);
        if (value !== null && !isObject(value)) throw new JqError(`Cannot index ${typeName(value)} with "${key}"`);
        const member = getKey(value, key);
        const named = entry.name === undefined ? made : new Map(made).set(entry.name, member);
        if (entry.inner) entry.inner(m, env, member, named, (next) => go(i + 1, next));
        else go(i + 1, named);
      });
    };
    go(0, values);
  };
}
