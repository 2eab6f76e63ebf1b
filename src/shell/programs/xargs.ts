/** xargs: words of standard input as arguments of a program, several of which may run at a time. */
import { NullFile, waitPid, write, type Process } from '../../host/index.ts';
import { bytesOfText, textOfBytes } from '../language/byte-text.ts';
import { unescape } from '../language/escapes.ts';
import { Answers } from '../tool/answers.ts';
import { readAll } from '../tool/inputs.ts';
import { quoteName } from '../tool/quote-name.ts';
import { explain, startProgram } from '../tool/run-program.ts';
import { complain, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

const ARGUMENT_BYTES_MAX = 131_072;

export const xargs: Tool = {
  version: 'xargs (GNU findutils) 4.9.0',
  usage: '[OPTION]... COMMAND [INITIAL-ARGS]...',
  options: {
    flags: '0rtpxo',
    values: 'nLIPdsaE',
    optionalValues: 'ile',
    stopAtOperand: true,
    long: { null: '0', 'no-run-if-empty': 'r', verbose: 't', interactive: 'p', exit: 'x', 'max-args': 'n', 'max-chars': 's', 'max-procs': 'P', delimiter: 'd', 'arg-file': 'a', 'open-tty': 'o' },
    longValues: ['replace?', 'max-lines?', 'eof?'],
  },
  *run(call) {
    const { options, p } = call;
    const problem = numberProblem(call);
    if (problem !== undefined) return yield* refuse(call, problem);
    const file = options.value('a');
    const opened = tried(() => (file === undefined || file === '-' ? 0 : p.open(file)));
    if ('error' in opened) return yield* complain(call, `Cannot open input file ‘${file!}’: ${reason(opened.error)}`);
    const plan = planOf(call);
    const divided = divide(call, textOfBytes(yield* readAll(opened.value)), plan);
    const runner = new Runner(call, file === undefined ? new NullFile() : p.fds.get(0));
    const { words } = divided;
    if (!(words.length === 0 && (options.has('r') || plan.replace !== undefined || divided.problem !== undefined))) yield* runBatches(call, plan, words, runner);
    const code = yield* runner.finish();
    return divided.problem === undefined || runner.ended ? code : yield* complain(call, divided.problem);
  },
};

interface Plan {
  /** Stands for the line that is read, one run a line. */
  readonly replace: string | undefined;
  readonly lines: number | undefined;
  readonly most: number;
  readonly bytes: number;
}

/** Of -I, -L and -n the last counts. */
function planOf({ options }: ToolCall): Plan {
  const last = options.order.filter((name) => ['I', 'i', 'replace', 'L', 'l', 'max-lines'].includes(name) || (name === 'n' && !(options.has('I') && options.value('n') === '1'))).at(-1);
  const replace = last === 'I' || last === 'i' || last === 'replace' ? options.value(last) || '{}' : undefined;
  const lines = last === 'L' || last === 'l' || last === 'max-lines' ? Number(options.value(last) || 1) : undefined;
  return { replace, lines, most: last === 'n' ? Number(options.value('n')) : Infinity, bytes: Number(options.value('s') ?? ARGUMENT_BYTES_MAX) };
}

function numberProblem({ options }: ToolCall): string | undefined {
  for (const [letter, least] of [['n', 1], ['L', 1], ['s', 1], ['P', 0]] as const) {
    const given = options.value(letter);
    if (given === undefined) continue;
    if (!/^[-+]?\d+$/.test(given)) return `invalid number "${given}" for -${letter} option`;
    if (Number(given) < least) return `value ${given} for -${letter} option should be >= ${least}`;
  }
  return undefined;
}

function* runBatches(call: ToolCall, plan: Plan, words: readonly (readonly string[])[], runner: Runner): ToolRun<void> {
  const command = call.operands.length > 0 ? call.operands : ['echo'];
  const fixed = command.reduce((sum, word) => sum + bytesOfText(word).length + 1, 0);
  if (plan.replace !== undefined) {
    for (const [line = ''] of words) if (!runner.ended) yield* runner.start(command.map((word) => word.replaceAll(plan.replace!, line)));
    return;
  }
  for (let at = 0; !runner.ended; ) {
    const batch: string[] = [];
    let size = fixed;
    let taken = 0;
    while (at < words.length && taken < (plan.lines ?? plan.most)) {
      const more = words[at]!.reduce((sum, word) => sum + bytesOfText(word).length + 1, 0);
      if (size + more > plan.bytes) {
        if (taken > 0 && !(call.options.has('x') && (plan.lines !== undefined || plan.most < Infinity))) break;
        yield* runner.finish();
        runner.end(yield* complain(call, taken > 0 ? 'argument list too long' : 'argument line too long'));
        return;
      }
      size += more;
      batch.push(...words[at++]!);
      taken++;
    }
    yield* runner.start([...command, ...batch]);
    if (at >= words.length) return;
  }
}

/** Runs programs, as many at a time as -P allows, and remembers the worst that came of them. */
class Runner {
  ended = false;
  private readonly call: ToolCall;
  private readonly input: ReturnType<Process['fds']['get']>;
  private readonly most: number;
  private readonly running = new Map<number, string>();
  private readonly answers: Answers | undefined;
  private code = 0;

  constructor(call: ToolCall, input: ReturnType<Process['fds']['get']>) {
    this.call = call;
    this.input = input;
    this.most = Number(call.options.value('P') ?? 1) || Infinity;
    this.answers = call.options.has('p') ? new Answers(call) : undefined;
  }

  *start(argv: readonly string[]): ToolRun<void> {
    const { options, p } = this.call;
    while (this.running.size >= this.most) yield* this.one();
    if (this.ended) return;
    if (this.answers) {
      yield write(2, bytesOfText(`${argv.map(quoteName).join(' ')}?...`));
      if (!(yield* this.answers.heard())) return;
    } else if (options.has('t')) yield write(2, bytesOfText(`${argv.map(quoteName).join(' ')}\n`));
    const child = startProgram(this.call, argv, { fds: [this.input, p.fds.get(1), p.fds.get(2)] });
    if (typeof child === 'number') this.end(yield* explain(this.call, argv[0]!, child));
    else {
      this.running.set(child.pid, argv[0]!);
      if (this.most === 1) yield* this.one();
    }
  }

  end(code: number): void {
    this.ended = true;
    this.code = code;
  }

  *finish(): ToolRun {
    while (this.running.size > 0) yield* this.one();
    return this.code;
  }

  /** Waits for the next to end. 255 and a signal end everything; any other failure is 123. */
  private *one(): ToolRun<void> {
    const { pid, code, signal } = yield waitPid(-1);
    const name = this.running.get(pid) ?? '';
    this.running.delete(pid);
    if (signal !== undefined) this.end(yield* complain(this.call, `${name}: terminated by signal ${code - 128}`, 125));
    else if (code === 255) this.end(yield* complain(this.call, `${name}: exited with status 255; aborting`, 124));
    else if (code !== 0 && !this.ended) this.code = 123;
  }
}

/** The words, those of one line together where lines count. */
function divide(call: ToolCall, text: string, plan: Plan): { readonly words: readonly (readonly string[])[]; readonly problem?: string } {
  const { options } = call;
  const delimiter = options.has('0') ? '\0' : options.has('d') ? unescape(options.value('d')!, 'format').text : undefined;
  if (delimiter !== undefined) {
    const items = (text.endsWith(delimiter) ? text.slice(0, -1) : text).split(delimiter);
    return { words: items.length === 1 && items[0] === '' ? [] : items.map((item) => [item]) };
  }
  const eof = options.value('E') || options.value('e') || options.value('eof') || undefined;
  const reader = new WordReader(text, plan.replace !== undefined);
  const words: string[][] = [];
  for (let line = reader.line(); line; line = reader.line()) {
    const stop = eof === undefined ? -1 : line.indexOf(eof);
    const kept = stop < 0 ? line : line.slice(0, stop);
    if (plan.lines !== undefined) {
      if (kept.length > 0) words.push(kept);
    } else for (const word of kept) words.push([word]);
    if (stop >= 0) return { words };
  }
  return reader.unmatched === undefined ? { words } : { words, problem: `unmatched ${reader.unmatched === '"' ? 'double' : 'single'} quote; by default quotes are special to xargs unless you use the -0 option` };
}

/** Words between blanks, with quotes and backslashes; or the whole line without the blanks before it. */
class WordReader {
  unmatched: string | undefined;
  private readonly text: string;
  private readonly whole: boolean;
  private at = 0;

  constructor(text: string, whole: boolean) {
    this.text = text;
    this.whole = whole;
  }

  /** Those of the next line; one that ends in a blank goes on. */
  line(): string[] | undefined {
    if (this.at >= this.text.length || this.unmatched !== undefined) return undefined;
    const words: string[] = [];
    let word: string | undefined;
    while (this.at < this.text.length) {
      const char = this.text[this.at++]!;
      if (char === "'" || char === '"') {
        const end = this.text.indexOf(char, this.at);
        if (end < 0 || this.text.slice(this.at, end).includes('\n')) {
          this.unmatched = char;
          return words;
        }
        word = (word ?? '') + this.text.slice(this.at, end);
        this.at = end + 1;
      } else if (char === '\\' && this.at < this.text.length) word = (word ?? '') + this.text[this.at++]!;
      else if (char === '\n') {
        if (word !== undefined) words.push(word);
        word = undefined;
        const goesOn = !this.whole && words.length > 0 && /[ \t]/.test(this.text[this.at - 2] ?? '');
        if (!goesOn) return words;
      } else if (/[ \t]/.test(char) && (!this.whole || word === undefined)) {
        if (word !== undefined) words.push(word);
        word = undefined;
      } else word = (word ?? '') + char;
    }
    if (word !== undefined) words.push(word);
    return words;
  }
}
