/** The basic and extended regular expressions of POSIX (grep, sed, `[[ =~ ]]`), with GNU's \w \b \< \+ \?, on the linear engine. */
import { compilePattern, type PatternAnswer, type PatternFlags } from './pattern.ts';

export type PosixSyntax = 'basic' | 'extended';

class PosixError extends Error {}

const sourceMax = 10_000; // UTF-16 units

/** Leftmost-longest; the error is regcomp's ("Unmatched ( or \("). Back-references in a pattern are refused: they cannot be linear. */
export function compilePosixPattern(source: string, syntax: PosixSyntax, flags: PatternFlags = {}): PatternAnswer {
  if (source.length > sourceMax) return { error: 'Regular expression too big' };
  try {
    const translated = new Translation(source, syntax === 'extended').whole();
    const answer = compilePattern(translated, { dotAll: true, longest: true, ...flags });
    return 'error' in answer ? { error: 'Invalid preceding regular expression' } : answer;
  } catch (failure) {
    if (!(failure instanceof PosixError)) throw failure;
    return { error: failure.message };
  }
}

/** The classes between [: and :], as ranges to be put in a bracket expression. */
export const posixClasses: ReadonlyMap<string, string> = new Map([
  ['alnum', '0-9A-Za-z'],
  ['alpha', 'A-Za-z'],
  ['blank', ' \\t'],
  ['cntrl', '\\x00-\\x1f\\x7f'],
  ['digit', '0-9'],
  ['graph', '\\x21-\\x7e'],
  ['lower', 'a-z'],
  ['print', '\\x20-\\x7e'],
  ['punct', '\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e'],
  ['space', ' \\t-\\r'],
  ['upper', 'A-Z'],
  ['xdigit', '0-9A-Fa-f'],
]);

const repeatMax = 1000; // the engine's own bound, so that a pattern's size bounds its cost

/** Reads the pattern once from left to right and writes the same one in the engine's syntax. */
class Translation {
  private readonly source: string;
  private readonly extended: boolean;
  private at = 0;
  private depth = 0;
  private out = '';
  private atomStart = -1; // where in `out` the last repeatable thing begins, or -1

  constructor(source: string, extended: boolean) {
    this.source = source;
    this.extended = extended;
  }

  whole(): string {
    const opened: number[] = [];
    while (this.at < this.source.length) this.step(opened);
    if (this.depth > 0) throw new PosixError('Unmatched ( or \\(');
    return this.out;
  }

  private step(opened: number[]): void {
    const char = String.fromCodePoint(this.source.codePointAt(this.at)!);
    this.at += char.length;
    if (char === '\\') return this.escaped(opened);
    if (char === '[') return this.atom(this.bracket());
    if (char === '.') return this.atom('.');
    if (char === '*') return this.star();
    if (char === '^' && (this.extended || this.isAtBranchStart())) return this.anchor('^');
    if (char === '$' && (this.extended || this.isAtBranchEnd())) return this.anchor('$');
    if (this.extended && '(|)+?{'.includes(char)) return this.operator(char, opened);
    this.atom(quoteLiteral(char));
  }

  private escaped(opened: number[]): void {
    if (this.at >= this.source.length) throw new PosixError('Trailing backslash');
    const char = String.fromCodePoint(this.source.codePointAt(this.at)!);
    this.at += char.length;
    if (!this.extended && '(|)+?{'.includes(char)) return this.operator(char, opened);
    if (char >= '1' && char <= '9') throw new PosixError('Invalid back reference');
    const meant = gnuEscapes.get(char);
    if (meant === undefined) return this.atom(quoteLiteral(char));
    if (meant.startsWith('[')) return this.atom(meant);
    this.anchor(meant);
  }

  private operator(char: string, opened: number[]): void {
    if (char === '(') {
      opened.push(this.out.length);
      this.depth++;
      this.out += '(';
      this.atomStart = -1;
    } else if (char === ')') {
      if (this.depth === 0) {
        if (this.extended) return this.atom('\\)');
        throw new PosixError('Unmatched ) or \\)');
      }
      this.depth--;
      this.out += ')';
      this.atomStart = opened.pop()!;
    } else if (char === '|') {
      this.out += '|';
      this.atomStart = -1;
    } else if (char === '{') this.interval();
    else this.repeat(char);
  }

  private star(): void {
    if (this.atomStart >= 0) return this.repeat('*');
    // Where nothing precedes it, a basic pattern means the character; an extended one means nothing.
    if (!this.extended) this.atom('\\*');
  }

  private interval(): void {
    const close = this.extended ? '}' : '\\}';
    const end = this.source.indexOf(close, this.at);
    const body = end < 0 ? '' : this.source.slice(this.at, end);
    const match = /^(\d{0,4})(,?)(\d{0,4})$/.exec(body);
    if (end < 0 || match === null || body === '') {
      if (this.extended && !/^\d/.test(body)) return this.atom('\\{');
      throw new PosixError(end < 0 ? 'Unmatched { or \\{' : 'Invalid content of \\{\\}');
    }
    const low = match[1] === '' ? 0 : Number(match[1]);
    const high = match[2] === '' ? low : match[3] === '' ? Infinity : Number(match[3]);
    if (low > high) throw new PosixError('Invalid content of \\{\\}');
    if (low > repeatMax || (high > repeatMax && high !== Infinity)) throw new PosixError('Regular expression too big');
    if (this.atomStart < 0) throw new PosixError('Invalid preceding regular expression');
    this.at = end + close.length;
    this.repeat(`{${low}${match[2]!}${high === Infinity || match[2] === '' ? '' : high}}`);
  }

  private repeat(operator: string): void {
    if (this.atomStart < 0) {
      if (!this.extended) this.atom(`\\${operator}`);
      return;
    }
    // Wrapped, so that a second operator applies to the whole and is never read as a lazy one.
    this.out = `${this.out.slice(0, this.atomStart)}(?:${this.out.slice(this.atomStart)}${operator})`;
  }

  private atom(text: string): void {
    this.atomStart = this.out.length;
    this.out += text;
  }

  private anchor(text: string): void {
    this.out += text;
    this.atomStart = -1;
  }

  private isAtBranchStart(): boolean {
    const before = this.source.slice(0, this.at - 1);
    return before === '' || /(^|[^\\])(\\\\)*\\[(|]$/.test(before);
  }

  private isAtBranchEnd(): boolean {
    return this.at === this.source.length || /^\\[)|]/.test(this.source.slice(this.at, this.at + 2));
  }

  private bracket(): string {
    const read = readBracket(this.source, this.at);
    if ('error' in read) throw new PosixError(read.error);
    this.at = read.end;
    return read.text;
  }
}

const gnuEscapes: ReadonlyMap<string, string> = new Map([
  ['w', '[0-9A-Za-z_]'],
  ['W', '[^0-9A-Za-z_]'],
  ['s', '[ \\t-\\r]'],
  ['S', '[^ \\t-\\r]'],
  ['n', '[\\n]'],
  ['t', '[\\t]'],
  ['b', '\\b'],
  ['B', '\\B'],
  ['<', '\\b'], // with a word on one side alone, \b is the same as \< before it and \> behind it
  ['>', '\\b'],
  ['`', '\\A'],
  ["'", '\\z'],
]);

type BracketAnswer = { readonly text: string; readonly end: number } | { readonly error: string };

/** Reads what follows a `[`, up to its `]`, and writes it in the engine's syntax. */
function readBracket(source: string, start: number): BracketAnswer {
  const unmatched = { error: 'Unmatched [, [^, [:, [., or [=' };
  let at = start;
  let text = '[';
  if (source[at] === '^') {
    text += '^';
    at++;
  }
  for (let isFirst = true; ; isFirst = false) {
    if (at >= source.length) return unmatched;
    if (source[at] === ']' && !isFirst) return { text: `${text}]`, end: at + 1 };
    const special = /^\[([:.=])(.*?)\1\]/s.exec(source.slice(at, at + 20));
    if (special?.[1] === ':') {
      const members = posixClasses.get(special[2]!);
      if (members === undefined) return { error: 'Invalid character class name' };
      text += members;
      at += special[0].length;
      continue;
    }
    const low = readMember(source, at, special);
    at = low.end;
    if (source[at] !== '-' || source[at + 1] === ']' || source[at + 1] === undefined) {
      text += quoteMember(low.char);
      continue;
    }
    const high = readMember(source, at + 1, /^\[([.=])(.*?)\1\]/s.exec(source.slice(at + 1, at + 21)));
    if (low.char.codePointAt(0)! > high.char.codePointAt(0)!) return { error: 'Invalid range end' };
    text += `${quoteMember(low.char)}-${quoteMember(high.char)}`;
    at = high.end;
  }
}

function readMember(source: string, at: number, special: RegExpExecArray | null): { char: string; end: number } {
  if (special !== null) return { char: [...special[2]!][0] ?? ' ', end: at + special[0].length };
  const char = String.fromCodePoint(source.codePointAt(at)!);
  return { char, end: at + char.length };
}

function quoteMember(char: string): string {
  return /^[\\\]^[-]$/.test(char) ? `\\${char}` : char;
}

/** A character that stands for itself. */
function quoteLiteral(char: string): string {
  return /^[\\.+*?()|[\]{}^$]$/.test(char) ? `\\${char}` : char;
}
