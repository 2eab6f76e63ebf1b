/** What a running awk program has: variables, the current record, streams, the input files of the command line. */
import { growMemory, SystemError, tick, type Process } from '../../host/index.ts';
import type { Random } from '../../sim/index.ts';
import { reason, tried, type ToolRun } from '../tool/tool.ts';
import { splitterOf, type Splitter } from './pattern-text.ts';
import { CurrentRecord } from './record.ts';
import type { RecordReader } from './record-reader.ts';
import { Streams } from './streams.ts';
import { AwkError } from './syntax.ts';
import { unescapeValue } from './tokens.ts';
import { Cell, InputText, toNumber, toText, type Held, type Value } from './values.ts';

const STEPS_A_TURN = 500;
const STEP_US = 2;
const PAGE_BYTES = 65_536;

export class Machine {
  readonly p: Process;
  readonly streams: Streams;
  readonly record: CurrentRecord;
  readonly globals = new Map<string, Cell>();
  /** Parameters and locals of the function that runs. */
  frame: readonly Cell[] = [];
  returned: Value;
  exitCode = 0;
  random: Random;
  seed: Value = 0;
  readonly held: Held = { bytes: 0 };
  private pages = 0;
  private steps = 0;
  private reader: RecordReader | undefined;
  private argument = 0;
  private readAny = false;
  private over = false;
  private splitter: { separator: string; lines: boolean; split: Splitter } | undefined;
  // Those that every record or every print asks for.
  private readonly nr: Cell;
  private readonly fnr: Cell;
  private readonly fs: Cell;
  private readonly rs: Cell;
  private readonly ofs: Cell;
  private readonly ors: Cell;
  private readonly convfmt: Cell;
  private readonly ofmt: Cell;

  constructor(p: Process, args: readonly string[]) {
    this.p = p;
    this.streams = new Streams(p);
    this.random = p.random.fork('awk');
    this.nr = this.define('NR', 0);
    this.fnr = this.define('FNR', 0);
    this.fs = this.define('FS', ' ');
    this.rs = this.define('RS', '\n');
    this.ofs = this.define('OFS', ' ');
    this.ors = this.define('ORS', '\n');
    this.convfmt = this.define('CONVFMT', '%.6g');
    this.ofmt = this.define('OFMT', '%.6g');
    this.define('SUBSEP', '\x1c');
    this.define('RSTART', 0);
    this.define('RLENGTH', -1);
    this.define('FILENAME', undefined);
    this.define('ARGC', args.length);
    const argv = this.global('ARGV').elements;
    args.forEach((text, i) => argv.set(String(i), new InputText(text)));
    const environ = this.global('ENVIRON').elements;
    for (const [name, value] of p.env) environ.set(name, new InputText(value));
    this.record = new CurrentRecord(this.splitterNow(), (value) => this.text(value), () => this.text(this.ofs.value));
  }

  private define(name: string, value: Value): Cell {
    const cell = new Cell(this.held, value);
    this.globals.set(name, cell);
    return cell;
  }

  global(name: string): Cell {
    return this.globals.get(name) ?? this.define(name, undefined);
  }

  /** `name=value` of the command line. */
  assign(text: string): void {
    const equals = text.indexOf('=');
    const name = text.slice(0, equals);
    const value = new InputText(unescapeValue(text.slice(equals + 1)));
    if (name === 'NF') this.record.count = toNumber(value);
    else this.global(name).value = value;
  }

  text(value: Value): string {
    return typeof value === 'string' ? value : toText(value, this.numbers);
  }

  get numbers(): string {
    const { value } = this.convfmt;
    return typeof value === 'string' ? value : toText(value, '%.6g');
  }

  /** As print writes it: numbers by OFMT. */
  printed(value: Value): string {
    return typeof value === 'number' ? toText(value, toText(this.ofmt.value, '%.6g')) : this.text(value);
  }

  get outputSeparator(): string {
    return this.text(this.ofs.value);
  }

  get outputEnd(): string {
    return this.text(this.ors.value);
  }

  get fieldSeparator(): string {
    return this.text(this.fs.value);
  }

  splitterNow(): Splitter {
    const separator = this.fieldSeparator;
    const lines = this.text(this.rs.value) === '';
    if (this.splitter?.separator !== separator || this.splitter.lines !== lines) this.splitter = { separator, lines, split: splitterOf(separator, lines) };
    return this.splitter.split;
  }

  setRecord(value: Value): void {
    this.record.set(value, this.splitterNow());
  }

  get recordSeparator(): string {
    return this.text(this.rs.value);
  }

  /** Time passes with the work, so that a loop without end is a busy process and nothing more. */
  *step(): ToolRun<void> {
    if (++this.steps < STEPS_A_TURN) return;
    this.p.charge(this.steps * STEP_US);
    this.steps = 0;
    this.hold();
    if (this.streams.isFull) yield* this.streams.flush();
    yield tick();
  }

  /** What the arrays hold is the process's memory, by pages. */
  private hold(): void {
    const pages = Math.ceil(this.held.bytes / PAGE_BYTES);
    if (pages === this.pages) return;
    try {
      growMemory(this.p, (pages - this.pages) * PAGE_BYTES);
    } catch (error) {
      throw error instanceof SystemError ? new AwkError('out of memory') : error;
    }
    this.pages = pages;
  }

  get isDue(): boolean {
    return this.steps >= STEPS_A_TURN - 1;
  }

  /** `characters` that were looked at one by one. */
  countStep(characters = 0): void {
    this.steps += 1 + (characters >> 4);
  }

  /** The next record of the files on the command line; null after the last. */
  *nextRecord(): ToolRun<string | null> {
    for (;;) {
      if (!this.reader && !(yield* this.openNext())) return null;
      const record = yield* this.reader!.next(this.recordSeparator);
      if (record !== null) {
        this.count();
        this.fnr.value = toNumber(this.fnr.value) + 1;
        return record;
      }
      this.reader = undefined;
    }
  }

  count(): void {
    this.nr.value = toNumber(this.nr.value) + 1;
  }

  skipFile(): void {
    this.reader = undefined;
  }

  private *openNext(): ToolRun<boolean> {
    while (!this.over && ++this.argument < toNumber(this.global('ARGC').value)) {
      const text = this.text(this.global('ARGV').elements.get(String(this.argument)));
      if (text === '') continue;
      if (/^[A-Za-z_]\w*=/.test(text)) {
        this.assign(text);
        continue;
      }
      yield* this.open(text);
      return true;
    }
    if (this.readAny || this.over) {
      this.over = true;
      return false;
    }
    yield* this.open('-');
    this.global('FILENAME').value = undefined;
    return true;
  }

  private *open(name: string): ToolRun<void> {
    this.readAny = true;
    yield* this.streams.flush();
    const opened = name === '-' ? { value: 0 } : tried(() => this.p.open(name));
    if ('error' in opened) throw new AwkError(`cannot open "${name}" (${reason(opened.error)})`);
    const file = this.p.fds.get(opened.value);
    if (!file) throw new AwkError(`cannot open "${name}" (Bad file descriptor)`);
    this.reader = this.streams.readerOf(file);
    this.fnr.value = 0;
    this.global('FILENAME').value = name;
  }
}
