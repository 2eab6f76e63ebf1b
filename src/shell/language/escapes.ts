/** Backslash escapes, as echo -e, printf's format, printf's %b and $'…' read them: three dialects of one table. */
import { byteText } from './byte-text.ts';

export type EscapeDialect = 'echo' | 'format' | '%b' | 'ansi-c';

export interface Unescaped {
  readonly text: string;
  readonly stopped: boolean; // a \c ended the output
}

const simple: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

export function unescape(text: string, dialect: EscapeDialect): Unescaped {
  if (!text.includes('\\')) return { text, stopped: false };
  let out = '';
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== '\\' || i + 1 >= text.length) {
      out += text[i];
      continue;
    }
    const char = text[i + 1]!;
    if (char === 'c' && dialect !== 'format' && dialect !== 'ansi-c') return { text: out, stopped: true };
    const coded = numeric(text, i + 1, dialect);
    if (coded) {
      out += coded.text;
      i = coded.last;
      continue;
    }
    out += simple[char] ?? (quoteChars(dialect).includes(char) ? char : `\\${char}`);
    i++;
  }
  return { text: out, stopped: false };
}

function quoteChars(dialect: EscapeDialect): string {
  return dialect === 'echo' ? '' : dialect === 'ansi-c' ? `'"?` : `"'?`;
}

/** \nnn (\0nnn in echo and %b), \xHH, \uHHHH, \UHHHHHHHH: the character, and the position of the escape's last digit. */
function numeric(text: string, at: number, dialect: EscapeDialect): { text: string; last: number } | undefined {
  const rest = text.slice(at, at + 9);
  const needsZero = dialect === 'echo' || dialect === '%b';
  const octal = (needsZero ? /^0[0-7]{0,3}/ : /^[0-7]{1,3}/).exec(rest) ?? (dialect === '%b' ? /^[1-7][0-7]{0,2}/.exec(rest) : null);
  if (octal) return { text: byteText(parseInt(octal[0], 8) & 255), last: at + octal[0].length - 1 };
  const hex = /^x([0-9A-Fa-f]{1,2})/.exec(rest);
  if (hex) return { text: byteText(parseInt(hex[1]!, 16)), last: at + hex[0].length - 1 };
  const unicode = /^u([0-9A-Fa-f]{1,4})|^U([0-9A-Fa-f]{1,8})/.exec(rest);
  if (!unicode) return undefined;
  const code = parseInt(unicode[1] ?? unicode[2]!, 16);
  return { text: code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd', last: at + unicode[0].length - 1 };
}
