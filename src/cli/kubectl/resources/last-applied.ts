/** The annotation in which apply keeps what it was last given. */
import { isJsonObject, parseJson, printJson, type JsonObject } from '../../../base/index.ts';
import { printStruct } from '../print/struct-printer.ts';
import { has, members, text, withMember } from '../objects/member.ts';

export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** The object as the file has it, or as the client made it, with its own text in the annotation. */
export function withLastApplied(object: JsonObject, form: 'map' | 'struct' = 'map'): JsonObject {
  return withMember(object, ['metadata', 'annotations', lastAppliedAnnotation], form === 'map' ? configurationText(object) : `${printStruct(object)}\n`);
}

/** One line of JSON, with a line end, as the annotation holds it; apply leaves room for annotations where there are none. */
export function configurationText(object: JsonObject, room?: 'as it is'): string {
  const { [lastAppliedAnnotation]: _, ...annotations } = members(object, 'metadata', 'annotations');
  return `${printJson(withMember(object, ['metadata', 'annotations'], room === 'as it is' && Object.keys(annotations).length === 0 ? undefined : annotations), { sortKeys: true, escapeHtml: true })}\n`;
}

export function hasLastApplied(object: JsonObject): boolean {
  return has(object, 'metadata', 'annotations', lastAppliedAnnotation);
}

/** What was applied last; {} when nothing was, or it cannot be read. */
export function lastApplied(object: JsonObject): JsonObject {
  const kept = text(object, 'metadata', 'annotations', lastAppliedAnnotation);
  if (kept === '') return {};
  try {
    const value = parseJson(kept);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
