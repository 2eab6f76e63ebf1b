/**
 * Brace expansion: `a{b,c}d` and `{1..9..2}` as texts, before anything else of a word is looked at. It works on source
 * text, because what is between the braces may hold quotes and expansions of its own.
 */
import { skipQuoted } from './source-scan.ts';

const resultsMax = 100_000;

/** The words that the source text of one word stands for; itself alone when it has no braces that expand. */
export function expandBraces(source: string): string[] {
  if (!source.includes('{')) return [source];
  for (let open = nextOpen(source, 0); open >= 0; open = nextOpen(source, open + 1)) {
    const inside = splitBraces(source, open);
    if (!inside) continue;
    const alternatives = inside.commas.length > 0 ? pieces(source, open, inside) : range(source.slice(open + 1, inside.close));
    if (!alternatives) continue;
    const before = source.slice(0, open);
    const tails = expandBraces(source.slice(inside.close + 1));
    const results: string[] = [];
    for (const middle of inside.commas.length > 0 ? alternatives.flatMap(expandBraces) : alternatives) {
      for (const tail of tails) {
        results.push(before + middle + tail);
        if (results.length > resultsMax) return results;
      }
    }
    return results;
  }
  return [source];
}

interface Inside {
  readonly close: number;
  readonly commas: readonly number[];
}

function nextOpen(source: string, from: number): number {
  for (let i = from; i < source.length; i++) {
    const skipped = skipQuoted(source, i);
    if (skipped > i) i = skipped - 1;
    else if (source[i] === '{') return i;
  }
  return -1;
}

/** The commas and the closing brace that belong to the opening one; undefined when it does not close. */
function splitBraces(source: string, open: number): Inside | undefined {
  const commas: number[] = [];
  let depth = 0;
  for (let i = open; i < source.length; i++) {
    const skipped = skipQuoted(source, i);
    if (skipped > i) i = skipped - 1;
    else if (source[i] === '{') depth++;
    else if (source[i] === ',' && depth === 1) commas.push(i);
    else if (source[i] === '}' && --depth === 0) return { close: i, commas };
  }
  return undefined;
}

function pieces(source: string, open: number, inside: Inside): string[] {
  const edges = [open, ...inside.commas, inside.close];
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
