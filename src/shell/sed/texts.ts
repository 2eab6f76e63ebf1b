/** What sed makes of texts: the replacement of a match, l's lines, how many groups a pattern has. */
import type { PatternMatch } from '../../base/index.ts';
import type { ReplacementPart } from './script.ts';

export function replacementText(parts: readonly ReplacementPart[], match: PatternMatch): string {
  let out = '';
  let whole = ''; // L or U in force
  let once = ''; // l or u for the next character
  for (const part of parts) {
    if (part.kind === 'case') {
      if (part.letter === 'E') whole = '';
      else if (part.letter === 'L' || part.letter === 'U') whole = part.letter;
      else once = part.letter;
      continue;
    }
    let text = part.kind === 'text' ? part.text : (match.groups[part.group] ?? '');
    if (whole === 'L') text = text.toLowerCase();
    if (whole === 'U') text = text.toUpperCase();
    if (once !== '' && text !== '') {
      text = (once === 'l' ? text[0]!.toLowerCase() : text[0]!.toUpperCase()) + text.slice(1);
      once = '';
    }
    out += text;
  }
  return out;
}

/** How many groups the pattern opens. */
export function groupsIn(pattern: string, extended: boolean): number {
  const bare = pattern.replace(/\[\^?\]?[^\]]*\]/g, '');
  return (extended ? bare.replace(/\\./gs, '') : bare.replace(/\\\\/g, '')).split(extended ? '(' : '\\(').length - 1;
}

/** l breaks its lines: each but the last ends in a backslash. */
export function wrapped(text: string, width: number): string {
  if (width <= 1) return `${text}\n`;
  const lines: string[] = [];
  let line = '';
  for (const [unit] of text.matchAll(/\\(?:[0-7]{3}|.)|[^]/gu)) {
    if (line.length + unit.length > width - 1) {
      lines.push(`${line}\\`);
      line = '';
    }
    line += unit;
  }
  return [...lines, line].join('\n') + '\n';
}

/** For l: what cannot be seen as escapes. */
export function unambiguous(text: string): string {
  const named: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r', '\x07': '\\a', '\b': '\\b', '\f': '\\f', '\v': '\\v' };
  return text.replace(/[\\\0-\x1f\x7f]/g, (char) => named[char] ?? `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
