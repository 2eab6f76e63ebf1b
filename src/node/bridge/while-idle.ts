/** Time for tests with real clients: it stands still while a client is busy, and runs fast when the client waits for something. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { LiveSession } from './live-session.ts';
import type { Ran, Running } from './run-client.ts';

const idleMs = 60;
const unaskedMs = 2_000; // a client that has no answer to wait for is about to ask, or sleeps between two questions
const stepMs = 100;
const everyMs = 5;

export class WhileIdle {
  private readonly live: LiveSession;
  private lastInput = Infinity;

  constructor(live: LiveSession) {
    this.live = live;
    live.onInput = () => void (this.lastInput = performance.now());
  }

  /** As long as the client runs; what it does before its first request takes no time. */
  async during({ process, ended }: Running): Promise<Ran> {
    this.lastInput = Infinity;
    let ticks = '';
    const timer = setInterval(() => {
      const now = cpuOf(process.pid);
      if (now !== ticks && this.lastInput < Infinity) this.lastInput = performance.now();
      ticks = now;
      if (performance.now() - this.lastInput > (this.live.isAsked ? idleMs : unaskedMs)) this.live.advance(stepMs);
    }, everyMs);
    try {
      return await ended;
    } finally {
      clearInterval(timer);
    }
  }
}

/** What a process has computed, and whether it is about to: where that cannot be seen, silence alone must do. */
function cpuOf(pid: number | undefined): string {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) return '';
  try {
    const stats = readdirSync(tasks).map((task) => readFileSync(`${tasks}/${task}/stat`, 'utf8').split(') ')[1]!.split(' '));
    if (stats.some(([state]) => state === 'R' || state === 'D')) return `running ${performance.now()}`;
    return stats.map((fields) => `${fields[11]} ${fields[12]}`).join(' ');
  } catch {
    return ''; // it has just ended
  }
}
