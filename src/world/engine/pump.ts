/**
 * The pump: how wall time becomes virtual time. Play catches up at most 100 ms × speed a tick; pause stops time but not
 * causality; settling goes as fast as it can, in slices, so that messages are heard in between.
 */
import { parseRfc3339 } from '../../base/index.ts';
import type { KubeObject } from '../../kube/index.ts';
import type { Session, LoadAsset } from '../session.ts';
import { SETTLE, Unrest } from '../settle.ts';
import type { World } from '../world.ts';

/** Wall time, handed in by whoever runs the engine: a Worker, a test. */
export interface WallTime {
  nowMs(): number;
  later(ms: number, run: () => void): void;
}

export interface PumpEvents {
  /** After every slice: rows may be sent. */
  ran(): void;
  /** Settling goes on, or is done. */
  settling(doneMs: number, ofMs: number, done: boolean, hottest: readonly string[]): void;
  failed(error: unknown): void;
}

type Settling = { readonly startMs: number; readonly untilMs: number };

const TICK_MS = 16; // wall
const SLICE_MS = 12; // wall
const SLICE_STEPS = 500;
const CATCH_UP_MS = 100; // wall
const HEARTBEATS = ['leases.coordination.k8s.io/', 'events/'];

export class Pump {
  private readonly session: Session;
  private readonly time: WallTime;
  private readonly load: LoadAsset;
  private readonly events: PumpEvents;
  private lastWallMs: number;
  private targetMs: number;
  private settling: Settling | undefined;
  private stopped = false;
  playing = false;
  speed = 1;
  /** While true time stands still: a terminal on the page is behind. */
  held = false;
  settled = false;
  private readonly unrest: Unrest;

  constructor(session: Session, time: WallTime, load: LoadAsset, events: PumpEvents) {
    this.session = session;
    this.time = time;
    this.load = load;
    this.events = events;
    this.lastWallMs = time.nowMs();
    this.targetMs = this.world.clock.now;
    this.unrest = makeUnrest(this.world);
  }

  start(): void {
    void this.tick();
  }

  stop(): void {
    this.stopped = true;
    this.endSettling([]);
    this.unrest.stop();
  }

  /** Runs what is due now, so that an input shows at once even while paused. */
  kick(): void {
    this.runSlice(this.world.clock.now);
    this.events.ran();
  }

  setPlaying(playing: boolean): void {
    this.playing = playing;
    this.lastWallMs = this.time.nowMs();
    this.targetMs = this.world.clock.now;
  }

  stepEvent(): void {
    this.setPlaying(false);
    const { clock } = this.world;
    clock.run(Infinity, { stepsMax: 1 });
    this.targetMs = clock.now;
    this.events.ran();
  }

  /** To the end of the event in which the next act is recorded, at most a virtual hour ahead. */
  stepAct(): void {
    this.setPlaying(false);
    const { clock, trace } = this.world;
    const stop = trace.observe(() => clock.stop());
    clock.run(clock.now + 3_600_000, { stepsMax: 1_000_000 });
    stop();
    this.targetMs = clock.now;
    this.events.ran();
  }

  settle(): void {
    this.endSettling([]);
    const { now } = this.world.clock;
    this.settling = { startMs: now, untilMs: now + SETTLE.maxMs };
    this.unrest.count();
  }

  endSettling(hottest: readonly string[]): void {
    const { settling } = this;
    if (!settling) return;
    this.settling = undefined;
    this.unrest.forget();
    const { now } = this.world.clock;
    this.targetMs = now;
    this.lastWallMs = this.time.nowMs();
    this.events.settling(now - settling.startMs, settling.untilMs - settling.startMs, true, hottest);
  }

  private get world(): World {
    return this.session.world;
  }

  private async tick(): Promise<void> {
    while (!this.stopped) {
      try {
        const needs = this.held ? undefined : this.advance();
        if (needs !== undefined) await this.load(needs);
        this.events.ran();
      } catch (error) {
        this.stopped = true;
        this.events.failed(error);
        return;
      }
      await new Promise<void>((resolve) => this.time.later(this.settling ? 0 : TICK_MS, resolve));
    }
  }

  /** One tick's worth. Answers the asset that is missing, if any. */
  private advance(): string | undefined {
    const wallMs = this.time.nowMs();
    const elapsedMs = Math.min(wallMs - this.lastWallMs, CATCH_UP_MS);
    this.lastWallMs = wallMs;
    if (this.settling) return this.advanceSettling(this.settling);
    if (!this.playing) return this.runSlice(this.world.clock.now);
    this.targetMs = Math.max(this.targetMs, this.world.clock.now) + elapsedMs * this.speed;
    const needs = this.runSlice(Math.floor(this.targetMs));
    this.targetMs = Math.min(this.targetMs, this.world.clock.now + CATCH_UP_MS * this.speed);
    this.settled = this.isQuiet;
    return needs;
  }

  private advanceSettling({ startMs, untilMs }: Settling): string | undefined {
    const { clock } = this.world;
    const needs = this.runSlice(Math.min(this.unrest.quietAtMs(SETTLE.quietMs), untilMs));
    if (needs !== undefined) return needs;
    this.settled = this.isQuiet;
    if (this.settled || clock.now >= untilMs) this.endSettling(this.settled ? [] : this.unrest.hottest(5));
    else this.events.settling(clock.now - startMs, untilMs - startMs, false, []);
    return undefined;
  }

  private get isQuiet(): boolean {
    return this.world.clock.now >= this.unrest.quietAtMs(SETTLE.quietMs);
  }

  /** Runs to `untilMs`, or as far as the slice of wall time goes. */
  private runSlice(untilMs: number): string | undefined {
    const { clock } = this.world;
    const endMs = this.time.nowMs() + SLICE_MS;
    for (;;) {
      const result = clock.run(untilMs, { stepsMax: SLICE_STEPS });
      if (result.reason === 'needs') return result.needs;
      if (result.reason !== 'steps' || this.time.nowMs() >= endMs) return undefined;
    }
  }
}

/** What counts as unrest in a world: every write but heartbeats and what merely tells of others. */
export function makeUnrest(world: World): Unrest {
  const isHeartbeat = (key: string, before: object | undefined, after: object | undefined) => HEARTBEATS.some((h) => key.startsWith(h)) || isHeartbeatOfNode(key, before, after);
  return new Unrest(world.clock, world.stores, isHeartbeat, (object) => endOfGrace(object, world.epochMs));
}

/** A pod that terminates is gone when its grace has run out. */
function endOfGrace(object: object, epochMs: number): number | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds } = (object as Partial<KubeObject>).metadata ?? {};
  return deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined ? undefined : parseRfc3339(deletionTimestamp)! - epochMs;
}

/** A node's status is written again and again though nothing of it changes but times. */
function isHeartbeatOfNode(key: string, before: object | undefined, after: object | undefined): boolean {
  if (!key.startsWith('nodes/') || !before || !after) return false;
  const [b, a] = [before, after] as { spec?: object; status?: { conditions?: readonly { status: string }[] } }[];
  const statuses = (o: typeof a) => o?.status?.conditions?.map((c) => c.status).join() ?? '';
  return b?.spec === a?.spec && statuses(b) === statuses(a);
}
