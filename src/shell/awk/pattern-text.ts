/** awk's patterns: extended expressions in which a backslash means something in brackets too, and field separators. */
import { compilePosixPattern, type Pattern } from '../../base/index.ts';
import { AwkError } from './syntax.ts';

const cacheMax = 500;
const cache = new Map<string, Pattern>();

export function patternOf(source: string): Pattern {
  const known = cache.get(source);
  if (known) return known;
  const answer = compilePosixPattern(posixSource(source), 'extended');
  if ('error' in answer) throw new AwkError(`regular expression compile failed (${answer.error})\n${source}`);
  if (cache.size >= cacheMax) cache.clear();
  cache.set(source, answer.pattern);
  return answer.pattern;
}

const named: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\x07', b: '\b' };

/** Outside brackets POSIX reads a backslash as awk does, but for a few letters; inside it would be a plain character. */
function posixSource(source: string): string {
  if (!source.includes('\\')) return source;
  let out = '';
  let bracketFrom = -1;
  for (let i = 0; i < source.length; i++) {
    const char = source[i]!;
    if (bracketFrom >= 0) {
      if (char === ']' && i > bracketFrom) bracketFrom = -1;
      if (char === '[' && source[i + 1] === ':') {
        const end = source.indexOf(':]', i);
        if (end > 0) {
          out += source.slice(i, end + 2);
          i = end + 1;
          continue;
        }
      }
      if (char === '\\' && i + 1 < source.length) {
        const next = source[++i]!;
        const meant = named[next] ?? next;
        out += `[.${meant}.]`;
      } else out += char;
      continue;
    }
    if (char === '[') {
      bracketFrom = source[i + 1] === '^' ? i + 2 : i + 1;
      out += char;
    } else if (char === '\\' && 'rfva"/&'.includes(source[i + 1] ?? ' ')) out += named[source[++i]!] ?? source[i]!;
    else if (char === '\\' && source[i + 1] === 'y') {
      out += '\\b';
      i++;
    } else if (char === '\\') out += char + (source[++i] ?? '\\');
    else out += char;
  }
  return out;
}

export type Splitter = (text: string) => string[];

/** How FS divides a record, or the third argument of split a text. */
export function splitterOf(separator: string, newlinesToo = false): Splitter {
  if (separator === ' ') return splitBlanks;
  if (separator === '') return (text) => [...text];
  const single = separator.length === 1 && separator !== '\\';
  if (single && !newlinesToo) return (text) => (text === '' ? [] : text.split(separator));
  const source = single ? `[${separator === '^' ? '.^.' : separator}]`.replace('[.^.]', '\\^') : separator;
  const pattern = patternOf(newlinesToo ? `(${source})|\\n` : source);
  return (text) => splitBy(text, pattern);
}

function splitBlanks(text: string): string[] {
  const trimmed = text.replace(/^[ \t\n]+|[ \t\n]+$/g, '');
  return trimmed === '' ? [] : trimmed.split(/[ \t\n]+/);
}

export function splitBy(text: string, pattern: Pattern): string[] {
  if (text === '') return [];
  const parts: string[] = [];
  let from = 0;
  for (const match of pattern.matchAll(text)) {
    if (match.end === match.index) continue;
    parts.push(text.slice(from, match.index));
    from = match.end;
  }
  parts.push(text.slice(from));
  return parts;
}
