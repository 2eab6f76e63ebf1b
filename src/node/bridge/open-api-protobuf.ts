/** The OpenAPI document (version 2) in protobuf, the only form in which old clients read it: field numbers are those of its published .proto. */

export const openApiProtobuf = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';

interface Schema {
  readonly $ref?: string;
  readonly format?: string;
  readonly description?: string;
  readonly type?: string;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Operation {
  readonly parameters?: readonly { readonly name: string }[];
}

interface Document {
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly definitions: Readonly<Record<string, Schema>>;
}

export function encodeOpenApi({ info, paths, definitions }: Document): Buffer {
  return message([
    text(1, '2.0'),
    nested(2, [text(1, info.title), text(2, info.version)]),
    nested(8, Object.entries(paths).map(([path, operations]) => nested(2, [text(1, path), nested(2, pathItem(operations))]))),
    nested(9, Object.entries(definitions).map((entry) => named(1, entry))),
  ]);
}

const operationFields: Readonly<Record<string, number>> = { get: 2, put: 3, post: 4, delete: 5, patch: 8 };

function pathItem(operations: Readonly<Record<string, Operation>>): Buffer[] {
  return Object.entries(operations).map(([method, operation]) => nested(operationFields[method]!, [...(operation.parameters ?? []).map(({ name }) => parameter(name)), ...extensions(13, operation)]));
}

/** A parameter of the query: four messages deep. */
function parameter(name: string): Buffer {
  const query = [text(2, 'query'), text(4, name), text(6, 'string')];
  return nested(8, [nested(1, [nested(2, [nested(3, query)])])]);
}

function named(field: number, [name, schema]: readonly [string, Schema]): Buffer {
  return nested(field, [text(1, name), nested(2, schemaFields(schema))]);
}

function schemaFields(schema: Schema): Buffer[] {
  const { $ref, format, description, required = [], additionalProperties: additional, type, items, properties } = schema;
  return [
    ...($ref === undefined ? [] : [text(1, $ref)]),
    ...(format === undefined ? [] : [text(2, format)]),
    ...(description === undefined ? [] : [text(4, description)]),
    ...required.map((name) => text(19, name)),
    ...(typeof additional === 'object' ? [nested(21, [nested(1, schemaFields(additional))])] : []),
    ...(type === undefined ? [] : [nested(22, [text(1, type)])]),
    ...(items === undefined ? [] : [nested(23, [nested(1, schemaFields(items))])]),
    ...(properties === undefined ? [] : [nested(25, Object.entries(properties).map((entry) => named(1, entry)))]),
    ...extensions(31, schema),
  ];
}

/** What begins with x- is carried as YAML, of which JSON is a part. */
function extensions(field: number, of: object): Buffer[] {
  return Object.entries(of)
    .filter(([name]) => name.startsWith('x-'))
    .map(([name, value]) => nested(field, [text(1, name), nested(2, [text(2, JSON.stringify(value))])]));
}

const lengthDelimited = 2;

function varint(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left > 0x7f; left >>>= 7) bytes.push((left & 0x7f) | 0x80);
  return [...bytes, left];
}

function fieldOf(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([...varint((number << 3) | lengthDelimited), ...varint(bytes.length)]), bytes]);
}

const text = (number: number, value: string): Buffer => fieldOf(number, Buffer.from(value));
const message = (fields: readonly Buffer[]): Buffer => Buffer.concat(fields);
const nested = (number: number, fields: readonly Buffer[]): Buffer => fieldOf(number, message(fields));
