/** Exec, attach and port-forward as clients before 1.30 ask for them: HTTP that becomes SPDY, a stream for each channel. */
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { channels, frame, FrameReader, type Headers } from '../../base/index.ts';
import type { BridgedRequest, LiveSession } from './live-session.ts';
import { SpdyConnection, type SpdyStream } from './spdy-connection.ts';
import { forwardPorts } from './spdy-forward.ts';

export const spdyUpgrade = 'spdy/3.1';
const execProtocol = 'v4.channel.k8s.io';
const forwardProtocol = 'portforward.k8s.io';
/** A client that has heard the end closes by itself; this is for one that does not. */
const lingerMs = 2_000;

export function refusal(status: number, headers: Headers): string {
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, 'connection: close', `content-type: ${headers['content-type'] ?? 'text/plain'}`, '', ''].join('\r\n');
}

export function answerOverSpdy(live: LiveSession, request: BridgedRequest, socket: Duplex): void {
  const asked = (request.headers['x-stream-protocol-version'] ?? '').split(',').map((protocol) => protocol.trim());
  const connection = new SpdyConnection({
    write: (bytes) => void socket.write(bytes),
    end: () => void setTimeout(() => socket.end(), lingerMs).unref(),
  });
  if (asked.includes(forwardProtocol)) {
    socket.write(switching(forwardProtocol));
    forwardPorts(live, request, connection);
  } else if (asked.includes(execProtocol)) carryChannels(live, request, connection, socket);
  else {
    socket.end(`${refusal(403, {})}unable to upgrade: unable to negotiate protocol: client supports [${asked.join(' ')}], server accepts [${execProtocol}]\n`);
    return;
  }
  socket.on('data', (chunk: Buffer) => pushSafely(connection, chunk, socket));
  socket.on('close', () => connection.close());
}

/** What is no SPDY ends the connection. */
export function pushSafely(connection: SpdyConnection, chunk: Buffer, socket: Duplex): void {
  try {
    connection.push(chunk);
  } catch {
    socket.destroy();
  }
}

function switching(protocol: string): string {
  return ['HTTP/1.1 101 Switching Protocols', 'connection: Upgrade', 'upgrade: SPDY/3.1', `x-stream-protocol-version: ${protocol}`, '', ''].join('\r\n');
}

const isYes = (value: string | undefined): boolean => value === 'true' || value === '1';

const channelOf = new Map<string, number>(Object.entries(channels));

function carryChannels(live: LiveSession, request: BridgedRequest, connection: SpdyConnection, socket: Duplex): void {
  const streams = new Map<number, SpdyStream>();
  const early = new Map<number, Uint8Array[]>(); // what came before the client had opened its stream
  const frames = new FrameReader();
  let isOpen = false;
  let hasEnded = false;
  const expected = 1 + ['stdin', 'stdout', 'stderr', 'tty'].filter((name) => isYes(request.query.get(name)?.[0])).length; // errors, and a terminal's size
  const endIfAll = (): void => {
    if (!hasEnded || streams.size < expected) return;
    for (const stream of streams.values()) stream.end();
    connection.end();
  };
  const exchange = live.open(request, {
    head(status, headers) {
      isOpen = status === 101;
      socket.write(isOpen ? switching(execProtocol) : refusal(status, headers));
    },
    write(chunk, taken) {
      if (!isOpen) return void socket.write(chunk, () => taken());
      for (const { channel, payload } of frames.push(chunk)) {
        const stream = streams.get(channel);
        if (stream) stream.write(payload);
        else early.set(channel, [...(early.get(channel) ?? []), payload.slice()]);
      }
      socket.write('', () => taken());
    },
    end() {
      hasEnded = true;
      if (isOpen) endIfAll();
      else socket.end();
    },
  });
  connection.onStream = (stream) => {
    const channel = channelOf.get(stream.headers.get('streamtype') ?? '');
    if (channel === undefined) return;
    streams.set(channel, stream);
    for (const payload of early.get(channel) ?? []) stream.write(payload);
    early.delete(channel);
    stream.handler = {
      data: (bytes) => exchange.send(frame(channel, new Uint8Array(bytes))),
      ended: () => void (channel === channels.stdin && exchange.send(frame(channels.close, new Uint8Array([channel])))),
    };
    endIfAll();
  };
  connection.onClose = () => exchange.close();
}

