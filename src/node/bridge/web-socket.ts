/** Exec, attach and port-forward over WebSocket: a message is a frame of the channel protocol, or a piece of a SPDY connection. */
import type { Duplex } from 'node:stream';
import { frame, FrameReader } from '../../base/index.ts';
import type { BridgedRequest, LiveSession } from './live-session.ts';
import { acceptKey, binaryMessage, closeMessage, MessageReader } from './message-frames.ts';
import { forwardPorts } from './spdy-forward.ts';
import { SpdyConnection } from './spdy-connection.ts';
import { pushSafely, refusal } from './spdy-upgrade.ts';

const tunnelProtocol = 'SPDY/3.1+portforward.k8s.io';
const normalClosure = 1000;

export function answerWebSocket(live: LiveSession, request: BridgedRequest, socket: Duplex): void {
  const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
  if (protocols.includes(tunnelProtocol)) tunnel(live, request, socket);
  else carryChannels(live, request, socket);
}

function switching({ headers }: BridgedRequest, protocol: string | undefined): string {
  const lines = ['HTTP/1.1 101 Switching Protocols', 'upgrade: websocket', 'connection: Upgrade', `sec-websocket-accept: ${acceptKey(headers['sec-websocket-key']!)}`];
  return [...lines, ...(protocol === undefined ? [] : [`sec-websocket-protocol: ${protocol}`]), '', ''].join('\r\n');
}

function carryChannels(live: LiveSession, request: BridgedRequest, socket: Duplex): void {
  const frames = new FrameReader();
  let isOpen = false;
  const exchange = live.open(request, {
    head(status, headers) {
      isOpen = status === 101;
      socket.write(isOpen ? switching(request, headers['sec-websocket-protocol']) : refusal(status, headers));
    },
    write(chunk, taken) {
      if (!isOpen) return void socket.write(chunk, () => taken());
      for (const { channel, payload } of frames.push(chunk)) socket.write(binaryMessage(Buffer.concat([Buffer.from([channel]), payload])));
      socket.write('', () => taken());
    },
    end: () => void socket.end(isOpen ? closeMessage(normalClosure) : undefined),
  });
  const reader = new MessageReader({
    message: (payload) => exchange.send(frame(payload[0] ?? 0, new Uint8Array(payload.subarray(1)))),
    ping: (pong) => socket.write(pong),
    close: () => socket.end(closeMessage(normalClosure)),
  });
  socket.on('data', (chunk: Buffer) => reader.push(chunk));
  socket.on('close', () => exchange.close());
}

/** Clients since 1.31 open the streams of their ports by SPDY, and carry that in messages. */
function tunnel(live: LiveSession, request: BridgedRequest, socket: Duplex): void {
  socket.write(switching(request, tunnelProtocol));
  const connection = new SpdyConnection({
    write: (bytes) => void socket.write(binaryMessage(bytes)),
    end: () => void socket.end(closeMessage(normalClosure)),
  });
  const reader = new MessageReader({
    message: (payload) => pushSafely(connection, payload, socket),
    ping: (pong) => socket.write(pong),
    close: () => socket.end(closeMessage(normalClosure)),
  });
  forwardPorts(live, request, connection);
  socket.on('data', (chunk: Buffer) => reader.push(chunk));
  socket.on('close', () => connection.close());
}
