/** Input files of a tool: one after another, `-` for standard input, and the message for each that cannot be read. */
import { growMemory, read, SystemCall, SystemError, type Process } from '../../host/index.ts';
import { concat } from '../../base/index.ts';
import { textOfBytes } from '../language/byte-text.ts';
import { complain, isFullOutput, reason, tried, type ToolCall, type ToolRun } from './tool.ts';

/** An input that was opened. */
export interface Input {
  readonly name: string; // as given
  readonly fd: number;
}

export interface InputOptions {
  /** How a file that does not open is complained about; by default "name: reason". */
  readonly words?: (name: string, reason: string) => string;
  /** And one that opens and cannot be read, as a folder. */
  readonly unread?: (name: string, reason: string) => string;
}

/** Runs `body` over each input. False as soon as one could not be opened or read; the others still have their turn. */
export function* eachInput(call: ToolCall, names: readonly string[], body: (input: Input) => ToolRun<void>, options: InputOptions = {}): ToolRun<boolean> {
  const words = options.words ?? wordsOf(call);
  let good = true;
  for (const name of names.length > 0 ? names : ['-']) {
    let fd = 0;
    if (name !== '-') {
      const opened = tried(() => call.p.open(name));
      if ('error' in opened) {
        yield* complain(call, words(name, reason(opened.error)));
        good = false;
        continue;
      }
      fd = opened.value;
    }
    try {
      yield* body({ name, fd });
    } catch (error) {
      if (isFullOutput(error) || (error instanceof SystemError && error.call === 'write')) throw error;
      const why = reason(error);
      if (why === 'Interrupted system call') throw error;
      if (why === 'Cannot allocate memory') {
        yield* complain(call, 'memory exhausted');
        return false;
      }
      yield* complain(call, options.unread?.(name, why) ?? `${name}: ${why}`);
      good = false;
    }
    if (fd !== 0) call.p.close(fd);
  }
  return good;
}

function wordsOf(call: ToolCall): (name: string, why: string) => string {
  return call.flavour === 'busybox' ? (name, why) => `can't open '${name}': ${why}` : (name, why) => `${name}: ${why}`;
}

const ORDINARY_BYTES = 131_072;
const LOOK_US = 40; // for a KiB

/** Reads for a program that looks at every byte: what is larger than an ordinary file takes its time, so that a stream without end keeps pace with the clock. */
export class ByteReader {
  private readonly fd: number;
  private readonly lookUs: number;
  private seen = 0;

  constructor(fd: number, lookUs = LOOK_US) {
    this.fd = fd;
    this.lookUs = lookUs;
  }

  /** Null at the end. */
  next(): SystemCall<Uint8Array | null> {
    const { start } = read(this.fd);
    const taken = (p: Process, bytes: Uint8Array | null): Uint8Array | null => {
      this.seen += bytes?.length ?? 0;
      if (bytes && this.seen > ORDINARY_BYTES) p.charge((bytes.length >> 10) * this.lookUs);
      return bytes;
    };
    return new SystemCall('read', (p, done, fail) => start(p, (bytes) => done(taken(p, bytes)), fail));
  }
}

/** Lines as they arrive: all that one read completed, at a time. */
export class LineReader {
  private readonly bytes: ByteReader;
  private readonly end: number;
  private partial: Uint8Array[] = [];
  private ended = false;
  private held = 0; // of a line that is very long
  /** The last line came without its newline. */
  unterminated = false;

  constructor(fd: number, end = 10) {
    this.bytes = new ByteReader(fd);
    this.end = end;
  }

  /** Null when there are no more. */
  *next(): ToolRun<string[] | null> {
    while (!this.ended) {
      const chunk = yield* this.bytes.next();
      if (chunk === null) {
        this.ended = true;
        if (this.partial.length === 0) return null;
        this.unterminated = true;
        return [textOfBytes(concat(this.partial))];
      }
      const last = chunk.lastIndexOf(this.end);
      if (last < 0) {
        yield* hold(chunk.length);
        this.held += chunk.length;
        this.partial.push(chunk);
        continue;
      }
      if (this.held > 0) yield* hold(-this.held);
      this.held = 0;
      const whole = this.partial.length === 0 ? chunk.subarray(0, last) : concat([...this.partial, chunk.subarray(0, last)]);
      this.partial = last + 1 < chunk.length ? [chunk.subarray(last + 1)] : [];
      return textOfBytes(whole).split(String.fromCharCode(this.end));
    }
    return null;
  }
}

/** Everything of a descriptor at once, for those who need it whole: what it takes is held until the program ends. */
export function* readAll(fd: number): ToolRun<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const reader = new ByteReader(fd);
  for (;;) {
    const chunk = yield* reader.next();
    if (chunk === null) return concat(chunks);
    yield* hold(chunk.length);
    chunks.push(chunk);
  }
}

/** A file by its name, whole: also what only gives what is read from it, as the pipe behind a <(…). */
export function* readPath(p: Process, path: string): ToolRun<ReturnType<typeof tried<Uint8Array>>> {
  const stat = tried(() => p.files.stat(path));
  if ('error' in stat || stat.value.kind === 'file' || stat.value.kind === 'dir') return tried(() => p.files.readFile(path));
  const opened = tried(() => p.open(path));
  if ('error' in opened) return opened;
  const value = yield* readAll(opened.value);
  p.close(opened.value);
  return { value };
}

/** So many more bytes of memory for the program. */
export function hold(bytes: number): SystemCall<void> {
  return new SystemCall<void>('memory', (process, done, fail) => {
    try {
      growMemory(process, bytes);
    } catch (error) {
      return fail(error as Error);
    }
    done();
  });
}

export function* readAllLines(fd: number, end = '\n'): ToolRun<string[]> {
  const text = textOfBytes(yield* readAll(fd));
  if (text === '') return [];
  return (text.endsWith(end) ? text.slice(0, -1) : text).split(end);
}

