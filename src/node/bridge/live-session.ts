/** A session as the bridge needs it: what clients do becomes its inputs, one after the other, and what it answers goes back to them. */
import { encodeBase64, type Headers } from '../../base/index.ts';
import type { Input } from '../../client/index.ts';
import { outsideWindowBytes, type Session } from '../../world/index.ts';

export interface BridgedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: ReadonlyMap<string, readonly string[]>;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** Where an answer goes. `taken` is to be called when the client has the chunk. */
export interface Answering {
  head(status: number, headers: Headers): void;
  write(chunk: Uint8Array, taken: () => void): void;
  end(): void;
}

/** The client's side of a call that is under way. */
export interface Exchange {
  send(chunk: Uint8Array | null): void;
  close(): void;
}

/** Whoever reaches the bridge is this, unless a token or a header says otherwise. */
const administrator = 'kubernetes-admin';
const stepsMax = 1_000_000;

export class LiveSession {
  readonly session: Session;
  /** Called after each input. */
  onInput: () => void = () => {};
  private readonly answering = new Map<number, Answering>();
  private readonly read = new Map<number, number>();
  private readonly waiting: Input[] = [];
  private isRunning = false;
  private lastId = 0;

  constructor(session: Session) {
    this.session = session;
    session.world.outside.listener = {
      head: (id, status, headers) => this.answering.get(id)?.head(status, headers),
      write: (id, chunk) => this.answering.get(id)?.write(chunk, () => this.taken(id, chunk.length)),
      end: (id) => {
        const answering = this.answering.get(id);
        this.forget(id);
        answering?.end();
      },
    };
  }

  open({ method, path, query, headers, body }: BridgedRequest, answering: Answering): Exchange {
    const id = ++this.lastId;
    this.answering.set(id, answering);
    this.feed({ do: 'request', id, request: { method, path, query: [...query], headers, body: encodeBase64(body), user: administrator } });
    return {
      send: (chunk) => {
        if (this.answering.has(id)) this.feed({ do: 'request-sent', id, bytes: chunk === null ? null : encodeBase64(chunk) });
      },
      close: () => {
        if (!this.answering.has(id)) return;
        this.forget(id);
        this.feed({ do: 'request-closed', id });
      },
    };
  }

  /** Whether somebody waits for an answer, or for more of one. */
  get isAsked(): boolean {
    return this.answering.size > 0;
  }

  /** Lets time pass. */
  advance(ms: number): void {
    const { clock } = this.session.world;
    this.isRunning = true;
    clock.run(clock.now + ms, { stepsMax });
    this.isRunning = false;
    this.drain();
  }

  /** What an answer leads to at once comes in behind it: no input lies within an event. */
  private feed(input: Input): void {
    this.waiting.push(input);
    if (!this.isRunning) this.drain();
  }

  private drain(): void {
    const { clock } = this.session.world;
    for (let input = this.waiting.shift(); input !== undefined; input = this.waiting.shift()) {
      this.isRunning = true;
      this.session.feed(input);
      clock.run(clock.now, { stepsMax });
      this.isRunning = false;
      this.onInput();
    }
  }

  /** Told in big pieces: a session remembers every input. */
  private taken(id: number, bytes: number): void {
    if (!this.answering.has(id)) return;
    const count = (this.read.get(id) ?? 0) + bytes;
    if (count < outsideWindowBytes / 4) return void this.read.set(id, count);
    this.read.delete(id);
    this.feed({ do: 'request-read', id, count });
  }

  private forget(id: number): void {
    this.answering.delete(id);
    this.read.delete(id);
  }
}
