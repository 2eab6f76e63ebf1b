/** Cuts YAML text into tokens: what is indented becomes starts and ends of blocks, and what turns out to be a key gets its mark. */
import { Cursor, failAt, type Mark } from './cursor.ts';
import { scanBlock, scanPlain, scanQuoted } from './scan-scalar.ts';
import type { MarkerKind, ScalarStyle, Token } from './tokens.ts';

/** A token that may prove to be a key when a colon follows it on the same line. */
interface PossibleKey {
  isRequired: boolean; // it stands at the block's indentation, where nothing but a key can
  tokenNumber: number;
  mark: Mark;
}

const keyLengthMax = 1024; // YAML's own bound on how far the colon may be
const flowMarkers: Readonly<Record<string, MarkerKind>> = {
  '[': 'flow-sequence-start', ']': 'flow-sequence-end', '{': 'flow-mapping-start', '}': 'flow-mapping-end', ',': 'flow-entry',
};

export class Scanner {
  private readonly cursor: Cursor;
  private readonly tokens: Token[] = [];
  private head = 0; // of what is in `tokens`
  private taken = 0; // tokens handed out
  private indent = -1;
  private readonly indents: number[] = [];
  private readonly keys: (PossibleKey | undefined)[] = [undefined]; // one for each level of flow
  private readonly waiting = new Set<number>(); // the token numbers of `keys`
  private isKeyAllowed = true;
  private readonly depthMax: number;

  constructor(text: string, depthMax: number) {
    this.cursor = new Cursor(text);
    this.depthMax = depthMax;
  }

  peek(): Token {
    while (this.head >= this.tokens.length || this.mustLookFurther()) this.fetch();
    return this.tokens[this.head]!;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== 'stream-end') {
      this.taken++;
      this.head++;
      if (this.head === 256) this.head -= this.tokens.splice(0, 256).length;
    }
    return token;
  }

  /** The head token cannot be handed out while a key's mark may still be put before it. */
  private mustLookFurther(): boolean {
    if (!this.waiting.has(this.taken)) return false;
    for (const [level, key] of this.keys.entries()) if (key?.tokenNumber === this.taken) return this.isStillKey(level);
    return false;
  }

  private fetch(): void {
    const cursor = this.cursor;
    this.skipToToken();
    this.unroll(cursor.column);
    if (cursor.isEnd()) return this.endStream();
    const char = cursor.peek();
    if (cursor.column === 0 && char === '%') return this.directive();
    if (cursor.isDocumentLine()) return this.documentLine(char);
    const flow = flowMarkers[char];
    if (flow !== undefined) return this.flowMarker(flow);
    const isIndicator = cursor.isBlankOrEnd(1) || (this.isFlow() && char !== '-');
    if (char === '-' && isIndicator) return this.blockEntry();
    if (char === '?' && isIndicator) return this.explicitKey();
    if (char === ':' && isIndicator) return this.value();
    if (char === '*' || char === '&') return this.anchor(char);
    if (char === '!') return this.tag();
    if (!this.isFlow() && (char === '|' || char === '>')) return this.block();
    if (char === "'" || char === '"') return this.quoted(char);
    if (!'-?:,[]{}#&*!|>\'"%@`\t'.includes(char) || '-?:'.includes(char)) return this.plain();
    failAt('found character that cannot start any token', cursor.mark(), cursor.mark(), 'scanner');
  }

  private skipToToken(): void {
    const cursor = this.cursor;
    for (;;) {
      while (cursor.peek() === ' ' || (cursor.peek() === '\t' && (this.isFlow() || !this.isKeyAllowed))) cursor.skip();
      if (cursor.peek() === '#') while (!cursor.isBreakOrEnd()) cursor.skip();
      if (!cursor.isBreak()) return;
      cursor.readBreak();
      if (!this.isFlow()) this.isKeyAllowed = true;
    }
  }

  private isFlow(): boolean {
    return this.keys.length > 1;
  }

  private push(kind: MarkerKind, start: Mark, end = start): void {
    this.tokens.push({ kind, start, end });
  }

  private marker(kind: MarkerKind, length: number): void {
    const start = this.cursor.mark();
    this.cursor.skip(length);
    this.push(kind, start, this.cursor.mark());
  }

  private endStream(): void {
    if (this.cursor.column !== 0) {
      this.cursor.line++;
      this.cursor.column = 0;
    }
    this.unroll(-1);
    this.dropKey();
    this.isKeyAllowed = false;
    this.push('stream-end', this.cursor.mark());
  }

  /** Of directives only the version matters: 1.1 is the only one. */
  private directive(): void {
    this.unroll(-1);
    this.dropKey();
    this.isKeyAllowed = false;
    const start = this.cursor.mark();
    const name = /^%([0-9A-Za-z_-]*)/.exec(this.cursor.text.slice(start.index, start.index + 80))![1]!;
    this.cursor.skip(1 + name.length);
    if (name === '') this.fail('could not find expected directive name');
    if (!this.cursor.isBlankOrEnd()) this.fail('found unexpected non-alphabetical character');
    if (name !== 'YAML' && name !== 'TAG') this.fail('found unknown directive name');
    const from = this.cursor.index;
    while (!this.cursor.isBreakOrEnd()) this.cursor.skip();
    const argument = this.cursor.text.slice(from, this.cursor.index).trim();
    if (name === 'YAML' && !/^1\.1(\s|$)/.test(argument)) failAt('found incompatible YAML document', start, undefined, 'parser');
    this.push('directive', start, this.cursor.mark());
  }

  private documentLine(char: string): void {
    this.unroll(-1);
    this.dropKey();
    this.isKeyAllowed = false;
    this.marker(char === '-' ? 'document-start' : 'document-end', 3);
  }

  private flowMarker(kind: MarkerKind): void {
    const isStart = kind === 'flow-sequence-start' || kind === 'flow-mapping-start';
    if (isStart) {
      this.saveKey();
      this.keys.push(undefined);
      if (this.keys.length > this.depthMax) failAt(`exceeded max depth of ${this.depthMax}`, this.cursor.mark(), undefined, 'scanner');
    } else {
      this.dropKey();
      if (kind !== 'flow-entry' && this.isFlow()) this.keys.pop();
    }
    this.isKeyAllowed = isStart || kind === 'flow-entry';
    this.marker(kind, 1);
  }

  private blockEntry(): void {
    if (!this.isFlow()) {
      if (!this.isKeyAllowed) this.fail('block sequence entries are not allowed in this context');
      this.roll(this.cursor.column, undefined, 'block-sequence-start', this.cursor.mark());
    }
    this.dropKey();
    this.isKeyAllowed = true;
    this.marker('block-entry', 1);
  }

  private explicitKey(): void {
    if (!this.isFlow()) {
      if (!this.isKeyAllowed) this.fail('mapping keys are not allowed in this context');
      this.roll(this.cursor.column, undefined, 'block-mapping-start', this.cursor.mark());
    }
    this.dropKey();
    this.isKeyAllowed = !this.isFlow();
    this.marker('key', 1);
  }

  private value(): void {
    const key = this.keys.at(-1);
    if (key !== undefined && this.isStillKey(this.keys.length - 1)) {
      this.tokens.splice(this.head + key.tokenNumber - this.taken, 0, { kind: 'key', start: key.mark, end: key.mark });
      this.roll(key.mark.column, key.tokenNumber, 'block-mapping-start', key.mark);
      this.forgetKey();
      this.isKeyAllowed = false;
    } else {
      if (!this.isFlow()) {
        if (!this.isKeyAllowed) this.fail('mapping values are not allowed in this context');
        this.roll(this.cursor.column, undefined, 'block-mapping-start', this.cursor.mark());
      }
      this.isKeyAllowed = !this.isFlow();
    }
    this.marker('value', 1);
  }

  private anchor(sign: string): void {
    this.saveKey();
    this.isKeyAllowed = false;
    const cursor = this.cursor;
    const start = cursor.mark();
    cursor.skip();
    const from = cursor.index;
    while (/^[0-9A-Za-z_-]$/.test(cursor.peek())) cursor.skip();
    const name = cursor.text.slice(from, cursor.index);
    if (name === '' || !(cursor.isBlankOrEnd() || '?:,]}%@`'.includes(cursor.peek()))) {
      failAt('did not find expected alphabetic or numeric character', cursor.mark(), start, 'scanner');
    }
    this.tokens.push({ kind: sign === '*' ? 'alias' : 'anchor', name, start, end: cursor.mark() });
  }

  private tag(): void {
    this.saveKey();
    this.isKeyAllowed = false;
    const cursor = this.cursor;
    const start = cursor.mark();
    const from = cursor.index;
    const stops = this.isFlow() ? ',[]{}' : '';
    while (!cursor.isBlankOrEnd() && !stops.includes(cursor.peek())) cursor.skip();
    this.tokens.push({ kind: 'tag', tag: cursor.text.slice(from, cursor.index), start, end: cursor.mark() });
  }

  private block(): void {
    this.dropKey();
    this.isKeyAllowed = true;
    const start = this.cursor.mark();
    const { text, end } = scanBlock(this.cursor, this.indent);
    this.scalar(text, 'block', start, end);
  }

  private quoted(quote: string): void {
    this.saveKey();
    this.isKeyAllowed = false;
    const start = this.cursor.mark();
    const { text, end } = scanQuoted(this.cursor);
    this.scalar(text, quote === '"' ? 'double' : 'single', start, end);
  }

  private plain(): void {
    this.saveKey();
    this.isKeyAllowed = false;
    const start = this.cursor.mark();
    const { text, end, endsLine } = scanPlain(this.cursor, this.indent, this.isFlow());
    if (endsLine) this.isKeyAllowed = true;
    this.scalar(text, 'plain', start, end);
  }

  private scalar(text: string, style: ScalarStyle, start: Mark, end: Mark): void {
    this.tokens.push({ kind: 'scalar', text, style, start, end });
  }

  /** Ends the blocks that are indented further than the column. */
  private unroll(column: number): void {
    if (this.isFlow()) return;
    while (this.indent > column) {
      this.push('block-end', this.cursor.mark());
      this.indent = this.indents.pop()!;
    }
  }

  /** Begins a block when the column is further in than the one around it. */
  private roll(column: number, tokenNumber: number | undefined, kind: MarkerKind, mark: Mark): void {
    if (this.isFlow() || this.indent >= column) return;
    this.indents.push(this.indent);
    if (this.indents.length > this.depthMax) failAt(`exceeded max depth of ${this.depthMax}`, this.cursor.mark(), undefined, 'scanner');
    this.indent = column;
    const at = tokenNumber === undefined ? this.tokens.length : this.head + tokenNumber - this.taken;
    this.tokens.splice(at, 0, { kind, start: mark, end: mark });
  }

  private saveKey(): void {
    const isRequired = !this.isFlow() && this.indent === this.cursor.column;
    if (!this.isKeyAllowed) return;
    this.dropKey();
    const tokenNumber = this.taken + this.tokens.length - this.head;
    this.keys[this.keys.length - 1] = { isRequired, tokenNumber, mark: this.cursor.mark() };
    this.waiting.add(tokenNumber);
  }

  private dropKey(): void {
    const key = this.keys.at(-1);
    if (key?.isRequired) failAt("could not find expected ':'", this.cursor.mark(), key.mark, 'scanner');
    this.forgetKey();
  }

  private forgetKey(): void {
    const key = this.keys.at(-1);
    if (key === undefined) return;
    this.waiting.delete(key.tokenNumber);
    this.keys[this.keys.length - 1] = undefined;
  }

  /** A key's colon must be on its line and near. */
  private isStillKey(level: number): boolean {
    const key = this.keys[level];
    if (key === undefined) return false;
    if (key.mark.line === this.cursor.line && key.mark.index + keyLengthMax >= this.cursor.index) return true;
    if (key.isRequired) failAt("could not find expected ':'", this.cursor.mark(), key.mark, 'scanner');
    this.waiting.delete(key.tokenNumber);
    this.keys[level] = undefined;
    return false;
  }

  private fail(problem: string): never {
    failAt(problem, this.cursor.mark(), this.cursor.mark(), 'scanner');
  }
}
