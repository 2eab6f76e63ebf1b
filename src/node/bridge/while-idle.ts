/** Time for tests with real clients: it stands still while a client is busy, and runs fast when the client waits for something. */
import type { LiveSession } from './live-session.ts';

const idleMs = 60;
const stepMs = 100;
const everyMs = 5;

export class WhileIdle {
  private readonly live: LiveSession;
  private lastInput = Infinity;

  constructor(live: LiveSession) {
    this.live = live;
    live.onInput = () => void (this.lastInput = performance.now());
  }

  /** As long as `client` runs; what it does before its first request takes no time. */
  async during<T>(client: Promise<T>): Promise<T> {
    this.lastInput = Infinity;
    const timer = setInterval(() => {
      if (performance.now() - this.lastInput > idleMs) this.live.advance(stepMs);
    }, everyMs);
    try {
      return await client;
    } finally {
      clearInterval(timer);
    }
  }
}
