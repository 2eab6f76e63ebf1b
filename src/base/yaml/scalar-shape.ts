/** How a text is written as a scalar: plain if it reads back as itself, else in quotes, or as a block when it has lines. */
import { needsQuotes } from './scalar-value.ts';

export interface ScalarShape {
  readonly style: 'plain' | 'single' | 'double' | 'literal';
  /** What to write; of a block, the text itself. */
  readonly text: string;
}

export function scalarShape(text: string): ScalarShape {
  const isSpecial = hasSpecial(text);
  if (text.includes('\n')) {
    const canBeBlock = !isSpecial && !text.endsWith(' ') && !/ [\n\x85\u2028\u2029]/.test(text);
    return canBeBlock ? { style: 'literal', text } : { style: 'double', text: quoteYaml(text) };
  }
  if (needsQuotes(text) || isSpecial) return { style: 'double', text: quoteYaml(text) };
  if (hasIndicator(text) || /^ | $/.test(text)) return { style: 'single', text: `'${text.replaceAll("'", "''")}'` };
  return { style: 'plain', text };
}

/** Characters that only double quotes can hold: controls, and all beyond the basic plane. */
function hasSpecial(text: string): boolean {
  return /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/.test(text) || /[\u2028\u2029]/.test(text);
}

/** Would this begin something else than a plain scalar, or end it early? */
function hasIndicator(text: string): boolean {
  return /^(---|\.\.\.)/.test(text) || /^[#,[\]{}&*!|>'"%@`]/.test(text) || /^[-?:]( |$)/.test(text) || /: |:$| #/.test(text);
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['\0', '\\0'], ['\x07', '\\a'], ['\b', '\\b'], ['\t', '\\t'], ['\n', '\\n'], ['\v', '\\v'], ['\f', '\\f'], ['\r', '\\r'],
  ['\x1b', '\\e'], ['"', '\\"'], ['\\', '\\\\'], ['\x85', '\\N'], ['\u2028', '\\L'], ['\u2029', '\\P'],
]);

/** In double quotes, with escapes. */
export function quoteYaml(text: string): string {
  let quoted = '"';
  const escapesAll = text.startsWith('\ufeff'); // as Go's library does behind a byte order mark
  for (const char of text) {
    const escape = escapes.get(char);
    if (escape !== undefined) quoted += escape;
    else quoted += escapesAll || hasSpecial(char) ? escapeCode(char.codePointAt(0)!) : char;
  }
  return `${quoted}"`;
}

function escapeCode(code: number): string {
  const hex = code.toString(16).toUpperCase();
  if (code === 0xa0) return '\\_';
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
