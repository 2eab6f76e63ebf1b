/** The string literals inside a JSONPath action: Go's escapes, in either kind of quotes. */

const plain: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', "'": "'", '"': '"' };

/** The text that a quoted literal means, or undefined when an escape in it is none. */
export function unquoteGo(literal: string): string | undefined {
  const body = literal.slice(1, -1);
  let text = '';
  for (let i = 0; i < body.length; ) {
    if (body[i] !== '\\') {
      text += body[i++]!;
      continue;
    }
    const numeric = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3}))/.exec(body.slice(i, i + 10));
    if (numeric !== null) {
      const code = numeric[4] === undefined ? parseInt(numeric[1] ?? numeric[2] ?? numeric[3]!, 16) : parseInt(numeric[4], 8);
      if (code > 0x10ffff) return undefined;
      text += String.fromCodePoint(code);
      i += numeric[0].length;
      continue;
    }
    const meant = plain[body[i + 1] ?? ''];
    if (meant === undefined) return undefined;
    text += meant;
    i += 2;
  }
  return text;
}
