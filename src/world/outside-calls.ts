/**
 * Calls of real clients, which come to the API server's door through a bridge. All that a client does is an input, and how
 * far it has read too: only so does a replay, which nobody reads, hold the writers back where the live session did.
 */
import { decodeBase64, type Call, type Door, type Headers, type Request } from '../base/index.ts';
import type { OutsideRequest } from '../client/index.ts';

/** Who carries the answers to the client. */
export interface OutsideListener {
  head(id: number, status: number, headers: Headers): void;
  write(id: number, chunk: Uint8Array): void;
  end(id: number): void;
}

export const outsideWindowBytes = 1 << 20;
const nobody: OutsideListener = { head() {}, write() {}, end() {} };

export class OutsideCalls {
  listener: OutsideListener = nobody;
  private readonly door: () => Door | undefined;
  private readonly calls = new Map<number, OutsideCall>();

  constructor(door: () => Door | undefined) {
    this.door = door;
  }

  open(id: number, asked: OutsideRequest): void {
    const door = this.door();
    if (!door) {
      this.listener.head(id, 503, { 'content-type': 'text/plain' });
      this.listener.end(id);
      return;
    }
    const call = new OutsideCall(id, this.listener, () => this.calls.delete(id));
    this.calls.set(id, call);
    const { method, path, headers, user } = asked;
    const request: Request = { method, path, headers, query: new Map(asked.query), body: bytesOf(asked.body), peer: { address: '127.0.0.1', user }, cause: 0 };
    door.open(request, call);
  }

  send(id: number, base64: string | null): void {
    this.calls.get(id)?.receive(base64 === null ? null : bytesOf(base64));
  }

  read(id: number, bytes: number): void {
    this.calls.get(id)?.read(bytes);
  }

  close(id: number): void {
    this.calls.get(id)?.close();
    this.calls.delete(id);
  }
}

function bytesOf(base64: string): Uint8Array {
  const answer = decodeBase64(base64);
  return 'bytes' in answer ? answer.bytes : new Uint8Array(0);
}

class OutsideCall implements Call {
  private readonly id: number;
  private readonly listener: OutsideListener;
  private readonly ended: () => void;
  private unread = 0;
  private held: (Uint8Array | null)[] = [];
  private takesInput = true;
  private input: ((chunk: Uint8Array | null) => boolean | void) | undefined;
  private closed: () => void = () => {};
  private drained: () => void = () => {};

  constructor(id: number, listener: OutsideListener, ended: () => void) {
    this.id = id;
    this.listener = listener;
    this.ended = ended;
  }

  head(status: number, headers: Headers): void {
    this.listener.head(this.id, status, headers);
  }

  write(chunk: Uint8Array): boolean {
    this.unread += chunk.length;
    this.listener.write(this.id, chunk.slice());
    return this.unread < outsideWindowBytes;
  }

  end(): void {
    this.ended();
    this.listener.end(this.id);
  }

  onInput(handler: (chunk: Uint8Array | null) => boolean | void): void {
    this.input = handler;
    this.flush();
  }

  acceptInput(): void {
    this.takesInput = true;
    this.flush();
  }

  onClose(handler: () => void): void {
    this.closed = handler;
  }

  onDrain(handler: () => void): void {
    this.drained = handler;
  }

  receive(chunk: Uint8Array | null): void {
    this.held.push(chunk);
    this.flush();
  }

  read(bytes: number): void {
    const wasFull = this.unread >= outsideWindowBytes;
    this.unread -= bytes;
    if (wasFull && this.unread < outsideWindowBytes) this.drained();
  }

  close(): void {
    this.closed();
  }

  private flush(): void {
    while (this.input && this.takesInput && this.held.length > 0) this.takesInput = this.input(this.held.shift()!) !== false;
  }
}
