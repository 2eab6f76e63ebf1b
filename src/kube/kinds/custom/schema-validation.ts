/** Checks a custom object against its schema, in the words of the server's validator. */
import { compilePattern, decodeBase64, deepEqual, isJsonObject, ownMember, parseDuration, parseRfc3339, type Json, type JsonObject } from '../../../base/index.ts';
import { FieldError, duplicateValue, invalidValue, notSupported, requiredValue } from '../../meta/field-error.ts';

export function validateBySchema(value: JsonObject, schema: JsonObject | undefined): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (schema) {
    const { metadata: _, kind: __, apiVersion: ___, ...rest } = value;
    check(rest, schema, '', errors);
  }
  return errors;
}

/** What a schema fills in must itself be right by it. */
export function validateDefault(value: Json, schema: JsonObject, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  check(value, schema, path, errors);
  return errors;
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'bigint' ? 'integer' : typeof value;
}

function hasType(is: string, wanted: string): boolean {
  return is === wanted || (wanted === 'number' && is === 'integer');
}

function check(value: Json, schema: JsonObject, path: string, errors: FieldError[]): void {
  const is = typeOf(value);
  const wanted = schema['type'];
  if (value === null && schema['nullable'] === true) return;
  const isEither = schema['x-kubernetes-int-or-string'] === true && (is === 'integer' || is === 'string');
  if (typeof wanted === 'string' && !isEither && !hasType(is, wanted)) {
    errors.push(invalidValue(path, is, `${path} in body must be of type ${wanted}: "${is}"`));
    return;
  }
  const options = schema['enum'];
  if (Array.isArray(options) && !(options as readonly Json[]).some((option) => deepEqual(option, value))) {
    errors.push(notSupported(path, value, (options as readonly Json[]).map((option) => (typeof option === 'string' ? option : JSON.stringify(option)))));
  }
  checkCombined(value, schema, path, errors);
  if (typeof value === 'number') checkNumber(value, schema, path, errors);
  else if (typeof value === 'string') checkText(value, schema, path, errors);
  else if (Array.isArray(value)) checkList(value as readonly Json[], schema, path, errors);
  else if (isJsonObject(value)) checkObject(value, schema, path, errors);
}

function holds(value: Json, schema: Json): boolean {
  const errors: FieldError[] = [];
  if (isJsonObject(schema)) check(value, schema, '', errors);
  return errors.length === 0;
}

/** What says again, or more narrowly, what else the value must be. */
function checkCombined(value: Json, schema: JsonObject, path: string, errors: FieldError[]): void {
  const { allOf, anyOf, oneOf, not } = schema;
  const fail = (how: string): void => void errors.push(invalidValue(path, '', `${JSON.stringify(path)} ${how}`));
  if (Array.isArray(anyOf) && !(anyOf as readonly Json[]).some((each) => holds(value, each))) fail('must validate at least one schema (anyOf)');
  if (Array.isArray(oneOf)) {
    const count = (oneOf as readonly Json[]).filter((each) => holds(value, each)).length;
    if (count !== 1) fail(`must validate one and only one schema (oneOf). Found ${count === 0 ? 'none valid' : `${count} valid alternatives`}`);
  }
  if (Array.isArray(allOf)) {
    for (const each of allOf as readonly Json[]) if (isJsonObject(each)) check(value, each, path, errors);
    if (!(allOf as readonly Json[]).every((each) => holds(value, each))) fail('must validate all the schemas (allOf)');
  }
  if (isJsonObject(not) && holds(value, not)) fail('must not validate the schema (not)');
}

function checkNumber(value: number, schema: JsonObject, path: string, errors: FieldError[]): void {
  const { minimum, maximum } = schema;
  if (typeof minimum === 'number') {
    const isStrict = schema['exclusiveMinimum'] === true;
    if (isStrict ? value <= minimum : value < minimum) errors.push(invalidValue(path, value, `${path} in body should be greater than ${isStrict ? '' : 'or equal to '}${minimum}`));
  }
  if (typeof maximum === 'number') {
    const isStrict = schema['exclusiveMaximum'] === true;
    if (isStrict ? value >= maximum : value > maximum) errors.push(invalidValue(path, value, `${path} in body should be less than ${isStrict ? '' : 'or equal to '}${maximum}`));
  }
  const multiple = schema['multipleOf'];
  if (typeof multiple === 'number' && value % multiple !== 0) errors.push(invalidValue(path, value, `${path} in body should be a multiple of ${multiple}`));
}

function checkText(value: string, schema: JsonObject, path: string, errors: FieldError[]): void {
  const { minLength, maxLength, pattern, format } = schema;
  const length = [...value].length;
  if (typeof minLength === 'number' && length < minLength) errors.push(invalidValue(path, value, `${path} in body should be at least ${minLength} chars long`));
  if (typeof maxLength === 'number' && length > maxLength) errors.push(new FieldError('FieldValueTooLong', path, '', `may not be more than ${maxLength} bytes`));
  if (typeof format === 'string' && formats[format]?.(value) === false) errors.push(invalidValue(path, value, `${path} in body must be of type ${format}: ${JSON.stringify(value)}`));
  if (typeof pattern !== 'string') return;
  const compiled = compilePattern(pattern);
  if ('pattern' in compiled && !compiled.pattern.test(value)) errors.push(invalidValue(path, value, `${path} in body should match '${pattern}'`));
}

/** The formats that the server looks at; others say something to people alone. */
const formats: Readonly<Record<string, (text: string) => boolean>> = {
  'date-time': (text) => parseRfc3339(text) !== undefined,
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && parseRfc3339(`${text}T00:00:00Z`) !== undefined,
  duration: (text) => !('error' in parseDuration(text)),
  ipv4: (text) => /^(\d{1,3})(\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) < 256),
  uuid: (text) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(text),
  email: (text) => /^[^\s@]+@[^\s@]+$/.test(text),
  uri: (text) => /^[a-z][\w+.-]*:\S+$/i.test(text),
  byte: (text) => 'bytes' in decodeBase64(text),
};

function textsIn(list: Json | undefined): readonly string[] {
  return Array.isArray(list) ? (list as readonly Json[]).filter((item) => typeof item === 'string') : [];
}

function checkList(list: readonly Json[], schema: JsonObject, path: string, errors: FieldError[]): void {
  const { minItems, maxItems, items } = schema;
  if (typeof minItems === 'number' && list.length < minItems) errors.push(invalidValue(path, list.length, `${path} in body should have at least ${minItems} items`));
  if (typeof maxItems === 'number' && list.length > maxItems) errors.push(new FieldError('FieldValueTooMany', path, list.length, `must have at most ${maxItems} items`));
  if (isJsonObject(items)) for (const [i, item] of list.entries()) check(item, items, `${path}[${i}]`, errors);
  const keys = schema['x-kubernetes-list-map-keys'];
  const isSet = schema['x-kubernetes-list-type'] === 'set' || schema['uniqueItems'] === true;
  if (!isSet && !Array.isArray(keys)) return;
  const seen = new Set<string>();
  for (const [i, item] of list.entries()) {
    const own = Array.isArray(keys) && isJsonObject(item) ? Object.fromEntries(textsIn(keys).map((key) => [key, ownMember(item, key) ?? null])) : item;
    const mark = JSON.stringify(own);
    if (seen.has(mark)) errors.push(duplicateValue(`${path}[${i}]`, own));
    seen.add(mark);
  }
}

function checkObject(value: JsonObject, schema: JsonObject, path: string, errors: FieldError[]): void {
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  const { required, properties, additionalProperties, minProperties, maxProperties } = schema;
  const count = Object.keys(value).length;
  if (typeof minProperties === 'number' && count < minProperties) errors.push(invalidValue(path, count, `${path} in body should have at least ${minProperties} properties`));
  if (typeof maxProperties === 'number' && count > maxProperties) errors.push(new FieldError('FieldValueTooMany', path, count, `must have at most ${maxProperties} items`));
  for (const name of textsIn(required)) if (ownMember(value, name) === undefined) errors.push(requiredValue(at(name)));
  for (const [name, member] of Object.entries(value)) {
    const known = isJsonObject(properties) ? ownMember(properties, name) : undefined;
    const found = isJsonObject(known) ? known : isJsonObject(additionalProperties) ? additionalProperties : undefined;
    if (found) check(member, found, at(name), errors);
  }
}
