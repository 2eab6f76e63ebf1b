/** grep: lines that match, in linear time whatever the pattern. */
import { compilePattern, compilePosixPattern, type Pattern } from '../../base/index.ts';
import { write } from '../../host/index.ts';
import { eachInput, LineReader } from '../tool/inputs.ts';
import { append } from '../tool/many.ts';
import { complain, print, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { globPattern } from '../language/glob-pattern.ts';

export const grep: Tool = {
  usage: '[OPTION]... PATTERNS [FILE]...',
  usageCode: 2,
  options: {
    flags: 'EFGPivwxclLqsnHhorRaIzbU',
    values: 'efmABC',
    numberMeans: 'C',
    long: { 'extended-regexp': 'E', 'fixed-strings': 'F', 'basic-regexp': 'G', 'perl-regexp': 'P', 'ignore-case': 'i', 'invert-match': 'v', 'word-regexp': 'w', 'line-regexp': 'x', count: 'c', 'files-with-matches': 'l', 'files-without-match': 'L', quiet: 'q', silent: 'q', 'no-messages': 's', 'line-number': 'n', 'with-filename': 'H', 'no-filename': 'h', 'only-matching': 'o', recursive: 'r', 'dereference-recursive': 'R', regexp: 'e', file: 'f', 'max-count': 'm', 'after-context': 'A', 'before-context': 'B', context: 'C' },
    longValues: ['include', 'exclude', 'exclude-dir', 'color?', 'colour?'],
  },
  run: (call) => search(call, ''),
};

export const egrep: Tool = { ...grep, run: (call) => search(call, 'E') };
export const fgrep: Tool = { ...grep, run: (call) => search(call, 'F') };

/** What a line is asked. */
interface Matcher {
  test(line: string): boolean;
  /** The parts that match, for -o. */
  all(line: string): string[];
}

function* search(call: ToolCall, mode: string): ToolRun {
  const { options, p } = call;
  let operands = [...call.operands];
  let patterns = [...options.values('e')];
  for (const file of options.values('f')) append(patterns, p.files.readText(file).replace(/\n$/, '').split('\n'));
  if (patterns.length === 0) {
    if (operands.length === 0) {
      yield write(2, `Usage: ${call.name} [OPTION]... PATTERNS [FILE]...\nTry '${call.name} --help' for more information.\n`);
      return 2;
    }
    patterns = operands[0]!.split('\n');
    operands = operands.slice(1);
  }
  const matcher = compile(call, patterns, mode);
  if (typeof matcher === 'string') return yield* complain(call, matcher, 2);
  const recursive = options.has('r') || options.has('R');
  if (recursive && operands.length === 0) operands = ['.'];
  const names = recursive ? [...walk(call, operands)] : operands;
  const titled = options.has('H') || (!options.has('h') && (names.length > 1 || recursive));
  const state = { any: false, stop: false };
  const silent = options.has('s');
  const good = yield* eachInput(
    silent ? { ...call, p } : call,
    names,
    function* ({ name, fd }) {
      if (!state.stop) yield* searchFile(call, matcher, fd, name, titled, state);
    },
    { words: (name, why) => `${name}: ${why}` },
  );
  if (state.any && (good || options.has('q'))) return 0;
  return good ? 1 : 2;
}

function compile(call: ToolCall, patterns: readonly string[], mode: string): Matcher | string {
  const { options } = call;
  const ignoreCase = options.has('i');
  const fixed = mode === 'F' || options.has('F');
  const extended = mode === 'E' || options.has('E');
  const simple = patterns.every((source) => fixed || !/[\\^$.*[\](){}+?|]/.test(source));
  if (simple && !ignoreCase && !options.has('w') && !options.has('x') && patterns.every((s) => s !== '')) {
    return { test: (line) => patterns.some((s) => line.includes(s)), all: (line) => literalMatches(line, patterns) };
  }
  const compiled: Pattern[] = [];
  for (const source of patterns) {
    const text = fixed ? source.replace(/[\\^$.*[\](){}+?|]/g, '\\$&') : source;
    const answer = options.has('P') ? compilePattern(text, { ignoreCase }) : compilePosixPattern(wrap(text, call, extended || fixed), extended || fixed ? 'extended' : 'basic', { ignoreCase });
    if ('error' in answer) return answer.error;
    compiled.push(answer.pattern);
  }
  const word = options.has('w');
  return {
    test: (line) => compiled.some((pattern) => (word ? wordMatches(pattern, line).length > 0 : pattern.test(line))),
    all: (line) => compiled.flatMap((pattern) => (word ? wordMatches(pattern, line) : [...pattern.matchAll(line)].map((m) => m.groups[0]!))).filter((m) => m !== ''),
  };
}

function wrap(source: string, call: ToolCall, extended: boolean): string {
  if (!call.options.has('x')) return source;
  return extended ? `^(${source})$` : `^\\(${source}\\)$`;
}

function literalMatches(line: string, patterns: readonly string[]): string[] {
  const found: string[] = [];
  for (let at = 0; at < line.length; ) {
    const here = patterns.filter((s) => line.startsWith(s, at)).sort((a, b) => b.length - a.length)[0];
    if (here === undefined) at++;
    else {
      found.push(here);
      at += here.length;
    }
  }
  return found;
}

/** Matches with no word character on either side. */
function wordMatches(pattern: Pattern, line: string): string[] {
  const found: string[] = [];
  for (let from = 0; from <= line.length; ) {
    const match = pattern.exec(line, from);
    if (!match) break;
    const bounded = !/\w/.test(line[match.index - 1] ?? '') && !/\w/.test(line[match.end] ?? '');
    if (bounded && match.end > match.index) found.push(match.groups[0]!);
    from = bounded && match.end > match.index ? match.end : match.index + 1;
  }
  return found;
}

function* searchFile(call: ToolCall, matcher: Matcher, fd: number, name: string, titled: boolean, state: { any: boolean; stop: boolean }): ToolRun<void> {
  const { options } = call;
  const shown = name === '-' ? '(standard input)' : name;
  const head = titled ? shown : undefined;
  const most = Number(options.value('m') ?? Infinity);
  const inverted = options.has('v');
  const quiet = options.has('q');
  const listing = options.has('l') || options.has('L');
  const context = new Context(call, head);
  let count = 0;
  let number = 0;
  const reader = new LineReader(fd);
  reading: for (let batch = yield* reader.next(); batch; batch = yield* reader.next()) {
    let out = '';
    for (const line of batch) {
      number++;
      if (matcher.test(line) === inverted) {
        if (!options.has('c') && !listing) out += context.other(line, number);
        continue;
      }
      count++;
      if (quiet || listing) break reading;
      if (!options.has('c')) out += options.has('o') ? (inverted ? '' : matcher.all(line).map((m) => context.line(m, number, ':')).join('')) : context.match(line, number);
      if (count >= most) {
        yield* print(out);
        break reading;
      }
    }
    yield* print(out);
  }
  if (options.has('L') ? count === 0 : count > 0) state.any = true;
  if (quiet && count > 0) state.stop = true;
  if (quiet) return;
  if (options.has('l') || options.has('L')) {
    if ((count > 0) === options.has('l')) yield* print(`${shown}\n`);
  } else if (options.has('c')) yield* print(`${titled ? `${shown}:` : ''}${count}\n`);
}

/** Lines around the matches, -A, -B and -C. */
class Context {
  private readonly before: number;
  private readonly after: number;
  private readonly held: [string, number][] = [];
  private left = 0;
  private lastShown = 0;
  private readonly numbered: boolean;
  private readonly head: string | undefined;

  constructor(call: ToolCall, head: string | undefined) {
    const { options } = call;
    const both = Number(options.value('C') ?? 0);
    this.before = Number(options.value('B') ?? both);
    this.after = Number(options.value('A') ?? both);
    this.numbered = options.has('n');
    this.head = head;
  }

  line(text: string, number: number, mark: string): string {
    return `${this.head === undefined ? '' : this.head + mark}${this.numbered ? number + mark : ''}${text}\n`;
  }

  match(text: string, number: number): string {
    const first = this.held[0]?.[1] ?? number;
    let out = (this.before > 0 || this.after > 0) && this.lastShown > 0 && first > this.lastShown + 1 ? '--\n' : '';
    for (const [held, n] of this.held) out += this.line(held, n, '-');
    this.held.length = 0;
    this.left = this.after;
    this.lastShown = number;
    return out + this.line(text, number, ':');
  }

  other(text: string, number: number): string {
    if (this.left > 0) {
      this.left--;
      this.lastShown = number;
      return this.line(text, number, '-');
    }
    if (this.before > 0) {
      this.held.push([text, number]);
      if (this.held.length > this.before) this.held.shift();
    }
    return '';
  }
}

/** Every file below the operands. */
function* walk(call: ToolCall, paths: readonly string[]): Generator<string> {
  const { files } = call.p;
  const include = call.options.values('include').map(globPattern);
  const exclude = call.options.values('exclude').map(globPattern);
  const skip = call.options.values('exclude-dir').map(globPattern);
  for (const path of paths) {
    let kind: string;
    try {
      kind = files.stat(path).kind;
    } catch {
      yield path;
      continue;
    }
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (kind === 'dir') {
      if (skip.some((g) => g.matches(name))) continue;
      const base = path.endsWith('/') ? path : `${path}/`;
      const inner = files.readdir(path).map((n) => (path === '.' && call.operands.length < 2 ? n : base + n)).filter((n) => files.lstat(n).kind !== 'link');
      yield* walk(call, inner);
    } else if (kind === 'file' && (include.length === 0 || include.some((g) => g.matches(name))) && !exclude.some((g) => g.matches(name))) yield path;
  }
}
