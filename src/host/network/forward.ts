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
      pass(answer, call);
    },
    fail,
  );
  call.onInput(send);
  call.onClose(() => {
    cancel?.();
    response?.close();
  });
}

/** Carries the answer's body on, as fast as the client takes it. */
function pass({ stream }: Response, call: Call): void {
  let isWaiting = false;
  const step = (): void => {
    isWaiting = false;
    for (;;) {
      let chunk: Uint8Array | null | undefined;
      try {
        chunk = stream.read(CHUNK_BYTES);
      } catch {
        chunk = null; // whoever answered is gone: what has come is all
      }
      if (chunk === undefined) {
        stream.onReadable(step);
        return;
      }
      if (chunk === null) {
        call.end();
        return;
      }
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
}
