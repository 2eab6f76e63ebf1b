/** What apply sends: what the file now says differently from the server, and what it said last time and no longer does. */
import { createMergePatch, deepEqual, isJsonObject, setMember, type Json, type JsonObject } from '../../../base/index.ts';
import type { PatchSchema } from './patch-schema.ts';
import { diffObjects } from './strategic-diff.ts';

/** `original` is what was applied last, `modified` what is to be, `current` what the server has. */
export function threeWayPatch(original: JsonObject, modified: JsonObject, current: JsonObject, schema: PatchSchema): JsonObject {
  const delta = diffObjects(current, modified, schema, { keepsMissing: true, onlyDeletions: false, ordersElements: true });
  const deletions = diffObjects(original, modified, schema, { keepsMissing: false, onlyDeletions: true, ordersElements: true });
  return unite(deletions, delta, schema);
}

/** One patch that says what both say; the second has the last word. */
function unite(first: JsonObject, second: JsonObject, schema: PatchSchema): JsonObject {
  const united: Record<string, Json> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const known = Object.hasOwn(first, key) ? first[key]! : undefined;
    const { schema: inner, mergeKey, strategies } = schema.member(key);
    if (isJsonObject(known) && isJsonObject(value)) setMember(united, key, unite(known, value, inner));
    else if (Array.isArray(known) && Array.isArray(value) && strategies.includes('merge') && mergeKey !== '' && !key.startsWith('$')) {
      united[key] = uniteLists(known as readonly JsonObject[], value as readonly JsonObject[], mergeKey, inner);
    } else setMember(united, key, value);
  }
  return united;
}

function uniteLists(first: readonly JsonObject[], second: readonly JsonObject[], mergeKey: string, schema: PatchSchema): Json[] {
  const rest = [...first];
  const united: Json[] = second.map((item) => {
    const at = rest.findIndex((candidate) => deepEqual(candidate[mergeKey], item[mergeKey]));
    if (at < 0) return item;
    const [known] = rest.splice(at, 1);
    return unite(known!, item, schema);
  });
  return [...united, ...rest];
}

/** The same for kinds whose description the server does not give: lists are replaced whole. */
export function threeWayMergePatch(original: JsonObject, modified: JsonObject, current: JsonObject): JsonObject {
  const delta = withoutNulls(createMergePatch(current, modified));
  const deletions = onlyNulls(createMergePatch(original, modified));
  return uniteMerge(deletions, delta);
}

function withoutNulls(patch: JsonObject): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) continue;
    const inner = isJsonObject(value) ? withoutNulls(value) : value;
    if (!isJsonObject(value) || Object.keys(inner as JsonObject).length > 0 || Object.keys(value).length === 0) setMember(kept, key, inner);
  }
  return kept;
}

function onlyNulls(patch: JsonObject): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) setMember(kept, key, null);
    else if (isJsonObject(value)) {
      const inner = onlyNulls(value);
      if (Object.keys(inner).length > 0) setMember(kept, key, inner);
    }
  }
  return kept;
}

function uniteMerge(first: JsonObject, second: JsonObject): JsonObject {
  const united: Record<string, Json> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const known = united[key];
    setMember(united, key, isJsonObject(known) && isJsonObject(value) ? uniteMerge(known, value) : value);
  }
  return united;
}
