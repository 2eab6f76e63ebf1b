/** Strategic merge as the tests' server does it: lists of named things merge by name, other lists are replaced. */
import { isJsonObject, type Json } from '../../../base/index.ts';

export function mergeStrategically(current: Json | undefined, patch: Json): Json {
  if (!isJsonObject(patch)) return Array.isArray(patch) ? mergeLists(current, patch as readonly Json[]) : patch;
  const base: Record<string, Json> = isJsonObject(current) ? { ...current } : {};
  const kept = patch.$retainKeys as readonly string[] | undefined;
  if (kept) for (const key of Object.keys(base)) if (!kept.includes(key)) delete base[key];
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$')) continue;
    if (value === null) delete base[key];
    else base[key] = mergeStrategically(base[key], value);
  }
  return base;
}

const mergeKeys = ['name', 'containerPort', 'port', 'mountPath', 'type'];

function mergeLists(current: Json | undefined, patch: readonly Json[]): Json {
  const objects = patch.filter(isJsonObject);
  const key = mergeKeys.find((candidate) => objects.length > 0 && objects.every((item) => Object.hasOwn(item, candidate)));
  if (objects.length !== patch.length || key === undefined) return patch;
  const merged: Json[] = Array.isArray(current) ? [...(current as readonly Json[])] : [];
  for (const item of objects) {
    const index = merged.findIndex((known) => isJsonObject(known) && known[key] === item[key]);
    if (item.$patch === 'delete') {
      if (index >= 0) merged.splice(index, 1);
    } else if (index >= 0) merged[index] = mergeStrategically(merged[index], item);
    else merged.push(mergeStrategically({}, item));
  }
  return merged;
}
