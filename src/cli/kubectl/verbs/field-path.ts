/** Walking along the fields of a description, and the names that its types have in print. */
import { isJsonObject, type Json } from '../../../base/index.ts';
import { list, members, text } from '../objects/member.ts';
import type { OpenApiDocument, Schema } from '../wire/openapi.ts';

/** What a field holds in the end: of a list its items, of a map its values, references followed. */
export function elementOf(document: OpenApiDocument, schema: Json | undefined): Schema | undefined {
  const resolved = document.resolve(schema);
  if (!resolved) return undefined;
  if (text(resolved, 'type') === 'array') return elementOf(document, resolved.items);
  if (isJsonObject(resolved.additionalProperties)) return elementOf(document, resolved.additionalProperties);
  return resolved;
}

export function propertiesOf(document: OpenApiDocument, schema: Json | undefined): Readonly<Record<string, Json>> {
  return members(elementOf(document, schema), 'properties');
}

export function isRequired(document: OpenApiDocument, schema: Json | undefined, field: string): boolean {
  return list(elementOf(document, schema), 'required').includes(field);
}

/** "[]Container", "map[string]string", "integer", "IntOrString". */
export function typeText(document: OpenApiDocument, schema: Json | undefined): string {
  const reference = document.referenceOf(schema);
  const resolved = document.resolve(schema);
  if (!resolved) return 'Object';
  if (text(resolved, 'type') === 'array') return `[]${typeText(document, resolved.items)}`;
  if (isJsonObject(resolved.additionalProperties)) return `map[string]${typeText(document, resolved.additionalProperties)}`;
  const name = reference?.slice(reference.lastIndexOf('.') + 1);
  if (Object.keys(members(resolved, 'properties')).length > 0) return name ?? 'Object';
  const type = text(resolved, 'type');
  return type === '' || type === 'object' ? (name ?? 'Object') : type;
}

/** What a field is said to be, and below it what its type is. */
export function descriptionsOf(document: OpenApiDocument, schema: Json | undefined): readonly string[] {
  const own = text(schema, 'description');
  const element = elementOf(document, schema);
  const below = element === schema ? '' : text(element, 'description');
  return [own, below].filter((words, i, all) => words !== '' && all.indexOf(words) === i);
}

/** Lines of at most `width` characters; line ends in the text stay, and so do blanks between words. */
export function wrap(words: string, width: number): string[] {
  return words.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const [, gap = '', word = ''] of paragraph.matchAll(/([ \t]*)([^ \t]+)/g)) {
      if (line === '') line = word;
      else if (line.length + gap.length + word.length <= width) line += gap + word;
      else {
        lines.push(line);
        line = word;
      }
    }
    return [...lines, line];
  });
}
