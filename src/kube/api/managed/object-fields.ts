/** The fields of an object as a set, and the fields by which two objects differ, by the structure of their kind. */
import { canonicalJson, deepEqual, isJsonObject, type Json, type JsonObject } from '../../../base/index.ts';
import type { Definition, Field, FieldType, Structure } from '../../schema/structure-reader.ts';
import { emptySet, formatPath, isEmpty, leaf, makeSet, type FieldSet } from './field-set.ts';

/** Every field that `value` sets. An empty map or object is owned itself. */
export function fieldsOf(value: JsonObject, definition: Definition, structure: Structure): FieldSet {
  return objectFields(value, definition, structure, false);
}

function objectFields(value: JsonObject, definition: Definition, structure: Structure, isMember: boolean): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const name of Object.keys(value)) {
    const field = definition.fields.get(name);
    if (field && (value[name] ?? undefined) !== undefined) children.set(`f:${name}`, valueFields(value[name]!, field, structure));
  }
  return makeSet(isMember, children);
}

function valueFields(value: Json, field: Field, structure: Structure): FieldSet {
  if (isOwnedWhole(field, structure)) return leaf;
  return typeFields(value, field.type, field, structure);
}

function typeFields(value: Json, type: FieldType, field: Field, structure: Structure): FieldSet {
  if (type.form === 'object' && isJsonObject(value)) {
    const set = objectFields(value, structure.definition(type.definition), structure, false);
    return isEmpty(set) ? leaf : set;
  }
  if (type.form === 'map' && isJsonObject(value)) {
    const children = new Map(Object.keys(value).map((key) => [`f:${key}`, leaf]));
    return children.size === 0 ? leaf : makeSet(false, children);
  }
  if (type.form === 'list' && Array.isArray(value) && field.listKeys) {
    const items = value as readonly Json[];
    if (items.length === 0) return leaf;
    return makeSet(false, new Map(items.map((item) => [elementOf(item, field), itemFields(item, type.of, structure)])));
  }
  return leaf;
}

function itemFields(item: Json, type: FieldType, structure: Structure): FieldSet {
  if (type.form !== 'object' || !isJsonObject(item)) return leaf;
  return objectFields(item, structure.definition(type.definition), structure, true);
}

/** Lists without keys, atomic maps and objects of atomic definitions have one owner for all they hold. */
export function isOwnedWhole(field: Field, structure: Structure): boolean {
  if (field.isAtomic) return true;
  if (field.type.form === 'list') return field.listKeys === undefined;
  if (field.type.form === 'object') return structure.definition(field.type.definition).isAtomic;
  if (field.type.form === 'map') return false;
  return true;
}

/** `k:{"name":"web"}` or `v:"x"`: how the set names an item of a list. */
export function elementOf(item: Json, field: Field): string {
  const keys = field.listKeys ?? [];
  if (keys.length === 0 || !isJsonObject(item)) return `v:${canonicalJson(item)}`;
  const id: Record<string, Json> = {};
  for (const key of keys) {
    const value = item[key] ?? listKeyDefaults[key];
    if (value !== undefined) id[key] = value;
  }
  return `k:${canonicalJson(id)}`;
}

/** The paths of what a definition does not have, in order: `.spec.containers[name="web"].imagee`. */
export function undeclaredFields(value: JsonObject, definition: Definition, structure: Structure): readonly string[] {
  const found: (readonly string[])[] = [];
  const inObject = (object: JsonObject, { fields }: Definition, path: readonly string[]): void => {
    for (const name of Object.keys(object).sort()) {
      const field = fields.get(name);
      if (field) inValue(object[name]!, field.type, field, [...path, `f:${name}`]);
      else found.push([...path, `f:${name}`]);
    }
  };
  const inValue = (member: Json, type: FieldType, field: Field, path: readonly string[]): void => {
    if (type.form === 'object' && isJsonObject(member)) inObject(member, structure.definition(type.definition), path);
    else if (type.form === 'map' && isJsonObject(member)) for (const key of Object.keys(member).sort()) inValue(member[key]!, type.of, field, [...path, `f:${key}`]);
    else if (type.form === 'list' && Array.isArray(member)) for (const [i, item] of (member as readonly Json[]).entries()) inValue(item, type.of, field, [...path, field.listKeys ? elementOf(item, field) : `i:${i}`]);
  };
  inObject(value, definition, []);
  return found.map(formatPath);
}

/** What a key has when an item leaves it out. */
const listKeyDefaults: Readonly<Record<string, Json>> = { protocol: 'TCP' };

export interface FieldChanges {
  /** Fields whose value is new or other than before. */
  readonly changed: FieldSet;
  readonly removed: FieldSet;
}

/** What differs between two values. Parts that are the same value are not looked into. */
export function compareFields(old: JsonObject, next: JsonObject, definition: Definition, structure: Structure): FieldChanges {
  return compareObjects(old, next, definition, structure);
}

function compareObjects(old: JsonObject, next: JsonObject, definition: Definition, structure: Structure): FieldChanges {
  const changed = new Map<string, FieldSet>();
  const removed = new Map<string, FieldSet>();
  for (const [name, field] of definition.fields) {
    const was = old[name] ?? undefined; // null is absence
    const is = next[name] ?? undefined;
    if (was === is) continue;
    const { changed: c, removed: r } = compareValues(was, is, field, structure);
    if (!isEmpty(c)) changed.set(`f:${name}`, c);
    if (!isEmpty(r)) removed.set(`f:${name}`, r);
  }
  return { changed: makeSet(false, changed), removed: makeSet(false, removed) };
}

/** Objects that are always there in the server's own form: they are not owned when they are first filled. */
const alwaysThere = new Set(['metadata', 'spec', 'status', 'strategy', 'template', 'updateStrategy', 'jobTemplate', 'containers', 'resources']);

function compareValues(was: Json | undefined, is: Json | undefined, field: Field, structure: Structure): FieldChanges {
  if (was === undefined) return { changed: added(is!, field, structure), removed: emptySet };
  if (is === undefined) return { changed: emptySet, removed: valueWithSelf(was, field, structure) };
  if (isOwnedWhole(field, structure)) return { changed: deepEqual(was, is) ? emptySet : leaf, removed: emptySet };
  const { type } = field;
  if (type.form === 'object' && isJsonObject(was) && isJsonObject(is)) return compareObjects(was, is, structure.definition(type.definition), structure);
  if (type.form === 'map' && isJsonObject(was) && isJsonObject(is)) return compareMaps(was, is);
  if (type.form === 'list' && Array.isArray(was) && Array.isArray(is)) return compareLists(was, is, field, type.of, structure);
  return { changed: deepEqual(was, is) ? emptySet : leaf, removed: emptySet };
}

function added(value: Json, field: Field, structure: Structure): FieldSet {
  if (alwaysThere.has(field.name)) return ownNested(valueFields(value, field, structure), value, field, structure);
  return valueWithSelf(value, field, structure);
}

/** What is new is owned with all that it holds, the maps and objects inside included. */
function valueWithSelf(value: Json, field: Field, structure: Structure): FieldSet {
  const set = ownNested(valueFields(value, field, structure), value, field, structure);
  return makeSet(true, set.children);
}

function ownNested(set: FieldSet, value: Json, field: Field, structure: Structure): FieldSet {
  if (set.children.size === 0) return set;
  const { type } = field;
  const children = new Map(set.children);
  if (type.form === 'object' && isJsonObject(value)) {
    const definition = structure.definition(type.definition);
    for (const [element, child] of set.children) {
      const inner = definition.fields.get(element.slice(2));
      if (inner && child.children.size > 0) children.set(element, added(value[inner.name]!, inner, structure));
    }
  } else if (type.form === 'list' && type.of.form === 'object' && Array.isArray(value)) {
    const definition = structure.definition(type.of.definition);
    for (const item of value as readonly JsonObject[]) {
      const nested = compareObjects({}, item, definition, structure).changed;
      children.set(elementOf(item, field), makeSet(true, nested.children));
    }
  }
  return makeSet(set.isMember, children);
}

function compareMaps(was: JsonObject, is: JsonObject): FieldChanges {
  const changed = new Map<string, FieldSet>();
  const removed = new Map<string, FieldSet>();
  for (const key of Object.keys(is)) if (!deepEqual(was[key], is[key])) changed.set(`f:${key}`, leaf);
  for (const key of Object.keys(was)) if (!Object.hasOwn(is, key)) removed.set(`f:${key}`, leaf);
  return { changed: makeSet(false, changed), removed: makeSet(false, removed) };
}

function compareLists(was: readonly Json[], is: readonly Json[], field: Field, type: FieldType, structure: Structure): FieldChanges {
  const before = new Map(was.map((item) => [elementOf(item, field), item]));
  const after = new Map(is.map((item) => [elementOf(item, field), item]));
  const changed = new Map<string, FieldSet>();
  const removed = new Map<string, FieldSet>();
  for (const [element, item] of after) {
    const old = before.get(element);
    if (old === item) continue;
    if (type.form !== 'object' || !isJsonObject(item)) {
      if (old === undefined) changed.set(element, leaf);
      continue;
    }
    const definition = structure.definition(type.definition);
    const inner = compareObjects(isJsonObject(old) ? old : {}, item, definition, structure);
    const set = makeSet(old === undefined, inner.changed.children);
    if (!isEmpty(set)) changed.set(element, set);
    if (!isEmpty(inner.removed)) removed.set(element, inner.removed);
  }
  for (const [element, item] of before) {
    if (!after.has(element)) removed.set(element, isJsonObject(item) ? itemFields(item, type, structure) : leaf);
  }
  return { changed: makeSet(false, changed), removed: makeSet(false, removed) };
}
