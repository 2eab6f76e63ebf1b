/** Rules of roles compared as the real client compares them: taken apart into what each allows one by one, and put together again. */
import type { Json, JsonObject } from '../../../base/index.ts';
import { list, text } from '../objects/member.ts';

const fields = ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'] as const;

function words(rule: Json, field: string): readonly string[] {
  return list(rule, field).map((word) => text(word));
}

/** One verb of one resource by one name, or one verb of one address. */
function takenApart(rule: Json): JsonObject[] {
  const verbs = words(rule, 'verbs');
  const names = words(rule, 'resourceNames');
  const resources = words(rule, 'apiGroups').flatMap((group) => words(rule, 'resources').map((resource) => ({ apiGroups: [group], resources: [resource] })));
  const named = resources.flatMap((part) => (names.length === 0 ? [part] : names.map((name) => ({ ...part, resourceNames: [name] }))));
  return [...named, ...words(rule, 'nonResourceURLs').map((url) => ({ nonResourceURLs: [url] }))].flatMap((part) => verbs.map((verb) => ({ ...part, verbs: [verb] })));
}

/** Verbs of the same resource in one rule. */
function together(parts: readonly JsonObject[]): JsonObject[] {
  const joined = new Map<string, JsonObject>();
  for (const { verbs, ...rest } of parts) {
    const key = `${JSON.stringify(rest)}${rest.nonResourceURLs === undefined ? '' : JSON.stringify(verbs)}`;
    joined.set(key, { ...rest, verbs: [...list(joined.get(key), 'verbs'), ...list(verbs)] });
  }
  return [...joined.values()];
}

/** What `wanted` allow and none of `known` does. */
export function rulesMissing(known: readonly Json[], wanted: readonly Json[]): readonly JsonObject[] {
  return together(wanted.flatMap(takenApart).filter((part) => !known.some((rule) => allows(rule, part))));
}

function allows(rule: Json, part: JsonObject): boolean {
  return fields.every((field) => {
    const [has, [needs]] = [words(rule, field), words(part, field)];
    if (field === 'resourceNames' && has.length === 0) return true;
    if (needs === undefined) return field !== 'nonResourceURLs' || part.resources !== undefined || has.length === 0;
    if (field === 'nonResourceURLs') return has.some((url) => url === needs || (url.endsWith('*') && needs.startsWith(url.slice(0, -1))));
    return has.includes(needs) || (field !== 'resourceNames' && has.includes('*')) || (field === 'resources' && needs.includes('/') && has.includes(`*${needs.slice(needs.indexOf('/'))}`));
  });
}

/** {Verbs:[get] APIGroups:[] Resources:[pods] ResourceNames:[] NonResourceURLs:[]} */
export function ruleText(rule: Json): string {
  const titles = ['Verbs', 'APIGroups', 'Resources', 'ResourceNames', 'NonResourceURLs'];
  return `{${fields.map((field, i) => `${titles[i]!}:[${words(rule, field).join(' ')}]`).join(' ')}}`;
}
