/**
 * Sets of fields, as managers own them: a tree whose branches are path elements of the wire form (`f:spec`,
 * `k:{"name":"web"}`, `v:"x"`), a member being a node that is owned itself. Values, never changed in place.
 */
import { compareBytes, isJsonObject } from '../../../base/index.ts';

export interface FieldSet {
  readonly isMember: boolean;
  readonly children: ReadonlyMap<string, FieldSet>;
}

const noChildren: ReadonlyMap<string, FieldSet> = new Map();
export const emptySet: FieldSet = { isMember: false, children: noChildren };
export const leaf: FieldSet = { isMember: true, children: noChildren };

export function makeSet(isMember: boolean, children: ReadonlyMap<string, FieldSet>): FieldSet {
  if (children.size === 0) return isMember ? leaf : emptySet;
  return { isMember, children };
}

export function isEmpty(set: FieldSet): boolean {
  return !set.isMember && set.children.size === 0;
}

function combine(a: FieldSet, b: FieldSet, isMember: boolean, keys: Iterable<string>, child: (a: FieldSet, b: FieldSet) => FieldSet): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const key of keys) {
    const merged = child(a.children.get(key) ?? emptySet, b.children.get(key) ?? emptySet);
    if (!isEmpty(merged)) children.set(key, merged);
  }
  return makeSet(isMember, children);
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmpty(a)) return b;
  if (isEmpty(b)) return a;
  return combine(a, b, a.isMember || b.isMember, new Set([...a.children.keys(), ...b.children.keys()]), union);
}

export function difference(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmpty(a) || isEmpty(b)) return a;
  return combine(a, b, a.isMember && !b.isMember, a.children.keys(), difference);
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmpty(a) || isEmpty(b)) return emptySet;
  return combine(a, b, a.isMember && b.isMember, a.children.keys(), intersection);
}

/** `a` without what lies at or below the members of `b`: an item that is gone takes its fields with it. */
export function withoutBelow(a: FieldSet, b: FieldSet): FieldSet {
  if (b.isMember) return emptySet;
  return combine(a, b, a.isMember, a.children.keys(), withoutBelow);
}

export function equalSets(a: FieldSet, b: FieldSet): boolean {
  if (a === b) return true;
  if (a.isMember !== b.isMember || a.children.size !== b.children.size) return false;
  for (const [key, child] of a.children) {
    const other = b.children.get(key);
    if (other === undefined || !equalSets(child, other)) return false;
  }
  return true;
}

/** Paths of all members, each a list of elements, in order. */
export function paths(set: FieldSet, prefix: readonly string[] = []): (readonly string[])[] {
  const found: (readonly string[])[] = set.isMember && prefix.length > 0 ? [prefix] : [];
  for (const key of [...set.children.keys()].sort(compareBytes)) found.push(...paths(set.children.get(key)!, [...prefix, key]));
  return found;
}

/** As errors write a path: `.spec.containers[name="web"].image`. */
export function formatPath(path: readonly string[]): string {
  return path
    .map((element) => {
      const rest = element.slice(2);
      if (element.startsWith('f:')) return `.${rest}`;
      if (element.startsWith('v:')) return `[=${rest}]`;
      if (element.startsWith('i:')) return `[${rest}]`;
      const keys = JSON.parse(rest) as Readonly<Record<string, unknown>>;
      return `[${Object.keys(keys).map((key) => `${key}=${JSON.stringify(keys[key])}`).join(',')}]`;
    })
    .join('');
}

/** The wire form: `{"f:spec":{"f:replicas":{}}}`, "." marking a node that is a member and has children. */
export function toFieldsV1(set: FieldSet): object {
  const out: Record<string, object> = {};
  if (set.isMember && set.children.size > 0) out['.'] = {};
  for (const key of [...set.children.keys()].sort(compareBytes)) out[key] = toFieldsV1(set.children.get(key)!);
  return out;
}

const depthMax = 64;

/** A node without children is a member; the root never is. */
export function fromFieldsV1(fields: unknown, depth = 0): FieldSet {
  if (!isJsonObject(fields) || depth > depthMax) return depth === 0 ? emptySet : leaf;
  const children = new Map<string, FieldSet>();
  let isMember = false;
  for (const key of Object.keys(fields)) {
    if (key === '.') isMember = true;
    else if (/^[fkv]:/.test(key) && isReadable(key)) children.set(key, fromFieldsV1(fields[key], depth + 1));
  }
  return makeSet(isMember || (children.size === 0 && depth > 0), children);
}

function isReadable(key: string): boolean {
  if (key.startsWith('f:')) return true;
  try {
    const value: unknown = JSON.parse(key.slice(2));
    return key.startsWith('v:') || isJsonObject(value);
  } catch {
    return false;
  }
}
