/** CEL's types of what a structural schema describes, and values as CEL takes them. */
import type { Environment } from '@marcbachmann/cel-js';
import { Duration } from '@marcbachmann/cel-js/evaluator';
import { decodeBase64, deepEqual, isJsonObject, ownMember, parseDuration, parseRfc3339, type Json, type JsonObject } from '../../base/index.ts';

export interface CelType {
  /** As expressions and errors call it. */
  readonly name: string;
  readonly valueOf: (value: Json) => unknown;
}

const asItIs = (name: string): CelType => ({ name, valueOf: (value) => value });
const dynamic: CelType = { name: 'dyn', valueOf: anyValue };
const integer: CelType = { name: 'int', valueOf: (value) => (typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value) };
const number: CelType = { name: 'double', valueOf: (value) => (typeof value === 'number' ? value : Number(value)) };
const bytes: CelType = { name: 'bytes', valueOf: bytesOf };
const timestamp: CelType = { name: 'google.protobuf.Timestamp', valueOf: (value) => new Date(parseRfc3339(typeof value === 'string' ? value : '') ?? Number.NaN) };
const duration: CelType = { name: 'google.protobuf.Duration', valueOf: durationOf };
const formats: Readonly<Record<string, CelType>> = { byte: bytes, 'date-time': timestamp, date: timestamp, duration };

/** What every resource has, whatever its schema says. */
const resource: JsonObject = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: { type: 'object', properties: { name: { type: 'string' }, generateName: { type: 'string' } } },
};

/** Makes the types known to the environment, `name` that of the whole. */
export function celType(environment: Environment, schema: JsonObject, name: string, isResource: boolean): CelType {
  const { type, items, properties, additionalProperties: more } = schema;
  if (schema['x-kubernetes-int-or-string'] === true) return dynamic;
  if (type === 'boolean') return asItIs('bool');
  if (type === 'integer') return integer;
  if (type === 'number') return number;
  const { format } = schema;
  if (type === 'string') return (typeof format === 'string' ? formats[format] : undefined) ?? asItIs('string');
  if (type === 'array') return listOf(isJsonObject(items) ? celType(environment, items, `${name}.items`, false) : dynamic);
  if (type !== 'object') return dynamic;
  if (isJsonObject(more)) return mapOf(celType(environment, more, `${name}.values`, false));
  if (more === true) return mapOf(dynamic);
  const isWhole = isResource || schema['x-kubernetes-embedded-resource'] === true;
  return structOf(environment, { ...(isJsonObject(properties) && properties), ...(isWhole && resource) }, name);
}

function listOf({ name, valueOf }: CelType): CelType {
  return { name: `list<${name}>`, valueOf: (value) => (Array.isArray(value) ? (value as readonly Json[]).map(valueOf) : value) };
}

function mapOf({ name, valueOf }: CelType): CelType {
  return { name: `map<string, ${name}>`, valueOf: (value) => (isJsonObject(value) ? new Map(Object.entries(value).map(([key, member]) => [key, valueOf(member)])) : value) };
}

function structOf(environment: Environment, properties: JsonObject, name: string): CelType {
  /** The library knows a value's type by its class, and finds members in a map that an object would have of its own, as `constructor`. */
  class Structure extends Map<string, unknown> {
    readonly #source: JsonObject;

    constructor(source: JsonObject) {
      super();
      this.#source = source;
    }

    static equal(a: Structure, b: Structure): boolean {
      return deepEqual(a.#source, b.#source);
    }
  }
  const members: { readonly from: string; readonly to: string; readonly type: CelType }[] = [];
  for (const [from, schema] of Object.entries(properties)) {
    const to = escapeName(from);
    if (to !== undefined && isJsonObject(schema)) members.push({ from, to, type: celType(environment, schema, `${name}.${to}`, false) });
  }
  environment.registerType(name, { ctor: Structure, fields: Object.fromEntries(members.map(({ to, type }) => [to, type.name])) });
  environment.registerOperator(`${name} == ${name}`, (a: Structure, b: Structure) => Structure.equal(a, b));
  const valueOf = (value: Json): unknown => {
    if (!isJsonObject(value)) return value;
    const made = new Structure(value);
    for (const { from, to, type } of members) {
      const member = ownMember(value, from);
      if (member !== undefined) made.set(to, type.valueOf(member));
    }
    return made;
  };
  return { name, valueOf };
}

/** Without a schema: numbers that are whole are ints, as JSON has no other mark of them. */
export function anyValue(value: Json): unknown {
  if (typeof value === 'number') return integer.valueOf(value);
  if (Array.isArray(value)) return (value as readonly Json[]).map(anyValue);
  if (isJsonObject(value)) return new Map(Object.entries(value).map(([key, member]) => [key, anyValue(member)]));
  return value;
}

function bytesOf(value: Json): unknown {
  const decoded = decodeBase64(typeof value === 'string' ? value : '');
  return 'bytes' in decoded ? decoded.bytes : value;
}

function durationOf(value: Json): unknown {
  const answer = parseDuration(typeof value === 'string' ? value : '');
  return 'error' in answer ? value : Duration.fromMilliseconds(answer.milliseconds);
}

const keywords = new Set('true false null in as break const continue else for function if import let loop package namespace return var void while'.split(' '));
const spelt: Readonly<Record<string, string>> = { __: '__underscores__', '.': '__dot__', '-': '__dash__', '/': '__slash__' };

export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !keywords.has(name);
}

/** How expressions call a property; undefined for those that they cannot. */
export function escapeName(name: string): string | undefined {
  if (keywords.has(name)) return `__${name}__`;
  const escaped = name.replaceAll(/__|[.\-/]/g, (found) => spelt[found]!);
  return /^[A-Za-z_]\w*$/.test(escaped) ? escaped : undefined;
}
