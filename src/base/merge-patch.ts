/** JSON merge patch (RFC 7396): a member of null removes, an object merges, anything else replaces. */
import { deepEqual, isJsonObject, setMember, type Json, type JsonObject } from './json-value.ts';

/** Neither argument is changed; what the patch does not touch is shared with the result. */
export function applyMergePatch(target: Json | undefined, patch: Json): Json {
  if (!isJsonObject(patch)) return patch;
  const merged: Record<string, Json> = isJsonObject(target) ? { ...target } : {};
  for (const key of Object.keys(patch)) {
    const change = patch[key]!;
    if (change === null) delete merged[key];
    else setMember(merged, key, applyMergePatch(Object.hasOwn(merged, key) ? merged[key] : undefined, change));
  }
  return merged;
}

/** The smallest merge patch that turns `before` into `after`; `{}` when nothing differs. */
export function createMergePatch(before: JsonObject, after: JsonObject): JsonObject {
  const patch: Record<string, Json> = {};
  for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) setMember(patch, key, null);
  for (const key of Object.keys(after)) {
    const was = Object.hasOwn(before, key) ? before[key] : undefined;
    const change = changeOf(was, after[key]!);
    if (change !== undefined) setMember(patch, key, change);
  }
  return patch;
}

function changeOf(was: Json | undefined, is: Json): Json | undefined {
  if (deepEqual(was, is)) return undefined;
  return isJsonObject(was) && isJsonObject(is) ? createMergePatch(was, is) : is;
}
