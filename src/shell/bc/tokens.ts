/** The words of bc, with the line on which each ends. */

export interface Token {
  readonly kind: 'number' | 'name' | 'string' | 'operator' | 'newline' | 'strange';
  readonly text: string;
  readonly line: number; // how many lines have begun when it has been read
}

const shapes: readonly (readonly [Token['kind'] | 'blank', RegExp])[] = [
  ['blank', /(?:[ \t]|\\\n|\/\*[^]*?\*\/|#[^\n]*)+/y],
  ['newline', /\n/y],
  ['number', /[0-9A-Z]+(?:\\\n[0-9A-Z]*)*(?:\.[0-9A-Z]*)?|\.[0-9A-Z]+/y],
  ['name', /[a-z][a-z0-9_]*/y],
  ['string', /"[^"]*"/y],
  ['operator', /\+\+|--|[-+*/%^]=|[=!<>]=|&&|\|\||[-+*/%^=!<>(){}[\],;.]/y],
];

/** A comment or a string whose end has not been read yet. */
export function isOpen(text: string): boolean {
  const rest = text.replace(/\/\*[^]*?\*\/|"[^"]*"|#[^\n]*/g, '');
  return rest.includes('/*') || rest.includes('"') || text.endsWith('\\\n');
}

export function tokensOf(text: string, firstLine: number): Token[] {
  const tokens: Token[] = [];
  let line = firstLine;
  for (let at = 0; at < text.length; ) {
    let kind: Token['kind'] | 'blank' = 'strange';
    let word = text[at]!;
    for (const [one, shape] of shapes) {
      shape.lastIndex = at;
      const match = shape.exec(text);
      if (!match) continue;
      kind = one;
      word = match[0];
      break;
    }
    at += word.length;
    for (const char of word) if (char === '\n') line++;
    if (kind !== 'blank') tokens.push({ kind, text: word.replaceAll('\\\n', ''), line });
  }
  return tokens;
}
