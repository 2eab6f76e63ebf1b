/** A custom kind's schema as definitions of the structure: what server-side apply and field owners walk along. */
import { isJsonObject, type Json, type JsonObject } from '../../../base/index.ts';
import type { Definition, Field, FieldType } from '../../schema/structure-reader.ts';

/** The definition of the whole object first. Scalars may be anything here: the schema itself checks them. */
export function definitionsOf(name: string, schema: JsonObject | undefined): readonly Definition[] {
  const definitions: Definition[] = [];
  const any: FieldType = { form: 'scalar', code: 'j' };
  const typeOf = (of: Json | undefined, path: string): FieldType => {
    if (!isJsonObject(of)) return any;
    if (of['type'] === 'array') return { form: 'list', of: typeOf(of['items'], path) };
    if (of['type'] !== 'object') return any;
    if (isJsonObject(of['additionalProperties'])) return { form: 'map', of: typeOf(of['additionalProperties'], path) };
    return isJsonObject(of['properties']) ? { form: 'object', definition: define(path, of).name } : any;
  };
  const define = (path: string, of: JsonObject): Definition => {
    const fields = new Map<string, Field>();
    const definition = { name: path, fields, isAtomic: of['x-kubernetes-map-type'] === 'atomic' };
    definitions.push(definition);
    const required = Array.isArray(of['required']) ? (of['required'] as readonly Json[]) : [];
    for (const [field, member] of Object.entries(isJsonObject(of['properties']) ? of['properties'] : {})) {
      const listType = isJsonObject(member) ? member['x-kubernetes-list-type'] : undefined;
      const keys = isJsonObject(member) ? member['x-kubernetes-list-map-keys'] : undefined;
      const listKeys = listType === 'map' && Array.isArray(keys) ? (keys as readonly Json[]).map(String) : listType === 'set' ? [] : undefined;
      fields.set(field, { name: field, type: typeOf(member, `${path}.${field}`), isRequired: required.includes(field), mergeKey: undefined, retainsKeys: false, listKeys, isAtomic: isJsonObject(member) && member['x-kubernetes-map-type'] === 'atomic' });
    }
    return definition;
  };
  const root = define(name, schema ?? {});
  const fields = root.fields as Map<string, Field>;
  const plain = (field: string, type: FieldType): Field => ({ name: field, type, isRequired: false, mergeKey: undefined, retainsKeys: false, listKeys: undefined, isAtomic: false });
  for (const field of ['apiVersion', 'kind']) fields.set(field, plain(field, { form: 'scalar', code: 's' }));
  fields.set('metadata', plain('metadata', { form: 'object', definition: 'meta.v1.ObjectMeta' }));
  return definitions;
}
