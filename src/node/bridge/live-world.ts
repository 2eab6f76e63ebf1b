/** A world that runs by the wall clock, as long as somebody holds it: what a bridge leads to. */
import { apiDoor, type Session } from '../../world/index.ts';
import type { Door } from '../../base/index.ts';
import type { BridgedWorld } from './http-door.ts';

const tickMs = 10;
/** After a pause of the machine the world goes on from where it was. */
const catchUpMs = 200;
const stepsMax = 1_000_000;

export class LiveWorld implements BridgedWorld {
  private readonly session: Session;
  private readonly timer: NodeJS.Timeout;
  private lastMs = performance.now();

  constructor(session: Session) {
    this.session = session;
    this.timer = setInterval(() => this.tick(), tickMs);
  }

  door(): Door | undefined {
    return apiDoor(this.session.world);
  }

  turn(act: () => void): void {
    const { clock } = this.session.world;
    clock.after(0, 'bridge', act);
    clock.run(clock.now, { stepsMax });
  }

  close(): void {
    clearInterval(this.timer);
  }

  private tick(): void {
    const now = performance.now();
    const { clock } = this.session.world;
    clock.run(clock.now + Math.min(Math.floor(now - this.lastMs), catchUpMs), { stepsMax });
    this.lastMs = now;
  }
}
