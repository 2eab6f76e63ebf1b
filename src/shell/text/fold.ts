/** fold, expand and unexpand: lines broken at a width, tabs into blanks and back. */
import { encodeUtf8 } from '../../base/index.ts';
import { eachInput, readAllLines } from '../tool/inputs.ts';
import { complain, print, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

function* eachLine(call: ToolCall, names: readonly string[], change: (line: string) => string): ToolRun {
  const good = yield* eachInput(call, names, function* ({ fd }) {
    yield* print((yield* readAllLines(fd)).map((line) => `${change(line)}\n`).join(''));
  });
  return good ? 0 : 1;
}

export const fold: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: { flags: 'bs', values: 'w', numberMeans: 'w', long: { bytes: 'b', spaces: 's', width: 'w' } },
  *run(call) {
    const text = call.options.value('w') ?? '80';
    const width = Number(text);
    if (!Number.isInteger(width) || width < 1) return yield* complain(call, `invalid number of columns: ‘${text}’${text === '0' ? ': Numerical result out of range' : ''}`);
    const after = call.options.has('b') ? bytesAfter : columnAfter;
    return yield* eachLine(call, call.operands, (line) => folded(line, width, call.options.has('s'), after).join('\n'));
  },
};

/** A character of several bytes stays whole all the same. */
function bytesAfter(bytes: number, char: string): number {
  return bytes + encodeUtf8(char).length;
}

function columnAfter(column: number, char: string): number {
  if (char === '\t') return column + 8 - (column % 8);
  if (char === '\b') return Math.max(0, column - 1);
  return char === '\r' ? 0 : column + 1;
}

function folded(line: string, width: number, atBlanks: boolean, after: (column: number, char: string) => number): string[] {
  const lines: string[] = [];
  let text = '';
  let column = 0;
  for (const char of line) {
    while (text !== '' && after(column, char) > width) {
      const blank = atBlanks ? Math.max(text.lastIndexOf(' '), text.lastIndexOf('\t')) + 1 : 0;
      const cut = blank > 0 ? blank : text.length;
      lines.push(text.slice(0, cut));
      text = text.slice(cut);
      column = [...text].reduce(after, 0);
    }
    text += char;
    column = after(column, char);
  }
  return [...lines, text];
}

/** -t 4, or a list of columns; behind the last of them a tab is one blank. */
function stopsOf(text: string): (column: number) => number {
  const stops = text.split(/[\s,]+/).map(Number);
  if (stops.length === 1) return (column) => (Math.floor(column / stops[0]!) + 1) * stops[0]!;
  return (column) => stops.find((stop) => stop > column) ?? column + 1;
}

const tabOptions: Tool['options'] = { flags: 'aif', values: 't', numberMeans: 't', long: { tabs: 't', initial: 'i', all: 'a', 'first-only': 'f' } };

/** Wider tabs would make a line that no memory holds. */
const TAB_MAX = 10_000_000;

function* wrongTabs(call: ToolCall): ToolRun<boolean> {
  const text = call.options.value('t') ?? '8';
  const stops = text.split(/[\s,]+/).map(Number);
  const wide = text.split(/[\s,]+/).find((stop) => Number(stop) > TAB_MAX);
  const wrong =
    /[^\d\s,]/.test(text) ? `tab size contains invalid character(s): ‘${text.replace(/^[\d\s,]+/, '')}’`
    : stops.includes(0) ? 'tab size cannot be 0'
    : wide !== undefined ? `tab stop is too large ‘${wide}’`
    : stops.some((stop, i) => i > 0 && stop <= stops[i - 1]!) ? 'tab sizes must be ascending'
    : undefined;
  if (wrong === undefined) return false;
  yield* complain(call, wrong);
  return true;
}

export const expand: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: tabOptions,
  *run(call) {
    if (yield* wrongTabs(call)) return 1;
    const next = stopsOf(call.options.value('t') ?? '8');
    return yield* eachLine(call, call.operands, (line) => {
      let text = '';
      let column = 0;
      let barred = false;
      for (const char of line) {
        barred ||= call.options.has('i') && char !== ' ' && char !== '\t';
        const to = char === '\t' ? next(column) : char === '\b' ? Math.max(0, column - 1) : column + 1;
        text += char === '\t' && !barred ? ' '.repeat(to - column) : char;
        column = to;
      }
      return text;
    });
  },
};

export const unexpand: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: tabOptions,
  *run(call) {
    if (yield* wrongTabs(call)) return 1;
    const next = stopsOf(call.options.value('t') ?? '8');
    const everywhere = (call.options.has('a') || call.options.has('t')) && !call.options.has('f');
    return yield* eachLine(call, call.operands, (line) => {
      let text = '';
      let column = 0;
      for (const [run] of line.matchAll(/[ \t]+|[^ \t]+/g)) {
        const from = column;
        if (!/^[ \t]/.test(run)) column += [...run].length;
        else for (const char of run) column = char === '\t' ? next(column) : column + 1;
        text += /^[ \t]/.test(run) && (everywhere || text === '') ? tabbed(from, column, next, run) : run;
      }
      return text;
    });
  },
};

/** A lone blank stays one, even where a tab would do. */
function tabbed(from: number, to: number, next: (column: number) => number, run: string): string {
  if (run === ' ') return run;
  let tabs = '';
  let column = from;
  while (next(column) <= to) {
    column = next(column);
    tabs += '\t';
  }
  return tabs + ' '.repeat(to - column);
}
