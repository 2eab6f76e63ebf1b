/** What is wrong with an object's metadata is found here, before anything is sent: the client reads it to know the object's name. */
import { isJsonObject, sortedKeys, type Json, type JsonObject } from '../../../base/index.ts';

const types: Readonly<Record<string, 'string' | 'map[string]string' | '[]string' | 'int64'>> = {
  annotations: 'map[string]string',
  deletionGracePeriodSeconds: 'int64',
  finalizers: '[]string',
  generateName: 'string',
  generation: 'int64',
  labels: 'map[string]string',
  name: 'string',
  namespace: 'string',
  resourceVersion: 'string',
  uid: 'string',
};

/** In the words of Go's decoder; undefined when there is nothing. */
export function metadataError(object: JsonObject): string | undefined {
  const { metadata = null } = object;
  if (metadata === null) return undefined;
  if (!isJsonObject(metadata)) return `json: cannot unmarshal ${goKind(metadata)} into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta`;
  for (const field of sortedKeys(metadata)) {
    const wrong = Object.hasOwn(types, field) ? mismatch(metadata[field]!, types[field]!) : undefined;
    if (wrong !== undefined) return `json: cannot unmarshal ${wrong.found} into Go struct field ObjectMeta.metadata.${field} of type ${wrong.wanted}`;
  }
  return undefined;
}

function mismatch(value: Json, type: string): { readonly found: string; readonly wanted: string } | undefined {
  if (value === null) return undefined;
  if (type === 'string') return typeof value === 'string' ? undefined : { found: goKind(value), wanted: type };
  if (type === 'int64') return typeof value === 'number' || typeof value === 'bigint' ? undefined : { found: goKind(value), wanted: type };
  const items = type === '[]string' ? (Array.isArray(value) ? (value as readonly Json[]) : undefined) : isJsonObject(value) ? sortedKeys(value).map((key) => value[key]!) : undefined;
  if (!items) return { found: goKind(value), wanted: type };
  const wrong = items.find((item) => item !== null && typeof item !== 'string');
  return wrong === undefined ? undefined : { found: goKind(wrong), wanted: 'string' };
}

function goKind(value: Json): string {
  if (typeof value === 'boolean') return 'bool';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'bigint' ? 'number' : typeof value;
}
