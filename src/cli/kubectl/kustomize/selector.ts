/** Which objects of a kustomization a target means: every member of it that is given has to fit, and names are patterns. */
import { compilePattern, type Json, type JsonObject } from '../../../base/index.ts';
import { members, text } from '../objects/member.ts';
import { groupVersion } from './ids.ts';
import type { Part } from './part.ts';

export function fitting(parts: readonly Part[], target: Json): ReadonlySet<Part> {
  return new Set(parts.filter((part) => fits(part, target)));
}

function fits({ object, name }: Part, target: Json): boolean {
  const [group, version] = groupVersion(text(object, 'apiVersion'));
  const fitsName = whole(text(target, 'name'), name) || whole(text(target, 'name'), text(object, 'metadata', 'name'));
  const fitsType = whole(text(target, 'group'), group) && whole(text(target, 'version'), version) && whole(text(target, 'kind'), text(object, 'kind'));
  return fitsName && fitsType && whole(text(target, 'namespace'), text(object, 'metadata', 'namespace')) && chosen(text(target, 'labelSelector'), members(object, 'metadata', 'labels')) && chosen(text(target, 'annotationSelector'), members(object, 'metadata', 'annotations'));
}

function whole(pattern: string, value: string): boolean {
  if (pattern === '') return true;
  const compiled = compilePattern(pattern);
  return 'pattern' in compiled ? compiled.pattern.testWhole(value) : pattern === value;
}

/** The same by plain words: what replacements and variables do. */
export function matching(parts: readonly Part[], selector: Json): readonly Part[] {
  const same = (field: string, ...values: readonly string[]): boolean => text(selector, field) === '' || values.includes(text(selector, field));
  return parts.filter(({ object, name }) => {
    const [group, version] = groupVersion(text(object, 'apiVersion'));
    return same('group', group) && same('version', version) && same('kind', text(object, 'kind')) && same('name', name, text(object, 'metadata', 'name')) && same('namespace', text(object, 'metadata', 'namespace'));
  });
}

function chosen(selector: string, labels: JsonObject): boolean {
  return selector.split(',').filter((part) => part !== '').every((part) => {
    const match = /^([^=!]+)(!=|==?)(.*)$/.exec(part);
    if (!match) return part.startsWith('!') ? !Object.hasOwn(labels, part.slice(1)) : Object.hasOwn(labels, part);
    return (labels[match[1]!.trim()] === match[3]!.trim()) === (match[2] !== '!=');
  });
}
