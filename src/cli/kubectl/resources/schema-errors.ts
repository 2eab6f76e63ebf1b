/** What is wrong with an object by the server's description of its kind, in the words of clients that look for themselves. */
import { isJsonObject, type Json } from '../../../base/index.ts';
import { list, members, text } from '../objects/member.ts';
import type { OpenApiDocument, Schema } from '../wire/openapi.ts';

export function schemaErrors(document: OpenApiDocument, schema: Schema, object: Json, kind: string): readonly string[] {
  const checker = new Checker(document);
  checker.check(schema, object, kind, checker.document.kindName(text(object, 'apiVersion'), kind) ?? kind);
  return checker.errors;
}

class Checker {
  readonly document: OpenApiDocument;
  readonly errors: string[] = [];

  constructor(document: OpenApiDocument) {
    this.document = document;
  }

  check(schema: Schema, value: Json, path: string, name: string): void {
    if (value === null) return;
    if (Object.keys(members(schema, 'properties')).length > 0) return this.object(schema, value, path, name);
    switch (text(schema, 'type')) {
      case 'array':
        return this.array(schema, value, path, name);
      case 'object':
        return this.map(schema, value, path, name);
      case 'string':
      case 'integer':
      case 'number':
      case 'boolean':
        return this.scalar(schema, value, path, name);
    }
  }

  private object(schema: Schema, value: Json, path: string, name: string): void {
    if (!isJsonObject(value)) return this.wrongType(path, name, value, 'map');
    const properties = members(schema, 'properties');
    for (const key of Object.keys(value).sort()) {
      if (!Object.hasOwn(properties, key)) this.say(path, `unknown field ${JSON.stringify(key)} in ${name}`);
      else this.into(properties[key]!, value[key]!, `${path}.${key}`, `${name}.${key}`);
    }
    for (const key of list(schema, 'required').map(String)) {
      if (!Object.hasOwn(value, key) || value[key] === null) this.say(path, `missing required field ${JSON.stringify(key)} in ${name}`);
    }
  }

  private into(property: Json, value: Json, path: string, name: string): void {
    const resolved = this.document.resolve(property);
    if (resolved) this.check(resolved, value, path, this.document.referenceOf(property) ?? name);
  }

  private array(schema: Schema, value: Json, path: string, name: string): void {
    if (!Array.isArray(value)) return this.wrongType(path, name, value, 'array');
    (value as readonly Json[]).forEach((item, i) => {
      if (item === null) this.errors.push(`unknown object type "nil" in ${path}[${i}]`);
      else if (schema.items !== undefined) this.into(schema.items, item, `${path}[${i}]`, name);
    });
  }

  private map(schema: Schema, value: Json, path: string, name: string): void {
    if (!isJsonObject(value)) return this.wrongType(path, name, value, 'map');
    const of = schema.additionalProperties;
    if (!isJsonObject(of)) return;
    for (const key of Object.keys(value)) {
      if (value[key] === null) this.errors.push(`unknown object type "nil" in ${path}.${key}`);
      else this.into(of, value[key]!, `${path}.${key}`, name);
    }
  }

  private scalar(schema: Schema, value: Json, path: string, name: string): void {
    const expected = text(schema, 'type');
    const found = typeName(value);
    if (found === expected || (expected === 'number' && found === 'integer') || (expected === 'integer' && found === 'number')) return;
    if (expected === 'string' && found !== 'map' && found !== 'array') return; // the server knows better
    this.wrongType(path, name, value, expected);
  }

  private wrongType(path: string, name: string, value: Json, expected: string): void {
    this.say(path, `invalid type for ${name}: got ${JSON.stringify(typeName(value))}, expected ${JSON.stringify(expected)}`);
  }

  private say(path: string, words: string): void {
    this.errors.push(`ValidationError(${path}): ${words}`);
  }
}

function typeName(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (isJsonObject(value)) return 'map';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'bigint' ? 'integer' : typeof value;
}
