/**
 * The door: how every request enters, whether from our kubectl, the page or a real client through the bridge.
 * A door is HTTP without the bytes on the wire: head and body apart, both able to stream both ways,
 * the head possibly later in virtual time. The network sets `peer` and `cause`; a client cannot.
 */
import { assert } from './assert.ts';
import { decodeUtf8 } from './utf8.ts';

export type Headers = Readonly<Record<string, string>>; // names in lower case

/** Who is calling, as the network and the listener's authentication know it. */
export interface Peer {
  readonly address: string;
  readonly user?: string;
  readonly groups?: readonly string[];
  /** As PEM, of a client that has shown one. */
  readonly certificate?: string;
  /** It speaks no TLS where the listener does. */
  readonly isPlain?: boolean;
}

export interface Request {
  readonly method: string;
  readonly path: string; // without the query
  readonly query: URLQuery;
  readonly headers: Headers;
  readonly body: Uint8Array; // a body known whole; what comes later arrives by call.input
  readonly peer: Peer;
  readonly cause: number; // trace id of the act that made this request; 0 when there is none
}

export type URLQuery = ReadonlyMap<string, readonly string[]>;

/** "?a=1&b=2", or nothing. */
export function printQuery(query: URLQuery): string {
  const pairs = [...query].flatMap(([name, values]) => values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`));
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** What the server does with one request. Written in the order head, write*, end. */
export interface Call {
  head(status: number, headers: Headers): void;
  /** False when the reader is behind: the writer should wait for `onDrain`. */
  write(chunk: Uint8Array): boolean;
  end(): void;
  /** What the client sends after the head (exec's stdin). `null` is its half-close. Answering false holds the rest back until `acceptInput`. */
  onInput(handler: (chunk: Uint8Array | null) => boolean | void): void;
  acceptInput(): void;
  /** The client has gone away, or the connection was cut. Called at most once. */
  onClose(handler: () => void): void;
  onDrain(handler: () => void): void;
}

export interface Door {
  open(request: Request, call: Call): void;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** Asks for an answer that the server gives in the same instant, and asserts that it did. */
export function ask(door: Door, request: Request): Answer {
  let status = 0;
  let headers: Headers = {};
  let ended = false;
  const chunks: Uint8Array[] = [];
  door.open(request, {
    head(s, h) {
      status = s;
      headers = h;
    },
    write(chunk) {
      chunks.push(chunk);
      return true;
    },
    end() {
      ended = true;
    },
    onInput() {},
    acceptInput() {},
    onClose() {},
    onDrain() {},
  });
  assert(ended, 'ask: the door did not answer in the same instant', { method: request.method, path: request.path });
  return { status, headers, body: concat(chunks) };
}

export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  let size = 0;
  for (const c of chunks) size += c.length;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const c of chunks) {
    whole.set(c, at);
    at += c.length;
  }
  return whole;
}

export function answerText(answer: Answer): string {
  return decodeUtf8(answer.body);
}
