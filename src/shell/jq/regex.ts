/** Regular expressions of jq: matches as objects. Patterns run in linear time, so look-around and back-references are refused. */
import { compilePattern, type Pattern, type PatternMatch } from '../../base/index.ts';
import { codePoints } from './strings.ts';
import { described, isArray, isObject, JqError, typeName, type Value } from './value.ts';

const cacheMax = 200;
const cache = new Map<string, { readonly pattern: Pattern; readonly names: readonly (string | null)[] }>();

export function matches(text: Value, given: Value, givenFlags: Value): Value {
  const [pattern, extra] = isArray(given) ? [given[0] ?? null, given[1] ?? null] : [given, null];
  const flags = givenFlags ?? extra;
  if (typeof text !== 'string') throw new JqError(`${described(text)} cannot be matched, as it is not a string`);
  if (typeof pattern !== 'string') throw new JqError(`${described(pattern)} cannot be matched, as it is not a string`);
  if (flags !== null && typeof flags !== 'string') throw new JqError(`${described(flags)} is not a string`);
  const wrong = /[^gimnpslx]/.exec(flags ?? '');
  if (wrong) throw new JqError(`${flags!} is not a valid modifier string`);
  const { pattern: machine, names } = compiled(pattern, flags ?? '');
  const found: Value[] = [];
  for (const match of all(machine, text)) {
    if ((flags ?? '').includes('n') && match.end === match.index) continue;
    found.push(matchObject(text, match, names));
    if (!(flags ?? '').includes('g')) break;
  }
  return found;
}

/** Empty ones too, also right behind another: jq goes on by one character. */
function* all(pattern: Pattern, text: string): Generator<PatternMatch> {
  for (let from = 0; from <= text.length; ) {
    const match = pattern.exec(text, from);
    if (!match) return;
    yield match;
    from = match.end > match.index ? match.end : match.end + (text.codePointAt(match.end)! > 0xffff ? 2 : 1);
  }
}

function compiled(source: string, flags: string): { readonly pattern: Pattern; readonly names: readonly (string | null)[] } {
  const key = `${flags}/${source}`;
  const known = cache.get(key);
  if (known) return known;
  const text = flags.includes('x') ? withoutBlanks(source) : source;
  const answer = compilePattern(text.replaceAll('\\h', '[0-9a-fA-F]'), { ignoreCase: flags.includes('i'), dotAll: /[sp]/.test(flags), longest: flags.includes('l') });
  if ('error' in answer) throw new JqError(`${source} (at offset 0) is not a valid regex: ${answer.error.replace(/^error parsing regexp: /, '')}`);
  if (cache.size >= cacheMax) cache.clear();
  const made = { pattern: answer.pattern, names: namesOf(text) };
  cache.set(key, made);
  return made;
}

function withoutBlanks(source: string): string {
  return source.replace(/\\.|\[(?:\\.|[^\]])*\]|\s+|#[^\n]*/gs, (part) => (/^[\s#]/.test(part) ? '' : part));
}

/** The names of the groups, in their order. */
function namesOf(source: string): (string | null)[] {
  const names: (string | null)[] = [];
  for (const match of source.matchAll(/\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?(?:P?<(\w+)>|(.)))?/gs)) {
    if (!match[0].startsWith('(')) continue;
    if (match[1] !== undefined) names.push(match[1]);
    else if (match[2] === undefined) names.push(null);
  }
  return names;
}

function matchObject(text: string, match: PatternMatch, names: readonly (string | null)[]): Value {
  const whole = match.groups[0]!;
  const offset = codePoints(text.slice(0, match.index));
  const captures: Value[] = match.groups.slice(1).map((group, i) => {
    const at = group === undefined ? -1 : offset + codePoints(whole.slice(0, Math.max(0, whole.indexOf(group))));
    return new Map<string, Value>([['offset', at], ['length', group === undefined ? 0 : codePoints(group)], ['string', group ?? null], ['name', names[i] ?? null]]);
  });
  return new Map<string, Value>([['offset', offset], ['length', codePoints(whole)], ['string', whole], ['captures', captures]]);
}

/** What named groups caught. */
export function captured(match: Value): Value {
  const object = new Map<string, Value>();
  if (!isObject(match)) throw new JqError(`Cannot index ${typeName(match)} with "captures"`);
  const captures = match.get('captures');
  if (isArray(captures)) for (const capture of captures) if (isObject(capture)) {
    const name = capture.get('name');
    if (typeof name === 'string') object.set(name, capture.get('string') ?? null);
  }
  return object;
}
