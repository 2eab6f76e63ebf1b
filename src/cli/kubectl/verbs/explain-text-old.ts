/** What `explain` prints of the description that servers gave before 1.24: what a field is, is told apart as that time's library of schemas did. */
import { isJsonObject, type Json } from '../../../base/index.ts';
import { list, members, text } from '../objects/member.ts';
import type { OpenApiDocument, Schema } from '../wire/openapi.ts';
import type { Explained } from './explain-text.ts';
import { withoutArguments, wrapProse } from './old-prose.ts';

const WIDTH = 80;
const BESIDE_FIELDS = 3;
const BESIDE_WORDS = 5;

/** What is refused, or the text. */
export function explainTextOld(document: OpenApiDocument, apiVersion: string, kind: string, fields: readonly string[], recursive: boolean): Explained {
  const found = follow(document, document.kind(apiVersion, kind), fields);
  if ('error' in found) return { text: '', error: found.error };
  const { words, end, form } = describedBy(document, found.schema);
  const last = fields.at(-1);
  const name = last === undefined ? '' : `${last} <${oldType(document, found.schema)}>\n\n`;
  const named = form === 'kind' && name !== '' ? `RESOURCE: ${name}` : form === 'primitive' ? `FIELD:    ${name}` : '';
  const head = `KIND:     ${kind}\nVERSION:  ${apiVersion}\n\n${named}DESCRIPTION:\n${paragraphs(words)}`;
  if (form !== 'kind') return { text: head };
  const body = recursive ? namesBelow(document, end, BESIDE_FIELDS, new Set()) : Object.keys(members(end, 'properties')).sort().map((field) => fieldText(document, end, field)).join('');
  return { text: `${head}\nFIELDS:\n${body}` };
}

type Form = 'reference' | 'array' | 'map' | 'kind' | 'primitive' | 'arbitrary';

function formOf(document: OpenApiDocument, schema: Json | undefined): Form {
  if (document.referenceOf(schema) !== undefined) return 'reference';
  const type = text(schema, 'type');
  if (type === 'array') return 'array';
  if (type !== '' && type !== 'object') return 'primitive';
  if (isJsonObject(schema) && isJsonObject(schema.properties)) return 'kind';
  return type === 'object' ? 'map' : 'arbitrary';
}

/** What a reference, a list or a map leads to. */
function within(document: OpenApiDocument, schema: Schema): Json | undefined {
  const form = formOf(document, schema);
  if (form === 'reference') return document.resolve(schema);
  return form === 'array' ? schema.items : form === 'map' ? schema.additionalProperties : undefined;
}

function follow(document: OpenApiDocument, from: Json | undefined, fields: readonly string[]): { readonly schema: Json | undefined } | { readonly error: string } {
  let schema = from;
  for (const field of fields) {
    const { end, form } = describedBy(document, schema);
    if (form !== 'kind') return { schema: end }; // what has no fields stands for whatever is looked for in it
    const properties = members(end, 'properties');
    if (!Object.hasOwn(properties, field)) return { error: `field ${JSON.stringify(field)} does not exist` };
    schema = properties[field];
  }
  return { schema };
}

/** The descriptions on the way from a field to what is in it, and what that is. */
function describedBy(document: OpenApiDocument, from: Json | undefined): { readonly words: readonly string[]; readonly end: Json | undefined; readonly form: Form } {
  const words: string[] = [];
  for (let schema = from; ; ) {
    words.push(text(schema, 'description'));
    const form = formOf(document, schema);
    if (form === 'kind' || form === 'primitive' || form === 'arbitrary') return { words, end: schema, form };
    schema = within(document, schema as Schema);
  }
}

function paragraphs(words: readonly string[]): string {
  const told = words.map((part, i) => (part === '' ? '' : `${i === 0 ? '' : '\n'}${paragraph(withoutArguments(part), BESIDE_WORDS)}`)).join('');
  return told === '' ? paragraph('<empty>', BESIDE_WORDS) : told;
}

function paragraph(words: string, indent: number): string {
  return wrapProse(words, WIDTH - indent).map((line) => (line === '' ? '\n' : `${' '.repeat(indent)}${line}\n`)).join('');
}

function fieldText(document: OpenApiDocument, schema: Json | undefined, name: string): string {
  const field = members(schema, 'properties')[name];
  const required = list(schema, 'required').includes(name) ? ' -required-' : '';
  return `   ${name}\t<${oldType(document, field)}>${required}\n${paragraph(text(field, 'description'), BESIDE_WORDS)}\n`;
}

/** Without the names of types: "[]Object", "map[string]string". */
function oldType(document: OpenApiDocument, schema: Json | undefined): string {
  const form = formOf(document, schema);
  if (form === 'primitive') return text(schema, 'type');
  if (form === 'kind') return 'Object';
  if (form === 'arbitrary') return '';
  const inner = oldType(document, within(document, schema as Schema));
  return form === 'array' ? `[]${inner}` : form === 'map' ? `map[string]${inner}` : inner;
}

/** Every field below, each type but once on the way down. */
function namesBelow(document: OpenApiDocument, schema: Json | undefined, indent: number, above: ReadonlySet<string>): string {
  const reference = document.referenceOf(schema);
  if (reference !== undefined && above.has(reference)) return '';
  const inner = reference === undefined ? above : new Set([...above, reference]);
  const form = formOf(document, schema);
  if (form !== 'kind') return form === 'primitive' || form === 'arbitrary' ? '' : namesBelow(document, within(document, schema as Schema), indent, inner);
  const fields = members(schema, 'properties');
  return Object.keys(fields)
    .sort()
    .map((name) => `${' '.repeat(indent)}${name}\t<${oldType(document, fields[name])}>\n${namesBelow(document, fields[name], indent + BESIDE_FIELDS, inner)}`)
    .join('');
}
