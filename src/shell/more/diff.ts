/** diff: files, or the files of two directories, line by line. */
import { textOfBytes } from '../language/byte-text.ts';
import { formatDate } from '../language/date-format.ts';
import { readAll } from '../tool/inputs.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { compareBytes } from '../../base/index.ts';
import { differences, type Hunk } from './line-difference.ts';

export const diff: Tool = {
  usage: '[OPTION]... FILES',
  usageCode: 2,
  options: {
    flags: 'uqrNsiwbBaTtpdEZc',
    values: 'UCxWL',
    long: { unified: 'u', brief: 'q', recursive: 'r', 'new-file': 'N', 'report-identical-files': 's', 'ignore-case': 'i', 'ignore-all-space': 'w', 'ignore-space-change': 'b', text: 'a', exclude: 'x', label: 'L', minimal: 'd' },
    longValues: ['color?', 'label', 'exclude'],
  },
  *run(call) {
    const [a, b, more] = call.operands;
    if (a === undefined || b === undefined) return yield* refuse(call, `missing operand after '${a ?? call.name}'`, 2);
    if (more !== undefined) return yield* refuse(call, `extra operand '${more}'`, 2);
    const kinds = [kindOf(call, a), kindOf(call, b)];
    if (kinds[0] === 'dir' && kinds[1] === 'dir') return yield* directories(call, a, b);
    if (kinds[0] === 'dir' && b !== '-') return yield* files(call, `${a}/${b.slice(b.lastIndexOf('/') + 1)}`, b);
    if (kinds[1] === 'dir' && a !== '-') return yield* files(call, a, `${b}/${a.slice(a.lastIndexOf('/') + 1)}`);
    return yield* files(call, a, b);
  },
};

function kindOf(call: ToolCall, path: string): string | undefined {
  const stat = path === '-' ? undefined : tried(() => call.p.files.stat(path));
  return stat && 'value' in stat ? stat.value.kind : undefined;
}

interface Side {
  readonly name: string;
  readonly lines: readonly string[];
  readonly unterminated: boolean;
  readonly stamp: string;
  readonly missing: boolean;
}

function* side(call: ToolCall, path: string): ToolRun<Side | undefined> {
  const { p } = call;
  let text: string;
  let ms = p.host.wallMs;
  if (path === '-') text = textOfBytes(yield* readAll(0));
  else {
    const read = tried(() => textOfBytes(p.files.readFile(path)));
    if ('error' in read) {
      if (call.options.has('N') && reason(read.error) === 'No such file or directory') return { name: path, lines: [], unterminated: false, stamp: stampOf(0), missing: true };
      yield* complain(call, `${path}: ${reason(read.error)}`, 2);
      return undefined;
    }
    text = read.value;
    ms = p.files.stat(path).mtimeMs;
  }
  const lines = text.split('\n');
  const unterminated = lines.at(-1) !== '';
  if (!unterminated) lines.pop();
  return { name: path, lines, unterminated: unterminated && text !== '', stamp: stampOf(ms), missing: false };
}

function stampOf(ms: number): string {
  return `${formatDate('%Y-%m-%d %H:%M:%S', ms)}.${String(Math.floor(ms % 1000)).padStart(3, '0')}000000 +0000`;
}

function* files(call: ToolCall, a: string, b: string): ToolRun {
  const { options } = call;
  const left = yield* side(call, a);
  const right = yield* side(call, b);
  if (!left || !right) return 2;
  const ends = (one: Side) => (one.unterminated ? one.lines.map((line, i) => (i === one.lines.length - 1 ? `${line}\0` : line)) : one.lines);
  const normal = normalizer(call);
  const hunks = differences(ends(left).map(normal), ends(right).map(normal));
  if (hunks.length === 0) {
    if (options.has('s')) yield* print(`Files ${a} and ${b} are identical\n`);
    return 0;
  }
  if (options.has('q')) yield* print(`Files ${a} and ${b} differ\n`);
  else if ([...left.lines, ...right.lines].some((line) => line.includes('\0')) && !options.has('a')) {
    yield* print(`Binary files ${a} and ${b} differ\n`);
    return 2;
  } else if (options.has('u') || options.has('U')) yield* print(unified(call, left, right, hunks));
  else yield* print(hunks.map((hunk) => normalText(left, right, hunk)).join(''));
  return 1;
}

function normalizer({ options }: ToolCall): (line: string) => string {
  return (line) => {
    let text = line;
    if (options.has('i')) text = text.toLowerCase();
    if (options.has('w')) text = text.replace(/\s+/g, '');
    else if (options.has('b')) text = text.replace(/\s+/g, ' ').replace(/ $/, '');
    return text;
  };
}

/** `12,14` as diff counts: from 1, and of no lines the one before. */
function range(from: number, count: number): string {
  if (count === 0) return String(from);
  return count === 1 ? String(from + 1) : `${from + 1},${from + count}`;
}

const noNewline = '\\ No newline at end of file\n';

function block(mark: string, { lines, unterminated }: Side, from: number, count: number): string {
  let text = '';
  for (let i = from; i < from + count; i++) text += `${mark}${lines[i]!}\n${unterminated && i === lines.length - 1 ? noNewline : ''}`;
  return text;
}

function normalText(a: Side, b: Side, { from, removed, to, added }: Hunk): string {
  const letter = removed === 0 ? 'a' : added === 0 ? 'd' : 'c';
  return `${range(from, removed)}${letter}${range(to, added)}\n${block('< ', a, from, removed)}${letter === 'c' ? '---\n' : ''}${block('> ', b, to, added)}`;
}

function unified(call: ToolCall, a: Side, b: Side, hunks: readonly Hunk[]): string {
  const around = Number(call.options.value('U') ?? 3);
  const labels = [...call.options.values('L'), ...call.options.values('label')];
  let text = `--- ${labels[0] ?? `${a.name}\t${a.stamp}`}\n+++ ${labels[1] ?? `${b.name}\t${b.stamp}`}\n`;
  for (let i = 0; i < hunks.length; ) {
    let last = i;
    while (last + 1 < hunks.length && hunks[last + 1]!.from - (hunks[last]!.from + hunks[last]!.removed) <= 2 * around) last++;
    text += unifiedHunk(a, b, hunks.slice(i, last + 1), around);
    i = last + 1;
  }
  return text;
}

function unifiedHunk(a: Side, b: Side, hunks: readonly Hunk[], around: number): string {
  const first = hunks[0]!;
  const last = hunks.at(-1)!;
  const start = Math.max(0, first.from - around);
  const end = Math.min(a.lines.length, last.from + last.removed + around);
  const startB = first.to - (first.from - start);
  const endB = last.to + last.added + (end - last.from - last.removed);
  const place = (from: number, to: number) => (to - from === 1 ? String(from + 1) : `${to === from ? from : from + 1},${to - from}`);
  let text = `@@ -${place(start, end)} +${place(startB, endB)} @@\n`;
  let at = start;
  for (const { from, removed, to, added } of hunks) {
    text += block(' ', a, at, from - at) + block('-', a, from, removed) + block('+', b, to, added);
    at = from + removed;
  }
  return text + block(' ', a, at, end - at);
}

function* directories(call: ToolCall, a: string, b: string): ToolRun {
  const excluded = [...call.options.values('x'), ...call.options.values('exclude')];
  const list = (path: string) => call.p.files.readdir(path).filter((name) => !excluded.includes(name));
  const left = new Set(list(a));
  const right = new Set(list(b));
  let code = 0;
  for (const name of [...new Set([...left, ...right])].sort(compareBytes)) {
    const pair = [`${a.replace(/\/$/, '')}/${name}`, `${b.replace(/\/$/, '')}/${name}`] as const;
    if (!left.has(name) || !right.has(name)) {
      if (!call.options.has('N') || kindOf(call, left.has(name) ? pair[0] : pair[1]) === 'dir') {
        yield* print(`Only in ${left.has(name) ? a : b}: ${name}\n`);
        code = Math.max(code, 1);
        continue;
      }
    }
    const kinds = [kindOf(call, pair[0]), kindOf(call, pair[1])];
    if (kinds[0] === 'dir' && kinds[1] === 'dir') {
      if (call.options.has('r')) code = Math.max(code, yield* directories(call, ...pair));
      else yield* print(`Common subdirectories: ${pair[0]} and ${pair[1]}\n`);
      continue;
    }
    code = Math.max(code, yield* titled(call, ...pair));
  }
  return code;
}

/** With the command above the differences, as diff -r has it. */
function* titled(call: ToolCall, a: string, b: string): ToolRun {
  const left = yield* side(call, a);
  const right = yield* side(call, b);
  if (!left || !right) return 2;
  const same = left.lines.length === right.lines.length && left.unterminated === right.unterminated && left.lines.every((line, i) => line === right.lines[i]);
  if (same && !call.options.has('s')) return 0;
  if (!same && !call.options.has('q')) yield* print(`diff ${call.p.argv.slice(1).filter((arg) => arg.startsWith('-')).join(' ')} ${a} ${b}\n`.replace('diff  ', 'diff '));
  return yield* files(call, a, b);
}
