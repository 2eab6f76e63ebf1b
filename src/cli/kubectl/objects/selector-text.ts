/** Label selectors in the text form of -l, made from the form that objects keep them in. */
import { sortedKeys, type Json, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import { list, members, text } from './member.ts';

/** "app=web,tier in (a,b)"; `undefined` for no selector, '' for one that takes everything. */
export function selectorText(selector: Json | undefined): string | undefined {
  if (selector === undefined || selector === null) return undefined;
  const requirements = list(selector, 'matchExpressions').map((expression) => {
    const key = text(expression, 'key');
    const values = list(expression, 'values').map(String).sort().join(',');
    switch (text(expression, 'operator')) {
      case 'In':
        return { key, text: `${key} in (${values})` };
      case 'NotIn':
        return { key, text: `${key} notin (${values})` };
      case 'Exists':
        return { key, text: key };
      default:
        return { key, text: `!${key}` };
    }
  });
  const labels = members(selector, 'matchLabels');
  for (const key of sortedKeys(labels)) requirements.push({ key, text: `${key}=${text(labels, key)}` });
  return requirements.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map((requirement) => requirement.text).join(',');
}

/** A plain map of labels: what services and replication controllers have. */
export function mapSelectorText(labels: JsonObject): string {
  return sortedKeys(labels).map((key) => `${key}=${text(labels, key)}`).join(',');
}

/** The first release that lists what it knows in one form. */
const LISTS_SINCE = 22;

/** What is typed for -l in the form that objects keep; throws CommandError in the words of the real client. */
export function labelSelectorOf(typed: string, minor: number): JsonObject {
  const matchLabels: Record<string, Json> = {};
  const matchExpressions: Json[] = [];
  for (const part of typed.split(/,(?![^(]*\))/).map((requirement) => requirement.trim())) {
    const [, missing, key = '', equals, value = '', word, values = ''] = /^(!?)\s*([\w./-]+)\s*(?:(==?)\s*([\w.-]*)|(in|notin|!=)\s*([(\w., )-]*))?$/.exec(part) ?? [];
    if (missing === undefined) {
      const [, strange = ''] = /^[\w./-]+\s+(\S+)/.exec(part) ?? [];
      throw new CommandError(`couldn't parse the selector string ${JSON.stringify(typed)}: unable to parse requirement: found '${strange}', expected: ${strange === '' ? "!, identifier, or 'end of string'" : minor < LISTS_SINCE ? "'=', '!=', '==', 'in', notin'" : 'in, notin, =, ==, !=, gt, lt'}`);
    }
    if (equals !== undefined) matchLabels[key] = value;
    else if (word === undefined) matchExpressions.push({ key, operator: missing === '!' ? 'DoesNotExist' : 'Exists' });
    else matchExpressions.push({ key, operator: word === 'in' ? 'In' : 'NotIn', values: values.replace(/^\(|\)$/g, '').split(',').map((each) => each.trim()).sort() });
  }
  return { ...(matchExpressions.length > 0 && { matchExpressions }), ...(Object.keys(matchLabels).length > 0 && { matchLabels }) };
}

/** Can a server read it as a label selector? Told before anything is done. */
export function isSelector(typed: string): boolean {
  const requirement = /^\s*(?:!?\s*[\w./-]+|[\w./-]+\s*(?:=|==|!=|<|>)\s*[\w.-]*|[\w./-]+\s+(?:in|notin)\s*\([\w., -]*\))\s*$/;
  return typed === '' || typed.split(/,(?![^(]*\))/).every((part) => requirement.test(part));
}
