/** Steps over quotations and expansions in source text without parsing them: for braces, aliases, syntax messages and completion. */

const depthMax = 200;

/** The position after a quotation or an expansion that begins at `at`; `at` itself when none does, or when they nest too deep. */
export function skipQuoted(source: string, at: number, depth = 0): number {
  if (depth > depthMax) return at;
  switch (source[at]) {
    case '\\':
      return Math.min(at + 2, source.length);
    case "'":
      return after(source, at + 1, "'");
    case '`':
      return afterBacktick(source, at + 1);
    case '"':
      return afterDoubleQuote(source, at + 1, depth);
    case '$':
      return afterDollar(source, at, depth);
    default:
      return at;
  }
}

function after(source: string, from: number, quote: string): number {
  const at = source.indexOf(quote, from);
  return at < 0 ? source.length : at + 1;
}

function afterBacktick(source: string, from: number): number {
  for (let i = from; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === '`') return i + 1;
  }
  return source.length;
}

function afterDoubleQuote(source: string, from: number, depth: number): number {
  for (let i = from; i < source.length; ) {
    const char = source[i];
    if (char === '"') return i + 1;
    const skipped = char === '\\' || char === '$' || char === '`' ? skipQuoted(source, i, depth + 1) : i;
    i = skipped > i ? skipped : i + 1;
  }
  return source.length;
}

function afterDollar(source: string, at: number, depth: number): number {
  const next = source[at + 1];
  if (next === '{') return afterClose(source, at + 1, '{', '}', depth);
  if (next === '(') return afterClose(source, at + 1, '(', ')', depth);
  if (next !== "'") return at;
  for (let i = at + 2; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === "'") return i + 1;
  }
  return source.length;
}

function afterClose(source: string, from: number, open: string, close: string, level: number): number {
  let depth = 0;
  for (let i = from; i < source.length; ) {
    const char = source[i];
    if (char === open) depth++;
    else if (char === close && --depth === 0) return i + 1;
    const skipped = skipQuoted(source, i, level + 1);
    i = skipped > i ? skipped : i + 1;
  }
  return source.length;
}

/** The position after the parentheses that open at `at`. */
export function skipParentheses(source: string, at: number): number {
  return afterClose(source, at, '(', ')', 0);
}
