/** The far side of a terminal as a descriptor: what its programs print, held back while the connection is behind. */
import { ByteQueue, OpenFile, Waiters, type Tty } from '../../host/index.ts';

const HELD_MAX_BYTES = 65_536;

export class TerminalOutput extends OpenFile {
  readonly kind = 'device';
  readonly label = '/dev/ptmx';
  private readonly tty: Tty;
  private readonly queue = new ByteQueue(Infinity);
  private readonly readers = new Waiters();
  private ended = false;

  constructor(tty: Tty) {
    super();
    this.tty = tty;
    tty.onOutput((bytes) => {
      this.queue.push(bytes.slice());
      this.readers.wake();
      return this.queue.size < HELD_MAX_BYTES;
    });
  }

  /** Nobody prints any more. */
  end(): void {
    this.ended = true;
    this.readers.wake();
  }

  override read(max: number): Uint8Array | null | undefined {
    if (this.queue.size === 0) return this.ended ? null : undefined;
    const bytes = this.queue.shift(max);
    if (this.queue.size < HELD_MAX_BYTES) this.tty.drained();
    return bytes;
  }

  override get readable(): boolean {
    return this.queue.size > 0 || this.ended;
  }

  override onReadable(wake: () => void) {
    return this.readers.add(wake);
  }
}
