/** The order in which Go's YAML library prints keys: letters after everything else, runs of digits by their number. */

export function compareNaturally(a: string, b: string): number {
  if (a === b) return 0;
  return isBefore([...a], [...b]) ? -1 : 1;
}

function isBefore(a: readonly string[], b: readonly string[]): boolean {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const x = a[i]!;
    const y = b[i]!;
    if (x === y) continue;
    const isLetterX = isLetter(x);
    const isLetterY = isLetter(y);
    if (isLetterX && isLetterY) return codeOf(x) < codeOf(y);
    if (isLetterX || isLetterY) return isLetterY;
    return isNumberBefore(a, b, i);
  }
  return a.length < b.length;
}

/** Both differ at `at` and neither has a letter there. A zero counts only behind another digit that is not one. */
function isNumberBefore(a: readonly string[], b: readonly string[], at: number): boolean {
  let lead = 0n;
  if (a[at] === '0' || b[at] === '0') {
    for (let j = at - 1; j >= 0 && isDigit(a[j]!); j--) {
      if (a[j] !== '0') {
        lead = 1n;
        break;
      }
    }
  }
  const x = readNumber(a, at, lead);
  const y = readNumber(b, at, lead);
  if (x.number !== y.number) return x.number < y.number;
  if (x.end !== y.end) return x.end < y.end;
  return codeOf(a[at]!) < codeOf(b[at]!);
}

function readNumber(text: readonly string[], at: number, lead: bigint): { number: bigint; end: number } {
  let end = at;
  while (end < text.length && isDigit(text[end]!)) end++;
  return { number: BigInt((lead === 0n ? '' : '1') + text.slice(at, end).join('') || '0'), end };
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}

function isLetter(char: string): boolean {
  return (char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z') || (char > '\x7f' && /^\p{L}$/u.test(char));
}

function codeOf(char: string): number {
  return char.codePointAt(0)!;
}
