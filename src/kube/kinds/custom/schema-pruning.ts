/** Drops what a custom kind's schema does not have, and names it. */
import { isJsonObject, ownMember, setMember, type Json, type JsonObject } from '../../../base/index.ts';

export interface Pruned {
  readonly value: JsonObject;
  readonly unknown: readonly string[];
}

/** Metadata, kind and version are not the schema's business. */
export function pruneBySchema(value: JsonObject, schema: JsonObject | undefined): Pruned {
  if (schema === undefined) return { value, unknown: [] };
  const unknown: string[] = [];
  const own: Record<string, Json> = {};
  const kept: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value)) setMember(name === 'metadata' || name === 'kind' || name === 'apiVersion' ? own : kept, name, member);
  const pruned = prune(kept, schema, '', unknown) as JsonObject;
  return { value: { ...own, ...pruned }, unknown };
}

function prune(value: Json, schema: JsonObject, path: string, unknown: string[]): Json {
  if (Array.isArray(value)) {
    const { items } = schema;
    return isJsonObject(items) ? (value as readonly Json[]).map((item, i) => prune(item, items, `${path}[${i}]`, unknown)) : value;
  }
  if (!isJsonObject(value)) return value;
  const { properties, additionalProperties } = schema;
  const keepsAll = schema['x-kubernetes-preserve-unknown-fields'] === true || additionalProperties === true;
  const result: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value)) {
    const at = path === '' ? name : `${path}.${name}`;
    const known = isJsonObject(properties) ? ownMember(properties, name) : undefined;
    if (isJsonObject(known)) setMember(result, name, prune(member, known, at, unknown));
    else if (isJsonObject(additionalProperties)) setMember(result, name, prune(member, additionalProperties, at, unknown));
    else if (keepsAll) setMember(result, name, member);
    else unknown.push(at);
  }
  return result;
}
