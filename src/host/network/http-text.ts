/**
 * A door behind a raw connection: HTTP/1 as text, for those who type it through nc or telnet. Requests between programs do
 * not pass here; they have no need of the bytes.
 */
import { concat, decodeUtf8, encodeUtf8, statusLine, type Headers, type Request } from '../../base/index.ts';
import type { Listener } from './listener.ts';
import type { Socket } from './socket.ts';

const HEAD_BYTES_MAX = 65_536;
const READ_MAX = 65_536;

interface Head {
  readonly method: string;
  readonly target: string;
  readonly version: string;
  readonly headers: Headers;
}

/** Serves one connection, request after request, until either side has had enough. */
export function serveText(listener: Listener, socket: Socket): void {
  socket.hold();
  new TextConnection(listener, socket).readOn();
}

class TextConnection {
  private readonly listener: Listener;
  private readonly socket: Socket;
  private pending: Uint8Array = new Uint8Array(0);
  private readonly unsent: Uint8Array[] = [];
  private atEnd = false;
  private busy = false; // a request is being answered
  private closing = false;
  private closed = false;
  private readonly stopWatching: () => void;
  private onGone: (() => void) | undefined;
  private onSpace: (() => void) | undefined;
  /** Who gets what comes after a request that has taken the connection for itself. */
  private onInput: ((chunk: Uint8Array | null) => boolean | void) | undefined;
  private held = false;

  constructor(listener: Listener, socket: Socket) {
    this.listener = listener;
    this.socket = socket;
    this.stopWatching = listener.process.closeOnExit(() => this.gone());
  }

  readOn(): void {
    if (this.closed) return;
    try {
      for (;;) {
        const bytes = this.socket.read(READ_MAX);
        if (bytes === undefined) break;
        if (bytes === null) {
          this.atEnd = true;
          if (!this.busy) this.close();
          return this.passOn();
        }
        this.pending = concat([this.pending, bytes]);
        if (this.onInput) this.passOn();
        else this.next();
        if (this.closed || this.held) return;
      }
    } catch {
      this.gone();
      return;
    }
    this.socket.onReadable(() => this.readOn());
  }

  /** To the door, unless that has enough for now. */
  private passOn(): void {
    if (!this.onInput || this.held) return;
    const { pending } = this;
    this.pending = new Uint8Array(0);
    if (pending.length > 0) this.held = this.onInput(pending) === false;
    if (this.atEnd && !this.held) this.onInput(null);
  }

  private resume(): void {
    if (!this.held) return;
    this.held = false;
    this.passOn();
    if (!this.atEnd && !this.held) this.readOn();
  }

  /** The next whole request of what has come. */
  private next(): void {
    if (this.busy || this.closing) return;
    const text = decodeUtf8(this.pending.subarray(0, HEAD_BYTES_MAX));
    const end = /\r?\n\r?\n/.exec(text);
    if (!end) {
      if (this.pending.length > HEAD_BYTES_MAX) this.refuse();
      return;
    }
    const head = parseHead(text.slice(0, end.index));
    if (!head) return this.refuse();
    const bodyStart = encodeUtf8(text.slice(0, end.index + end[0].length)).length;
    const length = Number(head.headers['content-length'] ?? 0);
    if (!Number.isSafeInteger(length) || length < 0) return this.refuse();
    if (this.pending.length < bodyStart + length) return;
    const body = this.pending.slice(bodyStart, bodyStart + length);
    this.pending = this.pending.slice(bodyStart + length);
    this.answer(head, body);
  }

  private answer(head: Head, body: Uint8Array): void {
    this.busy = true;
    const keep = head.version === 'HTTP/1.1' ? head.headers['connection'] !== 'close' : head.headers['connection'] === 'keep-alive';
    const upgrades = head.headers['upgrade'] !== undefined;
    let chunked = false;
    let started = false;
    const begin = (status: number, headers: Headers): void => {
      if (started) return;
      started = true;
      chunked = headers['content-length'] === undefined && head.version === 'HTTP/1.1' && status !== 101 && status !== 204 && status !== 304;
      const lines = [`HTTP/1.1 ${statusLine(status)}`, ...Object.entries(headers).map(([name, value]) => `${titled(name)}: ${value}`)];
      if (chunked) lines.push('Transfer-Encoding: chunked');
      if (status !== 101) lines.push(`Connection: ${keep ? 'keep-alive' : 'close'}`);
      this.send(encodeUtf8(`${lines.join('\r\n')}\r\n\r\n`));
    };
    const { process } = this.listener;
    const { path, query } = splitTarget(head.target);
    const request: Request = { method: head.method, path, query, headers: head.headers, body, peer: { address: this.socket.remote.replace(/:\d+$/, '') }, cause: process.host.trace.cause };
    this.listener.door!.open(request, {
      head: begin,
      write: (chunk) => {
        begin(200, {});
        if (chunk.length > 0) this.send(chunked ? concat([encodeUtf8(`${chunk.length.toString(16)}\r\n`), chunk, encodeUtf8('\r\n')]) : chunk);
        return this.unsent.length === 0;
      },
      end: () => {
        begin(200, {});
        if (chunked) this.send(encodeUtf8('0\r\n\r\n'));
        this.finished(keep && !upgrades);
      },
      onInput: (handler) => {
        if (!upgrades) return void handler(null);
        this.onInput = handler;
        this.passOn();
      },
      acceptInput: () => this.resume(),
      onClose: (handler) => (this.onGone = handler),
      onDrain: (handler) => (this.onSpace = handler),
    });
  }

  private finished(keep: boolean): void {
    this.busy = false;
    this.onGone = this.onSpace = this.onInput = undefined;
    if (!keep || this.atEnd) this.close();
    else this.next();
  }

  private refuse(): void {
    this.send(encodeUtf8('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'));
    this.close();
  }

  private send(bytes: Uint8Array): void {
    if (this.closed) return;
    this.unsent.push(bytes);
    if (this.unsent.length === 1) this.flush();
  }

  private flush(): void {
    try {
      while (this.unsent.length > 0) {
        const bytes = this.unsent[0]!;
        const taken = this.socket.write(bytes);
        if (taken < bytes.length) {
          this.unsent[0] = bytes.subarray(taken);
          this.socket.onWritable(() => this.flush());
          return;
        }
        this.unsent.shift();
      }
    } catch {
      this.gone();
      return;
    }
    if (this.closing) this.close();
    else this.onSpace?.();
  }

  private gone(): void {
    this.onGone?.();
    this.onGone = undefined;
    this.unsent.length = 0;
    this.close();
  }

  private close(): void {
    this.closing = true;
    if (this.closed || this.unsent.length > 0) return;
    this.closed = true;
    this.stopWatching();
    this.socket.release();
  }
}

function parseHead(text: string): Head | undefined {
  const [first = '', ...lines] = text.split(/\r?\n/);
  const match = /^([A-Z]+) (\S+) (HTTP\/1\.[01])$/.exec(first);
  if (!match) return undefined;
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) return undefined;
    headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { method: match[1]!, target: match[2]!, version: match[3]!, headers };
}

function splitTarget(target: string): { readonly path: string; readonly query: ReadonlyMap<string, readonly string[]> } {
  const mark = target.indexOf('?');
  const query = new Map<string, string[]>();
  for (const pair of mark < 0 ? [] : target.slice(mark + 1).split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decoded(equals < 0 ? pair : pair.slice(0, equals));
    const values = query.get(name);
    const value = equals < 0 ? '' : decoded(pair.slice(equals + 1));
    if (values) values.push(value);
    else query.set(name, [value]);
  }
  return { path: mark < 0 ? target : target.slice(0, mark), query };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** content-type is Content-Type on the wire. */
function titled(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (letters) => letters.toUpperCase());
}
