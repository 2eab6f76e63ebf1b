/** What `explain` prints of a current server's description. */
import type { Json } from '../../../base/index.ts';
import { list, text } from '../objects/member.ts';
import type { OpenApiDocument } from '../wire/openapi.ts';
import { descriptionsOf, elementOf, isRequired, propertiesOf, typeText, wrap } from './field-path.ts';

const WIDTH = 80;

export interface Explained {
  readonly text: string;
  readonly error?: string;
}

export function explainText(document: OpenApiDocument, apiVersion: string, kind: string, fields: readonly string[], recursive: boolean): Explained {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const head = `${group === '' ? '' : `GROUP:      ${group!}\n`}KIND:       ${kind}\nVERSION:    ${version!}\n\n`;
  let schema: Json | undefined = document.kind(apiVersion, kind);
  for (const field of fields) {
    const properties = propertiesOf(document, schema);
    if (!Object.hasOwn(properties, field)) return { text: head, error: `field ${JSON.stringify(fields.at(-1))} does not exist` }; // the real one names the last, whichever is missing
    schema = properties[field];
  }
  const last = fields.at(-1);
  const named = last === undefined ? '' : `FIELD: ${last} <${typeText(document, schema)}>\n${enumText(document, schema, '')}\n\n`;
  const described = `DESCRIPTION:\n${paragraphs(document, schema)}`;
  const properties = propertiesOf(document, schema);
  const names = Object.keys(properties).sort();
  if (names.length === 0) return { text: `${head}${named}${described}\n` };
  const body = recursive ? recursiveFields(document, schema, '  ', new Set()) : names.map((name) => fieldText(document, schema, name)).join('');
  return { text: `${head}${named}${described}FIELDS:\n${body}\n` };
}

function paragraphs(document: OpenApiDocument, schema: Json | undefined): string {
  const words = descriptionsOf(document, schema);
  return words.length === 0 ? '    <empty>\n' : `${words.flatMap((part) => wrap(part, WIDTH - 4)).map((line) => `    ${line}\n`).join('')}    \n`;
}

function fieldLine(document: OpenApiDocument, schema: Json | undefined, name: string, indent: string): string {
  const property = propertiesOf(document, schema)[name];
  return `${indent}${name}\t<${typeText(document, property)}>${isRequired(document, schema, name) ? ' -required-' : ''}\n${enumText(document, property, indent)}`;
}

function fieldText(document: OpenApiDocument, schema: Json | undefined, name: string): string {
  const property = propertiesOf(document, schema)[name];
  const words = text(property, 'description') || '<no description>';
  return `${fieldLine(document, schema, name, '  ')}${wrap(words, WIDTH - 4).map((line) => `    ${line}\n`).join('')}\n`;
}

function enumText(document: OpenApiDocument, schema: Json | undefined, indent: string): string {
  const values = list(elementOf(document, schema), 'enum').map(String);
  return values.length === 0 ? '' : `${indent}enum: ${values.join(', ')}\n`;
}

/** Every field below, each type but once on the way down. */
function recursiveFields(document: OpenApiDocument, schema: Json | undefined, indent: string, above: ReadonlySet<Json>): string {
  const element = elementOf(document, schema);
  if (element === undefined || above.has(element)) return '';
  const inner = new Set([...above, element]);
  return Object.keys(propertiesOf(document, schema))
    .sort()
    .map((name) => fieldLine(document, schema, name, indent) + recursiveFields(document, propertiesOf(document, schema)[name], `${indent}  `, inner))
    .join('');
}
