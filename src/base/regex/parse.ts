/** Reads a regular expression in Go's syntax (RE2): what cannot be matched in linear time is not in it. */
import { caseVariants, invertRanges, namedRanges } from './char-class.ts';
import { ClassReader } from './parse-class.ts';
import { isEscapeStart, readEscape, readProperty } from './parse-escape.ts';
import { RegexError, type RegexNode } from './nodes.ts';

export interface RegexFlags {
  ignoreCase: boolean;
  multiline: boolean;
  dotAll: boolean;
  swapGreed: boolean;
}

export interface ParsedRegex {
  readonly root: RegexNode;
  readonly groupCount: number;
  readonly names: ReadonlyMap<string, number>;
}

const depthMax = 250;
const repeatMax = 1000;
const newline = 10;

/** Throws RegexError. */
export function parseRegex(source: string, flags: RegexFlags): ParsedRegex {
  const parser = new Parser(source, flags);
  const root = parser.alternation(0);
  if (parser.at < source.length) throw new RegexError('unexpected )', source);
  return { root, groupCount: parser.groupCount, names: parser.names };
}

class Parser {
  at = 0;
  groupCount = 0;
  readonly names = new Map<string, number>();
  private readonly source: string;
  private flags: RegexFlags;

  constructor(source: string, flags: RegexFlags) {
    this.source = source;
    this.flags = { ...flags };
  }

  alternation(depth: number): RegexNode {
    if (depth > depthMax) throw new RegexError('expression nests too deeply', this.source);
    const branches = [this.concat(depth)];
    while (this.source[this.at] === '|') {
      this.at++;
      branches.push(this.concat(depth));
    }
    return branches.length === 1 ? branches[0]! : { kind: 'alternate', branches };
  }

  private concat(depth: number): RegexNode {
    const items: RegexNode[] = [];
    let lastRepeat = ''; // the operator that ended just before, which no other may follow
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')') {
      const start = this.at;
      const bounds = this.repeatOperator();
      if (bounds !== undefined) {
        const operator = this.source.slice(start, this.at);
        if (lastRepeat !== '') throw new RegexError('invalid nested repetition operator', lastRepeat + operator);
        const item = items.pop();
        if (item === undefined) throw new RegexError('missing argument to repetition operator', operator);
        if (timesOf(item) * Math.max(bounds.min, bounds.max === Infinity ? 0 : bounds.max, 1) > repeatMax) {
          throw new RegexError('invalid repeat count', operator.replace(/\?$/, ''));
        }
        items.push({ kind: 'repeat', item, ...bounds });
        lastRepeat = operator;
        continue;
      }
      lastRepeat = '';
      for (const item of this.atom(depth)) items.push(item);
    }
    return items.length === 1 ? items[0]! : items.length === 0 ? { kind: 'empty' } : { kind: 'concat', items };
  }

  private repeatOperator(): { min: number; max: number; isLazy: boolean } | undefined {
    const match = /^(?:([*+?])|\{(\d{1,9})(?:(,)(\d{0,9}))?\})(\??)/.exec(this.source.slice(this.at, this.at + 24));
    if (match === null) return undefined;
    const [whole, sign, low, comma, high, lazy] = match;
    const min = sign === undefined ? Number(low) : sign === '+' ? 1 : 0;
    let max = sign === '?' ? 1 : Infinity;
    if (sign === undefined) max = comma === undefined ? min : high === '' ? Infinity : Number(high);
    if (min > repeatMax || (max > repeatMax && max !== Infinity) || min > max) throw new RegexError('invalid repeat count', whole.replace(/\?$/, ''));
    this.at += whole.length;
    return { min, max, isLazy: (lazy === '?') !== this.flags.swapGreed };
  }

  /** Usually one item; none for flags alone, several for quoted text. */
  private atom(depth: number): RegexNode[] {
    const char = this.source[this.at]!;
    if (char === '(') return this.group(depth);
    if (char === '[') return [this.bracket()];
    if (char === '\\') return this.escape();
    if (char === '.') return this.one(this.flags.dotAll ? { kind: 'any' } : this.excluding([newline, newline]));
    if (char === '^') return this.one({ kind: 'assert', what: this.flags.multiline ? 'line-start' : 'text-start' });
    if (char === '$') return this.one({ kind: 'assert', what: this.flags.multiline ? 'line-end' : 'text-end' });
    const code = this.source.codePointAt(this.at)!;
    this.at += code > 0xffff ? 2 : 1;
    return [this.char(code)];
  }

  private one(node: RegexNode): RegexNode[] {
    this.at++;
    return [node];
  }

  private excluding(ranges: readonly number[]): RegexNode {
    return { kind: 'class', members: { ranges, properties: [], isNegated: true, ignoreCase: false } };
  }

  private char(code: number): RegexNode {
    const variants = this.flags.ignoreCase ? caseVariants(code) : [];
    if (variants.length === 0) return { kind: 'char', code };
    const ranges = [code, ...variants].flatMap((variant) => [variant, variant]);
    return { kind: 'class', members: { ranges, properties: [], isNegated: false, ignoreCase: false } };
  }

  private group(depth: number): RegexNode[] {
    const saved = { ...this.flags };
    const rest = this.source.slice(this.at, this.at + 200);
    if (!rest.startsWith('(?')) {
      this.at++;
      return this.capture(++this.groupCount, depth, saved);
    }
    const named = /^\(\?P?<([^>]*)>/.exec(rest);
    if (/^\(\?P?</.test(rest) && !/^\(\?<[=!]/.test(rest)) {
      const name = named?.[1] ?? '';
      if (named === null || !/^\w+$/.test(name)) throw new RegexError('invalid named capture', named?.[0] ?? this.source.slice(this.at));
      if (this.names.has(name)) throw new RegexError('duplicate capture group name', name);
      this.names.set(name, ++this.groupCount);
      this.at += named[0].length;
      return this.capture(this.groupCount, depth, saved);
    }
    const flags = /^\(\?([imsU]*)(?:-([imsU]+))?([:)])/.exec(rest);
    if (flags === null) {
      const part = /^\(\?[imsU]*(-[imsU]*)?[^]?/.exec(rest)![0];
      throw new RegexError('invalid or unsupported Perl syntax', part);
    }
    for (const letter of flags[1]!) this.setFlag(letter, true);
    for (const letter of flags[2] ?? '') this.setFlag(letter, false);
    this.at += flags[0].length;
    if (flags[3] === ')') return [];
    const item = this.alternation(depth + 1);
    this.close(saved);
    return [item];
  }

  private setFlag(letter: string, value: boolean): void {
    if (letter === 'i') this.flags.ignoreCase = value;
    else if (letter === 'm') this.flags.multiline = value;
    else if (letter === 's') this.flags.dotAll = value;
    else this.flags.swapGreed = value;
  }

  private capture(index: number, depth: number, saved: RegexFlags): RegexNode[] {
    const item = this.alternation(depth + 1);
    this.close(saved);
    return [{ kind: 'group', item, index }];
  }

  private close(saved: RegexFlags): void {
    if (this.source[this.at] !== ')') throw new RegexError('missing closing )', this.source);
    this.at++;
    this.flags = saved;
  }

  private bracket(): RegexNode {
    const reader = new ClassReader(this.source, this.at, this.flags);
    const members = reader.read();
    this.at = reader.at;
    return { kind: 'class', members };
  }

  private escape(): RegexNode[] {
    const letter = this.source[this.at + 1];
    if (letter === undefined) throw new RegexError('trailing backslash at end of expression', '');
    const assertion = ({ A: 'text-start', z: 'text-end', b: 'word', B: 'no-word' } as const)[letter];
    if (assertion !== undefined) {
      this.at += 2;
      return [{ kind: 'assert', what: assertion }];
    }
    if (letter === 'Q') return this.quoted();
    const ranges = namedRanges.get(letter.toLowerCase());
    if ('dDsSwW'.includes(letter) && ranges !== undefined) {
      this.at += 2;
      const isNegated = letter < 'a';
      return [{ kind: 'class', members: { ranges: isNegated ? invertRanges(ranges) : ranges, properties: [], isNegated: false, ignoreCase: false } }];
    }
    if (letter === 'p' || letter === 'P') {
      const { property, end } = readProperty(this.source, this.at);
      this.at = end;
      return [{ kind: 'class', members: { ranges: [], properties: [property], isNegated: false, ignoreCase: this.flags.ignoreCase } }];
    }
    if (!isEscapeStart(letter)) throw new RegexError('invalid escape sequence', this.source.slice(this.at, this.at + 2));
    const { code, end } = readEscape(this.source, this.at);
    this.at = end;
    return [this.char(code)];
  }

  /** \Q…\E: text that means itself. */
  private quoted(): RegexNode[] {
    const end = this.source.indexOf('\\E', this.at + 2);
    const text = this.source.slice(this.at + 2, end < 0 ? undefined : end);
    this.at = end < 0 ? this.source.length : end + 2;
    return [...text].map((char) => this.char(char.codePointAt(0)!));
  }
}

/** How many copies a node unrolls to, so that nested counts cannot multiply without end. */
function timesOf(node: RegexNode): number {
  switch (node.kind) {
    case 'repeat':
      return Math.max(node.min, node.max === Infinity ? 0 : node.max, 1) * timesOf(node.item);
    case 'group':
      return timesOf(node.item);
    case 'concat':
      return Math.max(...node.items.map(timesOf));
    case 'alternate':
      return Math.max(...node.branches.map(timesOf));
    default:
      return 1;
  }
}
