/** Label selectors: those of objects, and the text form of requests (`app=web,tier in (a,b),!old`). */
import { checkLabelValue, checkQualifiedName } from './names.ts';
import type { Labels, LabelSelector, LabelSelectorRequirement } from './object.ts';

/** A selector of an object; an empty one matches everything. */
export function matchesSelector(selector: LabelSelector, labels: Labels): boolean {
  const { matchLabels, matchExpressions } = selector;
  if (matchLabels) for (const key in matchLabels) if (!Object.hasOwn(labels, key) || labels[key] !== matchLabels[key]) return false;
  return matchExpressions === undefined || matchExpressions.every((requirement) => meets(requirement, labels));
}

function meets({ key, operator, values = [] }: LabelSelectorRequirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  if (operator === 'In') return value !== undefined && values.includes(value);
  if (operator === 'NotIn') return value === undefined || !values.includes(value);
  return operator === 'Exists' ? value !== undefined : value === undefined;
}

/** As the API prints it: `app=web,tier in (a,b)`; keys in order. */
export function formatSelector(selector: LabelSelector | undefined): string {
  if (selector === undefined) return '<none>';
  const parts = [
    ...Object.entries(selector.matchLabels ?? {}).map(([key, value]) => ({ key, text: `${key}=${value}` })),
    ...(selector.matchExpressions ?? []).map((requirement) => ({ key: requirement.key, text: formatRequirement(requirement) })),
  ];
  return parts
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map((part) => part.text)
    .join(',');
}

function formatRequirement({ key, operator, values = [] }: LabelSelectorRequirement): string {
  if (operator === 'Exists') return key;
  if (operator === 'DoesNotExist') return `!${key}`;
  return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values.toSorted().join(',')})`;
}

export type LabelTest = (labels: Labels) => boolean;

export class SelectorError extends Error {
  override name = 'SelectorError';
}

/** One condition of a selector's text. */
export interface LabelCondition {
  readonly key: string;
  readonly operator: '=' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt';
  readonly values: readonly string[];
}

const lengthMax = 64 * 1024;

/** Throws SelectorError in the words of the API. */
export function parseSelector(text: string): readonly LabelCondition[] {
  if (text.length > lengthMax) throw new SelectorError('unable to parse requirement: selector is too long');
  const tokens = tokenize(text);
  const conditions: LabelCondition[] = [];
  let at = 0;
  while (at < tokens.length) {
    const end = requirementEnd(tokens, at);
    conditions.push(checked(readRequirement(tokens.slice(at, end))));
    at = end + 1;
    if (at === tokens.length && end < tokens.length) throw new SelectorError("found '', expected: identifier after ','");
  }
  return conditions;
}

export function matchesConditions(conditions: readonly LabelCondition[], labels: Labels): boolean {
  return conditions.every(({ key, operator, values }) => {
    const value = Object.hasOwn(labels, key) ? labels[key]! : undefined;
    switch (operator) {
      case '=':
      case 'in':
        return value !== undefined && values.includes(value);
      case '!=':
      case 'notin':
        return value === undefined || !values.includes(value);
      case 'exists':
        return value !== undefined;
      case '!':
        return value === undefined;
      default:
        if (value === undefined || !/^-?\d+$/.test(value)) return false;
        return operator === 'gt' ? BigInt(value) > BigInt(values[0]!) : BigInt(value) < BigInt(values[0]!);
    }
  });
}

function tokenize(text: string): string[] {
  return text.match(/==|!=|[=!,()<>]|[^\s=!,()<>]+/g) ?? [];
}

function requirementEnd(tokens: readonly string[], from: number): number {
  let depth = 0;
  for (let i = from; i < tokens.length; i++) {
    if (tokens[i] === '(') depth++;
    else if (tokens[i] === ')') depth--;
    else if (tokens[i] === ',' && depth === 0) return i;
  }
  return tokens.length;
}

const isWord = (token: string | undefined): token is string => token !== undefined && !/^(?:==|!=|[=!,()<>])$/.test(token);

function readRequirement(tokens: readonly string[]): LabelCondition {
  const [first, second, ...rest] = tokens;
  if (first === '!') {
    if (!isWord(second)) throw new SelectorError(`unable to parse requirement: found '${second ?? ''}', expected: identifier`);
    if (rest.length > 0) throw new SelectorError(`unable to parse requirement: found '${rest[0]!}', expected: ',' or 'end of string'`);
    return { key: second, operator: '!', values: [] };
  }
  if (!isWord(first)) throw new SelectorError(`unable to parse requirement: found '${first ?? ''}', expected: !, identifier, or 'end of string'`);
  if (second === undefined) return { key: first, operator: 'exists', values: [] };
  if (second === '=' || second === '==' || second === '!=') return { key: first, operator: second === '!=' ? '!=' : '=', values: [readValue(rest)] };
  if (second === '>' || second === '<') return { key: first, operator: second === '>' ? 'gt' : 'lt', values: [readValue(rest)] };
  if (second === 'in' || second === 'notin') return { key: first, operator: second, values: readSet(rest) };
  throw new SelectorError(`unable to parse requirement: found '${second}', expected: in, notin, =, ==, !=, gt, lt`);
}

function readValue(tokens: readonly string[]): string {
  if (tokens.length === 0) return '';
  if (!isWord(tokens[0])) throw new SelectorError(`unable to parse requirement: found '${tokens[0]!}', expected: identifier`);
  if (tokens.length > 1) throw new SelectorError(`unable to parse requirement: found '${tokens[1]!}', expected: ',' or 'end of string'`);
  return tokens[0];
}

function readSet(tokens: readonly string[]): readonly string[] {
  if (tokens[0] !== '(') throw new SelectorError(`unable to parse requirement: found '${tokens[0] ?? ''}' expected: '('`);
  if (tokens.at(-1) !== ')') throw new SelectorError(`unable to parse requirement: found '${tokens.at(-1)!}', expected: ',' or ')'`);
  const inner = tokens.slice(1, -1);
  const values: string[] = [''];
  for (const token of inner) {
    if (token === ',') values.push('');
    else if (!isWord(token) || values.at(-1) !== '') throw new SelectorError(`unable to parse requirement: found '${token}', expected: ',' or ')'`);
    else values[values.length - 1] = token;
  }
  return values;
}

function checked(condition: LabelCondition): LabelCondition {
  const { key, operator, values } = condition;
  const keyErrors = checkQualifiedName(key);
  if (keyErrors.length > 0) throw new SelectorError(`unable to parse requirement: <nil>: Invalid value: "${key}": ${keyErrors.join('; ')}`);
  if (operator === 'gt' || operator === 'lt') {
    if (!/^-?\d{1,18}$/.test(values[0]!)) {
      throw new SelectorError(`unable to parse requirement: values[0][${key}]: Invalid value: "${values[0]}": for 'Gt', 'Lt' operators, the value must be an integer`);
    }
    return condition;
  }
  for (const [i, value] of values.entries()) {
    const errors = checkLabelValue(value);
    if (errors.length > 0) throw new SelectorError(`unable to parse requirement: values[${i}][${key}]: Invalid value: "${value}": ${errors.join('; ')}`);
  }
  return condition;
}
