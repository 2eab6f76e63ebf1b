/** A strategic merge patch applied where no server is asked: objects merge, lists of named things merge by their key, others are replaced. */
import { isJsonObject, ownMember, setMember, type Json, type JsonObject } from '../../../base/index.ts';

/** The field that a list of objects merges by in a strategic patch; ports of services differ from those of containers. */
const mergeKeys: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  volumes: 'name',
  env: 'name',
  imagePullSecrets: 'name',
  secrets: 'name',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
  ownerReferences: 'uid',
};

export function mergeStrategically(target: Json | undefined, patch: Json, field = ''): Json {
  if (Array.isArray(patch)) return mergeLists(Array.isArray(target) ? (target as readonly Json[]) : undefined, patch as readonly Json[], field);
  if (!isJsonObject(patch)) return patch;
  if (patch.$patch === 'replace') return withoutDirectives(patch);
  const merged: Record<string, Json> = { ...(isJsonObject(target) ? target : {}) };
  for (const [name, value] of Object.entries(patch)) {
    if (name.startsWith('$')) continue;
    if (value === null || (isJsonObject(value) && value.$patch === 'delete')) delete merged[name];
    else setMember(merged, name, mergeStrategically(ownMember(merged, name), value, name));
  }
  return merged;
}

/** Items of the patch first where they are new, as the server would have them. */
function mergeLists(target: readonly Json[] | undefined, patch: readonly Json[], field: string): Json {
  const key = keyOf(field, patch) ?? keyOf(field, target ?? []);
  if (!target || key === undefined || patch.some((item) => isJsonObject(item) && item.$patch === 'replace')) return patch.filter((item) => !(isJsonObject(item) && '$patch' in item));
  const merged = [...target];
  for (const item of patch as readonly JsonObject[]) {
    const at = merged.findIndex((known) => isJsonObject(known) && known[key] === item[key]);
    if (item.$patch === 'delete') {
      if (at >= 0) merged.splice(at, 1);
    } else if (at >= 0) merged[at] = mergeStrategically(merged[at], item);
    else merged.push(withoutDirectives(item));
  }
  return merged;
}

function keyOf(field: string, items: readonly Json[]): string | undefined {
  if (items.length === 0 || !items.every(isJsonObject)) return undefined;
  if (field === 'ports') return items.some((item) => 'containerPort' in item) ? 'containerPort' : 'port';
  return Object.hasOwn(mergeKeys, field) ? mergeKeys[field] : undefined;
}

function withoutDirectives(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !name.startsWith('$')));
}
