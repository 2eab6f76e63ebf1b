/** What a program reads: the JSON of its files or of standard input, value by value; lines with -R; all at once with -s. */
import { concat } from '../../base/index.ts';
import { textOfBytes } from '../language/byte-text.ts';
import { append } from '../tool/many.ts';
import { ByteReader, hold } from '../tool/inputs.ts';
import { complain, reason, tried, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { JsonReader } from './read-json.ts';
import type { Value } from './value.ts';

const PARSE_US = 150; // for a KiB
const BYTES_HELD = 4; // for a byte of text, about

export class Inputs {
  private readonly call: ToolCall;
  private readonly files: string[];
  private readonly raw: boolean;
  private readonly slurp: boolean;
  private readonly reader = new JsonReader();
  private waiting: Value[] = [];
  private taken = 0; // of those
  private fd = -1;
  private bytes: ByteReader | undefined;
  private held = 0; // bytes of values that are not yet whole, or with -s of all
  private name: string | undefined;
  private tail: Uint8Array = new Uint8Array();
  private partial = ''; // of a line, with -R
  private over = false;
  failed = false;
  line = 0;

  constructor(call: ToolCall, files: readonly string[]) {
    this.call = call;
    this.files = files.length > 0 ? [...files] : ['-'];
    this.raw = call.options.has('R');
    this.slurp = call.options.has('s');
  }

  get ready(): boolean {
    return this.taken < this.waiting.length;
  }

  get fileName(): Value {
    return this.name === undefined || this.name === '-' ? null : this.name;
  }

  get place(): string {
    if (this.name === undefined) return '<unknown>';
    return `${this.name === '-' ? '<stdin>' : this.name}:${this.line}`;
  }

  *next(): ToolRun<Value | undefined> {
    if (this.slurp) return yield* this.all();
    while (!this.ready && !this.over) yield* this.fill();
    if (this.taken === this.waiting.length) return undefined;
    return this.waiting[this.taken++];
  }

  private *all(): ToolRun<Value | undefined> {
    if (this.over) return undefined;
    while (!this.over) yield* this.fill();
    const values = this.waiting;
    this.waiting = [];
    return this.raw ? values.map(String).join('') : values;
  }

  private *fill(): ToolRun<void> {
    if (!this.slurp) {
      this.waiting = [];
      this.taken = 0;
    }
    if (this.fd < 0 && !(yield* this.open())) {
      this.over = true;
      this.take(textOfBytes(this.tail));
      if (!this.raw) append(this.waiting, this.reader.end());
      else if (this.partial !== '') this.waiting.push(this.partial);
      return;
    }
    let chunk: Uint8Array | null;
    try {
      chunk = yield* this.bytes!.next();
    } catch (error) {
      yield* complain(this.call, `error: Could not read ${this.name!}: ${reason(error)}`);
      this.failed = true;
      chunk = null;
    }
    if (chunk === null) {
      if (this.fd > 0) this.call.p.close(this.fd);
      this.fd = -1;
      return;
    }
    const bytes = concat([this.tail, chunk]);
    const whole = bytes.length - unfinished(bytes);
    this.tail = bytes.slice(whole);
    this.take(textOfBytes(bytes.subarray(0, whole)));
    this.call.p.charge(this.waiting.length);
    const held = this.slurp || !this.ready ? this.held + chunk.length * BYTES_HELD : 0;
    if (held !== this.held) yield* hold(held - this.held);
    this.held = held;
  }

  private *open(): ToolRun<boolean> {
    for (;;) {
      const name = this.files.shift();
      if (name === undefined) return false;
      const opened = name === '-' ? { value: 0 } : tried(() => this.call.p.open(name));
      if ('error' in opened) {
        yield* complain(this.call, `error: Could not open ${name}: ${reason(opened.error)}`);
        this.failed = true;
        continue;
      }
      this.fd = opened.value;
      this.bytes = new ByteReader(this.fd, PARSE_US);
      this.name = name;
      return true;
    }
  }

  private take(text: string): void {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.line++;
    if (!this.raw) {
      append(this.waiting, this.reader.take(text.replace(/[\udc80-\udcff]/g, '\ufffd')));
      return;
    }
    if (this.slurp) {
      if (text !== '') this.waiting.push(text);
      return;
    }
    const lines = (this.partial + text).split('\n');
    this.partial = lines.pop()!;
    append(this.waiting, lines);
  }
}

/** Bytes at the end that begin a character. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
}
