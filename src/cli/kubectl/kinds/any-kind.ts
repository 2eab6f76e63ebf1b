/** How an object is described of whose kind the client knows nothing: every field, its name in words, nested by indentation. */
import { isJsonObject, sortedKeys, type Json, type JsonObject } from '../../../base/index.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { members, text } from '../objects/member.ts';
import type { Info } from '../resources/info.ts';
import type { DescribeOptions } from './client-kind.ts';
import { describeEvents } from './describe-events.ts';
import { DescribeText } from './describe-text.ts';

export function* describeAny(k: Invocation, info: Info, options: DescribeOptions): Task<string> {
  const out = new DescribeText();
  out.pair('Name', info.name).pair('Namespace', info.namespace);
  out.labels('Labels', members(info.object, 'metadata', 'labels')).annotations('Annotations', members(info.object, 'metadata', 'annotations'));
  const shown = ['metadata.name', 'metadata.namespace', 'metadata.labels', 'metadata.annotations', 'metadata.managedFields'];
  fields(out, 0, info.object, '', new Set(shown));
  if (options.showEvents) yield* describeEvents(k, info, out);
  return out.text;
}

function fields(out: DescribeText, level: number, object: JsonObject, path: string, skipped: ReadonlySet<string>): void {
  for (const key of sortedKeys(object)) {
    const here = path === '' ? key : `${path}.${key}`;
    if (skipped.has(here)) continue;
    const value = object[key]!;
    const title = titleOf(key);
    if (isJsonObject(value)) {
      out.line(level, `${title}:`);
      fields(out, level + 1, value, here, skipped);
    } else if (Array.isArray(value)) items(out, level, title, value as readonly Json[], here, skipped);
    else out.line(level, `${title}:\t${text(value) || (value === null ? '<nil>' : '')}`);
  }
}

function items(out: DescribeText, level: number, title: string, list: readonly Json[], path: string, skipped: ReadonlySet<string>): void {
  out.line(level, `${title}:`);
  for (const item of list) {
    if (isJsonObject(item)) fields(out, level + 1, item, path, skipped);
    else out.line(level + 1, text(item));
  }
}

const acronyms: Readonly<Record<string, string>> = { api: 'API', uid: 'UID', url: 'URL', osb: 'OSB', guid: 'GUID' };

/** "resourceVersion" as "Resource Version", "apiVersion" as "API Version", "uid" as "UID". */
export function titleOf(name: string): string {
  if (name === '' || /[^a-zA-Z-]/.test(name)) return name;
  const words = name.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|-+/g) ?? [name];
  return words.map((word) => acronyms[word.toLowerCase()] ?? word[0]!.toUpperCase() + word.slice(1)).join(' ');
}
