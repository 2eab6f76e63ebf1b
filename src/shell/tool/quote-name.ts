/** File names as GNU's programs show them on a terminal and in messages: quoted only when a shell would need it. */

export function quoteName(name: string): string {
  if (name !== '' && !/[\s"'`$&*()\\|;<>?[\]{}!^~#=]|[\0-\x1f]/.test(name)) return name;
  if (/^[\w.,+/:@%-][\w.,+/:@%=~#^-]*$/.test(name)) return name;
  if (name.includes("'") && !/["$`\\!]/.test(name)) return `"${name}"`;
  return `'${name.replaceAll("'", "'\\''")}'`;
}

/** In one of the styles that ls knows. */
export function quotedName(style: string, name: string): string {
  const controls = /[\0-\x1f\x7f]/;
  if (style === 'literal') return name;
  if (style === 'question') return name.replace(/[\0-\x1f\x7f]/g, '?');
  if (style === 'escape') return escaped(name).replaceAll(' ', '\\ ');
  if (style === 'c' || style === 'locale' || style === 'clocale') return style === 'c' ? `"${escaped(name).replaceAll('"', '\\"')}"` : `‘${escaped(name)}’`;
  if (style === 'c-maybe') return controls.test(name) || name.includes('"') || name.includes('\\') ? quotedName('c', name) : name;
  if (style.startsWith('shell-escape') && controls.test(name)) return `'${name.replace(/[\0-\x1f\x7f]+/g, (run) => `'$'${escaped(run)}''`)}'`;
  return style.endsWith('always') && quoteName(name) === name ? `'${name}'` : quoteName(name);
}

const letters: Readonly<Record<string, string>> = { '\x07': 'a', '\b': 'b', '\t': 't', '\n': 'n', '\v': 'v', '\f': 'f', '\r': 'r' };

function escaped(text: string): string {
  return text.replace(/[\0-\x1f\x7f\\]/g, (char) => `\\${char === '\\' ? '\\' : (letters[char] ?? char.charCodeAt(0).toString(8).padStart(3, '0'))}`);
}
