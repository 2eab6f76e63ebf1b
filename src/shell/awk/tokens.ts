/** Words of an awk program. Whether a slash divides or begins a pattern hangs on the word before it. */
import { bytesOfText, byteText, textOfBytes } from '../language/byte-text.ts';
import { AwkError } from './syntax.ts';

export type TokenKind = 'number' | 'string' | 'regex' | 'name' | 'function' | 'builtin' | 'keyword' | 'operator' | 'newline' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly line: number;
}

const keywords = new Set([
  'BEGIN', 'END', 'break', 'continue', 'delete', 'do', 'else', 'exit', 'for', 'func', 'function', 'getline', 'if', 'in', 'next', 'nextfile', 'print', 'printf', 'return', 'while',
]);

/** Functions that awk brings along; the last of them are gawk's and mawk's. */
export const builtinNames: ReadonlySet<string> = new Set([
  'atan2', 'close', 'cos', 'exp', 'fflush', 'gsub', 'index', 'int', 'length', 'log', 'match', 'rand', 'sin', 'split', 'sprintf', 'sqrt', 'srand', 'sub', 'substr', 'system', 'tolower', 'toupper',
  'gensub', 'systime', 'strftime', 'mktime', 'asort', 'asorti', 'and', 'or', 'xor', 'lshift', 'rshift', 'compl', 'strtonum',
]);

const operators = [
  '**=', '&&', '||', '++', '--', '+=', '-=', '*=', '/=', '%=', '^=', '**', '==', '<=', '>=', '!=', '!~', '>>', '{', '}', '(', ')', '[', ']', ';', ',', '+', '-', '*', '/', '%', '^', '!', '>', '<', '|', '?', ':', '~', '$', '=',
];

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', '/': '/', a: '\x07', b: '\b', f: '\f', v: '\v' };

export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let at = 0;
  const add = (kind: TokenKind, text: string) => tokens.push({ kind, text, line });
  while (at < source.length) {
    const blank = /^(?:[ \t\r]|\\\r?\n)+|^#[^\n]*/.exec(source.slice(at, at + 4096));
    if (blank) {
      line += newlines(blank[0]);
      at += blank[0].length;
      continue;
    }
    const char = source[at]!;
    if (char === '\n') {
      add('newline', '\n');
      line++;
      at++;
      continue;
    }
    if (char === '"') {
      const read = readString(source, at + 1, line);
      add('string', read.text);
      line += newlines(source.slice(at, read.end));
      at = read.end;
      continue;
    }
    if (char === '/' && !endsOperand(tokens.at(-1))) {
      const read = readRegex(source, at + 1, line);
      add('regex', read.text);
      at = read.end;
      continue;
    }
    const number = /^(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/.exec(source.slice(at, at + 400));
    if (number) {
      add('number', number[0]);
      at += number[0].length;
      continue;
    }
    const word = /^[A-Za-z_]\w*/.exec(source.slice(at, at + 400));
    if (word) {
      at += word[0].length;
      if (keywords.has(word[0])) add('keyword', word[0] === 'func' ? 'function' : word[0]);
      else if (builtinNames.has(word[0])) add('builtin', word[0]);
      else add(source[at] === '(' ? 'function' : 'name', word[0]);
      continue;
    }
    const operator = operators.find((o) => source.startsWith(o, at));
    if (operator === undefined) throw new AwkError(`line ${line}: unexpected character '${char}'`);
    add('operator', operator === '**' ? '^' : operator === '**=' ? '^=' : operator);
    at += operator.length;
  }
  add('newline', '\n');
  add('end', '');
  return tokens;
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}

function endsOperand(token: Token | undefined): boolean {
  if (!token) return false;
  if (token.kind === 'name' || token.kind === 'number' || token.kind === 'string' || token.kind === 'builtin') return true;
  return token.kind === 'operator' && [')', ']', '$', '++', '--'].includes(token.text);
}

function readString(source: string, start: number, line: number): { text: string; end: number } {
  let text = '';
  let at = start;
  for (;;) {
    const char = source[at];
    if (char === undefined || char === '\n') throw new AwkError(`line ${line}: runaway string constant "${source.slice(start, start + 10)} ...`);
    if (char === '"') return { text: wholeBytes(text), end: at + 1 };
    if (char !== '\\') {
      text += char;
      at++;
      continue;
    }
    const read = readEscape(source, at + 1);
    text += read.text;
    at = read.end;
  }
}

/** Bytes that were written one by one may make a character together. */
function wholeBytes(text: string): string {
  return /[\udc80-\udcff]/.test(text) ? textOfBytes(bytesOfText(text)) : text;
}

/** What stands behind a backslash in a string; an unknown one keeps its backslash, so that "\." works as a pattern. */
function readEscape(source: string, at: number): { text: string; end: number } {
  const char = source[at];
  if (char === undefined) return { text: '\\', end: at };
  if (char === '\n') return { text: '', end: at + 1 };
  const octal = /^[0-7]{1,3}/.exec(source.slice(at, at + 3))?.[0];
  if (octal !== undefined) return { text: byteText(parseInt(octal, 8) & 0xff), end: at + octal.length };
  const hex = /^x([0-9a-fA-F]{1,2})/.exec(source.slice(at, at + 3));
  if (hex) return { text: byteText(parseInt(hex[1]!, 16)), end: at + hex[0].length };
  return { text: escapes[char] ?? `\\${char}`, end: at + 1 };
}

/** The string that an assignment on the command line gives. */
export function unescapeValue(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; ) {
    if (text[at] !== '\\') {
      out += text[at++]!;
      continue;
    }
    const read = readEscape(text, at + 1);
    out += read.text;
    at = read.end;
  }
  return wholeBytes(out);
}

function readRegex(source: string, start: number, line: number): { text: string; end: number } {
  let at = start;
  let bracket = -1;
  for (;;) {
    const char = source[at];
    if (char === undefined || char === '\n') throw new AwkError(`line ${line}: runaway regular expression /${source.slice(start, start + 10)} ...`);
    if (char === '\\') at++;
    else if (bracket < 0 && char === '[') bracket = source[at + 1] === '^' ? at + 2 : at + 1;
    else if (bracket >= 0 && char === '[' && /[:.=]/.test(source[at + 1] ?? '')) {
      const close = source.indexOf(`${source[at + 1]!}]`, at + 2);
      if (close > 0) at = close + 1;
    } else if (char === ']' && bracket >= 0 && at > bracket) bracket = -1;
    else if (char === '/' && bracket < 0) return { text: source.slice(start, at).replaceAll('\\/', '/'), end: at + 1 };
    at++;
  }
}
