/** csplit: a file in pieces that patterns and line numbers part. */
import { compilePosixPattern, type Pattern } from '../../base/index.ts';
import { bytesOfText } from '../language/byte-text.ts';
import { printf } from '../language/printf-format.ts';
import { eachInput, readAllLines } from '../tool/inputs.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

interface Cut {
  readonly text: string;
  readonly line: number | undefined;
  readonly pattern: Pattern | undefined;
  readonly offset: number;
  readonly skips: boolean; // %…%: what lies before is not kept
  readonly times: number; // that it is done again
}

export const csplit: Tool = {
  usage: '[OPTION]... FILE PATTERN...',
  options: { flags: 'kqsz', values: 'bfn', long: { 'suffix-format': 'b', prefix: 'f', 'keep-files': 'k', digits: 'n', quiet: 'q', silent: 's', 'elide-empty-files': 'z', 'suppress-matched': 'suppress' } },
  *run(call) {
    const [file, ...patterns] = call.operands;
    if (file === undefined) return yield* refuse(call, 'missing operand');
    if (patterns.length === 0) return yield* refuse(call, `missing operand after ‘${file}’`);
    const cuts: Cut[] = [];
    for (const text of patterns) {
      const cut = parseCut(text, cuts);
      if (typeof cut === 'string') return yield* complain(call, cut);
      const [one, other] = cuts.filter(({ line }) => line !== undefined).slice(-2);
      if (other?.text === text && one!.line === other.line) yield* complain(call, `warning: line number ‘${text}’ is the same as preceding line number`);
    }
    let lines: string[] | undefined;
    const good = yield* eachInput(call, [file], function* ({ fd }) {
      lines = yield* readAllLines(fd);
    }, { words: (name, why) => `cannot open '${name}' for reading: ${why}` });
    return good && lines ? yield* new Splitting(call, lines).run(cuts) : 1;
  },
};

/** Adds it to the cuts, or its number to the last one; what is wrong with it otherwise. */
function parseCut(text: string, cuts: Cut[]): string | undefined {
  const repeat = /^\{(\d+|\*)\}$/.exec(text);
  const last = cuts.at(-1);
  if (repeat && last) {
    cuts[cuts.length - 1] = { ...last, times: repeat[1] === '*' ? Infinity : Number(repeat[1]) };
    return undefined;
  }
  const pattern = /^([/%])(.*)\1([-+]?\d+)?$/s.exec(text);
  if (pattern) {
    const compiled = compilePosixPattern(pattern[2]!, 'basic');
    if ('error' in compiled) return `${text}: invalid regular expression: ${compiled.error}`;
    cuts.push({ text, line: undefined, pattern: compiled.pattern, offset: Number(pattern[3] ?? 0), skips: pattern[1] === '%', times: 0 });
    return undefined;
  }
  if (!/^\d+$/.test(text)) return `‘${text}’: invalid pattern`;
  if (Number(text) === 0) return `0: line number must be greater than zero`;
  const before = cuts.findLast((cut) => cut.line !== undefined)?.line ?? 0;
  if (Number(text) < before) return `line number ‘${text}’ is smaller than preceding line number, ${before}`;
  cuts.push({ text, line: Number(text), pattern: undefined, offset: 0, skips: false, times: 0 });
  return undefined;
}

class Splitting {
  private readonly call: ToolCall;
  private readonly lines: readonly string[];
  private readonly made: string[] = [];
  private at = 0; // lines that are gone
  private seen = 0; // lines that patterns have looked at

  constructor(call: ToolCall, lines: readonly string[]) {
    this.call = call;
    this.lines = lines;
  }

  *run(cuts: readonly Cut[]): ToolRun {
    for (const cut of cuts) {
      for (let time = 0; time <= cut.times; time++) {
        const to = this.find(cut, time);
        if (to === undefined) {
          if (cut.times === Infinity && cut.pattern) {
            if (!cut.skips) yield* this.keep(this.lines.length);
            return 0;
          }
          if (!cut.skips) yield* this.keep(this.lines.length);
          return yield* this.giveUp(cut.line === undefined ? `‘${cut.text}’: match not found` : `‘${cut.text}’: line number out of range`, time);
        }
        if (to < this.at || to > this.lines.length) {
          if (!cut.skips) yield* this.keep(Math.max(to, this.at));
          return yield* this.giveUp(`‘${cut.text}’: line number out of range`, 0);
        }
        if (cut.skips) this.at = to;
        else yield* this.keep(to);
        if (this.call.options.has('suppress')) this.at++;
      }
    }
    yield* this.keep(this.lines.length);
    return 0;
  }

  /** The index of the line at which the next piece begins. */
  private find(cut: Cut, time: number): number | undefined {
    if (cut.line !== undefined) {
      const to = cut.line * (time + 1) - 1;
      const { length } = this.lines;
      return to < this.at || (this.call.options.has('suppress') ? to > length || this.at === length : to >= length) ? undefined : to; // something is to be left
    }
    for (let i = Math.max(this.seen, this.at); i < this.lines.length; i++) {
      if (!cut.pattern!.test(this.lines[i]!)) continue;
      this.seen = i + 1 + Math.max(0, cut.offset); // the next one is looked for behind the match, not at it again
      return i + cut.offset;
    }
    this.seen = this.lines.length;
    return undefined;
  }

  private *keep(to: number): ToolRun<void> {
    const { options, p } = this.call;
    const text = this.lines.slice(this.at, to).map((line) => `${line}\n`).join('');
    this.at = Math.max(this.at, to);
    if (text === '' && options.has('z')) return;
    const number = this.made.length;
    const format = options.value('b');
    const suffix = format === undefined ? String(number).padStart(Number(options.value('n') ?? 2), '0') : printf(format, [String(number)], { epochMs: 0 }).text;
    const name = `${options.value('f') ?? 'xx'}${suffix}`;
    const done = tried(() => p.files.writeFile(name, bytesOfText(text)));
    if ('error' in done) yield* complain(this.call, `${name}: ${reason(done.error)}`);
    this.made.push(name);
    if (!options.has('q') && !options.has('s')) yield* print(`${bytesOfText(text).length}\n`);
  }

  private *giveUp(message: string, time: number): ToolRun {
    yield* complain(this.call, message + (time > 0 ? ` on repetition ${time}` : ''));
    if (!this.call.options.has('k')) for (const name of this.made) tried(() => this.call.p.files.unlink(name));
    return 1;
  }
}
