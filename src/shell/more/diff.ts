/** diff: files, or the files of two directories, line by line. */
import { textOfBytes } from '../language/byte-text.ts';
import { formatDate } from '../language/date-format.ts';
import { readAll, readPath } from '../tool/inputs.ts';
import { refuseTwiceNamed } from '../tool/refuse-twice-named.ts';
import { complain, print, reason, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { compareBytes, compilePosixPattern, type Pattern } from '../../base/index.ts';
import { sideBySide } from './diff-columns.ts';
import { context, edScript, normal, rcsScript, unified, withoutTabs, type Look, type Side } from './diff-forms.ts';
import { differences, type Hunk } from './line-difference.ts';

export const diff: Tool = {
  version: 'diff (GNU diffutils) 3.10',
  usage: '[OPTION]... FILES',
  usageCode: 2,
  prepare: (args) => args.map((arg) => arg.replace(/^-([uc])(\d+)$/, (_, letter: string, lines: string) => `-${letter.toUpperCase()}${lines}`)), // the old form
  options: {
    flags: 'uqrNsiwbBaTtpdEZcyen',
    values: 'UCxWLI',
    long: { brief: 'q', recursive: 'r', 'new-file': 'N', 'report-identical-files': 's', 'ignore-case': 'i', 'ignore-all-space': 'w', 'ignore-space-change': 'b', text: 'a', exclude: 'x', label: 'L', minimal: 'd', 'side-by-side': 'y', width: 'W', ed: 'e', rcs: 'n', 'initial-tab': 'T', 'expand-tabs': 't', 'show-c-function': 'p', 'ignore-blank-lines': 'B', 'ignore-tab-expansion': 'E', 'ignore-trailing-space': 'Z', 'ignore-matching-lines': 'I', 'suppress-common-lines': 'suppress-common-lines', 'left-column': 'left-column', 'strip-trailing-cr': 'strip-cr', normal: 'normal' },
    longValues: ['color?', 'context?', 'unified?'],
  },
  *run(call) {
    const [a, b, more] = call.operands;
    if (a === undefined || b === undefined) return yield* refuseTwiceNamed(call, `missing operand after '${a ?? call.name}'`);
    if (more !== undefined) return yield* refuseTwiceNamed(call, `extra operand '${more}'`);
    const wrong = wrongNumber(call);
    if (wrong !== undefined) return yield* refuseTwiceNamed(call, wrong);
    const kinds = [kindOf(call, a), kindOf(call, b)];
    if (kinds[0] === 'dir' && kinds[1] === 'dir') return yield* directories(call, a, b);
    if (kinds[0] === 'dir' && b !== '-') return yield* files(call, `${a}/${b.slice(b.lastIndexOf('/') + 1)}`, b);
    if (kinds[1] === 'dir' && a !== '-') return yield* files(call, a, `${b}/${a.slice(a.lastIndexOf('/') + 1)}`);
    return yield* files(call, a, b);
  },
};

/** Rows of this many columns are shown; wider ones would fill the tab's memory with blanks. */
const WIDTH_MAX = 65_536;

function wrongNumber({ options }: ToolCall): string | undefined {
  const lengths = ['U', 'C', 'unified', 'context'].flatMap((name) => options.values(name)).filter((text) => text !== '');
  const length = lengths.find((text) => !/^\d+$/.test(text));
  if (length !== undefined) return `invalid context length '${length}'`;
  const width = options.values('W').find((text) => !/^\d+$/.test(text) || Number(text) < 1 || Number(text) > WIDTH_MAX);
  return width === undefined ? undefined : `invalid width '${width}'`;
}

function kindOf(call: ToolCall, path: string): string | undefined {
  const stat = path === '-' ? undefined : tried(() => call.p.files.stat(path));
  return stat && 'value' in stat ? stat.value.kind : undefined;
}

function* side(call: ToolCall, path: string): ToolRun<Side | undefined> {
  const { p } = call;
  let text: string;
  let ms = p.host.wallMs;
  if (path === '-') text = textOfBytes(yield* readAll(0));
  else {
    const read = yield* readPath(p, path);
    if ('error' in read) {
      if (call.options.has('N') && reason(read.error) === 'No such file or directory') return { name: path, lines: [], unterminated: false, stamp: stampOf(0), missing: true };
      yield* complain(call, `${path}: ${reason(read.error)}`, 2);
      return undefined;
    }
    text = textOfBytes(read.value);
    const stat = p.files.stat(path);
    if (stat.kind === 'file') ms = stat.mtimeMs;
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
  const normalize = normalizer(call);
  const hunks = differences(ends(left).map(normalize), ends(right).map(normalize));
  const ignores = ignoring(call);
  if (typeof ignores === 'string') return yield* complain(call, ignores, 2);
  const ignored = new Set(hunks.filter(({ from, removed, to, added }) => [...left.lines.slice(from, from + removed), ...right.lines.slice(to, to + added)].every(ignores)));
  if (ignored.size === hunks.length && !options.has('y')) {
    if (options.has('s')) yield* print(`Files ${a} and ${b} are identical\n`);
    return 0;
  }
  if (options.has('q')) yield* print(`Files ${a} and ${b} differ\n`);
  else if ([...left.lines, ...right.lines].some((line) => line.includes('\0')) && !options.has('a')) {
    yield* print(`Binary files ${a} and ${b} differ\n`);
    return 2;
  } else yield* print(written(call, left, right, hunks, ignored));
  return ignored.size === hunks.length ? 0 : 1;
}

const FORMS = new Set(['u', 'U', 'unified', 'c', 'C', 'context', 'e', 'n', 'y']);

/** In the form that was asked for; the last one wins. */
function written(call: ToolCall, left: Side, right: Side, hunks: readonly Hunk[], ignored: ReadonlySet<Hunk>): string {
  const { options } = call;
  const colour = options.value('color');
  const look: Look = {
    labels: options.values('L'),
    around: Number(options.value('U') ?? options.value('C') ?? (options.value('unified') || options.value('context') || 3)),
    colour: colour === 'always' || (options.has('color') && colour !== 'never' && call.p.isTty(1)),
    tabbed: options.has('T'),
    spaced: options.has('t'),
    functions: options.has('p'),
  };
  const kept = hunks.filter((hunk) => !ignored.has(hunk));
  const form = options.order.findLast((name) => FORMS.has(name)) ?? (options.has('p') ? 'c' : '');
  switch (form) {
    case 'u':
    case 'U':
    case 'unified':
      return unified(look, left, right, hunks, ignored);
    case 'c':
    case 'C':
    case 'context':
      return context(look, left, right, hunks, ignored);
    case 'e':
      return edScript(look, left, right, kept);
    case 'n':
      return rcsScript(look, left, right, kept);
    case 'y':
      return sideBySide({ width: Number(options.value('W') ?? 130), spaced: look.spaced, changesOnly: options.has('suppress-common-lines'), leftOnly: options.has('left-column') }, left, right, hunks);
    default:
      return normal(look, left, right, kept);
  }
}

/** Which changed lines count for nothing, by -B and -I; or what is wrong with the pattern. */
function ignoring({ options }: ToolCall): ((line: string) => boolean) | string {
  const patterns: Pattern[] = [];
  for (const source of options.values('I')) {
    const answer = compilePosixPattern(source, 'basic');
    if ('error' in answer) return `${source}: ${answer.error}`;
    patterns.push(answer.pattern);
  }
  const blank = options.has('B');
  return (line) => (blank && line === '') || patterns.some((pattern) => pattern.test(line));
}

function normalizer({ options }: ToolCall): (line: string) => string {
  return (line) => {
    let text = options.has('E') ? withoutTabs(line) : line;
    if (options.has('strip-cr')) text = text.replace(/\r$/, '');
    if (options.has('i')) text = text.toLowerCase();
    if (options.has('w')) text = text.replace(/\s+/g, '');
    else if (options.has('b')) text = text.replace(/\s+/g, ' ').replace(/ $/, '');
    else if (options.has('Z')) text = text.replace(/\s+$/, '');
    return text;
  };
}

function* directories(call: ToolCall, a: string, b: string): ToolRun {
  const excluded = call.options.values('x');
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

/** The options as they were typed, with their values. */
function givenOptions(call: ToolCall): string[] {
  const args = call.p.argv.slice(1);
  return args.filter((arg, i) => (arg.startsWith('-') && arg !== '-') || /^-\w*[UCxWLI]$/.test(args[i - 1] ?? ''));
}

/** With the command above the differences, as diff -r has it. */
function* titled(call: ToolCall, a: string, b: string): ToolRun {
  const left = yield* side(call, a);
  const right = yield* side(call, b);
  if (!left || !right) return 2;
  const same = left.lines.length === right.lines.length && left.unterminated === right.unterminated && left.lines.every((line, i) => line === right.lines[i]);
  if (same && !call.options.has('s')) return 0;
  if (!same && !call.options.has('q')) yield* print(`diff ${givenOptions(call).join(' ')} ${a} ${b}\n`.replace('diff  ', 'diff '));
  return yield* files(call, a, b);
}
