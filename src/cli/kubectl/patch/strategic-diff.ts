/**
 * The patch that leads from one object to another, in the form that the API calls strategic: lists of named things are
 * compared by name, and what the patch has to say beyond values is said by members that begin with `$`.
 */
import { deepEqual, isJsonObject, setMember, type Json, type JsonObject } from '../../../base/index.ts';
import type { PatchSchema } from './patch-schema.ts';

export interface DiffOptions {
  /** Leave out what is only in the first: the second does not speak of everything. */
  readonly keepsMissing: boolean;
  /** Leave out what is new or different: only what went counts. */
  readonly onlyDeletions: boolean;
  readonly ordersElements: boolean;
}

type Patch = Record<string, Json>;

export function diffObjects(from: JsonObject, to: JsonObject, schema: PatchSchema, options: DiffOptions, retainsKeys = false): Patch {
  const patch: Patch = {};
  for (const [key, value] of Object.entries(to)) {
    const old = Object.hasOwn(from, key) ? from[key]! : undefined;
    if (old === undefined || kindOf(old) !== kindOf(value)) {
      if (!options.onlyDeletions && !(old === undefined && value === null)) setMember(patch, key, value);
    } else if (isJsonObject(value)) diffMember(patch, key, old as JsonObject, value, schema, options);
    else if (Array.isArray(value)) diffListMember(patch, key, old as readonly Json[], value as readonly Json[], schema, options);
    else if (!options.onlyDeletions && !deepEqual(old, value)) setMember(patch, key, value);
  }
  if (!options.keepsMissing) for (const key of Object.keys(from)) if (!Object.hasOwn(to, key)) setMember(patch, key, null);
  if (retainsKeys && Object.keys(to).length > 0 && (Object.keys(patch).length > 0 || Object.keys(from).some((key) => from[key] !== null && !Object.hasOwn(to, key)))) {
    patch.$retainKeys = Object.keys(to).sort();
  }
  return patch;
}

function diffMember(patch: Patch, key: string, old: JsonObject, value: JsonObject, schema: PatchSchema, options: DiffOptions): void {
  const { schema: inner, strategies } = schema.member(key);
  if (strategies.includes('replace')) {
    if (!options.onlyDeletions && !deepEqual(old, value)) setMember(patch, key, value);
    return;
  }
  const difference = diffObjects(old, value, inner, options, strategies.includes('retainKeys'));
  if (Object.keys(difference).length > 0) setMember(patch, key, difference);
}

function diffListMember(patch: Patch, key: string, old: readonly Json[], value: readonly Json[], schema: PatchSchema, options: DiffOptions): void {
  const { schema: inner, mergeKey, strategies } = schema.member(key);
  if (!strategies.includes('merge')) {
    if (!options.onlyDeletions && !deepEqual(old, value)) setMember(patch, key, value);
    return;
  }
  const isScalars = [...old, ...value].every((item) => !isJsonObject(item));
  const result = isScalars
    ? diffScalars(old, value, options)
    : diffNamed(old as readonly JsonObject[], value as readonly JsonObject[], mergeKey, inner, options, strategies.includes('retainKeys'));
  if (result.changes.length > 0) patch[key] = result.changes;
  if (result.deletions.length > 0) patch[`$deleteFromPrimitiveList/${key}`] = result.deletions;
  if (result.order.length > 0) patch[`$setElementOrder/${key}`] = result.order;
}

interface ListDifference {
  readonly changes: readonly Json[];
  readonly deletions: readonly Json[];
  readonly order: readonly Json[];
}

/** A list of texts that merges as a set. */
function diffScalars(old: readonly Json[], value: readonly Json[], options: DiffOptions): ListDifference {
  if (old.length === 0) return { changes: options.onlyDeletions ? [] : value, deletions: [], order: [] };
  const changes = options.onlyDeletions ? [] : value.filter((item) => !old.includes(item));
  const deletions = options.keepsMissing ? [] : old.filter((item) => !value.includes(item));
  const isMoved = !deepEqual(old.filter((item) => value.includes(item)), value.filter((item) => old.includes(item)));
  const order = options.ordersElements && (changes.length > 0 || deletions.length > 0 || isMoved) ? value : [];
  return { changes, deletions, order };
}

function diffNamed(old: readonly JsonObject[], value: readonly JsonObject[], mergeKey: string, schema: PatchSchema, options: DiffOptions, retainsKeys: boolean): ListDifference {
  if (old.length === 0) return { changes: options.onlyDeletions ? [] : value, deletions: [], order: [] };
  const changes: Json[] = [];
  for (const item of value) {
    const before = old.find((candidate) => deepEqual(candidate[mergeKey], item[mergeKey]));
    if (!before) {
      if (!options.onlyDeletions) changes.push(item);
      continue;
    }
    const difference = diffObjects(before, item, schema, options, retainsKeys);
    if (Object.keys(difference).length > 0) changes.push({ ...difference, [mergeKey]: item[mergeKey]! });
  }
  if (!options.keepsMissing) {
    for (const item of old) {
      if (!value.some((candidate) => deepEqual(candidate[mergeKey], item[mergeKey]))) changes.push({ $patch: 'delete', [mergeKey]: item[mergeKey]! });
    }
  }
  const keysOf = (items: readonly JsonObject[], others: readonly JsonObject[]): Json[] =>
    items.map((item) => item[mergeKey] ?? null).filter((key) => others.some((other) => deepEqual(other[mergeKey], key)));
  const isMoved = !deepEqual(keysOf(old, value), keysOf(value, old));
  const order = options.ordersElements && (changes.length > 0 || isMoved) ? value.map((item) => ({ [mergeKey]: item[mergeKey] ?? null })) : [];
  return { changes, deletions: [], order };
}

function kindOf(value: Json): string {
  return value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value === 'bigint' ? 'number' : typeof value;
}
