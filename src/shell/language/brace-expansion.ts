/**
 * Brace expansion: `a{b,c}d` and `{1..9..2}` as texts, before anything else of a word is looked at. It works on source
 * text, because what is between the braces may hold quotes and expansions of its own.
 */
import { skipQuoted } from './source-scan.ts';

const resultsMax = 100_000;
const bracesMax = 200; // of one word

/** The words that the source text of one word stands for; itself alone when it has no braces that expand, or too many. */
export function expandBraces(source: string): string[] {
  if (!source.includes('{')) return [source];
  const braces = closedBraces(source);
  return braces.length > bracesMax ? [source] : expand(source, braces);
}

interface Braces {
  readonly open: number;
  readonly close: number;
  readonly commas: readonly number[];
}

function expand(source: string, braces: readonly Braces[]): string[] {
  for (const inside of braces) {
    const { open, close, commas } = inside;
    const alternatives = commas.length > 0 ? pieces(source, inside) : range(source.slice(open + 1, close));
    if (!alternatives) continue;
    const before = source.slice(0, open);
    const tails = expandBraces(source.slice(close + 1));
    const results: string[] = [];
    for (const middle of commas.length > 0 ? alternatives.flatMap(expandBraces) : alternatives) {
      for (const tail of tails) {
        results.push(before + middle + tail);
        if (results.length > resultsMax) return results;
      }
    }
    return results;
  }
  return [source];
}

/** Those that close again, in the order in which they open, each with the commas that are its own. */
function closedBraces(source: string): Braces[] {
  const closed: Braces[] = [];
  const open: { open: number; commas: number[] }[] = [];
  for (let i = 0; i < source.length; i++) {
    const skipped = skipQuoted(source, i);
    if (skipped > i) i = skipped - 1;
    else if (source[i] === '{') open.push({ open: i, commas: [] });
    else if (source[i] === ',') open.at(-1)?.commas.push(i);
    else if (source[i] === '}' && open.length > 0) closed.push({ ...open.pop()!, close: i });
  }
  return closed.sort((a, b) => a.open - b.open);
}

function pieces(source: string, { open, commas, close }: Braces): string[] {
  const edges = [open, ...commas, close];
  return edges.slice(1).map((end, i) => source.slice(edges[i]! + 1, end));
}

/** `1..5`, `5..1..2`, `01..10`, `a..e`; undefined for anything else. */
function range(text: string): string[] | undefined {
  const numbers = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(text);
  if (numbers) {
    const [, from = '', to = ''] = numbers;
    const padded = /^-?0\d/.test(from) || /^-?0\d/.test(to);
    const width = padded ? Math.max(from.length, to.length) : 0;
    return count(Number(from), Number(to), Number(numbers[3] ?? 1), (n) => {
      const digits = String(Math.abs(n));
      return n < 0 ? `-${digits.padStart(width - 1, '0')}` : digits.padStart(width, '0');
    });
  }
  const letters = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?\d+))?$/.exec(text);
  if (!letters) return undefined;
  return count(letters[1]!.charCodeAt(0), letters[2]!.charCodeAt(0), Number(letters[3] ?? 1), (n) => String.fromCharCode(n));
}

function count(from: number, to: number, by: number, print: (n: number) => string): string[] | undefined {
  const stride = Math.abs(by) || 1;
  if (Math.abs(to - from) / stride > resultsMax) return undefined;
  const results: string[] = [];
  if (from <= to) for (let n = from; n <= to; n += stride) results.push(print(n));
  else for (let n = from; n >= to; n -= stride) results.push(print(n));
  return results;
}
