/**
 * Shell patterns: `*`, `?`, `[…]` and bash's `@(…)` family, matched by following sets of positions, so that no pattern
 * takes more than pattern × text steps. A backslash quotes the character after it: quoted text of a word arrives that way.
 */

export type PatternToken =
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'star' }
  | { readonly kind: 'set'; readonly negated: boolean; readonly singles: string; readonly ranges: readonly (readonly [string, string])[]; readonly classes: readonly string[] }
  | { readonly kind: 'group'; readonly operator: string; readonly alternatives: readonly (readonly PatternToken[])[] };

/** Text as code points: a plain string when it has no surrogates, which indexes just as well. */
type Text = string | readonly string[];

export class GlobPattern {
  readonly tokens: readonly PatternToken[];
  /** The text itself when the pattern has no special character. */
  readonly literal: string | undefined;

  constructor(source: string) {
    this.tokens = parseTokens(source);
    this.literal = this.tokens.every((t) => t.kind === 'char') ? this.tokens.map((t) => (t.kind === 'char' ? t.char : '')).join('') : undefined;
  }

  matches(text: string): boolean {
    if (this.literal !== undefined) return text === this.literal;
    const points = codePoints(text);
    if (this.tokens.some((t) => t.kind === 'group')) return endsOf(this.tokens, points, new Set([0])).has(points.length);
    return matchSimple(this.tokens, points);
  }

  /** Length (in UTF-16 units) of the prefix that matches: the shortest or the longest; undefined when none does. */
  prefix(text: string, longest: boolean): number | undefined {
    if (this.literal !== undefined) return text.startsWith(this.literal) ? this.literal.length : undefined;
    const points = codePoints(text);
    const end = choose(endsOf(this.tokens, points, new Set([0])), longest);
    return end === undefined ? undefined : unitsOf(points, 0, end);
  }

  suffix(text: string, longest: boolean): number | undefined {
    if (this.literal !== undefined) return text.endsWith(this.literal) ? this.literal.length : undefined;
    const points = [...text].reverse();
    const end = choose(endsOf(reverse(this.tokens), points, new Set([0])), longest);
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

const cache = new Map<string, GlobPattern>();

/** The compiled pattern; loops use few of them again and again. */
export function globPattern(source: string): GlobPattern {
  let pattern = cache.get(source);
  if (!pattern) {
    if (cache.size > 500) cache.clear();
    pattern = new GlobPattern(source);
    cache.set(source, pattern);
  }
  return pattern;
}

/** Quotes what a pattern would take for special. */
export function escapePattern(text: string): string {
  return /[*?[\]\\!@+()|^-]/.test(text) ? text.replace(/[*?[\]\\!@+()|^-]/g, '\\$&') : text;
}

export function unescapePattern(pattern: string): string {
  return pattern.includes('\\') ? pattern.replace(/\\(.)/gs, '$1') : pattern;
}

/** Whether an unquoted special character is in the pattern. */
export function hasMagic(pattern: string): boolean {
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i];
    if (char === '\\') i++;
    else if (char === '*' || char === '?' || (char === '[' && pattern.indexOf(']', i) > 0)) return true;
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

function choose(ends: ReadonlySet<number>, longest: boolean): number | undefined {
  let best: number | undefined;
  for (const end of ends) if (best === undefined || (longest ? end > best : end < best)) best = end;
  return best;
}

/** Without groups: the last star is the only one that ever needs to take more. */
function matchSimple(tokens: readonly PatternToken[], text: Text): boolean {
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

/** Every position at which a match can end that began at one of `starts`. */
function endsOf(tokens: readonly PatternToken[], text: Text, starts: ReadonlySet<number>): Set<number> {
  let current = new Set(starts);
  for (const token of tokens) {
    if (current.size === 0) break;
    current = token.kind === 'group' ? endsOfGroup(token.operator, token.alternatives, text, current) : step(token, text, current);
  }
  return current;
}

function step(token: PatternToken, text: Text, starts: ReadonlySet<number>): Set<number> {
  const ends = new Set<number>();
  if (token.kind === 'star') {
    let low = text.length;
    for (const s of starts) if (s < low) low = s;
    for (let i = low; i <= text.length; i++) ends.add(i);
    return ends;
  }
  for (const s of starts) if (s < text.length && matchOne(token, text[s]!)) ends.add(s + 1);
  return ends;
}

function endsOfGroup(operator: string, alternatives: readonly (readonly PatternToken[])[], text: Text, starts: ReadonlySet<number>): Set<number> {
  const once = (from: ReadonlySet<number>) => {
    const ends = new Set<number>();
    for (const tokens of alternatives) for (const end of endsOf(tokens, text, from)) ends.add(end);
    return ends;
  };
  if (operator === '@') return once(starts);
  if (operator === '?') return new Set([...starts, ...once(starts)]);
  if (operator === '!') {
    const ends = new Set<number>();
    for (const s of starts) {
      const taken = once(new Set([s]));
      for (let i = s; i <= text.length; i++) if (!taken.has(i)) ends.add(i);
    }
    return ends;
  }
  const all = operator === '*' ? new Set(starts) : new Set<number>();
  let fresh = once(starts);
  while (fresh.size > 0) {
    const next = new Set<number>();
    for (const end of fresh) if (!all.has(end)) next.add(end);
    for (const end of next) all.add(end);
    fresh = next.size > 0 ? once(next) : next;
  }
  return all;
}

function matchOne(token: PatternToken, char: string): boolean {
  if (token.kind === 'char') return token.char === char;
  if (token.kind === 'any') return true;
  if (token.kind !== 'set') return false;
  const inside =
    token.singles.includes(char) ||
    token.ranges.some(([low, high]) => char.codePointAt(0)! >= low.codePointAt(0)! && char.codePointAt(0)! <= high.codePointAt(0)!) ||
    token.classes.some((name) => inClass(name, char));
  return inside !== token.negated;
}

/** POSIX character classes in the C.UTF-8 locale, as far as ASCII goes; letters beyond it by Unicode's properties. */
export function inClass(name: string, char: string): boolean {
  const test = classTests[name];
  return test !== undefined && test.test(char);
}

const classTests: Readonly<Record<string, RegExp>> = {
  alpha: /^\p{L}$/u,
  digit: /^[0-9]$/,
  alnum: /^[\p{L}0-9]$/u,
  upper: /^\p{Lu}$/u,
  lower: /^\p{Ll}$/u,
  space: /^[ \t\n\v\f\r]$/,
  blank: /^[ \t]$/,
  punct: /^[!-/:-@[-`{-~]$/,
  cntrl: /^[\0-\x1f\x7f]$/,
  print: /^[^\0-\x1f\x7f]$/u,
  graph: /^[^\0-\x20\x7f]$/u,
  xdigit: /^[0-9A-Fa-f]$/,
  word: /^[\p{L}0-9_]$/u,
};

function reverse(tokens: readonly PatternToken[]): PatternToken[] {
  return [...tokens].reverse().map((t) => (t.kind === 'group' ? { ...t, alternatives: t.alternatives.map(reverse) } : t));
}

function parseTokens(source: string): PatternToken[] {
  const points = [...source];
  const parsed = parseUntil(points, 0, false);
  return parsed.alternatives[0]!;
}

/** Parses alternatives up to the closing parenthesis (inside a group) or the end. */
function parseUntil(points: readonly string[], from: number, inGroup: boolean): { alternatives: PatternToken[][]; next: number } {
  const alternatives: PatternToken[][] = [[]];
  let i = from;
  const push = (token: PatternToken) => void alternatives[alternatives.length - 1]!.push(token);
  while (i < points.length) {
    const char = points[i]!;
    if (inGroup && char === ')') return { alternatives, next: i + 1 };
    if (inGroup && char === '|') {
      alternatives.push([]);
      i++;
    } else if (points[i + 1] === '(' && '?*+@!'.includes(char) && closes(points, i + 2)) {
      const group = parseUntil(points, i + 2, true);
      push({ kind: 'group', operator: char, alternatives: group.alternatives });
      i = group.next;
    } else if (char === '*') {
      push({ kind: 'star' });
      i++;
    } else if (char === '?') {
      push({ kind: 'any' });
      i++;
    } else if (char === '[') {
      const set = parseSet(points, i);
      push(set?.token ?? { kind: 'char', char });
      i = set?.next ?? i + 1;
    } else if (char === '\\' && i + 1 < points.length) {
      push({ kind: 'char', char: points[i + 1]! });
      i += 2;
    } else {
      push({ kind: 'char', char });
      i++;
    }
  }
  return { alternatives, next: i };
}

function closes(points: readonly string[], from: number): boolean {
  let depth = 1;
  for (let i = from; i < points.length; i++) {
    if (points[i] === '\\') i++;
    else if (points[i] === '(') depth++;
    else if (points[i] === ')' && --depth === 0) return true;
  }
  return false;
}

/** A bracket expression; undefined when it never closes, and the bracket is an ordinary character. */
export function parseSet(points: readonly string[], from: number): { token: PatternToken; next: number } | undefined {
  let i = from + 1;
  const negated = points[i] === '!' || points[i] === '^';
  if (negated) i++;
  let singles = '';
  const ranges: [string, string][] = [];
  const classes: string[] = [];
  for (let first = true; ; first = false) {
    let char = points[i];
    if (char === undefined) return undefined;
    if (char === ']' && !first) return { token: { kind: 'set', negated, singles, ranges, classes }, next: i + 1 };
    if (char === '[' && (points[i + 1] === ':' || points[i + 1] === '.' || points[i + 1] === '=')) {
      const close = points.indexOf(']', i + 2);
      if (close > 0 && points[close - 1] === points[i + 1]) {
        const name = points.slice(i + 2, close - 1).join('');
        if (points[i + 1] === ':') classes.push(name);
        else singles += name;
        i = close + 1;
        continue;
      }
    }
    if (char === '\\' && i + 1 < points.length) char = points[++i]!;
    const high = points[i + 1] === '-' && points[i + 2] !== ']' && points[i + 2] !== undefined ? points[i + 2] : undefined;
    if (high === undefined) {
      singles += char;
      i++;
    } else {
      ranges.push([char, high === '\\' ? (points[i + 3] ?? high) : high]);
      i += high === '\\' ? 4 : 3;
    }
  }
}
