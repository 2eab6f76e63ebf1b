/** grep: lines that match, in linear time whatever the pattern. */
import { compileGlob } from '../../base/index.ts';
import { chooseWord } from '../tool/choice.ts';
import { grepMatcher, type Matcher } from '../tool/grep-matcher.ts';
import { GrepOutput } from '../tool/grep-output.ts';
import { eachInput, LineReader, readAllLines } from '../tool/inputs.ts';
import { append } from '../tool/many.ts';
import { complain, print, reason, say, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const grep: Tool = {
  usage: '[OPTION]... PATTERNS [FILE]...',
  usageCode: 2,
  options: {
    flags: 'EFGPivwxyclLqsnHhorRaIzbTZU',
    values: 'efmABCd',
    numberMeans: 'C',
    long: { 'extended-regexp': 'E', 'fixed-strings': 'F', 'basic-regexp': 'G', 'perl-regexp': 'P', 'ignore-case': 'i', 'no-ignore-case': 'no-ignore-case', 'invert-match': 'v', 'word-regexp': 'w', 'line-regexp': 'x', count: 'c', 'files-with-matches': 'l', 'files-without-match': 'L', quiet: 'q', silent: 'q', 'no-messages': 's', 'line-number': 'n', 'with-filename': 'H', 'no-filename': 'h', 'only-matching': 'o', recursive: 'r', 'dereference-recursive': 'R', regexp: 'e', file: 'f', 'max-count': 'm', 'after-context': 'A', 'before-context': 'B', context: 'C', 'byte-offset': 'b', 'initial-tab': 'T', null: 'Z', 'null-data': 'z', text: 'a', binary: 'U', directories: 'd', 'line-buffered': 'line-buffered', 'no-group-separator': 'no-group-separator' },
    longValues: ['include', 'exclude', 'exclude-dir', 'color?', 'colour?', 'label', 'group-separator', 'binary-files'],
  },
  run: (call) => search(call, ''),
};

export const egrep: Tool = { ...grep, run: (call) => search(call, 'E') };
export const fgrep: Tool = { ...grep, run: (call) => search(call, 'F') };

function usage(call: ToolCall): ToolRun {
  return say(2, `Usage: ${call.name} [OPTION]... PATTERNS [FILE]...\nTry '${call.name} --help' for more information.\n`, 2);
}

function* search(call: ToolCall, mode: string): ToolRun {
  const { options } = call;
  let operands = [...call.operands];
  let patterns = options.values('e').flatMap((text) => text.split('\n'));
  for (const file of options.values('f')) {
    const opened = tried(() => (file === '-' ? 0 : call.p.open(file)));
    if ('error' in opened) return yield* complain(call, `${file}: ${reason(opened.error)}`, 2);
    append(patterns, yield* readAllLines(opened.value));
  }
  if (patterns.length === 0 && !options.has('f')) {
    if (operands.length === 0) return yield* usage(call);
    patterns = operands[0]!.split('\n');
    operands = operands.slice(1);
  }
  const problem = problemOf(call);
  if (problem !== undefined) return yield* complain(call, problem, 2);
  const matcher = grepMatcher(call, patterns, mode);
  if (typeof matcher === 'string') return yield* complain(call, matcher, 2);
  const recursive = options.has('r') || options.has('R') || options.value('d') === 'recurse';
  if (recursive && operands.length === 0) operands = ['.'];
  const names = recursive ? [...walk(call, operands)] : operands;
  const titled = options.has('H') || (!options.has('h') && (names.length > 1 || recursive));
  const state = { any: false, stop: false, good: true };
  for (const name of names.length > 0 ? names : ['-']) {
    if (state.stop) return 0;
    if (!recursive && options.value('d') === 'skip' && isDirectory(call, name)) continue;
    if (options.has('s') && name !== '-' && ('error' in tried(() => call.p.open(name)) || isDirectory(call, name))) {
      state.good = false;
      continue;
    }
    const good = yield* eachInput(call, [name], ({ fd }) => searchFile(call, matcher, fd, name, titled, state), { words: (one, why) => `${one}: ${why}`, unread: (one, why) => `${one}: ${why}` });
    state.good &&= good;
  }
  if (state.any && (state.good || options.has('q'))) return 0;
  return state.good ? 1 : 2;
}

function isDirectory({ p }: ToolCall, name: string): boolean {
  const stat = tried(() => p.files.stat(name));
  return 'value' in stat && stat.value.kind === 'dir';
}

function problemOf({ options }: ToolCall): string | undefined {
  for (const letter of ['A', 'B', 'C']) {
    const given = options.value(letter);
    if (given !== undefined && !/^\d+$/.test(given)) return `${given}: invalid context length argument`;
  }
  if (options.has('m') && !/^-?\d+$/.test(options.value('m')!)) return 'invalid max count';
  const binary = options.value('binary-files');
  if (binary !== undefined && !['binary', 'text', 'without-match'].includes(binary)) return 'unknown binary-files type';
  const directories = options.value('d') === undefined ? undefined : chooseWord('--directories', options.value('d')!, [['read'], ['recurse'], ['skip']]);
  return directories && 'problem' in directories ? directories.problem : undefined;
}

/** What is to be done with a file that is no text. */
function binaryFiles({ options }: ToolCall): string {
  return options.has('a') || options.has('z') ? 'text' : options.has('I') ? 'without-match' : (options.value('binary-files') ?? 'binary');
}

function* searchFile(call: ToolCall, matcher: Matcher, fd: number, name: string, titled: boolean, state: { any: boolean; stop: boolean }): ToolRun<void> {
  const { options } = call;
  const shown = name === '-' ? (options.value('label') ?? '(standard input)') : name;
  const most = Number(options.value('m') ?? Infinity);
  const inverted = options.has('v');
  const silent = options.has('c') || options.has('l') || options.has('L') || options.has('q');
  const stopsAtFirst = options.has('l') || options.has('L') || options.has('q');
  const binary = binaryFiles(call);
  const output = new GrepOutput(call, titled ? shown : undefined, matcher);
  let count = 0;
  let after = 0; // lines to be shown behind the last match that counts
  let isBinary = false;
  const reader = new LineReader(fd, options.has('z') ? 0 : 10);
  reading: for (let batch = most > 0 ? yield* reader.next() : null; batch; batch = yield* reader.next()) {
    isBinary ||= binary !== 'text' && batch.some((line) => /[\0\udc80-\udcff]/.test(line));
    if (isBinary && binary === 'without-match') return;
    let out = '';
    for (const line of batch) {
      const matches = count < most && matcher.test(line) !== inverted;
      if (count >= most && after-- <= 0) {
        yield* print(out);
        break reading;
      }
      if (matches) {
        count++;
        after = silent ? 0 : output.after;
        if (stopsAtFirst || (isBinary && !options.has('c'))) break reading;
      }
      if (!silent) out += matches ? output.match(line) : output.other(line);
    }
    yield* print(out);
  }
  if (options.has('L') ? count === 0 : count > 0) state.any = true;
  state.stop = options.has('q') && count > 0;
  if (options.has('q')) return;
  const end = options.has('Z') ? '\0' : '\n';
  if (options.has('l') || options.has('L')) {
    if ((count > 0) === options.has('l')) yield* print(shown + end);
  } else if (options.has('c')) yield* print(`${titled ? shown + (options.has('Z') ? '\0' : ':') : ''}${count}\n`);
  else if (isBinary && count > 0) yield* complain(call, `${shown}: binary file matches`);
}

/** Every file below the operands. */
function* walk(call: ToolCall, paths: readonly string[]): Generator<string> {
  const { files } = call.p;
  const include = call.options.values('include').map(compileGlob);
  const exclude = call.options.values('exclude').map(compileGlob);
  const skip = call.options.values('exclude-dir').map(compileGlob);
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
      const follow = call.options.has('R');
      const inner = files.readdir(path).map((n) => (path === '.' && call.operands.length < 2 ? n : base + n)).filter((n) => follow || files.lstat(n).kind !== 'link');
      yield* walk(call, inner);
    } else if (kind === 'file' && (include.length === 0 || include.some((g) => g.matches(name))) && !exclude.some((g) => g.matches(name))) yield path;
  }
}
