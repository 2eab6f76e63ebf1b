/** File names as GNU's programs show them on a terminal and in messages: quoted only when a shell would need it. */

export function quoteName(name: string): string {
  if (name !== '' && !/[\s"'`$&*()\\|;<>?[\]{}!^~#=]|[\0-\x1f]/.test(name)) return name;
  if (/^[\w.,+/:@%-][\w.,+/:@%=~#^-]*$/.test(name)) return name;
  if (name.includes("'") && !/["$`\\!]/.test(name)) return `"${name}"`;
  return `'${name.replaceAll("'", "'\\''")}'`;
}
