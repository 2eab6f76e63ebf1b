/** What `explain` prints of the description that servers before 1.24 give. */
import type { Json } from '../../../base/index.ts';
import { text } from '../objects/member.ts';
import type { OpenApiDocument } from '../wire/openapi.ts';
import type { Explained } from './explain-text.ts';
import { descriptionsOf, elementOf, isRequired, propertiesOf, wrap } from './field-path.ts';

const WIDTH = 80;

export function explainTextOld(document: OpenApiDocument, apiVersion: string, kind: string, fields: readonly string[], recursive: boolean): Explained {
  let schema: Json | undefined = document.kind(apiVersion, kind);
  for (const field of fields) {
    const properties = propertiesOf(document, schema);
    if (!Object.hasOwn(properties, field)) return { text: '', error: `field ${JSON.stringify(field)} does not exist` };
    schema = properties[field];
  }
  const head = `KIND:     ${kind}\nVERSION:  ${apiVersion}\n\n`;
  const properties = propertiesOf(document, schema);
  const names = Object.keys(properties).sort();
  const last = fields.at(-1);
  const isLeaf = names.length === 0;
  const named = last === undefined ? '' : `${isLeaf ? 'FIELD:   ' : 'RESOURCE:'} ${last} <${oldType(document, schema)}>\n\n`;
  const words = descriptionsOf(document, schema);
  const described = `DESCRIPTION:\n${(words.length === 0 ? ['<empty>'] : words).map((part) => paragraph(part)).join('\n')}`;
  if (isLeaf) return { text: `${head}${named}${described}` };
  const body = recursive ? recursiveFields(document, schema, '   ', new Set()) : names.map((name) => fieldText(document, schema, name)).join('');
  return { text: `${head}${named}${described}\nFIELDS:\n${body}` };
}

function paragraph(words: string): string {
  return wrap(words, WIDTH - 5).map((line) => `     ${line}\n`).join('');
}

function fieldText(document: OpenApiDocument, schema: Json | undefined, name: string): string {
  const property = propertiesOf(document, schema)[name];
  const required = isRequired(document, schema, name) ? ' -required-' : '';
  const words = text(property, 'description') || text(elementOf(document, property), 'description');
  return `   ${name}\t<${oldType(document, property)}>${required}\n${words === '' ? '' : paragraph(words)}\n`;
}

/** Without the names of types: "[]Object", "map[string]string". */
function oldType(document: OpenApiDocument, schema: Json | undefined): string {
  const resolved = document.resolve(schema);
  if (!resolved) return 'Object';
  if (text(resolved, 'type') === 'array') return `[]${oldType(document, resolved.items)}`;
  if (resolved.additionalProperties !== undefined && resolved.additionalProperties !== null && typeof resolved.additionalProperties === 'object') {
    return `map[string]${oldType(document, resolved.additionalProperties)}`;
  }
  const type = text(resolved, 'type');
  return type === '' || type === 'object' ? 'Object' : type;
}

function recursiveFields(document: OpenApiDocument, schema: Json | undefined, indent: string, above: ReadonlySet<Json>): string {
  const element = elementOf(document, schema);
  if (element === undefined || above.has(element)) return '';
  const inner = new Set([...above, element]);
  return Object.keys(propertiesOf(document, schema))
    .sort()
    .map((name) => {
      const property = propertiesOf(document, schema)[name];
      return `${indent}${name}\t<${oldType(document, property)}>\n${recursiveFields(document, property, `${indent}   `, inner)}`;
    })
    .join('');
}
