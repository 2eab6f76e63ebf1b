/**
 * Patterns of names: `*`, `?`, `[…]` and, where they are extended as in bash, the `@(…)` family, matched by following sets of
 * positions, so that no pattern takes more than pattern × text steps, and one with groups within groups no power of their depth. A backslash quotes the character after it.
 */
import { parseGlob, reversed, type GlobToken } from './glob-tokens.ts';
import { inClass } from './character-class.ts';

type Group = Extract<GlobToken, { readonly kind: 'group' }>;

/** Text as code points: a plain string when it has no surrogates, which indexes just as well. */
type Text = string | readonly string[];

export class Glob {
  readonly tokens: readonly GlobToken[];
  /** The text itself when the pattern has no special character. */
  readonly literal: string | undefined;

  constructor(source: string, isExtended: boolean) {
    this.tokens = parseGlob(source, isExtended);
    this.literal = this.tokens.every((t) => t.kind === 'char') ? this.tokens.map((t) => (t.kind === 'char' ? t.char : '')).join('') : undefined;
  }

  matches(text: string): boolean {
    if (this.literal !== undefined) return text === this.literal;
    const points = codePoints(text);
    if (this.tokens.some((t) => t.kind === 'group')) return new Walk(points).endsOf(this.tokens, [0]).at(-1) === points.length;
    return matchSimple(this.tokens, points);
  }

  /** Length (in UTF-16 units) of the prefix that matches: the shortest or the longest; undefined when none does. */
  prefix(text: string, longest: boolean): number | undefined {
    if (this.literal !== undefined) return text.startsWith(this.literal) ? this.literal.length : undefined;
    const points = codePoints(text);
    const ends = new Walk(points).endsOf(this.tokens, [0]);
    const end = longest ? ends.at(-1) : ends[0];
    return end === undefined ? undefined : unitsOf(points, 0, end);
  }

  suffix(text: string, longest: boolean): number | undefined {
    if (this.literal !== undefined) return text.endsWith(this.literal) ? this.literal.length : undefined;
    const points = [...text].reverse();
    const ends = new Walk(points).endsOf(reversed(this.tokens), [0]);
    const end = longest ? ends.at(-1) : ends[0];
    return end === undefined ? undefined : unitsOf(points, 0, end);
  }

  /** Start and length of the first match at or after `from`, the longest one there; for `${x/p/r}`. An empty match counts as none. */
  find(text: string, from: number): { at: number; length: number } | undefined {
    if (this.tokens.length === 0) return undefined;
    if (this.literal !== undefined) {
      const at = text.indexOf(this.literal, from);
      return at < 0 ? undefined : { at, length: this.literal.length };
    }
    const first = this.tokens[0]!;
    for (let at = from; at < text.length; at++) {
      if (first.kind === 'char' && text[at] !== first.char[0]) continue;
      const length = this.prefix(text.slice(at), true);
      if (length) return { at, length };
    }
    return undefined;
  }
}

const compiled = new Map<string, Glob>();

/** As file names are matched, by programs too. Loops use few patterns again and again. */
export function compileGlob(source: string): Glob {
  return known(source, false);
}

/** As bash matches words: with `@(a|b)`, `?(…)`, `*(…)`, `+(…)`, `!(…)`. */
export function compileExtendedGlob(source: string): Glob {
  return known(source, true);
}

function known(source: string, isExtended: boolean): Glob {
  const key = `${isExtended ? 'x' : ' '}${source}`;
  let glob = compiled.get(key);
  if (!glob) {
    if (compiled.size > 500) compiled.clear();
    glob = new Glob(source, isExtended);
    compiled.set(key, glob);
  }
  return glob;
}

/** Quotes what a pattern would take for special. */
export function escapeGlob(text: string): string {
  return /[*?[\]\\!@+()|^-]/.test(text) ? text.replace(/[*?[\]\\!@+()|^-]/g, '\\$&') : text;
}

export function unescapeGlob(pattern: string): string {
  return pattern.includes('\\') ? pattern.replace(/\\(.)/gs, '$1') : pattern;
}

/** Whether a special character is in the text that no backslash quotes: it is then no name of one file. */
export function hasGlob(pattern: string): boolean {
  const lastClose = pattern.lastIndexOf(']');
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i];
    if (char === '\\') i++;
    else if (char === '*' || char === '?' || (char === '[' && i < lastClose)) return true;
    else if (pattern[i + 1] === '(' && char !== undefined && '@+!'.includes(char)) return true;
  }
  return false;
}

function codePoints(text: string): Text {
  return /[\ud800-\udfff]/.test(text) ? [...text] : text;
}

function unitsOf(points: Text, from: number, to: number): number {
  if (typeof points === 'string') return to - from;
  let units = 0;
  for (let i = from; i < to; i++) units += points[i]!.length;
  return units;
}

/** Without groups: the last star is the only one that ever needs to take more. */
function matchSimple(tokens: readonly GlobToken[], text: Text): boolean {
  let t = 0;
  let i = 0;
  let starToken = -1;
  let starText = 0;
  while (i < text.length) {
    const token = tokens[t];
    if (token?.kind === 'star') {
      starToken = t++;
      starText = i;
    } else if (token && matchOne(token, text[i]!)) {
      t++;
      i++;
    } else if (starToken >= 0) {
      t = starToken + 1;
      i = ++starText;
    } else return false;
  }
  while (tokens[t]?.kind === 'star') t++;
  return t === tokens.length;
}

/** What groups within groups have come to, by where they began: each would ask those in it the same again, twice as often with every level. */
class Walk {
  private readonly text: Text;
  private readonly held = new Map<GlobToken, Map<string, readonly number[]>>();

  constructor(text: Text) {
    this.text = text;
  }

  /** Every position at which a match can end that began at one of `starts`; both ascend. */
  endsOf(tokens: readonly GlobToken[], starts: readonly number[]): readonly number[] {
    let current = starts;
    for (const token of tokens) {
      if (current.length === 0) break;
      current = token.kind === 'group' ? this.endsOfGroup(token, current) : step(token, this.text, current);
    }
    return current;
  }

  private endsOfGroup(group: Group, starts: readonly number[]): readonly number[] {
    const key = starts.join(' ');
    let byStarts = this.held.get(group);
    if (!byStarts) this.held.set(group, (byStarts = new Map()));
    let ends = byStarts.get(key);
    if (!ends) byStarts.set(key, (ends = this.findEnds(group, starts)));
    return ends;
  }

  private findEnds(group: Group, starts: readonly number[]): readonly number[] {
    const once = (from: readonly number[]) => union(group.alternatives.map((tokens) => this.endsOf(tokens, from)));
    if (group.operator === '@') return once(starts);
    if (group.operator === '?') return union([starts, once(starts)]);
    if (group.operator === '!') return this.endsWithout(once, starts);
    const all = new Set(group.operator === '*' ? starts : []);
    for (let fresh = once(starts); fresh.length > 0; ) {
      const next = fresh.filter((end) => !all.has(end));
      for (const end of next) all.add(end);
      fresh = next.length > 0 ? once(next) : next;
    }
    return union([[...all]]);
  }

  /** All that some start does not lead to; most often the first two starts leave nothing out. */
  private endsWithout(once: (from: readonly number[]) => readonly number[], starts: readonly number[]): readonly number[] {
    const all = allFrom(starts[0]!, this.text);
    let leftOut: readonly number[] = all;
    for (const start of starts) {
      if (leftOut.length === 0 || leftOut.at(-1)! < start) break;
      const taken = new Set(once([start]));
      leftOut = leftOut.filter((end) => end < start || taken.has(end));
    }
    const without = new Set(leftOut);
    return all.filter((end) => !without.has(end));
  }
}

function step(token: GlobToken, text: Text, starts: readonly number[]): readonly number[] {
  if (token.kind === 'star') return allFrom(starts[0]!, text);
  const ends: number[] = [];
  for (const s of starts) if (s < text.length && matchOne(token, text[s]!)) ends.push(s + 1);
  return ends;
}

function allFrom(start: number, text: Text): number[] {
  return Array.from({ length: text.length + 1 - start }, (_, i) => start + i);
}

function union(positions: readonly (readonly number[])[]): readonly number[] {
  return [...new Set(positions.flat())].sort((a, b) => a - b);
}

function matchOne(token: GlobToken, char: string): boolean {
  if (token.kind === 'char') return token.char === char;
  if (token.kind === 'any') return true;
  if (token.kind !== 'set') return false;
  const inside =
    token.singles.includes(char) ||
    token.ranges.some(([low, high]) => char.codePointAt(0)! >= low.codePointAt(0)! && char.codePointAt(0)! <= high.codePointAt(0)!) ||
    token.classes.some((name) => inClass(name, char));
  return inside !== token.negated;
}
