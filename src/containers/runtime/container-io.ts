/**
 * The standard streams of a container: what it prints goes to its log and to those attached; what they type goes to it. With a
 * terminal all three are one pseudo-terminal. They belong to the container, not to a front end, and so survive its restart.
 */
import { machineCode, NullFile, OpenFile, type Host, type Tty } from '../../host/index.ts';
import type { Cancel } from '../../sim/index.ts';
import type { ContainerLog, LogStream } from './container-log.ts';
import type { ContainerSpec } from './container-spec.ts';

export interface Attachment {
  readonly output: (stream: LogStream, bytes: Uint8Array) => void;
  /** The container has ended, and nothing more will come. */
  readonly ended: () => void;
}

const nothing = new NullFile().hold(); // never closed: all containers without input share it

export class ContainerIo {
  readonly tty: Tty | undefined;
  readonly descriptors: readonly OpenFile[];
  private readonly host: Host;
  private readonly log: () => ContainerLog;
  private readonly once: boolean;
  private attached: Set<Attachment> | undefined;
  private input: OpenFile | undefined; // the writing end

  constructor(host: Host, spec: ContainerSpec, log: () => ContainerLog) {
    this.host = host;
    this.log = log;
    this.once = spec.stdinOnce ?? false;
    if (spec.tty) {
      this.tty = host.openTty();
      this.tty.onOutput((bytes) => this.put('stdout', bytes.slice()));
      const file = this.tty.openFile();
      this.descriptors = [file, file, file];
      return;
    }
    this.descriptors = [spec.stdin ? this.openInput() : nothing, new Output(this, 'stdout'), new Output(this, 'stderr')];
  }

  attach(attachment: Attachment): Cancel {
    (this.attached ??= new Set()).add(attachment);
    return () => {
      if (!this.attached?.delete(attachment)) return;
      if (this.once && this.attached.size === 0) this.closeInput();
    };
  }

  /** How many of the bytes were taken; when fewer, `onInputRoom` says when to try again. With nobody to read them they are gone. */
  type(bytes: Uint8Array): number {
    if (this.tty) {
      this.tty.key(bytes);
      return bytes.length;
    }
    if (!this.input) return bytes.length;
    try {
      return this.input.write(bytes);
    } catch {
      return bytes.length; // the container has closed its end
    }
  }

  onInputRoom(wake: () => void): Cancel {
    return this.input?.onWritable(wake) ?? (() => {});
  }

  /** The end of its standard input. */
  closeInput(): void {
    if (this.tty) this.tty.eof();
    this.input?.release();
    this.input = undefined;
  }

  /** The container has ended. */
  close(): void {
    this.input?.release();
    this.input = undefined;
    if (this.tty) this.host.closeTty(this.tty);
    const { attached } = this;
    this.attached = undefined;
    if (attached) for (const { ended } of attached) ended();
  }

  private openInput(): OpenFile {
    const [reader, writer] = machineCode.get().makePipe(this.host.nextFileId());
    this.input = writer.hold();
    return reader;
  }

  /** The container's program has written this. */
  put(stream: LogStream, bytes: Uint8Array): void {
    this.log().add(this.host.wallMs, stream, bytes);
    if (this.attached) for (const { output } of this.attached) output(stream, bytes);
  }
}

/** The end that the program writes to. */
class Output extends OpenFile {
  readonly kind = 'pipe';
  readonly label = 'pipe';
  private readonly io: ContainerIo;
  private readonly stream: LogStream;

  constructor(io: ContainerIo, stream: LogStream) {
    super();
    this.io = io;
    this.stream = stream;
  }

  override write(bytes: Uint8Array): number {
    this.io.put(this.stream, bytes);
    return bytes.length;
  }

  override onWritable(wake: () => void): Cancel {
    wake();
    return () => {};
  }
}
