/** The bytes in flight in a pipe, a socket or a terminal: chunks, first in, first out. */
export const PIPE_BYTES = 65_536;
const LARGE_BYTES = PIPE_BYTES; // copied once more it would cost more than the read that it saves

export class ByteQueue {
  private readonly chunks: Uint8Array[] = [];
  private first = 0; // chunks before it have been read
  private skip = 0; // bytes of the first chunk that have been read
  readonly capacity: number;
  size = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get room(): number {
    return Math.max(0, this.capacity - this.size);
  }

  /** Takes what fits and says how much that was. The bytes are not copied: whoever hands them over does not write to them again. */
  push(bytes: Uint8Array): number {
    const taken = Math.min(bytes.length, this.room);
    if (taken === 0) return 0;
    this.chunks.push(taken === bytes.length ? bytes : bytes.subarray(0, taken));
    this.size += taken;
    return taken;
  }

  /** At most `max` bytes, joined from as many chunks as it takes; a large chunk is handed on as it is. */
  shift(max: number): Uint8Array {
    const head = this.chunks[this.first]!;
    const left = head.length - this.skip;
    if (left >= max || left >= LARGE_BYTES || this.size === left) return this.take(Math.min(max, left));
    const joined = new Uint8Array(this.smallBytes(max));
    for (let at = 0; at < joined.length; ) {
      const part = this.take(joined.length - at);
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  }

  clear(): void {
    this.chunks.length = 0;
    this.first = this.skip = this.size = 0;
  }

  /** What comes before the next large chunk, as far as `max` goes. */
  private smallBytes(max: number): number {
    let bytes = this.chunks[this.first]!.length - this.skip;
    for (let i = this.first + 1; i < this.chunks.length && bytes < max && this.chunks[i]!.length < LARGE_BYTES; i++) bytes += this.chunks[i]!.length;
    return Math.min(max, bytes);
  }

  private take(max: number): Uint8Array {
    const head = this.chunks[this.first]!;
    const end = Math.min(head.length, this.skip + max);
    const part = this.skip === 0 && end === head.length ? head : head.subarray(this.skip, end);
    this.size -= part.length;
    if (end < head.length) this.skip = end;
    else this.dropFirst();
    return part;
  }

  private dropFirst(): void {
    this.skip = 0;
    this.first++;
    if (this.first === this.chunks.length) {
      this.chunks.length = 0;
      this.first = 0;
    } else if (this.first > 64) {
      this.chunks.splice(0, this.first);
      this.first = 0;
    }
  }
}
