/**
 * Requests to a listener that takes raw connections (a forwarder, nc -l): spoken over one as HTTP/1 text, so that a client gets
 * through a pipe that knows nothing of requests. One request a connection; with `upgrade` it stays one for both ways.
 */
import { concat, decodeUtf8, encodeUtf8, printQuery, type Call, type Door, type Headers, type Request } from '../../base/index.ts';
import type { Listener } from './listener.ts';
import type { NetStack } from './net-stack.ts';
import { socketPair, type Socket } from './socket.ts';

const READ_MAX = 65_536;

/** `broken` is told when the other side ends without an answer. */
export function rawDoor(listener: Listener, from: NetStack, broken: () => void): Door {
  return {
    open(request, call) {
      const { process, namespace, address, port } = listener;
      const [client, server] = socketPair(from, namespace.stack, { client: `${request.peer.address}:0`, server: `${address}:${port}` }, process.host.nextFileId());
      client.hold();
      listener.offer(server);
      new TextExchange(client, call, broken).begin(request, `${address}:${port}`);
    },
  };
}

class TextExchange {
  private readonly socket: Socket;
  private readonly call: Call;
  private readonly broken: () => void;
  private unsent: Uint8Array;
  private pending: Uint8Array = new Uint8Array(0);
  private left: number | 'chunks' | 'all' | undefined; // of the body; undefined before the head
  private over = false;
  private inputEnded = false;
  private waiting = false; // for room to send

  constructor(socket: Socket, call: Call, broken: () => void) {
    this.socket = socket;
    this.broken = broken;
    this.call = call;
    this.unsent = new Uint8Array(0);
    call.onClose(() => this.close());
  }

  begin(request: Request, host: string): void {
    this.unsent = concat([encodeUtf8(headText(request, host)), request.body]);
    this.flush();
    if (request.headers['upgrade'] !== undefined) this.call.onInput((chunk) => this.typed(chunk));
    this.readOn();
  }

  private typed(chunk: Uint8Array | null): boolean {
    if (chunk === null) this.inputEnded = true;
    else this.unsent = concat([this.unsent, chunk]);
    if (!this.waiting) this.flush();
    return this.unsent.length === 0;
  }

  private flush(): void {
    try {
      while (this.unsent.length > 0) {
        const taken = this.socket.write(this.unsent);
        this.unsent = this.unsent.subarray(taken);
        if (taken > 0) continue;
        this.waiting = true;
        this.socket.onWritable(() => {
          this.waiting = false;
          this.flush();
          if (this.unsent.length === 0) this.call.acceptInput();
        });
        return;
      }
      if (this.inputEnded) this.socket.shutdown();
    } catch {
      // Its other end is gone: the reading side tells.
    }
  }

  private readOn(): void {
    while (!this.over) {
      let bytes: Uint8Array | null | undefined;
      try {
        bytes = this.socket.read(READ_MAX);
      } catch {
        bytes = null;
      }
      if (bytes === undefined) return void this.socket.onReadable(() => this.readOn());
      if (bytes === null) return this.finish();
      this.pending = concat([this.pending, bytes]);
      this.take();
    }
  }

  private take(): void {
    if (this.left === undefined && !this.takeHead()) return;
    if (this.left === 'chunks') return this.takeChunks();
    const bytes = typeof this.left === 'number' ? this.pending.subarray(0, this.left) : this.pending;
    if (bytes.length > 0) this.call.write(bytes.slice());
    this.pending = this.pending.subarray(bytes.length);
    if (typeof this.left === 'number') this.left -= bytes.length;
    if (this.left === 0) this.finish();
  }

  private takeHead(): boolean {
    const text = decodeUtf8(this.pending);
    const end = /\r?\n\r?\n/.exec(text);
    if (!end) return false;
    const [first = '', ...lines] = text.slice(0, end.index).split(/\r?\n/);
    const headers: Record<string, string> = {};
    for (const line of lines) headers[line.slice(0, line.indexOf(':')).trim().toLowerCase()] = line.slice(line.indexOf(':') + 1).trim();
    const { 'transfer-encoding': coding, connection: _, ...rest } = headers;
    this.pending = this.pending.subarray(encodeUtf8(text.slice(0, end.index + end[0].length)).length);
    this.left = coding === 'chunked' ? 'chunks' : rest['content-length'] === undefined ? 'all' : Number(rest['content-length']);
    this.call.head(Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1] ?? '502'), rest);
    return true;
  }

  private takeChunks(): void {
    for (;;) {
      const line = /^([0-9a-fA-F]+)\r\n/.exec(decodeUtf8(this.pending.subarray(0, 20)));
      if (!line) return;
      const length = Number.parseInt(line[1]!, 16);
      const end = line[0].length + length + 2;
      if (this.pending.length < end) return;
      if (length === 0) return this.finish();
      this.call.write(this.pending.slice(line[0].length, end - 2));
      this.pending = this.pending.subarray(end);
    }
  }

  private finish(): void {
    if (this.over) return;
    if (this.left === undefined) this.broken();
    else this.call.end();
    this.close();
  }

  private close(): void {
    if (this.over) return;
    this.over = true;
    this.socket.release();
  }
}

function headText({ method, path, query, headers, body }: Request, host: string): string {
  const sent: Headers = { host, ...headers, ...(headers['upgrade'] === undefined && { connection: 'close' }), ...(body.length > 0 && { 'content-length': String(body.length) }) };
  const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path}${printQuery(query)} HTTP/1.1\r\n${lines.join('')}\r\n`;
}
