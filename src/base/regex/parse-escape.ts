/** The escapes of a regular expression that mean one character, and \p{…}. */
import { properties } from './char-class.ts';
import { RegexError } from './nodes.ts';

const letters: ReadonlyMap<string, number> = new Map([['a', 7], ['f', 12], ['t', 9], ['n', 10], ['r', 13], ['v', 11]]);

/** Punctuation stands for itself; of letters and digits only those with a meaning may follow a backslash. */
export function isEscapeStart(letter: string): boolean {
  return letters.has(letter) || letter === 'x' || letter === '0' || /^[1-7]$/.test(letter) || (letter < '\x80' && !/^[0-9A-Za-z]$/.test(letter));
}

/** `at` is that of the backslash. */
export function readEscape(source: string, at: number): { code: number; end: number } {
  const letter = source[at + 1]!;
  const named = letters.get(letter);
  if (named !== undefined) return { code: named, end: at + 2 };
  const rest = source.slice(at, at + 12);
  const octal = /^\\(0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest);
  if (octal !== null) return { code: parseInt(octal[1]!, 8), end: at + octal[0].length };
  if (letter === 'x') {
    const hex = /^\\x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]{1,8})\})/.exec(rest);
    const code = parseInt(hex?.[1] ?? hex?.[2] ?? 'ffffffff', 16);
    if (hex === null || code > 0x10ffff) throw new RegexError('invalid escape sequence', /^\\x(\{[0-9a-fA-F]*\}?|[0-9a-fA-F]?.?)/s.exec(rest)![0]);
    return { code, end: at + hex[0].length };
  }
  if (/^[0-9A-Za-z]$/.test(letter)) throw new RegexError('invalid escape sequence', `\\${letter}`);
  return { code: letter.charCodeAt(0), end: at + 2 };
}

/** \pL, \p{Greek}, \P{^Lu}. */
export function readProperty(source: string, at: number): { property: { test: RegExp; isNegated: boolean }; end: number } {
  const match = /^\\[pP](?:\{(\^?)([^}]*)\}|([^{]))/su.exec(source.slice(at, at + 80));
  if (match === null) throw new RegexError('invalid character class range', source.slice(at));
  const test = properties.get(match[3] ?? match[2]!);
  if (test === undefined) throw new RegexError('invalid character class range', match[0]);
  return { property: { test, isNegated: (source[at + 1] === 'P') !== (match[1] === '^') }, end: at + match[0].length };
}
