/** sed: a script over lines, streaming; -i edits files in place. */
import { growMemory, SystemError, tick, write } from '../../host/index.ts';
import { LineReader, readAll, readPath } from '../tool/inputs.ts';
import { outputOf } from '../tool/run-program.ts';
import { textOfBytes } from '../language/byte-text.ts';
import { parseSed, SedError, type SedCommand } from '../sed/script.ts';
import { SedRun, type SedOptions, type SedPort } from '../sed/run.ts';
import { complain, print, reason, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const sed: Tool = {
  version: 'sed (GNU sed) 4.9',
  usage: '[OPTION]... {script-only-if-no-other-script} [input-file]...',
  prepare: inPlaceSpelledOut,
  options: {
    flags: 'nErsuz',
    values: 'efl',
    long: { quiet: 'n', silent: 'n', 'regexp-extended': 'E', expression: 'e', file: 'f', separate: 's', unbuffered: 'u', posix: 'posix', sandbox: 'sandbox', 'null-data': 'z', 'zero-terminated': 'z', 'line-length': 'l', 'follow-symlinks': 'follow-symlinks' },
    longValues: ['in-place?'],
  },
  *run(call) {
    const { options, p } = call;
    let files = [...call.operands];
    const parts: string[] = [];
    for (const value of options.values('e')) parts.push(value);
    for (const path of options.values('f')) {
      const text = path === '-' ? { value: yield* readAll(0) } : yield* readPath(p, path);
      if ('error' in text) return yield* complain(call, `couldn't open file ${path}: ${reason(text.error)}`, 4);
      parts.push(textOfBytes(text.value).replace(/\n$/, ''));
    }
    if (parts.length === 0) {
      const [script] = files;
      if (script === undefined) {
        yield write(2, `Usage: ${call.name} [OPTION]... {script-only-if-no-other-script} [input-file]...\n`);
        return 1;
      }
      parts.push(script);
      files = files.slice(1);
    }
    try {
      const commands = parseSed(parts.join('\n'), options.has('sandbox'));
      const quiet = options.has('n') || /^#n(?:\n|$)/.test(parts[0]!);
      const run = { quiet, extended: options.has('E') || options.has('r'), end: options.has('z') ? '\0' : '\n', width: Number(options.value('l') ?? 70) };
      if (options.has('in-place')) return yield* inPlace(call, commands, files, run);
      const port = new StreamPort(call, files.length > 0 ? files : ['-'], options.has('s'));
      const code = yield* new SedRun(commands, port, run).run();
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

interface LineQueue {
  readonly lines: readonly string[];
  next: number;
}

/** Lines of one input after another. */
class StreamPort implements SedPort {
  private readonly call: ToolCall;
  private readonly names: readonly string[];
  private at = -1;
  private shownAt = -1; // which file the line last given is from
  private fd = -1;
  private reader: LineReader | undefined;
  private batch: string[] = [];
  private index = 0;
  private ahead: string | null | undefined; // the line after the current one, once it was looked for
  private out = '';
  private held = 0;
  private readonly written: Map<string, string>;
  private readonly readers = new Map<string, LineQueue>(); // of R's files
  unterminated = false;
  code = 0;
  readonly separate: boolean;

  constructor(call: ToolCall, names: readonly string[], separate: boolean, written = new Map<string, string>()) {
    this.written = written;
    this.call = call;
    this.names = names;
    this.separate = separate;
  }

  get fileNumber(): number {
    return this.shownAt;
  }

  get fileName(): string {
    return this.names[this.shownAt] ?? '-';
  }

  *next(): ToolRun<string | null> {
    const line = this.ahead === undefined ? yield* this.fetch() : this.ahead;
    this.ahead = undefined;
    this.shownAt = this.at;
    this.unterminated = this.index >= this.batch.length && (this.reader?.unterminated ?? false) && this.at >= this.names.length - 1;
    return line;
  }

  *isLast(): ToolRun<boolean> {
    const before = this.shownAt;
    if (this.ahead === undefined) {
      const { unterminated } = this;
      this.ahead = yield* this.fetch();
      this.unterminated = unterminated;
    }
    return this.ahead === null || (this.separate && this.index === 1 && this.at > before);
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
      this.code = yield* complain(this.call, `${reason(error) === 'Is a directory' ? 'read error on' : "couldn't read"} ${this.names[this.at] ?? '-'}: ${reason(error)}`, 4);
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
      this.reader = new LineReader(this.fd, this.call.options.has('z') ? 0 : 10);
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

  *readFile(path: string): ToolRun<string> {
    const text = yield* readPath(this.call.p, path);
    return 'value' in text ? textOfBytes(text.value) : '';
  }

  *lineOf(path: string): ToolRun<string | undefined> {
    let queue = this.readers.get(path);
    if (!queue) {
      const text = yield* this.readFile(path);
      queue = { lines: text.split('\n').slice(0, text.endsWith('\n') ? -1 : undefined), next: 0 };
      this.readers.set(path, queue);
    }
    return queue.lines[queue.next++];
  }

  *execute(command: string): ToolRun<string> {
    yield* this.flush(0);
    const { fds } = this.call.p;
    return (yield* outputOf(this.call, ['sh', '-c', command], { stdin: fds.get(0), stderr: fds.get(2) })).text;
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

function* inPlace(call: ToolCall, commands: readonly SedCommand[], files: readonly string[], run: SedOptions): ToolRun {
  const { options, p } = call;
  const written = new Map<string, string>();
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
    const port = new FilePort(call, path, written);
    const status = yield* new SedRun(commands, port, run).run();
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

  constructor(call: ToolCall, path: string, written: Map<string, string>) {
    super(call, [path], true, written);
  }

  override write(text: string): void {
    if (this.text.length + text.length > EDITED_MAX) throw new SedError(`couldn't write ${text.length} items to ./sed: No space left on device`, 4);
    this.text += text;
  }
}
