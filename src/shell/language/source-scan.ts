/** Steps over quotations and expansions in source text without parsing them: for braces, aliases, syntax messages and completion. */

/** The position after a quotation or an expansion that begins at `at`; `at` itself when none does. */
export function skipQuoted(source: string, at: number): number {
  switch (source[at]) {
    case '\\':
      return Math.min(at + 2, source.length);
    case "'":
      return after(source, at + 1, "'");
    case '`':
      return afterBacktick(source, at + 1);
    case '"':
      return afterDoubleQuote(source, at + 1);
    case '$':
      return afterDollar(source, at);
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

function afterDoubleQuote(source: string, from: number): number {
  for (let i = from; i < source.length; ) {
    const char = source[i];
    if (char === '"') return i + 1;
    const skipped = char === '\\' || char === '$' || char === '`' ? skipQuoted(source, i) : i;
    i = skipped > i ? skipped : i + 1;
  }
  return source.length;
}

function afterDollar(source: string, at: number): number {
  const next = source[at + 1];
  if (next === '{') return afterClose(source, at + 1, '{', '}');
  if (next === '(') return afterClose(source, at + 1, '(', ')');
  if (next !== "'") return at;
  for (let i = at + 2; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === "'") return i + 1;
  }
  return source.length;
}

function afterClose(source: string, from: number, open: string, close: string): number {
  let depth = 0;
  for (let i = from; i < source.length; ) {
    const char = source[i];
    if (char === open) depth++;
    else if (char === close && --depth === 0) return i + 1;
    const skipped = skipQuoted(source, i);
    i = skipped > i ? skipped : i + 1;
  }
  return source.length;
}
