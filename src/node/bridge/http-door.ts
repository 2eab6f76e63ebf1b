/** Real HTTP before a door: requests of clients on this machine become calls of the world, and the answers bytes again. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { FrameReader, frame, type Call, type Door, type Headers, type Request } from '../../base/index.ts';
import { decodeProtobuf, protobufType } from './protobuf.ts';
import { acceptKey, binaryMessage, closeMessage, MessageReader } from './message-frames.ts';

/** What the bridge needs of the world: a door, at this moment, and a turn in which it is asked. */
export interface BridgedWorld {
  door(): Door | undefined;
  /** Runs `act` as an event of the world, and what follows from it in the same instant. */
  turn(act: () => void): void;
}

/** Hop-by-hop headers, which mean the real connection and not the world's. */
const ownHeaders = new Set(['connection', 'transfer-encoding', 'content-length', 'keep-alive', 'upgrade']);
const unreachable = 'the server behind the bridge does not listen now\n';

export function makeHttpServer(world: BridgedWorld): Server {
  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => answer(world, asJson(requestOf(message, Buffer.concat(chunks))), response));
  });
  server.on('upgrade', (message: IncomingMessage, socket: Duplex) => upgrade(world, requestOf(message, Buffer.alloc(0)), message, socket));
  return server;
}

function requestOf(message: IncomingMessage, body: Buffer): Request {
  const url = new URL(message.url ?? '/', 'http://bridge');
  const query = new Map<string, string[]>();
  for (const [name, value] of url.searchParams) query.set(name, [...(query.get(name) ?? []), value]);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  return { method: message.method ?? 'GET', path: decodePath(url.pathname), query, headers, body: new Uint8Array(body), peer: { address: '127.0.0.1' }, cause: 0 };
}

/** The door reads JSON; what it cannot be told it refuses itself. */
function asJson(request: Request): Request {
  if (!(request.headers['content-type'] ?? '').startsWith(protobufType)) return request;
  try {
    const text = JSON.stringify(decodeProtobuf(Buffer.from(request.body)));
    return { ...request, headers: { ...request.headers, 'content-type': 'application/json' }, body: new TextEncoder().encode(text) };
  } catch {
    return request;
  }
}

function decodePath(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

function answer(world: BridgedWorld, request: Request, response: ServerResponse): void {
  const door = world.door();
  if (!door) {
    response.writeHead(503, { 'content-type': 'text/plain' }).end(unreachable);
    return;
  }
  let closed: (() => void) | undefined;
  let drained: (() => void) | undefined;
  response.on('close', () => world.turn(() => closed?.()));
  response.on('drain', () => world.turn(() => drained?.()));
  const call: Call = {
    head(status, headers) {
      response.writeHead(status, outward(headers));
      response.flushHeaders();
    },
    write: (chunk) => response.write(chunk),
    end: () => void response.end(),
    onInput() {},
    acceptInput() {},
    onClose: (handler) => void (closed = handler),
    onDrain: (handler) => void (drained = handler),
  };
  world.turn(() => door.open(request, call));
}

function outward(headers: Headers): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ownHeaders.has(name)));
}

/** WebSocket: a message is a frame of the channel protocol, its first byte the channel. */
function upgrade(world: BridgedWorld, request: Request, message: IncomingMessage, socket: Duplex): void {
  const door = world.door();
  const key = message.headers['sec-websocket-key'];
  if (!door || key === undefined) {
    socket.end('HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\nonly WebSocket is spoken here\n');
    return;
  }
  let input: ((chunk: Uint8Array | null) => boolean | void) | undefined;
  let closed: (() => void) | undefined;
  let isSocket = false;
  const frames = new FrameReader();
  const reader = new MessageReader({
    message: (payload) => world.turn(() => void input?.(frame(payload[0] ?? 0, new Uint8Array(payload.subarray(1))))),
    ping: (pong) => socket.write(pong),
    close: () => socket.end(closeMessage(1000)),
  });
  socket.on('data', (chunk: Buffer) => reader.push(chunk));
  socket.on('error', () => socket.destroy());
  socket.on('close', () => world.turn(() => closed?.()));
  const call: Call = {
    head(status, headers) {
      isSocket = status === 101;
      const protocol = headers['sec-websocket-protocol'];
      const lines = isSocket
        ? ['HTTP/1.1 101 Switching Protocols', 'upgrade: websocket', 'connection: Upgrade', `sec-websocket-accept: ${acceptKey(key)}`, ...(protocol === undefined ? [] : [`sec-websocket-protocol: ${protocol}`])]
        : [`HTTP/1.1 ${status} Refused`, 'connection: close', `content-type: ${headers['content-type'] ?? 'text/plain'}`];
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    },
    write(chunk) {
      if (!isSocket) return socket.write(chunk);
      let more = true;
      for (const { channel, payload } of frames.push(chunk)) more = socket.write(binaryMessage(Buffer.concat([Buffer.from([channel]), payload])));
      return more;
    },
    end: () => void socket.end(isSocket ? closeMessage(1000) : undefined),
    onInput: (handler) => void (input = handler),
    acceptInput() {},
    onClose: (handler) => void (closed = handler),
    onDrain: (handler) => void socket.on('drain', () => world.turn(handler)),
  };
  world.turn(() => door.open(request, call));
}
