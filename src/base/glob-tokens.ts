/** What a glob is made of. Read in time linear in its length, however many brackets it leaves open. */

export type GlobToken =
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'star' }
  | { readonly kind: 'set'; readonly negated: boolean; readonly singles: string; readonly ranges: readonly (readonly [string, string])[]; readonly classes: readonly string[] }
  | { readonly kind: 'group'; readonly operator: string; readonly alternatives: readonly (readonly GlobToken[])[] };

const NESTED_MAX = 50; // groups within groups; one further in stands for its characters
const SET_MAX = 256; // characters of a bracket expression; without its end by then it is none
const NAME_MAX = 20; // of [:alpha:], [.hyphen.], [=a=]

export function parseGlob(source: string, isExtended: boolean): readonly GlobToken[] {
  const points = [...source];
  return new GlobReader(points, isExtended ? closedGroups(points) : new Set()).alternatives(0)[0]!;
}

export function reversed(tokens: readonly GlobToken[]): GlobToken[] {
  return [...tokens].reverse().map((t) => (t.kind === 'group' ? { ...t, alternatives: t.alternatives.map(reversed) } : t));
}

class GlobReader {
  private readonly points: readonly string[];
  private readonly groups: ReadonlySet<number>;
  private readonly lastClose: number;
  private at = 0;

  constructor(points: readonly string[], groups: ReadonlySet<number>) {
    this.points = points;
    this.lastClose = points.lastIndexOf(']');
    this.groups = groups;
  }

  /** Up to the parenthesis that closes the group, or the end. */
  alternatives(depth: number): GlobToken[][] {
    const { points } = this;
    const made: GlobToken[][] = [[]];
    for (let char = points[this.at]; char !== undefined; char = points[this.at]) {
      if (depth > 0 && char === ')') break;
      if (depth > 0 && char === '|') {
        this.at++;
        made.push([]);
      } else made.at(-1)!.push(this.token(char, depth));
    }
    return made;
  }

  private token(char: string, depth: number): GlobToken {
    const { points } = this;
    if ('?*+@!'.includes(char) && this.groups.has(this.at + 1) && depth < NESTED_MAX) {
      this.at += 2;
      const alternatives = this.alternatives(depth + 1);
      this.at++;
      return { kind: 'group', operator: char, alternatives };
    }
    const set = char === '[' && this.at < this.lastClose ? parseSet(points, this.at) : undefined;
    if (set) {
      this.at = set.next;
      return set.token;
    }
    this.at++;
    if (char === '*') return { kind: 'star' };
    if (char === '?') return { kind: 'any' };
    return { kind: 'char', char: char === '\\' ? (points[this.at++] ?? char) : char };
  }
}

/** Where the parentheses stand that close again. */
function closedGroups(points: readonly string[]): Set<number> {
  const closed = new Set<number>();
  const open: number[] = [];
  for (let i = 0; i < points.length; i++) {
    if (points[i] === '\\') i++;
    else if (points[i] === '(') open.push(i);
    else if (points[i] === ')' && open.length > 0) closed.add(open.pop()!);
  }
  return closed;
}

/** A bracket expression; undefined when it never closes, and the bracket is an ordinary character. */
function parseSet(points: readonly string[], from: number): { token: GlobToken; next: number } | undefined {
  let i = from + 1;
  const negated = points[i] === '!' || points[i] === '^';
  if (negated) i++;
  let singles = '';
  const ranges: [string, string][] = [];
  const classes: string[] = [];
  for (let first = true; ; first = false) {
    let char = points[i];
    if (char === undefined || i - from > SET_MAX) return undefined;
    if (char === ']' && !first) return { token: { kind: 'set', negated, singles, ranges, classes }, next: i + 1 };
    if (char === '[' && (points[i + 1] === ':' || points[i + 1] === '.' || points[i + 1] === '=')) {
      const length = points.slice(i + 2, i + 2 + NAME_MAX).indexOf(']') - 1;
      if (length >= 0 && points[i + 2 + length] === points[i + 1]) {
        const name = points.slice(i + 2, i + 2 + length).join('');
        if (points[i + 1] === ':') classes.push(name);
        else singles += name;
        i += length + 4;
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
