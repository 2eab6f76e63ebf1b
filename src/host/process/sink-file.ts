/** Open files with nobody at the other end: what engine code takes as it comes, and what leads nowhere. */
import type { Cancel } from '../../sim/index.ts';
import { OpenFile, ReadyFile } from './open-file.ts';

/** Output that engine code takes as it comes, such as a journal or a log driver. It never makes the writer wait. */
export class SinkFile extends OpenFile {
  readonly kind = 'pipe';
  readonly label: string;
  private readonly take: (bytes: Uint8Array) => void;
  private readonly onClosed: () => void;

  constructor(label: string, take: (bytes: Uint8Array) => void, onClosed: () => void = noteNothing) {
    super();
    this.label = label;
    this.take = take;
    this.onClosed = onClosed;
  }

  override write(bytes: Uint8Array): number {
    this.take(bytes);
    return bytes.length;
  }

  override onWritable(wake: () => void): Cancel {
    wake();
    return () => {};
  }

  protected override closed(): void {
    this.onClosed();
  }
}

const noteNothing = (): void => {};

/** /dev/null, and standard input of a service. */
export class NullFile extends ReadyFile {
  readonly kind = 'device';
  readonly label = '/dev/null';

  override read(): null {
    return null;
  }

  override write(bytes: Uint8Array): number {
    return bytes.length;
  }
}
