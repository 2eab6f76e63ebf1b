/** Real HTTP before a session: requests of clients on this machine become its inputs, and the answers bytes again. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Headers } from '../../base/index.ts';
import { answerOverSpdy, refusal, spdyUpgrade } from './spdy-upgrade.ts';
import type { Answering, BridgedRequest, LiveSession } from './live-session.ts';
import { encodeOpenApi, openApiProtobuf } from './open-api-protobuf.ts';
import { decodeProtobuf, protobufType } from './protobuf.ts';
import { answerWebSocket } from './web-socket.ts';

/** Hop-by-hop headers, which mean the real connection and not the world's. */
const ownHeaders = new Set(['connection', 'transfer-encoding', 'content-length', 'keep-alive', 'upgrade']);

/** A client uses a connection again after a while: one that is closed at that moment fails its request. Those of Go close theirs after 90 s. */
const keepAliveTimeout = 120_000;

export function makeHttpServer(live: LiveSession): Server {
  const server = createServer({ keepAliveTimeout }, (message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => answer(live, asJson(requestOf(message, Buffer.concat(chunks))), response));
  });
  server.on('upgrade', (message: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => socket.destroy());
    const request = requestOf(message, Buffer.alloc(0));
    const wanted = (request.headers['upgrade'] ?? '').toLowerCase();
    if (wanted === spdyUpgrade) answerOverSpdy(live, request, socket);
    else if (wanted === 'websocket' && request.headers['sec-websocket-key'] !== undefined) answerWebSocket(live, request, socket);
    else socket.end(`${refusal(403, {})}unable to upgrade: unknown protocol\n`);
  });
  return server;
}

function requestOf(message: IncomingMessage, body: Buffer): BridgedRequest {
  const url = new URL(message.url ?? '/', 'http://bridge');
  const query = new Map<string, string[]>();
  for (const [name, value] of url.searchParams) query.set(name, [...(query.get(name) ?? []), value]);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  return { method: message.method ?? 'GET', path: decodePath(url.pathname), query, headers, body: new Uint8Array(body) };
}

/** The door reads JSON; what it cannot be told it refuses itself. */
function asJson(request: BridgedRequest): BridgedRequest {
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

function answer(live: LiveSession, request: BridgedRequest, response: ServerResponse): void {
  const wantsProtobuf = request.path === '/openapi/v2' && (request.headers['accept'] ?? '').includes(openApiProtobuf);
  const exchange = live.open(request, wantsProtobuf ? asOpenApiProtobuf(response) : streamed(response));
  response.on('close', () => exchange.close());
}

function streamed(response: ServerResponse): Answering {
  return {
    head(status, headers) {
      response.writeHead(status, outward(headers));
      response.flushHeaders();
    },
    write: (chunk, taken) => void response.write(chunk, () => taken()),
    end: () => void response.end(),
  };
}

/** Clients before 1.24 read this document in no other form. */
function asOpenApiProtobuf(response: ServerResponse): Answering {
  const chunks: Uint8Array[] = [];
  let status = 200;
  let headers: Headers = {};
  return {
    head: (code, given) => {
      status = code;
      headers = given;
    },
    write: (chunk, taken) => {
      chunks.push(chunk);
      taken();
    },
    end() {
      const body = Buffer.concat(chunks);
      if (status !== 200) response.writeHead(status, outward(headers)).end(body);
      else response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(encodeOpenApi(JSON.parse(body.toString())));
    },
  };
}

function outward(headers: Headers): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ownHeaders.has(name)));
}
