/** Bytes from one connection to another and back, as fast as either takes them, until both have ended. */
import type { Socket } from '../../host/index.ts';

const PIECE_BYTES = 65_536;

export function relay(a: Socket, b: Socket): void {
  a.hold();
  b.hold();
  let open = 2;
  const ended = (broken: boolean): void => {
    if (open === 0) return;
    open = broken ? 0 : open - 1;
    if (open > 0) return;
    a.release();
    b.release();
  };
  oneWay(a, b, ended);
  oneWay(b, a, ended);
}

function oneWay(from: Socket, to: Socket, ended: (broken: boolean) => void): void {
  let left: Uint8Array = new Uint8Array(0);
  const step = (): void => {
    try {
      for (;;) {
        while (left.length > 0) {
          const taken = to.write(left);
          left = left.subarray(taken);
          if (taken === 0) return void to.onWritable(step);
        }
        const bytes = from.read(PIECE_BYTES);
        if (bytes === undefined) return void from.onReadable(step);
        if (bytes === null) {
          to.shutdown();
          return ended(false);
        }
        left = bytes;
      }
    } catch {
      ended(true);
    }
  };
  step();
}
