/** Sets of characters: ranges of code points and Unicode properties, with letters' case ignored or not. */

export interface CharClass {
  /** First and last code points, flat; in no order. */
  readonly ranges: readonly number[];
  readonly properties: readonly { readonly test: RegExp; readonly isNegated: boolean }[];
  readonly isNegated: boolean;
  readonly ignoreCase: boolean;
}

export function isMember(of: CharClass, code: number): boolean {
  let found = isListed(of, code);
  if (!found && of.ignoreCase) found = caseVariants(code).some((variant) => isListed(of, variant));
  return found !== of.isNegated;
}

function isListed({ ranges, properties }: CharClass, code: number): boolean {
  for (let i = 0; i < ranges.length; i += 2) if (code >= ranges[i]! && code <= ranges[i + 1]!) return true;
  return properties.some(({ test, isNegated }) => test.test(String.fromCodePoint(code)) !== isNegated);
}

/** The other spellings of a letter; none for what has no case. */
export function caseVariants(code: number): number[] {
  if (code < 0x80) {
    if (code >= 0x61 && code <= 0x7a) return code === 0x6b ? [0x4b, 0x212a] : code === 0x73 ? [0x53, 0x17f] : [code - 32];
    if (code >= 0x41 && code <= 0x5a) return code === 0x4b ? [0x6b, 0x212a] : code === 0x53 ? [0x73, 0x17f] : [code + 32];
    return [];
  }
  const char = String.fromCodePoint(code);
  const upper = char.toUpperCase();
  const variants = [char.toLowerCase(), upper, upper.toLowerCase()].filter((variant) => variant !== char && isOne(variant));
  return variants.map((variant) => variant.codePointAt(0)!);
}

function isOne(text: string): boolean {
  return text.length === (text.codePointAt(0)! > 0xffff ? 2 : 1);
}

/** \d, \s, \w as ASCII, and what may stand between [: and :]. */
export const namedRanges: ReadonlyMap<string, readonly number[]> = new Map([
  ['d', [0x30, 0x39]],
  ['s', [0x09, 0x0a, 0x0c, 0x0d, 0x20, 0x20]],
  ['w', [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a]],
  ['alnum', [0x30, 0x39, 0x41, 0x5a, 0x61, 0x7a]],
  ['alpha', [0x41, 0x5a, 0x61, 0x7a]],
  ['ascii', [0x00, 0x7f]],
  ['blank', [0x09, 0x09, 0x20, 0x20]],
  ['cntrl', [0x00, 0x1f, 0x7f, 0x7f]],
  ['digit', [0x30, 0x39]],
  ['graph', [0x21, 0x7e]],
  ['lower', [0x61, 0x7a]],
  ['print', [0x20, 0x7e]],
  ['punct', [0x21, 0x2f, 0x3a, 0x40, 0x5b, 0x60, 0x7b, 0x7e]],
  ['space', [0x09, 0x0d, 0x20, 0x20]],
  ['upper', [0x41, 0x5a]],
  ['word', [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a]],
  ['xdigit', [0x30, 0x39, 0x41, 0x46, 0x61, 0x66]],
]);

/** All ranges that the given ones leave out. */
export function invertRanges(ranges: readonly number[]): number[] {
  const pairs: [number, number][] = [];
  for (let i = 0; i < ranges.length; i += 2) pairs.push([ranges[i]!, ranges[i + 1]!]);
  pairs.sort((a, b) => a[0] - b[0]);
  const left: number[] = [];
  let next = 0;
  for (const [low, high] of pairs) {
    if (low > next) left.push(next, low - 1);
    next = Math.max(next, high + 1);
  }
  if (next <= 0x10ffff) left.push(next, 0x10ffff);
  return left;
}

/** The properties that \p{…} may name. Each looks at one character, so that the built-in engine is safe here. */
export const properties: ReadonlyMap<string, RegExp> = new Map([
  ['Any', /./su],
  ['L', /\p{L}/u], ['Lu', /\p{Lu}/u], ['Ll', /\p{Ll}/u], ['Lt', /\p{Lt}/u], ['Lm', /\p{Lm}/u], ['Lo', /\p{Lo}/u],
  ['M', /\p{M}/u], ['Mn', /\p{Mn}/u], ['Mc', /\p{Mc}/u], ['Me', /\p{Me}/u],
  ['N', /\p{N}/u], ['Nd', /\p{Nd}/u], ['Nl', /\p{Nl}/u], ['No', /\p{No}/u],
  ['P', /\p{P}/u], ['Pc', /\p{Pc}/u], ['Pd', /\p{Pd}/u], ['Ps', /\p{Ps}/u], ['Pe', /\p{Pe}/u], ['Pi', /\p{Pi}/u], ['Pf', /\p{Pf}/u], ['Po', /\p{Po}/u],
  ['S', /\p{S}/u], ['Sm', /\p{Sm}/u], ['Sc', /\p{Sc}/u], ['Sk', /\p{Sk}/u], ['So', /\p{So}/u],
  ['Z', /\p{Z}/u], ['Zs', /\p{Zs}/u], ['Zl', /\p{Zl}/u], ['Zp', /\p{Zp}/u],
  ['C', /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u], ['Cc', /\p{Cc}/u], ['Cf', /\p{Cf}/u], ['Co', /\p{Co}/u], ['Cs', /\p{Cs}/u],
  ['Arabic', /\p{Script=Arabic}/u], ['Armenian', /\p{Script=Armenian}/u], ['Bengali', /\p{Script=Bengali}/u],
  ['Bopomofo', /\p{Script=Bopomofo}/u], ['Common', /\p{Script=Common}/u], ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Devanagari', /\p{Script=Devanagari}/u], ['Ethiopic', /\p{Script=Ethiopic}/u], ['Georgian', /\p{Script=Georgian}/u],
  ['Greek', /\p{Script=Greek}/u], ['Han', /\p{Script=Han}/u], ['Hangul', /\p{Script=Hangul}/u], ['Hebrew', /\p{Script=Hebrew}/u],
  ['Hiragana', /\p{Script=Hiragana}/u], ['Inherited', /\p{Script=Inherited}/u], ['Katakana', /\p{Script=Katakana}/u],
  ['Latin', /\p{Script=Latin}/u], ['Mongolian', /\p{Script=Mongolian}/u], ['Tamil', /\p{Script=Tamil}/u],
  ['Thai', /\p{Script=Thai}/u], ['Tibetan', /\p{Script=Tibetan}/u],
]);
