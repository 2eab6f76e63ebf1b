/** What an awk program has open besides its records: files and commands that it prints into or reads from. */
import { NullFile, readFrom, waitPid, writeTo, type OpenFile, type Process } from '../../host/index.ts';
import { bytesOfText } from '../language/byte-text.ts';
import { reason, tried, type ToolRun } from '../tool/tool.ts';
import { RecordReader } from './record-reader.ts';
import { AwkError, type Redirection } from './syntax.ts';

const waitingMax = 32_768;

interface Output {
  readonly file: OpenFile;
  text: string;
  readonly fd: number | undefined; // to be closed
  readonly command: { readonly child: Process; readonly pipe: OpenFile } | undefined;
}

interface Input {
  readonly reader: RecordReader;
  readonly fd: number | undefined;
  readonly command: { readonly child: Process; readonly pipe: OpenFile } | undefined;
}

export class Streams {
  private readonly p: Process;
  private readonly outputs = new Map<string, Output>();
  private readonly inputs = new Map<string, Input>();
  private readonly standard: Output;
  private waiting = 0;

  constructor(p: Process) {
    this.p = p;
    this.standard = { file: p.fds.get(1) ?? new NullFile(), text: '', fd: undefined, command: undefined };
  }

  /** Kept until `flush`. */
  print(text: string): void {
    this.standard.text += text;
    this.waiting += text.length;
  }

  printTo(how: Redirection['how'], name: string, text: string): void {
    const output = this.outputs.get(name) ?? this.open(how, name);
    output.text += text;
    this.waiting += text.length;
  }

  get isFull(): boolean {
    return this.waiting > waitingMax;
  }

  *flush(): ToolRun<void> {
    if (this.waiting === 0) return;
    this.waiting = 0;
    yield* flushOne(this.standard);
    for (const output of this.outputs.values()) yield* flushOne(output);
  }

  private open(how: Redirection['how'], name: string): Output {
    const output = how === '|' ? this.openCommand(name) : this.openFile(how, name);
    this.outputs.set(name, output);
    return output;
  }

  private openFile(how: '>' | '>>', name: string): Output {
    const fds: Readonly<Record<string, number>> = { '/dev/stdout': 1, '-': 1, '/dev/stderr': 2 };
    const own = Object.hasOwn(fds, name) ? fds[name]! : undefined;
    if (own === 1) return this.standard;
    if (own !== undefined) return { file: this.p.fds.get(own) ?? new NullFile(), text: '', fd: undefined, command: undefined };
    const opened = tried(() => this.p.open(name, how === '>' ? 'w' : 'a'));
    if ('error' in opened) throw new AwkError(`cannot open "${name}" for output: ${reason(opened.error)}`);
    return { file: this.p.fds.get(opened.value)!, text: '', fd: opened.value, command: undefined };
  }

  private openCommand(text: string): Output {
    const [input, pipe] = this.p.makePipe();
    pipe.hold();
    const child = this.shell(text, [input, this.p.fds.get(1), this.p.fds.get(2)]);
    return { file: pipe, text: '', fd: undefined, command: { child, pipe } };
  }

  private shell(text: string, fds: readonly (OpenFile | undefined)[]): Process {
    const child = tried(() => this.p.spawn('/bin/sh', ['sh', '-c', text], { fds }));
    if ('error' in child) throw new AwkError(`cannot run /bin/sh: ${reason(child.error)}`);
    return child.value;
  }

  /** The records of a file; undefined when it does not open. */
  file(name: string): RecordReader | undefined {
    const known = this.inputs.get(name);
    if (known) return known.reader;
    const opened = name === '-' ? { value: 0 } : tried(() => this.p.open(name));
    if ('error' in opened) return undefined;
    const file = this.p.fds.get(opened.value);
    if (!file) return undefined;
    const reader = this.readerOf(file);
    this.inputs.set(name, { reader, fd: opened.value === 0 ? undefined : opened.value, command: undefined });
    return reader;
  }

  /** The records that a command prints. */
  command(text: string): RecordReader {
    const known = this.inputs.get(text);
    if (known) return known.reader;
    const [pipe, output] = this.p.makePipe();
    pipe.hold();
    const child = this.shell(text, [this.p.fds.get(0), output, this.p.fds.get(2)]);
    const reader = this.readerOf(pipe);
    this.inputs.set(text, { reader, fd: undefined, command: { child, pipe } });
    return reader;
  }

  /** What has been printed goes out before anybody waits. */
  readerOf(file: OpenFile): RecordReader {
    return new RecordReader(() => this.fill(file));
  }

  private *fill(file: OpenFile): ToolRun<Uint8Array | null> {
    yield* this.flush();
    return yield* readFrom(file);
  }

  /** The exit code of a command, 0 of a file, -1 when there is no such stream. */
  *close(name: string): ToolRun {
    const output = this.outputs.get(name);
    const input = this.inputs.get(name);
    let code = -1;
    yield* this.flush();
    if (output) {
      this.outputs.delete(name);
      code = yield* this.end(output);
    }
    if (input) {
      this.inputs.delete(name);
      code = yield* this.end(input);
    }
    return code;
  }

  *closeAll(): ToolRun<void> {
    yield* this.flush();
    for (const name of [...this.outputs.keys(), ...this.inputs.keys()]) yield* this.close(name);
  }

  *system(text: string): ToolRun {
    yield* this.flush();
    const child = this.shell(text, [0, 1, 2].map((fd) => this.p.fds.get(fd)));
    return (yield* waitPid(child.pid))?.code ?? 0;
  }

  private *end(stream: Output | Input): ToolRun {
    if (stream.fd !== undefined) this.p.close(stream.fd);
    if (!stream.command) return 0;
    stream.command.pipe.release();
    return (yield* waitPid(stream.command.child.pid))?.code ?? 0;
  }
}

function* flushOne(output: Output): ToolRun<void> {
  const { text } = output;
  if (text === '') return;
  output.text = '';
  yield* writeTo(output.file, bytesOfText(text));
}
