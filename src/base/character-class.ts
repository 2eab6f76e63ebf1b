/** The character classes of POSIX, such as [:alpha:], for what matches one character at a time. */

/** POSIX character classes in the C.UTF-8 locale, as far as ASCII goes; letters beyond it by Unicode's properties. */
export function inClass(name: string, char: string): boolean {
  const test = classTests[name];
  return test !== undefined && test.test(char);
}

const classTests: Readonly<Record<string, RegExp>> = {
  alpha: /^\p{L}$/u,
  digit: /^[0-9]$/,
  alnum: /^[\p{L}0-9]$/u,
  upper: /^\p{Lu}$/u,
  lower: /^\p{Ll}$/u,
  space: /^[ \t\n\v\f\r]$/,
  blank: /^[ \t]$/,
  punct: /^[!-/:-@[-`{-~]$/,
  cntrl: /^[\0-\x1f\x7f]$/,
  print: /^[^\0-\x1f\x7f]$/u,
  graph: /^[^\0-\x20\x7f]$/u,
  xdigit: /^[0-9A-Fa-f]$/,
  word: /^[\p{L}0-9_]$/u,
};
