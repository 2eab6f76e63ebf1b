/**
 * How a terminal at the far end wants its input: whole lines or every key, shown or not. A real client takes everything away from its
 * own terminal and leaves lines to the far end; ours are edited on the page, so it has to hear. It is told to a client that asks for
 * it by this header, and to no other.
 */
import type { Headers } from './door.ts';

export const ttyModeHeader = 'x-tty-mode';

export interface FarMode {
  readonly canonical: boolean;
  readonly echo: boolean;
}

export function wantsTtyMode(headers: Headers): boolean {
  return headers[ttyModeHeader] !== undefined;
}

/** Docker's streams of output carry it under this number, after the standard ones and the engine's own complaints. */
export const TTY_MODE_STREAM = 4;

export function packMode({ canonical, echo }: FarMode): Uint8Array {
  return Uint8Array.of(Number(canonical), Number(echo));
}

export function unpackMode(bytes: Uint8Array): FarMode {
  return { canonical: bytes[0] !== 0, echo: bytes[1] !== 0 };
}
