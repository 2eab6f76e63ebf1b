/** One connection of a port-forward: bytes both ways between a local socket and a port of the pod, in the frames of the channel protocol. */
import { channels, frame, FrameReader, decodeUtf8, encodeUtf8 } from '../../../base/index.ts';
import type { OpenFile, Response } from '../../../host/index.ts';
import { logHead } from '../command/discovery-log.ts';
import type { Invocation } from '../command/invocation.ts';

const READ_MAX = 16_384;
const DATA = channels.stdin;
const ERROR = channels.stdout;
const PORT_BYTES = 2; // each channel begins with the port's number

export function forwardConnection(k: Invocation, path: string, { local, remote }: { readonly local: number; readonly remote: number }, fd: number, socket: OpenFile): void {
  const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-protocol': 'v4.channel.k8s.io' };
  const end = (): void => {
    if (k.p.fds.get(fd) === socket) k.p.close(fd);
  };
  const complain = (why: string): void => {
    k.p.fds.get(2)?.write(encodeUtf8(`${logHead(k, 'E')} portforward.go:424] "Unhandled Error" err="an error occurred forwarding ${local} -> ${remote}: ${why}"\n`));
    end();
  };
  k.client.dial(path, { query: [['ports', String(remote)]], headers }, (response) => {
    if (response.status !== 101) return complain(`error upgrading connection: status ${response.status}`);
    sendLocal(response, socket);
    showRemote(response, socket, complain, end);
  }, (error) => complain(error.message));
}

/** From the local socket to the pod. */
function sendLocal(response: Response, socket: OpenFile): void {
  const step = (): void => {
    for (;;) {
      let bytes: Uint8Array | null | undefined;
      try {
        bytes = socket.read(READ_MAX);
      } catch {
        bytes = null;
      }
      if (bytes === undefined) return void socket.onReadable(step);
      if (bytes === null) return response.endInput();
      response.send(frame(DATA, bytes));
    }
  };
  step();
}

/** From the pod to the local socket, as fast as that takes it. */
function showRemote(response: Response, socket: OpenFile, complain: (why: string) => void, end: () => void): void {
  const reader = new FrameReader();
  const seen = new Set<number>();
  let held: Uint8Array[] = [];
  const flush = (): boolean => {
    while (held.length > 0) {
      const taken = socket.write(held[0]!);
      if (taken === held[0]!.length) held.shift();
      else {
        held[0] = held[0]!.subarray(taken);
        socket.onWritable(step);
        return false;
      }
    }
    return true;
  };
  const step = (): void => {
    try {
      for (;;) {
        if (!flush()) return;
        const bytes = response.stream.read(READ_MAX);
        if (bytes === undefined) return void response.stream.onReadable(step);
        if (bytes === null) return end();
        for (const { channel, payload } of reader.push(bytes)) {
          const rest = seen.has(channel) ? payload : payload.subarray(PORT_BYTES);
          seen.add(channel);
          if (channel === DATA && rest.length > 0) held = [...held, rest.slice()];
          else if (channel === ERROR && rest.length > 0) return complain(decodeUtf8(rest));
        }
      }
    } catch {
      end();
    }
  };
  step();
}
