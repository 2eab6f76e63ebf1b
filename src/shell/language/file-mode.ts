/** File modes: read from `755` and `u+x,g=rw`, written as `rwxr-xr-x` and `u=rwx,g=rx,o=rx`. */

/** The new mode; undefined when the text is none. `umask` counts where nobody is named. */
export function parseMode(text: string, mode: number, isDirectory: boolean, umask: number): number | undefined {
  if (/^[0-7]{1,5}$/.test(text)) return parseInt(text, 8) & 0o7777;
  let result = mode;
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)$/.exec(clause);
    if (!match) return undefined;
    const who = match[1]!;
    for (const [, operator = '', what = ''] of match[2]!.matchAll(/([-+=])([rwxXst]*|[ugo])(?=[-+=]|$)/g)) {
      result = applyClause(result, who, operator, what, isDirectory, umask);
    }
  }
  return result;
}

function applyClause(mode: number, who: string, operator: string, what: string, isDirectory: boolean, umask: number): number {
  const all = who === '' || who.includes('a');
  const classes = (all || who.includes('u') ? 0o700 : 0) | (all || who.includes('g') ? 0o070 : 0) | (all || who.includes('o') ? 0o007 : 0);
  const scope = who === '' ? classes & ~umask : classes;
  let bits = 0;
  for (const letter of what) {
    if (letter === 'r') bits |= 0o444;
    else if (letter === 'w') bits |= 0o222;
    else if (letter === 'x') bits |= 0o111;
    else if (letter === 'X') bits |= isDirectory || (mode & 0o111) !== 0 ? 0o111 : 0;
    else if (letter === 's') bits |= (classes & 0o700 ? 0o4000 : 0) | (classes & 0o070 ? 0o2000 : 0);
    else if (letter === 't') bits |= 0o1000;
    else bits |= ((mode >> (letter === 'u' ? 6 : letter === 'g' ? 3 : 0)) & 7) * 0o111;
  }
  const granted = (bits & 0o777 & scope) | (bits & 0o7000);
  if (operator === '+') return mode | granted;
  if (operator === '-') return mode & ~granted;
  const special = (classes & 0o700 ? 0o4000 : 0) | (classes & 0o070 ? 0o2000 : 0) | (all ? 0o1000 : 0);
  return (mode & ~classes & ~special) | granted;
}

/** u=rwx,g=rx,o=rx */
export function symbolicMode(mode: number): string {
  const part = (bits: number) => (bits & 4 ? 'r' : '') + (bits & 2 ? 'w' : '') + (bits & 1 ? 'x' : '');
  return `u=${part(mode >> 6)},g=${part(mode >> 3)},o=${part(mode)}`;
}
