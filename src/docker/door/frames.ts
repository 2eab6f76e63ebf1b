/** Output on the wire: raw for a terminal, else in frames that say of which stream they are, with a head of eight bytes. */
import { concat, packMode, TTY_MODE_STREAM, wantsTtyMode, type FarMode } from '../../base/index.ts';
import type { LogStream } from '../../containers/index.ts';
import type { Tty } from '../../host/index.ts';
import type { Cancel } from '../../sim/index.ts';
import type { ApiCall } from './exchange.ts';

export const rawStream = 'application/vnd.docker.raw-stream';
export const multiplexedStream = 'application/vnd.docker.multiplexed-stream';

export function frame(stream: LogStream, bytes: Uint8Array): Uint8Array {
  const framed = new Uint8Array(8 + bytes.length);
  framed[0] = stream === 'stdout' ? 1 : 2;
  new DataView(framed.buffer).setUint32(4, bytes.length);
  framed.set(bytes, 8);
  return framed;
}

/** A terminal's output is raw, but to a client that wants to hear of its mode in between. */
export function isFramed(api: ApiCall, isTty: boolean): boolean {
  return !isTty || wantsTtyMode(api.request.headers);
}

/** Tells the client how the terminal wants its input, now and whenever that changes. */
export function followMode(api: ApiCall, tty: Tty | undefined): Cancel {
  if (!tty || !wantsTtyMode(api.request.headers)) return () => {};
  const tell = (mode: FarMode) => {
    const payload = packMode(mode);
    api.call.write(concat([Uint8Array.of(TTY_MODE_STREAM, 0, 0, 0, 0, 0, 0, payload.length), payload]));
  };
  if (!tty.mode.canonical || !tty.mode.echo) tell(tty.mode);
  return tty.onMode(tell);
}

/** Answers 101 to a client that asked for it, else 200: from here on the connection belongs to the streams. */
export function hijack(api: ApiCall, contentType: string): void {
  const { request, call, headers } = api;
  const wants = request.headers['upgrade'];
  if (wants !== undefined) call.head(101, { ...headers, 'content-type': contentType, connection: 'Upgrade', upgrade: wants });
  else call.head(200, { ...headers, 'content-type': contentType });
}
