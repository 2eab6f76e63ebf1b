/** What no schema of a kind may say, whatever it is for. */
import { isJsonObject, type Json, type JsonObject } from '../../../base/index.ts';
import { forbiddenField, invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const unsupported = ['id', 'additionalItems', 'patternProperties', 'definitions', 'dependencies', '$ref'];
const implicit = new Set(['metadata', 'kind', 'apiVersion']);

export function* generalErrors(schema: JsonObject, path: string, isRoot: boolean): Generator<FieldError> {
  const { type, properties, items, additionalProperties: more } = schema;
  if (isRoot && schema['nullable'] === true) yield forbiddenField(`${path}.nullable`, 'nullable cannot be true at the root');
  if (typeof type === 'string' && type !== '' && !types.includes(type)) yield notSupported(`${path}.type`, type, types);
  for (const name of unsupported) if (schema[name] !== undefined) yield forbiddenField(`${path}.${name}`, `${name} is not supported`);
  if (type === 'null') yield forbiddenField(`${path}.type`, 'type cannot be set to null, use nullable as an alternative');
  if (Array.isArray(items) && items.length > 0) yield forbiddenField(`${path}.items`, 'items must be a schema object and not an array');
  if (schema['uniqueItems'] === true) yield forbiddenField(`${path}.uniqueItems`, 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic');
  if (more !== undefined && more !== true && isJsonObject(properties) && Object.keys(properties).length > 0) yield forbiddenField(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive');
  if (isJsonObject(more)) yield* generalErrors(more, `${path}.additionalProperties`, false);
  if (isJsonObject(properties)) {
    for (const [name, member] of Object.entries(properties)) {
      if (!isJsonObject(member)) continue;
      const at = `${path}.properties[${name}]`;
      if (isRoot && implicit.has(name)) yield* defaultsIn(member, at, `must not be set in top-level ${name}`);
      yield* generalErrors(member, at, false);
    }
  }
  if (isJsonObject(schema['not'])) yield* generalErrors(schema['not'], `${path}.not`, false);
  for (const junctor of ['allOf', 'oneOf', 'anyOf']) {
    const list = schema[junctor];
    if (Array.isArray(list)) for (const [i, each] of (list as readonly Json[]).entries()) if (isJsonObject(each)) yield* generalErrors(each, `${path}.${junctor}[${i}]`, false);
  }
  if (isJsonObject(items)) yield* generalErrors(items, `${path}.items`, false);
  yield* listErrors(schema, path);
}

function* defaultsIn(schema: JsonObject, path: string, why: string): Generator<FieldError> {
  if (schema['default'] !== undefined) yield forbiddenField(`${path}.default`, why);
  if (isJsonObject(schema['properties'])) for (const [name, member] of Object.entries(schema['properties'])) if (isJsonObject(member)) yield* defaultsIn(member, `${path}.properties[${name}]`, why);
}

function* listErrors(schema: JsonObject, path: string): Generator<FieldError> {
  const { type, items } = schema;
  const [listType, mapType, keys] = [schema['x-kubernetes-list-type'], schema['x-kubernetes-map-type'], schema['x-kubernetes-list-map-keys']];
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) yield invalidValue(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined');
  if (mapType !== undefined && type !== 'object') yield type === undefined ? requiredValue(`${path}.type`, 'must be object if x-kubernetes-map-type is specified') : invalidValue(`${path}.type`, type, 'must be object if x-kubernetes-map-type is specified');
  if (mapType !== undefined && mapType !== 'atomic' && mapType !== 'granular') yield notSupported(`${path}.x-kubernetes-map-type`, mapType, ['atomic', 'granular']);
  if (listType !== undefined && type !== 'array') yield type === undefined ? requiredValue(`${path}.type`, 'must be array if x-kubernetes-list-type is specified') : invalidValue(`${path}.type`, type, 'must be array if x-kubernetes-list-type is specified');
  else if (listType === 'set' && isJsonObject(items)) yield* setErrors(items, `${path}.items`);
  if (listType !== undefined && listType !== 'atomic' && listType !== 'set' && listType !== 'map') yield notSupported(`${path}.x-kubernetes-list-type`, listType, ['atomic', 'set', 'map']);
  const names = Array.isArray(keys) ? (keys as readonly Json[]).filter((name) => typeof name === 'string') : [];
  if (names.length > 0 && listType !== 'map') yield listType === undefined ? requiredValue(`${path}.x-kubernetes-list-type`, 'must be map if x-kubernetes-list-map-keys is non-empty') : invalidValue(`${path}.x-kubernetes-list-type`, listType, 'must be map if x-kubernetes-list-map-keys is non-empty');
  if (listType === 'map') yield* mapErrors(names, items, path);
  if (isJsonObject(items) && (listType === 'set' || listType === 'map')) yield* itemErrors(listType, names, items, `${path}.items`);
}

function* setErrors(items: JsonObject, path: string): Generator<FieldError> {
  const [listType, mapType] = [items['x-kubernetes-list-type'], items['x-kubernetes-map-type']];
  const why = 'must be atomic as item of a list with x-kubernetes-list-type=set';
  if (items['type'] === 'array' && listType !== undefined && listType !== 'atomic') yield invalidValue(`${path}.x-kubernetes-list-type`, listType, why);
  if (items['type'] === 'object' && mapType !== 'atomic') yield invalidValue(`${path}.x-kubernetes-map-type`, listType ?? null, why);
}

function* mapErrors(names: readonly string[], items: Json | undefined, path: string): Generator<FieldError> {
  if (names.length === 0) yield requiredValue(`${path}.x-kubernetes-list-map-keys`, 'must not be empty if x-kubernetes-list-type is map');
  if (!isJsonObject(items)) {
    yield requiredValue(`${path}.items`, 'must have a schema if x-kubernetes-list-type is map');
    return;
  }
  if (items['type'] !== 'object') {
    yield invalidValue(`${path}.items.type`, items['type'] ?? '', "must be object if parent array's x-kubernetes-list-type is map");
    return;
  }
  for (const [i, name] of names.entries()) {
    const member = memberOf(items, name);
    if (!member) yield invalidValue(`${path}.x-kubernetes-list-map-keys`, names, 'entries must all be names of item properties');
    else if (member['type'] === 'array' || member['type'] === 'object') yield invalidValue(`${path}.items.properties[${name}].type`, 'object', "must be a scalar type if parent array's x-kubernetes-list-type is map");
    if (names.indexOf(name) < i) yield invalidValue(`${path}.x-kubernetes-list-map-keys`, names, 'must not contain duplicate entries');
  }
}

/** What tells the items apart must be there in each. */
function* itemErrors(listType: string, names: readonly string[], items: JsonObject, path: string): Generator<FieldError> {
  if (items['nullable'] === true) yield forbiddenField(`${path}.nullable`, `cannot be nullable when x-kubernetes-list-type is ${listType}`);
  if (listType !== 'map') return;
  const { required } = items;
  for (const name of names) {
    const member = memberOf(items, name);
    if (!member) continue;
    if (member['default'] === undefined && !(Array.isArray(required) && required.includes(name))) yield requiredValue(`${path}.properties[${name}].default`, 'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property');
    if (member['nullable'] === true) yield forbiddenField(`${path}.properties[${name}].nullable`, 'this property is in x-kubernetes-list-map-keys, so it cannot be nullable');
  }
}

function memberOf({ properties }: JsonObject, name: string): JsonObject | undefined {
  const member = isJsonObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  return isJsonObject(member) ? member : undefined;
}
