// Bytes of terminals between engine and pane: kept until a pane has drawn them, and only then credited, so that `yes` waits for
// the eye. Lines that a button wants typed go the same way round: the pane shows them as typed, and without a pane they are sent.

export interface TerminalPort {
  /** Draws bytes and calls `drawn` when they are on the screen. */
  write(bytes: Uint8Array, drawn: () => void): void;
  /** Types a line as if by hand: shown, kept in the history, sent. */
  type(text: string): void;
}

export interface FeedEngine {
  credit(tty: string, bytes: number): void;
  line(tty: string, text: string): void;
}

const KEPT_BYTES = 1 << 20; // of a terminal nobody has shown yet

interface Waiting {
  chunks: Uint8Array[];
  bytes: number;
  credited: number; // of `bytes`, given without being drawn while nobody shows the terminal
}

export class TerminalFeed {
  private readonly engine: FeedEngine;
  private readonly ports = new Map<string, TerminalPort>();
  private readonly waiting = new Map<string, Waiting>();
  private readonly awaiting = new Map<string, string[]>(); // lines for a pane that is about to be there
  private readonly typed = new Map<string, string[]>(); // lines typed before the pane was there, to be shown by it

  constructor(engine: FeedEngine) {
    this.engine = engine;
  }

  receive(tty: string, bytes: Uint8Array): void {
    const port = this.ports.get(tty);
    if (port) return port.write(bytes, () => this.engine.credit(tty, bytes.length));
    const w = this.waiting.get(tty) ?? { chunks: [], bytes: 0, credited: 0 };
    this.waiting.set(tty, w);
    w.chunks.push(bytes);
    w.bytes += bytes.length;
    // A hidden terminal goes on working up to what is kept, then its writer waits as before a slow screen.
    if (w.bytes > KEPT_BYTES) return;
    w.credited += bytes.length;
    this.engine.credit(tty, bytes.length);
  }

  attach(tty: string, port: TerminalPort): () => void {
    this.ports.set(tty, port);
    const w = this.waiting.get(tty);
    this.waiting.delete(tty);
    const lines = this.awaiting.get(tty) ?? [];
    this.awaiting.delete(tty);
    if (w) {
      let owed = w.bytes - w.credited;
      for (const chunk of w.chunks) {
        port.write(chunk, () => {
          const credit = Math.min(owed, chunk.length);
          owed -= credit;
          if (credit > 0) this.engine.credit(tty, credit);
        });
      }
    }
    for (const line of lines) port.type(line);
    return () => {
      if (this.ports.get(tty) === port) this.ports.delete(tty);
    };
  }

  /** What a button types into a terminal. */
  type(tty: string, text: string): void {
    const port = this.ports.get(tty);
    if (port) return port.type(text);
    // Nobody shows the terminal: its line is echoed into what waits, as the pane would have done.
    this.echo(tty, text);
    this.engine.line(tty, text);
  }

  /** Types a line as soon as the terminal is shown. */
  typeWhenShown(tty: string, text: string): void {
    const port = this.ports.get(tty);
    if (port) port.type(text);
    else this.awaiting.set(tty, [...(this.awaiting.get(tty) ?? []), text]);
  }

  forget(tty: string): void {
    this.awaiting.delete(tty);
    this.ports.delete(tty);
    this.waiting.delete(tty);
    this.typed.delete(tty);
  }

  /** Lines sent while no pane was there, for its history; each is handed out once. */
  takeTyped(tty: string): readonly string[] {
    const lines = this.typed.get(tty) ?? [];
    this.typed.delete(tty);
    return lines;
  }

  private echo(tty: string, text: string): void {
    this.typed.set(tty, [...(this.typed.get(tty) ?? []), text]);
    const bytes = new TextEncoder().encode(`${text}\r\n`);
    const w = this.waiting.get(tty) ?? { chunks: [], bytes: 0, credited: 0 };
    this.waiting.set(tty, w);
    w.chunks.push(bytes);
    w.bytes += bytes.length;
    w.credited += bytes.length;
  }
}
