/** Reads a JSONPath template as kubectl does, with its tolerance and its errors. */
import { fail, type Slice, type Step, type Steps, type Template, type TemplatePart } from './nodes.ts';
import { unquoteGo } from './unquote.ts';

const depthMax = 20; // of filters and unions inside each other

export function parseTemplate(source: string): Template {
  const parts: TemplatePart[] = [];
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf('{', at);
    if (open !== at) parts.push({ kind: 'text', text: source.slice(at, open < 0 ? undefined : open) });
    if (open < 0) break;
    const action = new ActionParser(source, open + 1, 0);
    parts.push({ kind: 'action', steps: action.untilBrace() });
    at = action.at;
  }
  return parts;
}

const terminators = new Set([undefined, ' ', '\t', '\r', '\n', '.', ',', '[', ']', '$', '@', '{', '}']);

class ActionParser {
  at: number;
  private readonly source: string;
  private readonly depth: number;
  private readonly steps: Step[] = [];

  constructor(source: string, at: number, depth: number) {
    if (depth > depthMax) fail('the expression nests too deep');
    this.source = source;
    this.at = at;
    this.depth = depth;
  }

  untilBrace(): Steps {
    for (;;) {
      if (this.source[this.at] === '}') {
        this.at++;
        return this.steps;
      }
      this.step();
    }
  }

  private step(): void {
    if (this.source.startsWith('[?(', this.at)) return this.filter();
    if (this.source.startsWith('..', this.at)) return this.recursive();
    const code = this.source.codePointAt(this.at);
    const char = code === undefined ? undefined : String.fromCodePoint(code);
    if (char === undefined || char === '\n' || char === '\r') fail('unclosed action');
    if (char === ' ' || char === '@' || char === '$') this.at++;
    else if (char === '[') this.brackets();
    else if (char === '"' || char === "'") this.quoted(char);
    else if (char === '.') {
      this.at++;
      this.field();
    } else if (/^[-+\p{Nd}]$/u.test(char)) this.number();
    else if (/^[\p{L}_]$/u.test(char)) this.identifier();
    else fail(`unrecognized character in action: ${goUnicode(char)}`);
  }

  private recursive(): void {
    if (this.steps.at(-1)?.kind === 'recursive') fail('invalid multiple recursive descent');
    this.at += 2;
    this.steps.push({ kind: 'recursive' });
    if (/^[\p{L}\p{Nd}_]/u.test(this.source.slice(this.at, this.at + 2))) this.field();
  }

  private field(): void {
    const start = this.at;
    while (!terminators.has(this.source[this.at])) this.at += this.source[this.at] === '\\' ? 2 : 1;
    this.at = Math.min(this.at, this.source.length);
    const name = this.source.slice(start, this.at);
    this.steps.push(name === '*' ? { kind: 'wildcard' } : { kind: 'field', name: name.replaceAll('\\', '') });
  }

  private identifier(): void {
    const start = this.at;
    while (!terminators.has(this.source[this.at])) this.at++;
    const name = this.source.slice(start, this.at);
    const isBoolean = name === 'true' || name === 'false';
    this.steps.push(isBoolean ? { kind: 'literal', value: name === 'true', isFloat: false } : { kind: 'identifier', name });
  }

  private number(): void {
    const start = this.at++;
    while (/^[.\p{Nd}]$/u.test(this.source[this.at] ?? '')) this.at++;
    const digits = this.source.slice(start, this.at);
    if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(digits)) fail(`cannot parse number ${digits}`);
    this.steps.push({ kind: 'literal', value: Number(digits), isFloat: digits.includes('.') });
  }

  private quoted(quote: string): void {
    const start = this.at++;
    while (this.source[this.at] !== quote || this.source[this.at - 1] === '\\') {
      if (this.at >= this.source.length || this.source[this.at] === '\n') fail('unterminated quoted string');
      this.at++;
    }
    const literal = this.source.slice(start, ++this.at);
    this.steps.push({ kind: 'text', text: unquoteGo(literal) ?? fail(`unquote string ${literal} error invalid syntax`) });
  }

  private brackets(): void {
    const end = this.source.indexOf(']', this.at);
    const text = this.source.slice(this.at + 1, end < 0 ? undefined : end);
    if (end < 0 || text.includes('\n')) fail('unterminated array');
    this.at = end + 1;
    const members = text.split(',');
    if (members.length > 1) {
      this.steps.push({ kind: 'union', branches: members.map((member) => this.nested(`[${member.replace(/^ +| +$/g, '')}]`)) });
      return;
    }
    const key = /^'([^']*)'$/.exec(text)?.[1];
    if (key !== undefined) this.steps.push(...this.nested(`.${key}`));
    else this.steps.push({ kind: 'slice', slice: parseSlice(text === '*' ? ':' : text) });
  }

  private filter(): void {
    const start = this.at + 3;
    const close = this.filterEnd(start);
    if (this.source[close + 1] !== ']') fail('unclosed array expect ]');
    const text = this.source.slice(start, close);
    this.at = close + 2;
    const match = /^([^!<>=]+)([!<>=]+)([^\n]+)$/.exec(text);
    if (match === null) this.steps.push({ kind: 'filter', left: this.nested(text), operator: 'exists', right: [] });
    else this.steps.push({ kind: 'filter', left: this.nested(match[1]!), operator: match[2]!, right: this.nested(match[3]!) });
  }

  /** Where the filter's parenthesis closes: outside the one quoted string that it may have. */
  private filterEnd(start: number): number {
    let quote: string | undefined;
    let isQuoteClosed = false;
    for (let i = start; i < this.source.length && this.source[i] !== '\n'; i++) {
      const char = this.source[i]!;
      if (char === '"' || char === "'") {
        if (quote === undefined) quote = char;
        else if (char === quote && this.source[i - 1] !== '\\') isQuoteClosed = true;
      } else if (char === ')' && (quote !== undefined) === isQuoteClosed) return i;
    }
    fail('unterminated filter');
  }

  private nested(text: string): Steps {
    return new ActionParser(`${text}}`, 0, this.depth + 1).untilBrace();
  }
}

function parseSlice(text: string): Slice {
  const match = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(text);
  if (match === null) fail(`invalid array index ${text}`);
  const [from, to, step] = match.slice(1).map((part, i) => sliceBound(part, i));
  const isIndex = match[2] === undefined;
  return { from, to: isIndex ? (from ?? 0) + 1 : to, step, isIndex };
}

function sliceBound(part: string | undefined, position: number): number | undefined {
  const digits = position === 0 ? part : part?.slice(1);
  if (digits === undefined || digits === '') return undefined;
  const value = Number(digits);
  if (digits === '-' || !Number.isSafeInteger(value)) fail(`array index ${digits} is not a number`);
  return value;
}

/** A character as Go's %#U names it. */
function goUnicode(char: string): string {
  const code = char.codePointAt(0)!;
  const hex = code.toString(16).toUpperCase().padStart(4, '0');
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(char) ? `U+${hex} '${char}'` : `U+${hex}`;
}
