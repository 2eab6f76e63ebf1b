/** How `read` divides a line among its variables: like word splitting, but the last one gets the rest as it stands. */

/** A NUL marks the character after it as quoted. At most `count` fields. */
export function readFields(line: string, ifs: string, count: number): string[] {
  const spaces = [...ifs].filter((c) => c === ' ' || c === '\t' || c === '\n').join('');
  const fields: string[] = [];
  let at = skip(line, 0, spaces);
  while (at < line.length) {
    if (fields.length === count - 1) {
      fields.push(rest(line.slice(at), ifs, spaces));
      return fields;
    }
    let field = '';
    while (at < line.length && !(ifs.includes(line[at]!) && line[at] !== '\0')) {
      if (line[at] === '\0') at++;
      field += line[at++] ?? '';
    }
    fields.push(field);
    at = skip(line, at, spaces);
    if (at < line.length && ifs.includes(line[at]!) && !spaces.includes(line[at]!)) at = skip(line, at + 1, spaces);
  }
  return fields;
}

function skip(line: string, from: number, chars: string): number {
  let at = from;
  while (at < line.length && line[at] !== '\0' && chars.includes(line[at]!)) at++;
  return at;
}

/** Without the white space at its end, and without one delimiter that ends a single last field. */
function rest(text: string, ifs: string, spaces: string): string {
  let end = text.length;
  const trim = () => {
    while (end > 0 && spaces.includes(text[end - 1]!) && text[end - 2] !== '\0') end--;
  };
  trim();
  const last = text[end - 1];
  if (last !== undefined && ifs.includes(last) && !spaces.includes(last) && text[end - 2] !== '\0') {
    const body = text.slice(0, end - 1);
    const others = [...body].some((c, i) => ifs.includes(c) && c !== '\0' && !spaces.includes(c) && body[i - 1] !== '\0');
    if (!others) {
      end--;
      trim();
    }
  }
  return text.slice(0, end).replaceAll('\0', '');
}
