/** sed: a script over lines, streaming; -i edits files in place. */
import { growMemory, SystemError, tick } from '../../host/index.ts';
import { LineReader } from '../tool/inputs.ts';
import { textOfBytes } from '../language/byte-text.ts';
import { parseSed, SedError, type SedCommand } from '../sed/script.ts';
import { SedRun, type SedPort } from '../sed/run.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const sed: Tool = {
  usage: '[OPTION]... {script-only-if-no-other-script} [input-file]...',
  prepare: inPlaceSpelledOut,
  options: {
    flags: 'nErsuz',
    values: 'efl',
    long: { quiet: 'n', silent: 'n', 'regexp-extended': 'E', expression: 'e', file: 'f', separate: 's', unbuffered: 'u', posix: 'posix', debug: 'debug' },
    longValues: ['in-place?'],
  },
  *run(call) {
    const { options, p } = call;
    let files = [...call.operands];
    const parts: string[] = [];
    for (const value of options.values('e')) parts.push(value);
    for (const path of options.values('f')) {
      const text = tried(() => p.files.readText(path));
      if ('error' in text) return yield* complain(call, `couldn't open file ${path}: ${reason(text.error)}`);
      parts.push(text.value.replace(/\n$/, ''));
    }
    if (parts.length === 0) {
      const [script] = files;
      if (script === undefined) return yield* refuse(call, 'no script specified');
      parts.push(script);
      files = files.slice(1);
    }
    try {
      const commands = parseSed(parts.join('\n'));
      if (options.has('in-place')) return yield* inPlace(call, commands, files);
      const port = new StreamPort(call, files.length > 0 ? files : ['-'], options.has('s'));
      const code = yield* new SedRun(commands, port, { quiet: options.has('n'), extended: options.has('E') || options.has('r') }).run();
      port.close();
      return code || port.code;
    } catch (error) {
      if (error instanceof SedError) return yield* complain(call, error.message, error.code);
      if (error instanceof SystemError && error.code === 'ENOMEM') return yield* complain(call, "couldn't allocate memory", 4);
      throw error;
    }
  },
};

/** `-i` may have its suffix right behind it, which letters cannot say. */
function inPlaceSpelledOut(args: readonly string[]): string[] {
  return args.map((arg, i) => {
    const match = /^-([nErsu]*)i(.*)$/.exec(arg);
    if (!match || args[i - 1] === '-e' || args[i - 1] === '-f' || args.slice(0, i).includes('--')) return arg;
    return match[2] === '' ? '--in-place' : `--in-place=${match[2]!}`;
  }).concat(args.some((arg) => /^-[ErsuI]*n[Ersu]*i/.test(arg)) ? ['--quiet'] : [], args.some((arg) => /^-[nrsu]*[Er][nrsu]*i/.test(arg)) ? ['-E'] : []);
}

const WORK_US = 200;
const CHARACTER_US = 0.02;
const PAGE_BYTES = 65_536;

/** What is held counts as the process's memory, by large pages. A space beyond what it may have is what it is to the real one. */
function holds(call: ToolCall, before: number, characters: number): number {
  const pages = Math.floor(characters / PAGE_BYTES);
  if (pages !== before) growMemory(call.p, (pages - before) * PAGE_BYTES);
  return pages;
}

/** Lines of one input after another. */
class StreamPort implements SedPort {
  private readonly call: ToolCall;
  private readonly names: readonly string[];
  private at = -1;
  private fd = -1;
  private reader: LineReader | undefined;
  private batch: string[] = [];
  private index = 0;
  private ahead: string | null | undefined; // the line after the current one, once it was looked for
  private out = '';
  private held = 0;
  private readonly written = new Map<string, string>();
  unterminated = false;
  code = 0;
  readonly separate: boolean;

  constructor(call: ToolCall, names: readonly string[], separate: boolean) {
    this.call = call;
    this.names = names;
    this.separate = separate;
  }

  get fileName(): string {
    return this.names[this.at] ?? '-';
  }

  *next(): ToolRun<string | null> {
    const line = this.ahead === undefined ? yield* this.fetch() : this.ahead;
    this.ahead = undefined;
    this.unterminated = this.index >= this.batch.length && (this.reader?.unterminated ?? false) && this.at >= this.names.length - 1;
    return line;
  }

  *isLast(): ToolRun<boolean> {
    if (this.ahead === undefined) {
      const before = this.unterminated;
      this.ahead = yield* this.fetch();
      this.unterminated = before;
    }
    return this.ahead === null;
  }

  private *fetch(): ToolRun<string | null> {
    for (;;) {
      if (this.index < this.batch.length) return this.batch[this.index++]!;
      yield* this.flush(0);
      const more = this.reader ? yield* this.more(this.reader) : null;
      if (more) {
        this.batch = more;
        this.index = 0;
      } else if (!(yield* this.open())) return null;
    }
  }

  private *more(reader: LineReader): ToolRun<string[] | null> {
    try {
      return yield* reader.next();
    } catch (error) {
      this.code = yield* complain(this.call, `couldn't read ${this.fileName}: ${reason(error)}`.replace(/^couldn't read (.*): Is a directory$/, "couldn't edit $1: not a regular file"), 2);
      return null;
    }
  }

  private *open(): ToolRun<boolean> {
    this.close();
    while (++this.at < this.names.length) {
      const name = this.names[this.at]!;
      if (name === '-') this.fd = 0;
      else {
        const opened = tried(() => this.call.p.open(name));
        if ('error' in opened) {
          this.code = yield* complain(this.call, `can't read ${name}: ${reason(opened.error)}`, 2);
          continue;
        }
        this.fd = opened.value;
      }
      this.reader = new LineReader(this.fd);
      this.batch = [];
      this.index = 0;
      return true;
    }
    return false;
  }

  close(): void {
    if (this.fd > 0) this.call.p.close(this.fd);
    this.fd = -1;
    this.reader = undefined;
  }

  write(text: string): void {
    this.out += text;
  }

  writeFile(path: string, text: string): void {
    if (path === '/dev/stdout') this.write(text);
    else {
      this.call.p.files.writeFile(path, text, { append: this.written.has(path) });
      this.written.set(path, '');
    }
  }

  readFile(path: string): string {
    const text = tried(() => textOfBytes(this.call.p.files.readFile(path)));
    return 'value' in text ? text.value : '';
  }

  hold(characters: number): void {
    this.held = holds(this.call, this.held, characters);
  }

  *flush(characters: number): ToolRun<void> {
    const { out } = this;
    this.out = '';
    yield* print(out);
    this.call.p.charge(WORK_US + characters * CHARACTER_US);
    yield tick(); // also when there was nothing to print: a script may branch for ever
  }
}

function* inPlace(call: ToolCall, commands: readonly SedCommand[], files: readonly string[]): ToolRun {
  const { options, p } = call;
  if (files.length === 0) return yield* complain(call, 'no input files');
  let code = 0;
  for (const path of files) {
    const stat = tried(() => p.files.stat(path));
    if ('error' in stat) {
      code = yield* complain(call, `can't read ${path}: ${reason(stat.error)}`, 2);
      continue;
    }
    if (stat.value.kind !== 'file') {
      code = yield* complain(call, `couldn't edit ${path}: not a regular file`, 4);
      continue;
    }
    const before = p.files.content(path);
    const port = new FilePort(call, path);
    const status = yield* new SedRun(commands, port, { quiet: options.has('n'), extended: options.has('E') || options.has('r') }).run();
    port.close();
    const suffix = options.value('in-place') ?? '';
    const done = tried(() => {
      if (suffix !== '') p.files.writeFile(suffix.includes('*') ? suffix.replaceAll('*', path) : path + suffix, before, { mode: stat.value.mode });
      p.files.writeFile(path, port.text);
    });
    if ('error' in done) code = yield* complain(call, `couldn't open temporary file ./sed: ${reason(done.error)}`, 4);
    else if (status !== 0) return status;
  }
  return code;
}

const EDITED_MAX = 64 * 1024 * 1024; // characters

class FilePort extends StreamPort {
  text = '';

  constructor(call: ToolCall, path: string) {
    super(call, [path], true);
  }

  override write(text: string): void {
    if (this.text.length + text.length > EDITED_MAX) throw new SedError(`couldn't write ${text.length} items to ./sed: No space left on device`, 4);
    this.text += text;
  }
}
