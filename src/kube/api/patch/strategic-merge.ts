/**
 * Strategic merge patch: like a merge patch, but lists whose items have a key are merged item by item, and directives
 * ($patch, $retainKeys, $setElementOrder, $deleteFromPrimitiveList) say what a plain patch cannot.
 */
import { deepEqual, formatGoValue, isJsonObject, setMember, type Json, type JsonObject } from '../../../base/index.ts';
import type { Definition, Field, FieldType, Structure } from '../../schema/structure-reader.ts';
import { orderItems } from './item-order.ts';

/** A patch that says something impossible, in the words of the server. */
export class PatchError extends Error {
  override name = 'PatchError';
}

const deletePrefix = '$deleteFromPrimitiveList/';
const orderPrefix = '$setElementOrder/';

/** Neither argument is changed; what the patch does not touch is shared. Throws PatchError. */
export function applyStrategicMerge(original: JsonObject, patch: JsonObject, definition: string, structure: Structure): JsonObject {
  return mergeMap(original, patch, structure.definition(definition), structure);
}

function mergeMap(original: JsonObject, patch: JsonObject, definition: Definition | undefined, structure: Structure): JsonObject {
  const directive = patch['$patch'];
  if (directive === 'delete') return {};
  if (directive === 'replace') return withoutDirectives(patch);
  if (directive !== undefined && directive !== 'merge') throw new PatchError(`unknown patch type: ${formatGoValue(directive)} in map: ${formatGoValue(patch)}`);
  const merged: Record<string, Json> = retainKeys(original, patch);
  for (const key of Object.keys(patch)) {
    if (key.startsWith('$')) continue;
    const change = patch[key]!;
    if (change === null) delete merged[key];
    else setMember(merged, key, mergeMember(Object.hasOwn(merged, key) ? merged[key] : undefined, change, patch, definition?.fields.get(key), key, structure));
  }
  for (const key of Object.keys(patch)) {
    if (key.startsWith(deletePrefix)) deleteFromList(merged, key.slice(deletePrefix.length), patch[key]!);
    else if (key.startsWith(orderPrefix)) {
      const name = key.slice(orderPrefix.length);
      if (!Object.hasOwn(patch, name)) reorder(merged, name, patch[key]!, definition?.fields.get(name));
    }
  }
  return merged;
}

function retainKeys(original: JsonObject, patch: JsonObject): Record<string, Json> {
  const keys = patch['$retainKeys'];
  if (keys === undefined) return { ...original };
  if (!Array.isArray(keys)) throw new PatchError('invalid patch format of retainKeys');
  const kept: Record<string, Json> = {};
  for (const key of Object.keys(original)) if (keys.includes(key)) setMember(kept, key, original[key]!);
  for (const key of Object.keys(patch)) {
    if (!key.startsWith('$') && patch[key] !== null && !keys.includes(key)) throw new PatchError('invalid patch format of retainKeys');
  }
  return kept;
}

function mergeMember(original: Json | undefined, change: Json, patch: JsonObject, field: Field | undefined, name: string, structure: Structure): Json {
  if (isJsonObject(change)) {
    const inner = definitionOfType(field?.type, structure);
    return mergeMap(isJsonObject(original) ? original : {}, change, inner, structure);
  }
  if (!Array.isArray(change)) return change;
  const items = change as readonly Json[];
  if (field?.mergeKey === undefined) return items.map(plain);
  const old = Array.isArray(original) ? (original as readonly Json[]) : [];
  const order = patch[orderPrefix + name];
  if (order !== undefined && !Array.isArray(order)) throw new PatchError(`wrong type for ${orderPrefix}${name}: expected a list`);
  return mergeList(old, items, field, structure, order as readonly Json[] | undefined);
}

function definitionOfType(type: FieldType | undefined, structure: Structure): Definition | undefined {
  if (type?.form === 'object') return structure.definition(type.definition);
  return undefined;
}

function mergeList(original: readonly Json[], patch: readonly Json[], field: Field, structure: Structure, order: readonly Json[] | undefined): Json {
  const key = field.mergeKey!;
  if (key === '') {
    const merged = [...original, ...patch.filter((item) => !original.some((old) => deepEqual(old, item)))];
    return orderItems(merged, order ?? patch, original, (item) => item);
  }
  const identify = (item: Json) => keyOf(item, key);
  if (patch.some((item) => isJsonObject(item) && item['$patch'] === 'replace')) {
    return patch.filter((item) => !isJsonObject(item) || item['$patch'] !== 'replace').map(plain);
  }
  const inner = field.type.form === 'list' ? definitionOfType(field.type.of, structure) : undefined;
  const merged = [...original];
  const kept: Json[] = [];
  for (const item of patch) {
    if (!isJsonObject(item)) throw new PatchError(`invalid patch format: list of ${field.name} must hold maps`);
    const id = identify(item);
    const at = merged.findIndex((old) => isJsonObject(old) && deepEqual(old[key], id));
    if (item['$patch'] === 'delete') {
      if (at >= 0) merged.splice(at, 1);
      continue;
    }
    kept.push(item);
    if (at < 0) merged.push(withoutDirectives(mergeMap({}, item, inner, structure)));
    else merged[at] = mergeMap(merged[at] as JsonObject, item, inner, structure);
  }
  return orderItems(merged, order ?? kept, original, identify);
}

function keyOf(item: Json, key: string): Json {
  const id = isJsonObject(item) ? item[key] : undefined;
  if (id === undefined) throw new PatchError(`map: ${formatGoValue(item)} does not contain declared merge key: ${key}`);
  return id;
}

function deleteFromList(merged: Record<string, Json>, name: string, items: Json): void {
  if (!Array.isArray(items)) throw new PatchError('invalid patch format: expecting a list of primitives to delete');
  const old = Object.hasOwn(merged, name) ? merged[name] : undefined;
  if (!Array.isArray(old)) return;
  setMember(merged, name, (old as readonly Json[]).filter((item) => !items.some((gone) => deepEqual(gone, item))));
}

function reorder(merged: Record<string, Json>, name: string, order: Json, field: Field | undefined): void {
  const old = Object.hasOwn(merged, name) ? merged[name] : undefined;
  if (!Array.isArray(old) || !Array.isArray(order) || field?.mergeKey === undefined) return;
  const key = field.mergeKey;
  setMember(merged, name, orderItems(old as readonly Json[], order as readonly Json[], old as readonly Json[], key === '' ? (item) => item : (item) => keyOf(item, key)));
}

/** What a patch sets anew carries no directives into the object, and no nulls. */
function withoutDirectives(value: JsonObject): JsonObject {
  return plain(value) as JsonObject;
}

function plain(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(plain);
  if (!isJsonObject(value)) return value;
  const out: Record<string, Json> = {};
  for (const key of Object.keys(value)) {
    if (key === '$patch' || key === '$retainKeys' || key.startsWith(deletePrefix) || key.startsWith(orderPrefix) || value[key] === null) continue;
    setMember(out, key, plain(value[key]!));
  }
  return out;
}
