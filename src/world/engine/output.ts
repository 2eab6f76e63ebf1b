/** What terminals print, on its way to the page: at most so much unread, then time stands still until the page has caught up. */
import { concat } from '../../base/index.ts';
import type { FromEngine } from '../../client/index.ts';
import type { Terminals } from '../terminals.ts';

const UNREAD_MAX_BYTES = 262_144;

export class Output {
  private readonly unread = new Map<string, number>();
  private readonly post: (message: FromEngine) => void;
  private readonly hold: (held: boolean) => void;
  private readonly gathered = new Map<string, Uint8Array[]>();

  constructor(terminals: Terminals, post: (message: FromEngine) => void, hold: (held: boolean) => void) {
    this.post = post;
    this.hold = hold;
    terminals.output = ({ name }, bytes) => {
      this.unread.set(name, (this.unread.get(name) ?? 0) + bytes.length);
      this.gather(name, bytes.slice());
      this.update();
    };
    for (const { terminal, bytes } of terminals.takeKept()) this.gather(terminal.name, bytes);
  }

  credit(tty: string, bytes: number): void {
    this.unread.set(tty, Math.max(0, (this.unread.get(tty) ?? 0) - bytes));
    this.update();
  }

  /** Writes of one turn of the engine go in one message. */
  private gather(name: string, bytes: Uint8Array): void {
    const chunks = this.gathered.get(name);
    if (chunks) return void chunks.push(bytes);
    this.gathered.set(name, [bytes]);
    void Promise.resolve().then(() => this.flush());
  }

  /** Posts what was gathered. Rows that tell that a terminal waits for a line come after its prompt. */
  flush(): void {
    for (const [tty, chunks] of this.gathered) this.post({ type: 'output', tty, bytes: concat(chunks) });
    this.gathered.clear();
  }

  private update(): void {
    this.hold([...this.unread.values()].some((n) => n > UNREAD_MAX_BYTES));
  }
}
