/** Takes the frames of a stream of output apart again: pieces of any size come in, whole frames go out. */
import { concat, TTY_MODE_STREAM, unpackMode, type FarMode } from '../../../base/index.ts';

export interface Output {
  readonly fd: 1 | 2;
  readonly bytes: Uint8Array;
  /** Not output, but how the terminal at the other end wants its input. */
  readonly mode?: FarMode;
}

const HEAD_BYTES = 8;

export class Demultiplexer {
  private held: Uint8Array = new Uint8Array(0);

  push(chunk: Uint8Array): Output[] {
    let rest = this.held.length === 0 ? chunk : concat([this.held, chunk]);
    const out: Output[] = [];
    while (rest.length >= HEAD_BYTES) {
      const size = new DataView(rest.buffer, rest.byteOffset).getUint32(4);
      if (rest.length < HEAD_BYTES + size) break;
      const bytes = rest.subarray(HEAD_BYTES, HEAD_BYTES + size);
      out.push(rest[0] === TTY_MODE_STREAM ? { fd: 1, bytes: bytes.subarray(size), mode: unpackMode(bytes) } : { fd: rest[0] === 2 ? 2 : 1, bytes });
      rest = rest.subarray(HEAD_BYTES + size);
    }
    this.held = rest.slice();
    return out;
  }
}
