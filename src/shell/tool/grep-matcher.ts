/** What grep asks of a line, and which parts of it match. */
import { compilePattern, compilePosixPattern, type Pattern } from '../../base/index.ts';
import type { ToolCall } from './tool.ts';

/** Where a match begins and ends. */
type Span = readonly [from: number, to: number];

export interface Matcher {
  test(line: string): boolean;
  /** The parts that match and are not empty, from left to right. */
  spans(line: string): readonly Span[];
}

/** What is wrong with the patterns, otherwise. */
export function grepMatcher(call: ToolCall, patterns: readonly string[], mode: string): Matcher | string {
  const { options } = call;
  const lastCase = options.order.filter((name) => name === 'i' || name === 'y' || name === 'no-ignore-case').at(-1);
  const ignoreCase = lastCase !== undefined && lastCase !== 'no-ignore-case';
  const fixed = mode === 'F' || options.has('F');
  const extended = mode === 'E' || options.has('E');
  const simple = patterns.every((source) => fixed || !/[\\^$.*[\](){}+?|]/.test(source));
  if (simple && !ignoreCase && !options.has('w') && !options.has('x') && patterns.every((s) => s !== '')) {
    return { test: (line) => patterns.some((s) => line.includes(s)), spans: (line) => literalSpans(line, patterns) };
  }
  const compiled: Pattern[] = [];
  for (const source of patterns) {
    if (/^\[:\w+:\]$/.test(source) && !fixed) return 'character class syntax is [[:space:]], not [:space:]';
    const text = fixed ? source.replace(/[\\^$.*[\](){}+?|]/g, '\\$&') : source;
    const answer = options.has('P') ? compilePattern(options.has('x') ? `^(?:${text})$` : text, { ignoreCase }) : compilePosixPattern(wrapped(text, call, extended || fixed), extended || fixed ? 'extended' : 'basic', { ignoreCase });
    if ('error' in answer) return answer.error;
    compiled.push(answer.pattern);
  }
  const spansOf = options.has('w') ? wordSpans : plainSpans;
  return {
    test: (line) => compiled.some((pattern) => (options.has('w') ? wordSpans(pattern, line).length > 0 : pattern.test(line))),
    spans: (line) => leftmost(compiled.flatMap((pattern) => spansOf(pattern, line)).filter(([from, to]) => to > from)),
  };
}

function wrapped(source: string, call: ToolCall, extended: boolean): string {
  if (!call.options.has('x')) return source;
  return extended ? `^(${source})$` : `^\\(${source}\\)$`;
}

function plainSpans(pattern: Pattern, line: string): Span[] {
  return [...pattern.matchAll(line)].map((match): Span => [match.index, match.end]);
}

/** Of those that overlap the one that begins first, and of several the longest. */
function leftmost(spans: Span[]): Span[] {
  const kept: Span[] = [];
  for (const span of spans.sort((a, b) => a[0] - b[0] || b[1] - a[1])) if (span[0] >= (kept.at(-1)?.[1] ?? 0)) kept.push(span);
  return kept;
}

function literalSpans(line: string, patterns: readonly string[]): Span[] {
  const found: Span[] = [];
  for (let at = 0; at < line.length; ) {
    const here = patterns.filter((s) => line.startsWith(s, at)).sort((a, b) => b.length - a.length)[0];
    if (here !== undefined) found.push([at, at + here.length]);
    at += here?.length ?? 1;
  }
  return found;
}

/** Matches with no word character on either side. */
function wordSpans(pattern: Pattern, line: string): Span[] {
  const found: Span[] = [];
  for (let from = 0; from <= line.length; ) {
    const match = pattern.exec(line, from);
    if (!match) break;
    const bounded = !/\w/.test(line[match.index - 1] ?? '') && !/\w/.test(line[match.end] ?? '') && match.end > match.index;
    if (bounded) found.push([match.index, match.end]);
    from = bounded ? match.end : match.index + 1;
  }
  return found;
}
