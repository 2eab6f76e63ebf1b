/** Running a sed script over lines: pattern space, hold space, and what is written after each cycle. */
import { compilePosixPattern, type Pattern } from '../../base/index.ts';
import { SedError, type Address, type RangeEnd, type SedCommand, type Substitution } from './script.ts';
import { groupsIn, replacementText, unambiguous, wrapped } from './texts.ts';
import type { ToolRun } from '../tool/tool.ts';

/** Where lines come from and what is written goes to. */
export interface SedPort {
  /** The next line without its end; null at the end of all input. */
  next(): ToolRun<string | null>;
  /** Whether the line last given is the last one: it may have to wait for the next. */
  isLast(): ToolRun<boolean>;
  /** Whether the line last given had no newline. */
  readonly unterminated: boolean;
  write(text: string): void;
  writeFile(path: string, text: string): void;
  readFile(path: string): ToolRun<string>;
  /** The next line of a file that R reads line by line; undefined when there are none left. */
  lineOf(path: string): ToolRun<string | undefined>;
  /** What a command of the shell prints. */
  execute(command: string): ToolRun<string>;
  /** Lets waiting output go, and time pass: as much as looking at so many characters takes. */
  flush(characters: number): ToolRun<void>;
  /** Both spaces together now hold so much; throws what a full memory means. */
  hold(characters: number): void;
  readonly fileName: string;
  readonly separate: boolean;
  /** Which of the files the line last given is from. */
  readonly fileNumber: number;
}

/** How a cycle ended. */
type Outcome = 'done' | 'deleted' | 'restart' | 'quit' | 'quit-silent';

const STEPS_BEFORE_FLUSH = 200;
const CHARACTERS_BEFORE_FLUSH = 20_000;
const MATCH_CHARACTERS = 100; // what finding one costs
const SPACE_MAX = 4 * 1024 * 1024; // characters: one substitution in more would keep the page waiting

export interface SedOptions {
  readonly quiet: boolean;
  readonly extended: boolean;
  readonly end: string; // of a line: a newline, or NUL
  readonly width: number; // of l's lines
}

export class SedRun {
  private readonly commands: readonly SedCommand[];
  private readonly port: SedPort;
  private readonly quiet: boolean;
  private readonly extended: boolean;
  private readonly end: string;
  private readonly width: number;
  private readonly patterns = new Map<string, Pattern>();
  private readonly active: (number | undefined)[] = []; // by command: the line its range ends at, Infinity for a regex
  private pattern: Pattern | undefined; // the last one used, which an empty one repeats
  private space = '';
  private hold = '';
  private owes = false; // the end of the line written last
  private line = 0;
  private file = 0;
  private appended: string[] = [];
  private substituted = false;
  private steps = 0;
  private looked = 0; // characters since time passed last
  private compiling = 0; // where in the script the pattern stands

  constructor(commands: readonly SedCommand[], port: SedPort, options: SedOptions) {
    this.commands = commands;
    this.port = port;
    this.quiet = options.quiet;
    this.extended = options.extended;
    this.end = options.end;
    this.width = options.width;
    for (const command of commands) {
      this.compiling = command.at;
      for (const address of [command.from, command.to]) if (address?.kind === 'regex' && address.source !== '') this.compile(address.source, address.ignoreCase, address.multiline);
      const s = command.substitution;
      if (!s || s.pattern === '') continue;
      this.compile(s.pattern, s.ignoreCase, s.multiline);
      if (s.most > groupsIn(s.pattern, this.extended)) throw new SedError(`-e expression #1, char ${s.at}: invalid reference \\${s.most} on \`s' command's RHS`);
    }
  }

  /** The exit code. */
  *run(): ToolRun {
    let line = yield* this.port.next();
    let keep = false; // D starts the cycle without reading
    while (line !== null || keep) {
      if (!keep) {
        this.space = line!;
        this.count();
      }
      keep = false;
      const outcome = yield* this.cycle();
      if (outcome === 'quit-silent') return this.code;
      if (outcome !== 'deleted' && outcome !== 'restart' && !this.quiet) this.emit(this.space);
      this.flushAppended();
      if (outcome === 'quit') break;
      if (outcome === 'restart') keep = true;
      else line = yield* this.port.next();
    }
    yield* this.flush();
    return this.code;
  }

  /** Lines are counted through all files, or in each by itself. */
  private count(): void {
    if (this.port.separate && this.port.fileNumber !== this.file) this.line = 0;
    this.file = this.port.fileNumber;
    this.line++;
  }

  private *flush(): ToolRun<void> {
    yield* this.port.flush(this.looked);
    this.looked = 0;
  }

  private code = 0;

  /** A line without its end gets it when something follows after all. */
  private put(text: string): void {
    if (this.owes) this.port.write(this.end);
    this.owes = false;
    this.port.write(text);
  }

  private emit(text: string): void {
    this.put(this.port.unterminated ? text : text + this.end);
    this.owes = this.port.unterminated;
  }

  private flushAppended(): void {
    for (const text of this.appended) this.put(text);
    this.appended = [];
  }

  private *cycle(): ToolRun<Outcome> {
    this.substituted = false;
    for (let i = 0; i < this.commands.length; ) {
      if (++this.steps % STEPS_BEFORE_FLUSH === 0 || this.looked > CHARACTERS_BEFORE_FLUSH) yield* this.flush();
      this.looked += this.space.length;
      this.port.hold(this.space.length + this.hold.length);
      if (this.space.length > SPACE_MAX || this.hold.length > SPACE_MAX) throw full();
      const command = this.commands[i]!;
      const selected = (command.from === undefined ? true : yield* this.selects(command, i)) !== command.negated;
      if (!selected) {
        i = command.name === '{' ? command.target : i + 1;
        continue;
      }
      const next = yield* this.execute(command, i);
      if (typeof next !== 'number') return next;
      i = next;
    }
    return 'done';
  }

  private *selects(command: SedCommand, i: number): ToolRun<boolean> {
    const from = command.from!;
    const { to } = command;
    if (!to) return yield* this.matches(from);
    const end = this.active[i];
    if (end !== undefined) return yield* this.inRange(to, end, i);
    const startsAtZero = from.kind === 'line' && from.line === 0;
    if (startsAtZero && this.line === 1) {
      this.active[i] = Infinity;
      return yield* this.inRange(to, Infinity, i);
    }
    if (!(yield* this.matches(from))) return false;
    const last = this.endOf(to);
    if (last > this.line) this.active[i] = last;
    return true;
  }

  private *inRange(to: RangeEnd, end: number, i: number): ToolRun<boolean> {
    if (to.kind === 'line' && this.line > end) {
      this.active[i] = undefined;
      return false;
    }
    if (to.kind === 'regex' || to.kind === 'last' ? yield* this.matches(to) : this.line >= end) this.active[i] = undefined;
    return true;
  }

  /** The line at which a range that starts now ends. */
  private endOf(to: RangeEnd): number {
    if (to.kind === 'line') return to.line;
    if (to.kind === 'plus') return this.line + to.count;
    if (to.kind === 'multiple') return to.of === 0 ? this.line : Math.ceil(this.line / to.of) * to.of;
    return Infinity;
  }

  private *matches(address: Address): ToolRun<boolean> {
    switch (address.kind) {
      case 'line':
        return this.line === address.line;
      case 'last':
        return yield* this.port.isLast();
      case 'step':
        return address.step === 0 ? this.line === address.first : this.line >= address.first && (this.line - address.first) % address.step === 0;
      case 'regex':
        return this.patternFor(address.source, address.ignoreCase, address.multiline).test(this.space);
    }
  }

  private compile(source: string, ignoreCase: boolean, multiline: boolean): Pattern {
    const key = `${ignoreCase ? 'i' : ''}${multiline ? 'm' : ''}/${source}`;
    let pattern = this.patterns.get(key);
    if (!pattern) {
      const answer = compilePosixPattern(source, this.extended ? 'extended' : 'basic', { ignoreCase, multiline });
      if ('error' in answer) throw new SedError(`-e expression #1, char ${this.compiling}: ${answer.error}`);
      pattern = answer.pattern;
      this.patterns.set(key, pattern);
    }
    return pattern;
  }

  private patternFor(source: string, ignoreCase: boolean, multiline: boolean): Pattern {
    if (source !== '') this.pattern = this.compile(source, ignoreCase, multiline);
    if (!this.pattern) throw new SedError('no previous regular expression');
    return this.pattern;
  }

  private *execute(command: SedCommand, i: number): ToolRun<number | Outcome> {
    const { name, text } = command;
    switch (name) {
      case 'd':
        return 'deleted';
      case 'D': {
        const newline = this.space.indexOf('\n');
        if (newline < 0) return 'deleted';
        this.space = this.space.slice(newline + 1);
        return 'restart';
      }
      case 'c':
        if (!command.to || command.negated || this.active[i] === undefined) this.put(text);
        return 'deleted';
      case 'n':
      case 'N':
        return yield* this.readNext(name, i);
      case 'q':
        this.code = Number(text);
        return 'quit';
      case 'Q':
        this.code = Number(text);
        yield* this.flush();
        return 'quit-silent';
      case 'e': {
        const output = yield* this.port.execute(text === '' ? this.space : text);
        if (text === '') this.space = output.replace(/\n$/, '');
        else this.put(output);
        return i + 1;
      }
      case 'R': {
        const line = yield* this.port.lineOf(text);
        if (line !== undefined) this.appended.push(`${line}\n`);
        return i + 1;
      }
      case 'r':
        this.appended.push(yield* this.port.readFile(text));
        return i + 1;
      case 'b':
        return command.target;
      case 't':
      case 'T': {
        const jump = this.substituted === (name === 't');
        this.substituted = false;
        return jump ? command.target : i + 1;
      }
      default:
        if (name === 's') this.substituted = (yield* this.substitute(command.substitution!)) || this.substituted;
        else if (!this.changeSpace(command)) this.writeOut(command);
        return i + 1;
    }
  }

  /** Commands on the pattern and the hold space. False for all others. */
  private changeSpace(command: SedCommand): boolean {
    switch (command.name) {
      case 'y':
        this.space = [...this.space].map((char) => command.map!.get(char) ?? char).join('');
        return true;
      case 'g':
        this.space = this.hold;
        return true;
      case 'G':
        this.space += `\n${this.hold}`;
        return true;
      case 'h':
        this.hold = this.space;
        return true;
      case 'H':
        this.hold += `\n${this.space}`;
        return true;
      case 'x':
        [this.space, this.hold] = [this.hold, this.space];
        return true;
      case 'z':
        this.space = '';
        return true;
      default:
        return false;
    }
  }

  /** Commands that print, now or at the end of the cycle. */
  private writeOut({ name, text }: SedCommand): void {
    switch (name) {
      case 'p':
        return this.emit(this.space);
      case 'P':
        return this.put(`${this.space.split(this.end === '\0' ? '\0' : '\n', 1)[0]!}${this.end}`);
      case 'i':
        return this.put(text);
      case 'a':
        this.appended.push(text);
        return;
      case '=':
        return this.put(`${this.line}\n`);
      case 'l':
        return this.put(wrapped(`${unambiguous(this.space)}$`, text === '' ? this.width : Number(text)));
      case 'F':
        return this.put(`${this.port.fileName}\n`);
      case 'w':
        return this.port.writeFile(text, `${this.space}\n`);
      case 'W':
        this.port.writeFile(text, `${this.space.split('\n', 1)[0]!}\n`);
    }
  }

  private *readNext(name: string, i: number): ToolRun<number | 'done' | 'quit'> {
    if (name === 'n') {
      const atEnd = yield* this.port.isLast();
      if (atEnd) return 'quit';
      if (!this.quiet) this.emit(this.space);
    } else if (yield* this.port.isLast()) return 'quit';
    this.flushAppended();
    const line = yield* this.port.next();
    if (line === null) return 'quit';
    this.count();
    this.space = name === 'n' ? line : `${this.space}\n${line}`;
    return i + 1;
  }

  /** Time passes between matches: there may be many. */
  private *substitute(s: Substitution): ToolRun<boolean> {
    const { space } = this;
    let replaced = '';
    let copied = 0;
    let seen = 0;
    for (const match of this.patternFor(s.pattern, s.ignoreCase, s.multiline).matchAll(space)) {
      if (++seen < s.nth) continue;
      replaced += space.slice(copied, match.index) + replacementText(s.replacement, match);
      copied = match.end;
      if (!s.all) break;
      if (replaced.length > SPACE_MAX) throw full();
      if ((this.looked += MATCH_CHARACTERS) > CHARACTERS_BEFORE_FLUSH) yield* this.flush();
    }
    if (seen < s.nth) return false;
    this.space = replaced + space.slice(copied);
    if (s.evaluates) this.space = (yield* this.port.execute(this.space)).replace(/\n$/, '');
    if (s.print) this.emit(this.space);
    if (s.file !== undefined) this.port.writeFile(s.file, `${this.space}\n`);
    return true;
  }
}

function full(): SedError {
  return new SedError("couldn't allocate memory", 4);
}
