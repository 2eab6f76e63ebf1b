/** A line of YAML that stands too far in or out: where it belongs is tried among the lines before it, and believed when the file can be read then. */
import { parseYamlDocuments } from '../../base/index.ts';
import type { Fix } from '../../client/index.ts';

const LOOK_BACK = 20; // lines

/** `line`: of which the error speaks; the one before it may be the cause. */
export function indentMend(lines: readonly string[], line: number): Fix | undefined {
  return mendOfLine(lines, line) ?? mendOfLine(lines, line - 1);
}

function mendOfLine(lines: readonly string[], line: number): Fix | undefined {
  const [, blanks = '', word = ''] = /^( *)(-? ?[^\s:]+:?)/.exec(lines[line - 1] ?? '') ?? [];
  if (word === '') return undefined;
  const before = mistakes(lines);
  for (const column of columnsBefore(lines, line)) {
    const to = `${' '.repeat(column)}${word}`;
    const tried = lines.with(line - 1, to + lines[line - 1]!.slice(blanks.length + word.length));
    if (column !== blanks.length && mistakes(tried) < before) return { line, from: `${blanks}${word}`, to };
  }
  return undefined;
}

/** Where the keys of the lines above begin, the nearest first: that of an item after its dash, then the dash. */
function columnsBefore(lines: readonly string[], line: number): number[] {
  const columns = lines
    .slice(Math.max(0, line - 1 - LOOK_BACK), line - 1)
    .reverse()
    .flatMap((text) => {
      const [, blanks = '', dash = ''] = /^( *)(- +)?[^\s#]/.exec(text) ?? [];
      return dash === '' ? [blanks.length] : [blanks.length + dash.length, blanks.length];
    });
  return [...new Set(columns)];
}

function mistakes(lines: readonly string[]): number {
  return parseYamlDocuments(lines.join('\n')).filter((document) => 'error' in document).length;
}
