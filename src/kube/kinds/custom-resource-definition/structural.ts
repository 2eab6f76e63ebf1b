/** What a schema must be for the server to prune, fill in and check by it: every value typed, in one way. */
import { compilePattern, isJsonObject, type Json, type JsonObject } from '../../../base/index.ts';
import { forbiddenField, invalidValue, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { validateDefault } from '../custom/schema-validation.ts';
import { generalErrors } from './schema-parts.ts';

type Level = 'root' | 'item' | 'field';

const untyped: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

export function structuralErrors(schema: JsonObject, path: string): readonly FieldError[] {
  const structural = [...invariantErrors(schema, path, 'root'), ...completenessErrors(schema, schema, path, path)];
  structural.sort((one, other) => (one.text(true) < other.text(true) ? -1 : 1));
  return [...generalErrors(schema, path, true), ...(structural.length > 0 ? structural : defaultErrors(schema, path))];
}

const members = (schema: JsonObject, name: string): readonly (readonly [string, JsonObject])[] => {
  const given = schema[name];
  return isJsonObject(given) ? Object.entries(given).filter((entry): entry is [string, JsonObject] => isJsonObject(entry[1])) : [];
};
const schemasIn = (list: Json | undefined): readonly JsonObject[] => (Array.isArray(list) ? (list as readonly Json[]).filter(isJsonObject) : []);

const junctors = ['anyOf', 'allOf', 'oneOf'] as const;

function* invariantErrors(schema: JsonObject, path: string, level: Level): Generator<FieldError> {
  const { type, items, additionalProperties: more } = schema;
  const [isEmbedded, isEither, keepsUnknown] = [schema['x-kubernetes-embedded-resource'] === true, schema['x-kubernetes-int-or-string'] === true, schema['x-kubernetes-preserve-unknown-fields'] === true];
  if (type === 'array' && items === undefined) yield requiredValue(`${path}.items`, 'must be specified');
  if (isJsonObject(items)) yield* invariantErrors(items, `${path}.items`, 'item');
  for (const [name, member] of members(schema, 'properties')) yield* invariantErrors(member, `${path}.properties[${name}]`, 'field');
  if (more !== undefined && more !== false && level === 'root') yield forbiddenField(`${path}.additionalProperties`, 'must not be used at the root');
  if (isJsonObject(more)) yield* invariantErrors(more, `${path}.additionalProperties`, 'field');
  if (isEither && keepsUnknown) yield invalidValue(`${path}.x-kubernetes-preserve-unknown-fields`, true, 'must be false if x-kubernetes-int-or-string is true');
  if (isEither && isEmbedded) yield invalidValue(`${path}.x-kubernetes-embedded-resource`, true, 'must be false if x-kubernetes-int-or-string is true');
  yield* valueErrors(schema, path, true);
  if (isEmbedded && type !== 'object') yield type === undefined ? requiredValue(`${path}.type`, 'must be object if x-kubernetes-embedded-resource is true') : invalidValue(`${path}.type`, type, 'must be object if x-kubernetes-embedded-resource is true');
  else if (type === undefined && !isEither && !keepsUnknown) yield requiredValue(`${path}.type`, untyped[level]);
  if (isEmbedded && more !== undefined) yield forbiddenField(`${path}.additionalProperties`, 'must not be used if x-kubernetes-embedded-resource is set');
  if (level === 'root' && type !== undefined && type !== 'object') yield invalidValue(`${path}.type`, type, 'must be object at the root');
  if (level === 'root' || isEmbedded) yield* identityErrors(schema, path, level);
  if (isEmbedded && !keepsUnknown && members(schema, 'properties').length === 0) yield requiredValue(`${path}.properties`, 'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields');
}

/** Of a whole object: what its schema may say of the members that every object has. */
function* identityErrors(schema: JsonObject, path: string, level: Level): Generator<FieldError> {
  for (const [name, member] of members(schema, 'properties')) {
    const at = `${path}.properties[${name}]`;
    if ((name === 'kind' || name === 'apiVersion') && member['type'] !== 'string') yield invalidValue(`${at}.type`, member['type'] ?? '', 'must be string');
    if (name !== 'metadata') continue;
    if (member['type'] !== 'object') yield invalidValue(`${at}.type`, member['type'] ?? '', 'must be object');
    const { type, properties, default: given, ...rest } = member;
    const names = isJsonObject(properties) ? Object.keys(properties) : [];
    if (level === 'root' && (Object.keys(rest).length > 0 || names.some((own) => own !== 'name' && own !== 'generateName'))) yield forbiddenField(at, 'must not specify anything other than name and generateName, but metadata is implicitly specified');
  }
}

const isEitherPattern = (list: Json | undefined): boolean => JSON.stringify(list) === '[{"type":"integer"},{"type":"string"}]';

/** `mayBeEither`: an integer or a text may say once more that it is the one or the other. */
function* valueErrors(schema: JsonObject, path: string, mayBeEither: boolean): Generator<FieldError> {
  for (const junctor of junctors) {
    if (junctor === 'anyOf' && mayBeEither && isEitherPattern(schema['anyOf'])) continue;
    for (const [i, nested] of schemasIn(schema[junctor]).entries()) yield* nestedErrors(nested, `${path}.${junctor}[${i}]`, mayBeEither && junctor === 'allOf' && i === 0);
  }
  if (isJsonObject(schema['not'])) yield* nestedErrors(schema['not'], `${path}.not`, false);
  const { pattern } = schema;
  const compiled = typeof pattern === 'string' ? compilePattern(pattern) : undefined;
  if (compiled && 'error' in compiled) yield invalidValue(`${path}.pattern`, pattern, `must be a valid regular expression, but isn't: ${compiled.error}`);
}

const notNested: Readonly<Record<string, string>> = {
  type: 'must be empty to be structural',
  additionalProperties: 'must be undefined to be structural',
  default: 'must be undefined to be structural',
  title: 'must be empty to be structural',
  description: 'must be empty to be structural',
  nullable: 'must be false to be structural',
  'x-kubernetes-preserve-unknown-fields': 'must be false to be structural',
  'x-kubernetes-embedded-resource': 'must be false to be structural',
  'x-kubernetes-int-or-string': 'must be false to be structural',
  'x-kubernetes-list-map-keys': 'must be empty to be structural',
  'x-kubernetes-list-type': 'must be undefined to be structural',
  'x-kubernetes-map-type': 'must be undefined to be structural',
};

function* nestedErrors(schema: JsonObject, path: string, mayBeEither: boolean): Generator<FieldError> {
  yield* valueErrors(schema, path, mayBeEither);
  if (isJsonObject(schema['items'])) yield* nestedErrors(schema['items'], `${path}.items`, false);
  for (const [name, member] of members(schema, 'properties')) yield* nestedErrors(member, `${path}.properties[${name}]`, false);
  for (const [name, why] of Object.entries(notNested)) if (schema[name] !== undefined && schema[name] !== false) yield forbiddenField(`${path}.${name}`, why);
  if (members(schema, 'properties').some(([name]) => name === 'metadata')) yield forbiddenField(`${path}.properties[metadata]`, 'must not be specified in a nested context');
}

/** Whatever a junctor speaks of is to be found outside of it too. */
function* completenessErrors(value: JsonObject, schema: JsonObject, path: string, valuePath: string): Generator<FieldError> {
  if (isJsonObject(value['not'])) yield* nestedCompleteness(value['not'], schema, path, `${valuePath}.not`);
  for (const junctor of ['allOf', 'anyOf', 'oneOf'] as const) for (const [i, nested] of schemasIn(value[junctor]).entries()) yield* nestedCompleteness(nested, schema, path, `${valuePath}.${junctor}[${i}]`);
}

function* nestedCompleteness(value: JsonObject, schema: JsonObject, path: string, valuePath: string): Generator<FieldError> {
  yield* completenessErrors(value, schema, path, valuePath);
  const { items } = schema;
  if (isJsonObject(value['items'])) {
    if (isJsonObject(items)) yield* nestedCompleteness(value['items'], items, `${path}.items`, `${valuePath}.items`);
    else yield requiredValue(`${path}.items`, `because it is defined in ${valuePath}.items`);
  }
  const own = new Map(members(schema, 'properties'));
  for (const [name, member] of members(value, 'properties')) {
    const [at, valueAt, found] = [`${path}.properties[${name}]`, `${valuePath}.properties[${name}]`, own.get(name)];
    if (found) yield* nestedCompleteness(member, found, at, valueAt);
    else yield requiredValue(at, `because it is defined in ${valueAt}`);
  }
}

function defaultErrors(schema: JsonObject, path: string): readonly FieldError[] {
  const { items, additionalProperties: more, default: given } = schema;
  return [
    ...(given === undefined ? [] : validateDefault(given, schema, `${path}.default`)),
    ...(isJsonObject(items) ? defaultErrors(items, `${path}.items`) : []),
    ...members(schema, 'properties').flatMap(([name, member]) => defaultErrors(member, `${path}.properties[${name}]`)),
    ...(isJsonObject(more) ? defaultErrors(more, `${path}.additionalProperties`) : []),
  ];
}
