/** JSON texts one after another as they arrive, refused in jq's words with line and column. */
import type { Value } from './value.ts';

export class JsonProblem extends Error {
  override name = 'JsonProblem';
}

const depthMax = 256;

type Frame = { readonly items: Value[]; readonly object: undefined } | { readonly items: undefined; readonly object: Map<string, Value>; key: string | undefined };

export class JsonReader {
  private readonly frames: Frame[] = [];
  private next: Value | undefined; // a value that is whole but not yet put anywhere
  private word = '';
  private text: string | undefined; // within a string: what it has so far, escapes as written
  private escaped = false;
  private comma = false; // of the innermost array or object, nothing has followed it yet
  private line = 1;
  private column = 0;
  private readonly ready: Value[] = [];
  private failure: JsonProblem | undefined;

  /** The values that this piece of text made whole. Throws JsonProblem, after which nothing more can be read. */
  take(piece: string): Value[] {
    if (this.failure) throw this.failure;
    try {
      this.characters(piece);
    } catch (error) {
      if (!(error instanceof JsonProblem) || this.ready.length === 0) throw error;
      this.failure = error; // what was whole before it counts
    }
    return this.ready.splice(0);
  }

  private characters(piece: string): void {
    for (let i = 0; i < piece.length; i++) {
      const char = piece[i]!;
      if (char === '\n') {
        this.line++;
        this.column = 0;
      } else this.column++;
      this.char(char);
    }
  }

  /** What the end of the input makes whole. */
  end(): Value[] {
    if (this.failure) throw this.failure;
    if (this.text !== undefined) throw this.problem('Unfinished string at EOF');
    this.endWord(' at EOF');
    if (this.frames.length > 0) throw this.problem('Unfinished JSON term at EOF');
    this.emit();
    return this.ready.splice(0);
  }

  private problem(words: string): JsonProblem {
    return new JsonProblem(`${words} at line ${this.line}, column ${this.column}`);
  }

  private char(char: string): void {
    if (this.text !== undefined) {
      this.inString(char);
      return;
    }
    if (char === '"') {
      this.endWord('');
      this.text = '';
    } else if ('[{:,]}'.includes(char)) {
      this.endWord('');
      this.mark(char);
    } else if (' \t\r\n\ufeff'.includes(char)) this.endWord('');
    else this.word += char;
    if (this.frames.length === 0 && this.word === '' && this.text === undefined) this.emit();
  }

  private emit(): void {
    if (this.next === undefined) return;
    this.ready.push(this.next);
    this.next = undefined;
  }

  private inString(char: string): void {
    if (this.escaped || char !== '"') {
      this.escaped = !this.escaped && char === '\\';
      this.text += char;
      return;
    }
    const text = unescape(this.text!);
    if (text === undefined) throw this.problem('Invalid escape');
    this.text = undefined;
    this.put(text);
    if (this.frames.length === 0) this.emit();
  }

  private put(value: Value): void {
    if (this.next !== undefined) {
      if (this.frames.length > 0) throw this.problem('Expected separator between values');
      this.emit();
    }
    this.next = value;
  }

  private endWord(where: string): void {
    const { word } = this;
    if (word === '') return;
    this.word = '';
    if (word === 'true' || word === 'false') this.put(word === 'true');
    else if (word === 'null') this.put(null);
    else if (word === 'nan' || word === 'NaN') this.put(NaN);
    else {
      const number = numberOf(word);
      if (number === undefined) throw this.problem(`${/^(?:t|f|n(?!an))/.test(word) && word.length <= 5 && /^(?:t|f|nu|nul)/.test(word) ? 'Invalid literal' : 'Invalid numeric literal'}${where}`);
      this.put(number);
    }
  }

  private mark(char: string): void {
    const top = this.frames.at(-1);
    switch (char) {
      case '[':
      case '{':
        if (this.next !== undefined) {
          if (top) throw this.problem('Expected separator between values');
          this.emit();
        }
        if (this.frames.length >= depthMax) throw this.problem('Exceeds depth limit for parsing');
        this.frames.push(char === '[' ? { items: [], object: undefined } : { items: undefined, object: new Map(), key: undefined });
        this.comma = false;
        return;
      case ':':
        this.colon(top);
        return;
      case ',':
        this.separate(top);
        return;
      default:
        this.close(char, top);
    }
  }

  private colon(top: Frame | undefined): void {
    if (!top?.object) throw this.problem("':' not as part of an object");
    if (top.key !== undefined) throw this.problem("':' should follow a key");
    if (this.next === undefined) throw this.problem("Expected string key before ':'");
    if (typeof this.next !== 'string') throw this.problem('Object keys must be strings');
    top.key = this.next;
    this.next = undefined;
    this.comma = false;
  }

  private separate(top: Frame | undefined): void {
    if (this.next === undefined) throw this.problem("Expected value before ','");
    if (!top) throw this.problem("',' not as part of an object or array");
    this.store(top);
    this.comma = true;
  }

  private store(top: Frame): void {
    const value = this.next!;
    this.next = undefined;
    if (top.items) top.items.push(value);
    else {
      if (top.key === undefined) throw this.problem('Objects must consist of key:value pairs');
      top.object.set(top.key, value);
      top.key = undefined;
    }
  }

  private close(char: string, top: Frame | undefined): void {
    const isArray = char === ']';
    if (!top || (top.items !== undefined) !== isArray) throw this.problem(`Unmatched '${char}'`);
    if (this.next !== undefined) this.store(top);
    else if (this.comma) throw this.problem(isArray ? 'Expected another array element' : 'Expected another key-value pair');
    else if (top.object && top.key !== undefined) throw this.problem('Objects must consist of key:value pairs');
    this.comma = false;
    this.frames.pop();
    this.next = top.items ?? top.object;
    if (this.frames.length === 0) this.emit();
  }
}

/** Whole numbers keep all their digits. */
export function numberOf(word: string): number | bigint | undefined {
  if (!/^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(word)) return undefined;
  const value = Number(word);
  if (Number.isSafeInteger(value) || !/^-?\d{16,400}$/.test(word)) return Number.isFinite(value) ? value : value > 0 ? Number.MAX_VALUE : -Number.MAX_VALUE;
  return BigInt(word);
}

const letters: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', '/': '/' };

function unescape(text: string): string | undefined {
  if (!text.includes('\\')) return text;
  let wrong = false;
  const out = text.replace(/\\(?:u([0-9a-fA-F]{4})|(.)|$)/gs, (_, hex: string | undefined, letter: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
    const meant = letter === undefined ? undefined : letters[letter];
    if (meant === undefined) wrong = true;
    return meant ?? '';
  });
  return wrong ? undefined : out;
}

/** One text, whole: fromjson and --argjson. */
export function parseJson(text: string): Value {
  const reader = new JsonReader();
  const values = reader.take(text);
  values.push(...reader.end());
  if (values.length === 0) return null;
  if (values.length > 1) throw new JsonProblem('Unexpected extra JSON values');
  return values[0]!;
}
