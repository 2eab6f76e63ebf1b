/** Regular expressions that a user types, matched in time linear in the text: no pattern can hang the page. Go's (RE2's) syntax. */
import { setMember } from './json-value.ts';
import { RegexError } from './regex/nodes.ts';
import { parseRegex, type ParsedRegex } from './regex/parse.ts';
import { compileProgram } from './regex/program.ts';
import { Machine } from './regex/run.ts';

export interface PatternFlags {
  readonly ignoreCase?: boolean;
  readonly multiline?: boolean; // ^ and $ match at line ends
  readonly dotAll?: boolean; // . matches a line end
  readonly longest?: boolean; // leftmost-longest, the POSIX rule, instead of the leftmost-first of Perl
}

export interface PatternMatch {
  readonly index: number;
  readonly end: number;
  /** groups[0] is the whole match; a group that took no part is undefined. */
  readonly groups: readonly (string | undefined)[];
  readonly names: Readonly<Record<string, string | undefined>>;
}

export interface Pattern {
  readonly groupCount: number;
  /** Is there a match anywhere in the text? */
  test(text: string): boolean;
  /** Does the whole text match? */
  testWhole(text: string): boolean;
  /** The first match that begins at or after `from`. */
  exec(text: string, from?: number): PatternMatch | undefined;
  /** Matches from left to right that do not overlap. */
  matchAll(text: string): Generator<PatternMatch, void, undefined>;
  /** Replaces up to `limit` matches, the first `skip` of them left alone. */
  replaceAll(text: string, replacement: (match: PatternMatch) => string, range?: { skip?: number; limit?: number }): string;
  split(text: string): string[];
}

export type PatternAnswer = { readonly pattern: Pattern } | { readonly error: string };

const sourceMax = 10_000;

/** The error is Go's: "error parsing regexp: missing closing ): `(a`". */
export function compilePattern(source: string, flags: PatternFlags = {}): PatternAnswer {
  const { ignoreCase = false, multiline = false, dotAll = false, longest = false } = flags;
  try {
    if (source.length > sourceMax) throw new RegexError('expression too large', source.slice(0, 100));
    const parsed = parseRegex(source, { ignoreCase, multiline, dotAll, swapGreed: false });
    const machine = new Machine(compileProgram(parsed.root, parsed.groupCount, source));
    return { pattern: new CompiledPattern(machine, parsed, longest) };
  } catch (failure) {
    if (!(failure instanceof RegexError)) throw failure;
    return { error: failure.message };
  }
}

class CompiledPattern implements Pattern {
  readonly groupCount: number;
  private readonly machine: Machine;
  private readonly names: ReadonlyMap<string, number>;
  private readonly isLongest: boolean;

  constructor(machine: Machine, parsed: ParsedRegex, isLongest: boolean) {
    this.machine = machine;
    this.groupCount = parsed.groupCount;
    this.names = parsed.names;
    this.isLongest = isLongest;
  }

  test(text: string): boolean {
    return this.machine.search(text, { from: 0, isLongest: false, isTest: true }) !== undefined;
  }

  testWhole(text: string): boolean {
    return this.machine.search(text, { from: 0, isLongest: false, isTest: true, isWhole: true }) !== undefined;
  }

  exec(text: string, from = 0): PatternMatch | undefined {
    if (from > text.length) return undefined;
    const slots = this.machine.search(text, { from, isLongest: this.isLongest });
    if (slots === undefined) return undefined;
    const groups: (string | undefined)[] = [];
    for (let i = 0; i < slots.length; i += 2) groups.push(slots[i + 1]! < 0 ? undefined : text.slice(slots[i], slots[i + 1]));
    const names: Record<string, string | undefined> = {};
    for (const [name, index] of this.names) setMember(names, name, groups[index]);
    return { index: slots[0]!, end: slots[1]!, groups, names };
  }

  *matchAll(text: string): Generator<PatternMatch, void, undefined> {
    let from = 0;
    let lastEnd = -1;
    while (from <= text.length) {
      const match = this.exec(text, from);
      if (match === undefined) return;
      // An empty match that touches the one before it is none, as in Go and sed.
      const isAccepted = match.end > match.index || match.index !== lastEnd;
      if (isAccepted) yield match;
      if (isAccepted) lastEnd = match.end;
      from = match.end > match.index ? match.end : match.end + (text.codePointAt(match.end)! > 0xffff ? 2 : 1);
    }
  }

  replaceAll(text: string, replacement: (match: PatternMatch) => string, { skip = 0, limit = Infinity } = {}): string {
    let result = '';
    let copied = 0;
    let seen = 0;
    for (const match of this.matchAll(text)) {
      if (seen++ < skip) continue;
      if (seen > skip + limit) break;
      result += text.slice(copied, match.index) + replacement(match);
      copied = match.end;
    }
    return result + text.slice(copied);
  }

  split(text: string): string[] {
    const parts: string[] = [];
    let from = 0;
    for (const match of this.matchAll(text)) {
      if (match.end === 0 || (match.index === match.end && match.index === text.length)) continue;
      parts.push(text.slice(from, match.index));
      from = match.end;
    }
    return [...parts, text.slice(from)];
  }
}
