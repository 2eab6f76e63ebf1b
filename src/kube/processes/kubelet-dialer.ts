/** How the API server reaches kubelets, and what else listens in the cluster: over the world's network, bytes both ways, as long as both ends last. */
import type { Call } from '../../base/index.ts';
import { dial, NetError, type Process, type Response } from '../../host/index.ts';
import type { KubeletDialer } from '../api/door/kubelet-parts.ts';

const chunkBytes = 16_384;

export function kubeletDialer(process: Process): KubeletDialer {
  return {
    dial(address, port, { method, path, query, headers, body, cause, peer: { user } }, call, fail) {
      let response: Response | undefined;
      const held: (Uint8Array | null)[] = [];
      const forward = (chunk: Uint8Array | null): boolean => {
        if (response === undefined) held.push(chunk);
        else if (chunk === null) response.endInput();
        else return response.send(chunk);
        return true;
      };
      const cancel = dial(
        process,
        { address, port },
        { method, path, query, headers, body, cause, ...(user !== undefined && { user }) },
        (answer) => {
          response = answer;
          call.head(answer.status, answer.headers);
          for (const chunk of held.splice(0)) forward(chunk);
          pass(answer, call);
        },
        (error) => fail(words(error)),
      );
      call.onInput(forward);
      call.onClose(() => {
        cancel?.();
        response?.close();
      });
    },
  };
}

/** Carries the answer's body on, as fast as the client takes it. */
function pass({ stream }: Response, call: Call): void {
  let isWaiting = false;
  const step = (): void => {
    isWaiting = false;
    for (;;) {
      let chunk: Uint8Array | null | undefined;
      try {
        chunk = stream.read(chunkBytes);
      } catch {
        chunk = null; // the kubelet is gone: what has come is all
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

const goWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connect: connection refused',
  EHOSTUNREACH: 'connect: no route to host',
  ENETUNREACH: 'connect: network is unreachable',
  ETIMEDOUT: 'i/o timeout',
  ECONNRESET: 'read: connection reset by peer',
};

function words(error: Error): string {
  if (!(error instanceof NetError)) return error.message;
  return `dial tcp ${error.target}: ${goWords[error.code] ?? error.message}`;
}
