/** A call passed on by a process that serves it: bytes both ways, as long as both ends last. */
import type { Call } from '../../base/index.ts';
import type { Process } from '../process/process.ts';
import { dial, type RequestInit, type Response, type Target } from './request.ts';

const CHUNK_BYTES = 16_384;

/** `fail` is told when nobody answers; the call is then still to be answered. */
export function forward(process: Process, target: Target, init: RequestInit, call: Call, fail: (error: Error) => void): void {
  let response: Response | undefined;
  const held: (Uint8Array | null)[] = [];
  const send = (chunk: Uint8Array | null): boolean => {
    if (response === undefined) held.push(chunk);
    else if (chunk === null) response.endInput();
    else return response.send(chunk);
    return true;
  };
  const cancel = dial(
    process,
    target,
    init,
    (answer) => {
      response = answer;
      call.head(answer.status, answer.headers);
      for (const chunk of held.splice(0)) send(chunk);
      carryBody(answer, call, () => call.end()); // what has come is all
    },
    fail,
  );
  call.onInput(send);
  call.onClose(() => {
    cancel?.();
    response?.close();
  });
}

/** What of an answer's body has been carried on, and why no more came: it was whole, or one of the two was gone before its end. */
export interface Carried {
  readonly bytes: number;
  readonly end: 'whole' | 'server gone' | 'client gone';
}

/** Carries an answer's body on, as fast as the client takes it; the call is still to be ended. To be called back when the client goes. */
export function carryBody(response: Response, call: Call, done: (carried: Carried) => void): () => void {
  const { stream } = response;
  let bytes = 0;
  let isWaiting = false;
  let isOver = false;
  const over = (end: Carried['end']): void => {
    if (isOver) return;
    isOver = true;
    done({ bytes, end });
  };
  const step = (): void => {
    isWaiting = false;
    if (isOver) return;
    for (;;) {
      let chunk: Uint8Array | null | undefined;
      try {
        chunk = stream.read(CHUNK_BYTES);
      } catch {
        return over('server gone');
      }
      if (chunk === undefined) {
        stream.onReadable(step);
        return;
      }
      if (chunk === null) return over('whole');
      bytes += chunk.length;
      if (!call.write(chunk.slice())) {
        isWaiting = true;
        return;
      }
    }
  };
  call.onDrain(() => {
    if (isWaiting) step();
  });
  step();
  return () => {
    response.close();
    over('client gone');
  };
}
