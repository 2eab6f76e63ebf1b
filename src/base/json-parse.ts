/** Parses JSON as Go does: integers past 2⁵³ stay exact, errors in Go's words, depth and size bounded. */
import { fitsInt64, setMember, type Json } from './json-value.ts';
import { quoteJson } from './json-print.ts';

export interface JsonLimits {
  readonly depthMax?: number;
  readonly lengthMax?: number; // in UTF-16 units
}

/** The message is Go's ("unexpected end of JSON input"); the offset is that of the character it speaks of. */
export class JsonError extends Error {
  override name = 'JsonError';
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

// Go allows 10,000; a tenth of it is safe for recursion everywhere and more than any object has.
const depthMaxDefault = 1_000;
const lengthMaxDefault = 32 * 1024 * 1024;

/** Throws JsonError. Of a key given twice the last counts, as in Go. */
export function parseJson(text: string, limits: JsonLimits = {}): Json {
  const depthMax = limits.depthMax ?? depthMaxDefault;
  const lengthMax = limits.lengthMax ?? lengthMaxDefault;
  if (text.length > lengthMax) throw new JsonError(`the text is longer than ${lengthMax} characters`, lengthMax);
  // The built-in parser is several times faster, and exact unless a number is long or has a large exponent.
  if (!/\d{16}|[eE][+-]?\d{3}/.test(text) && depthOf(text) <= depthMax) {
    try {
      return JSON.parse(text) as Json;
    } catch {
      // The reader below says what is wrong in Go's words.
    }
  }
  return new Reader(text, depthMax).document();
}

/** How deep brackets nest outside strings; only right for well-formed text, and only asked to spare the built-in parser. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x22) {
      for (i++; i < text.length && text.charCodeAt(i) !== 0x22; i++) if (text.charCodeAt(i) === 0x5c) i++;
    } else if (unit === 0x7b || unit === 0x5b) {
      if (++depth > deepest) deepest = depth;
    } else if (unit === 0x7d || unit === 0x5d) depth--;
  }
  return deepest;
}

const number = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', '/': '/' };

class Reader {
  private readonly text: string;
  private readonly depthMax: number;
  private at = 0;

  constructor(text: string, depthMax: number) {
    this.text = text;
    this.depthMax = depthMax;
  }

  document(): Json {
    const value = this.value(0);
    this.blank();
    if (this.at < this.text.length) throw this.unexpected('after top-level value');
    return value;
  }

  private value(depth: number): Json {
    this.blank();
    const char = this.text[this.at];
    if (char === '{' || char === '[') {
      if (depth >= this.depthMax) throw new JsonError('exceeded max depth', this.at);
      this.at++;
      return char === '{' ? this.object(depth + 1) : this.array(depth + 1);
    }
    if (char === '"') return this.string();
    if (char === 't') return this.literal('true', true);
    if (char === 'f') return this.literal('false', false);
    if (char === 'n') return this.literal('null', null);
    if (char === '-' || (char !== undefined && char >= '0' && char <= '9')) return this.number();
    throw this.unexpected('looking for beginning of value');
  }

  private object(depth: number): Json {
    const object: Record<string, Json> = {};
    this.blank();
    if (this.take('}')) return object;
    for (;;) {
      this.blank();
      if (this.text[this.at] !== '"') throw this.unexpected('looking for beginning of object key string');
      const key = this.string();
      this.blank();
      if (!this.take(':')) throw this.unexpected('after object key');
      setMember(object, key, this.value(depth));
      this.blank();
      if (this.take('}')) return object;
      if (!this.take(',')) throw this.unexpected('after object key:value pair');
    }
  }

  private array(depth: number): Json {
    const array: Json[] = [];
    this.blank();
    if (this.take(']')) return array;
    for (;;) {
      array.push(this.value(depth));
      this.blank();
      if (this.take(']')) return array;
      if (!this.take(',')) throw this.unexpected('after array element');
    }
  }

  private literal<T>(word: string, value: T): T {
    for (let i = 1; i < word.length; i++) {
      this.at++;
      if (this.text[this.at] !== word[i]) throw this.unexpected(`in literal ${word} (expecting '${word[i]}')`);
    }
    this.at++;
    return value;
  }

  private number(): number | bigint {
    const start = this.at;
    number.lastIndex = start;
    const match = number.exec(this.text);
    if (match === null) {
      this.at++; // past a minus that no digit follows
      throw this.unexpected('in numeric literal');
    }
    this.at = start + match[0].length;
    const next = this.text[this.at];
    if (next === '.' && match[1] === undefined && match[2] === undefined) {
      this.at++;
      throw this.unexpected('after decimal point in numeric literal');
    }
    if ((next === 'e' || next === 'E') && match[2] === undefined) {
      this.at++;
      if (this.text[this.at] === '+' || this.text[this.at] === '-') this.at++;
      throw this.unexpected('in exponent of numeric literal');
    }
    return this.exact(match[0], match[1] !== undefined || match[2] !== undefined, start);
  }

  private exact(digits: string, isFraction: boolean, start: number): number | bigint {
    const value = Number(digits);
    if (!Number.isFinite(value)) throw new JsonError(`json: cannot unmarshal number ${digits} into Go value of type float64`, start);
    if (isFraction || Number.isSafeInteger(value)) return value;
    if (digits.length > 20) return value;
    const integer = BigInt(digits);
    return fitsInt64(integer) ? integer : value;
  }

  private string(): string {
    this.at++;
    let text = '';
    for (;;) {
      const start = this.at;
      let unit = this.text.charCodeAt(this.at);
      while (unit !== 0x22 && unit !== 0x5c && unit >= 0x20) unit = this.text.charCodeAt(++this.at);
      text += this.text.slice(start, this.at);
      if (unit === 0x22) {
        this.at++;
        return text;
      }
      if (unit !== 0x5c) throw this.unexpected('in string literal');
      text += this.escape();
    }
  }

  private escape(): string {
    this.at++;
    const char = this.text[this.at];
    if (char === 'u') {
      for (let i = 0; i < 4; i++) {
        this.at++;
        if (!/^[0-9a-fA-F]$/.test(this.text[this.at] ?? '')) throw this.unexpected('in \\u hexadecimal character escape');
      }
      this.at++;
      return String.fromCharCode(parseInt(this.text.slice(this.at - 4, this.at), 16));
    }
    const meant = char === undefined ? undefined : escapes[char];
    if (meant === undefined) throw this.unexpected('in string escape code');
    this.at++;
    return meant;
  }

  private blank(): void {
    for (;;) {
      const unit = this.text.charCodeAt(this.at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
      this.at++;
    }
  }

  private take(char: string): boolean {
    if (this.text[this.at] !== char) return false;
    this.at++;
    return true;
  }

  private unexpected(where: string): JsonError {
    if (this.at >= this.text.length) return new JsonError('unexpected end of JSON input', this.text.length);
    return new JsonError(`invalid character ${quoteByte(this.text.codePointAt(this.at)!)} ${where}`, this.at);
  }
}

/** Go looks at bytes: of a character beyond ASCII it names the first byte, as if it were Latin-1. */
function quoteByte(code: number): string {
  if (code === 0x27) return "'\\''";
  if (code === 0x22) return `'"'`;
  if (code === 0x09 || code === 0x0a || code === 0x0d || code === 0x5c) return `'${quoteJson(String.fromCharCode(code)).slice(1, -1)}'`;
  if (code < 0x20 || code === 0x7f) return `'\\x${code.toString(16).padStart(2, '0')}'`;
  if (code < 0x80) return `'${String.fromCharCode(code)}'`;
  const lead = code < 0x800 ? 0xc0 | (code >> 6) : code < 0x10000 ? 0xe0 | (code >> 12) : 0xf0 | (code >> 18);
  return `'${String.fromCharCode(lead)}'`;
}
