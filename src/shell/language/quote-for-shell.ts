/** Quoting so that a shell reads the text back: bash's %q, its set and declare -p, xtrace, and ${x@Q}. */

/** Backslashes where they do, $'…' where control characters need it: printf %q. */
export function quoteForShell(text: string): string {
  if (text === '') return "''";
  if (/[\0-\x1f\x7f]/.test(text)) return ansiQuote(text);
  return text.replace(/[^\w@%+=:,./\u0080-\uffff-]/g, '\\$&').replace(/^(?=~)/, '\\');
}

/** Single quotes around what needs any: xtrace, `set`, alias lists. */
export function singleQuote(text: string): string {
  if (/[\0-\x08\x0b-\x1f\x7f]/.test(text)) return ansiQuote(text);
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** ${x@Q}: no line end stands in it. */
export function quoteReusable(text: string): string {
  return /[\0-\x1f\x7f]/.test(text) ? ansiQuote(text) : singleQuote(text);
}

export function quoteIfNeeded(text: string): string {
  if (text !== '' && !/[\s'"\\|&;()<>*?[\]{}$`!#~^]|[\0-\x1f\x7f]/.test(text)) return text;
  return text !== '' && /^[#~]?[\w@%+=:,./#~^-]*$/.test(text) && !/^[#~]/.test(text) ? text : singleQuote(text);
}

/** A key of an associative array, where declare -p lists it. */
export function quoteKey(key: string): string {
  return key === '@' || key === '*' || quoteIfNeeded(key) !== key ? doubleQuote(key) : key;
}

/** declare -p's double quotes. */
export function doubleQuote(text: string): string {
  if (/[\0-\x1f\x7f]/.test(text)) return ansiQuote(text);
  return `"${text.replace(/["\\$`]/g, '\\$&')}"`;
}

const named: Readonly<Record<string, string>> = { '\x07': 'a', '\b': 'b', '\x1b': 'E', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't', '\v': 'v' };

function ansiQuote(text: string): string {
  const inner = text.replace(/[\0-\x1f\x7f\\']/g, (char) => {
    if (char === '\\' || char === "'") return `\\${char}`;
    const name = named[char];
    return name ? `\\${name}` : `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`;
  });
  return `$'${inner}'`;
}
