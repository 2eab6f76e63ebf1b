/** What a schema must be for the server to prune, fill in and check by it: every value typed, in one way. */
import { compilePattern, isJsonObject, type Json, type JsonObject } from '../../../base/index.ts';
import { forbiddenField, invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';

type Level = 'root' | 'item' | 'field';

const untyped: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

export function structuralErrors(schema: JsonObject, path: string): readonly FieldError[] {
  return [...errorsIn(schema, path, 'root')];
}

function* errorsIn(schema: JsonObject, path: string, level: Level): Generator<FieldError> {
  const { type, properties, items, additionalProperties: more, pattern } = schema;
  if (schema['uniqueItems'] === true) yield forbiddenField(`${path}.uniqueItems`, 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic');
  if (isJsonObject(properties) && more !== undefined && more !== false) yield forbiddenField(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive');
  yield* listErrors(schema, path);
  if (type === undefined && schema['x-kubernetes-int-or-string'] !== true && schema['x-kubernetes-preserve-unknown-fields'] !== true) yield requiredValue(`${path}.type`, untyped[level]);
  else if (level === 'root' && type !== undefined && type !== 'object') yield invalidValue(`${path}.type`, type, 'must be object at the root');
  if (type === 'array' && items === undefined) yield requiredValue(`${path}.items`, 'must be specified');
  const compiled = typeof pattern === 'string' ? compilePattern(pattern) : undefined;
  if (compiled && 'error' in compiled) yield invalidValue(`${path}.pattern`, pattern, `must be a valid regular expression, but isn't: ${compiled.error}`);
  if (isJsonObject(items)) yield* errorsIn(items, `${path}.items`, 'item');
  if (isJsonObject(more)) yield* errorsIn(more, `${path}.additionalProperties`, 'field');
  if (isJsonObject(properties)) for (const [name, member] of Object.entries(properties)) if (isJsonObject(member)) yield* errorsIn(member, `${path}.properties[${name}]`, 'field');
}

function* listErrors(schema: JsonObject, path: string): Generator<FieldError> {
  const { type, items } = schema;
  const [listType, mapType, keys] = [schema['x-kubernetes-list-type'], schema['x-kubernetes-map-type'], schema['x-kubernetes-list-map-keys']];
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) yield invalidValue(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined');
  if (mapType !== undefined && type !== 'object') yield type === undefined ? requiredValue(`${path}.type`, 'must be object if x-kubernetes-map-type is specified') : invalidValue(`${path}.type`, type, 'must be object if x-kubernetes-map-type is specified');
  if (mapType !== undefined && mapType !== 'atomic' && mapType !== 'granular') yield notSupported(`${path}.x-kubernetes-map-type`, mapType, ['atomic', 'granular']);
  if (listType !== undefined && type !== 'array') yield type === undefined ? requiredValue(`${path}.type`, 'must be array if x-kubernetes-list-type is specified') : invalidValue(`${path}.type`, type, 'must be array if x-kubernetes-list-type is specified');
  if (listType !== undefined && listType !== 'atomic' && listType !== 'set' && listType !== 'map') yield notSupported(`${path}.x-kubernetes-list-type`, listType, ['atomic', 'set', 'map']);
  const names = Array.isArray(keys) ? (keys as readonly Json[]).filter((name) => typeof name === 'string') : [];
  if (names.length > 0 && listType !== 'map') yield listType === undefined ? requiredValue(`${path}.x-kubernetes-list-type`, 'must be map if x-kubernetes-list-map-keys is non-empty') : invalidValue(`${path}.x-kubernetes-list-type`, listType, 'must be map if x-kubernetes-list-map-keys is non-empty');
  if (listType !== 'map') return;
  if (names.length === 0) yield requiredValue(`${path}.x-kubernetes-list-map-keys`, 'must not be empty if x-kubernetes-list-type is map');
  if (!isJsonObject(items)) yield requiredValue(`${path}.items`, 'must have a schema if x-kubernetes-list-type is map');
  else if (items['type'] !== 'object') yield invalidValue(`${path}.items.type`, items['type'] ?? '', 'must be object if parent array\'s x-kubernetes-list-type is map');
  else if (!isJsonObject(items['properties']) || names.some((name) => !Object.hasOwn(items['properties'] as object, name))) yield invalidValue(`${path}.x-kubernetes-list-map-keys`, names, 'entries must all be names of item properties');
}
