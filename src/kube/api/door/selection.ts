/** Which objects a list or watch is of: by namespace, by labels, by fields. */
import { badRequest } from '../../meta/api-status.ts';
import { matchesConditions, parseSelector, SelectorError, type LabelCondition } from '../../meta/label-selector.ts';
import type { KubeObject } from '../../meta/object.ts';
import type { Kind } from '../../kinds/kind.ts';

export interface Selection {
  /** One object by name, when the fields ask for no more than that. */
  readonly name: string | undefined;
  readonly isEverything: boolean;
  matches(object: KubeObject): boolean;
}

const noLabels = {};

export function selectionOf(kind: Kind, labelText: string, fieldText: string): Selection {
  const labels = parseLabels(labelText);
  const fields = parseFields(kind, fieldText);
  const byName = fields.find((field) => field.path === 'metadata.name' && field.isEqual);
  return {
    name: byName?.value,
    isEverything: labels.length === 0 && fields.length === 0,
    matches: (object) =>
      matchesConditions(labels, object.metadata.labels ?? noLabels) && fields.every((field) => (field.read(object) === field.value) === field.isEqual),
  };
}

function parseLabels(text: string): readonly LabelCondition[] {
  try {
    return parseSelector(text);
  } catch (error) {
    if (error instanceof SelectorError) throw badRequest(error.message);
    throw error;
  }
}

interface FieldCondition {
  readonly path: string;
  readonly value: string;
  readonly isEqual: boolean;
  readonly read: (object: KubeObject) => string;
}

function parseFields(kind: Kind, text: string): readonly FieldCondition[] {
  if (text === '') return [];
  return splitEscaped(text).map((term) => {
    const match = /^([^=!]*)(==|!=|=)(.*)$/s.exec(term);
    if (match === null) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
    const [, path = '', operator, value = ''] = match;
    return { path, value: value.replace(/\\(.)/gs, '$1'), isEqual: operator !== '!=', read: reader(kind, path) };
  });
}

/** Splits at commas that no backslash precedes. */
function splitEscaped(text: string): string[] {
  const terms: string[] = [''];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\' && i + 1 < text.length) terms[terms.length - 1] += text[i]! + text[++i]!;
    else if (text[i] === ',') terms.push('');
    else terms[terms.length - 1] += text[i]!;
  }
  return terms.filter((term) => term !== '');
}

function reader(kind: Kind, path: string): (object: KubeObject) => string {
  if (path === 'metadata.name') return (object) => object.metadata.name;
  if (path === 'metadata.namespace' && kind.namespaced) return (object) => object.metadata.namespace ?? '';
  const read = kind.fields && Object.hasOwn(kind.fields, path) ? kind.fields[path] : undefined;
  if (read === undefined) throw badRequest(`field label not supported: ${path}`);
  return read;
}
