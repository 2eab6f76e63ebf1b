/**
 * The clock: the only thing that moves time. One heap of moments, each with its events in the order they
 * were asked for, so that a run is the same on every machine. Times are whole virtual milliseconds since the world began.
 */
import { assert, LogHash } from '../base/index.ts';

export type Cancel = () => void;

export interface RunResult {
  readonly reason: 'time' | 'idle' | 'steps' | 'needs' | 'stopped';
  readonly needs?: string; // asset whose absence kept the next event from being taken
  readonly steps: number;
}

interface Entry {
  readonly label: string;
  run: (() => void) | null; // null once taken or cancelled
}

/** The events of one millisecond: most are asked for while it lasts, and cost no place in the heap. */
interface Moment {
  readonly at: number;
  entries: Entry[];
  taken: number; // of the entries, from the front
}

/** Thrown by an event that finds an asset missing: the event is put back, and the run returns `needs`. */
export class NeedsAsset extends Error {
  readonly asset: string;
  constructor(asset: string) {
    super(`needs ${asset}`);
    this.asset = asset;
  }
}

const noCancel: Cancel = () => {};

export class Clock {
  private readonly heap: Moment[] = [];
  private readonly moments = new Map<number, Moment>(); // the same, by their times
  private waiting = 0; // entries neither taken nor passed over
  private cancelled = 0; // of those
  private stopAsked = false;
  private readonly labels = new Map<string, number>();
  readonly hash = new LogHash();
  now = 0; // ms
  steps = 0; // events executed since the beginning

  /** Runs `run` after `delayMs` (≥ 0, rounded up to whole ms). The label names the actor and the act for the step view. */
  after(delayMs: number, label: string, run: () => void): Cancel {
    assert(delayMs >= 0, 'clock.after: delay must not be negative', { delayMs, label });
    if (delayMs === Infinity) return noCancel;
    const entry: Entry = { label, run };
    this.momentAt(this.now + Math.ceil(delayMs)).entries.push(entry);
    this.waiting++;
    return () => {
      if (entry.run === null) return;
      entry.run = null;
      this.cancelled++;
      if (this.cancelled > 1024 && this.cancelled * 2 > this.waiting) this.sweep();
    };
  }

  /** Time and label of the next event, without taking it. */
  peek(): { atMs: number; label: string } | undefined {
    const moment = this.nextMoment();
    return moment && { atMs: moment.at, label: moment.entries[moment.taken]!.label };
  }

  /** Takes the next event. False when there is none. */
  step(): boolean {
    const moment = this.nextMoment();
    if (moment) this.take(moment);
    return moment !== undefined;
  }

  private take(moment: Moment): void {
    const entry = moment.entries[moment.taken]!;
    const run = entry.run!;
    moment.taken++;
    this.waiting--;
    this.now = moment.at;
    this.steps++;
    entry.run = null;
    try {
      run();
    } catch (error) {
      if (!(error instanceof NeedsAsset)) throw error;
      entry.run = run;
      if (moment.taken > 0) moment.entries[--moment.taken] = entry;
      else moment.entries.unshift(entry); // swept meanwhile
      this.waiting++;
      this.steps--;
      throw error;
    }
    this.hash.number(moment.at);
    this.hash.number(this.labelHash(entry.label));
  }

  /** Runs every event up to and including `untilMs`, then stands at `untilMs`. At most `stepsMax` events. */
  run(untilMs: number, limits: { stepsMax: number }): RunResult {
    const first = this.steps;
    this.stopAsked = false;
    for (;;) {
      const next = this.nextMoment();
      if (!next || next.at > untilMs) {
        if (untilMs !== Infinity && untilMs > this.now) this.now = untilMs;
        return { reason: next ? 'time' : 'idle', steps: this.steps - first };
      }
      if (this.steps - first >= limits.stepsMax) return { reason: 'steps', steps: this.steps - first };
      try {
        this.take(next);
      } catch (error) {
        if (error instanceof NeedsAsset) return { reason: 'needs', needs: error.asset, steps: this.steps - first };
        throw error;
      }
      if (this.stopAsked) return { reason: 'stopped', steps: this.steps - first };
    }
  }

  /**
   * Replay: takes events until `steps` have been executed since the beginning, then stands at `atMs`, so that an input
   * that came between two events of one millisecond comes there again.
   */
  runTo(steps: number, atMs: number): RunResult {
    const result = this.run(atMs, { stepsMax: steps - this.steps });
    if (result.reason === 'needs') return result;
    assert(this.steps === steps, 'clock.runTo: another history: fewer events than recorded', { steps, ran: this.steps, atMs });
    if (atMs > this.now) this.now = atMs;
    return result;
  }

  /** Ends the current `run` after the event under way: "run until the next act" is an observer that asks for this. */
  stop(): void {
    this.stopAsked = true;
  }

  get pending(): number {
    return this.waiting - this.cancelled;
  }

  private labelHash(label: string): number {
    let hash = this.labels.get(label);
    if (hash === undefined) {
      hash = 0;
      for (let i = 0; i < label.length; i++) hash = (Math.imul(hash, 31) + label.charCodeAt(i)) | 0;
      if (this.labels.size < 10_000) this.labels.set(label, hash);
    }
    return hash;
  }

  private momentAt(at: number): Moment {
    let moment = this.moments.get(at);
    if (!moment) {
      moment = { at, entries: [], taken: 0 };
      this.moments.set(at, moment);
      push(this.heap, moment);
    }
    return moment;
  }

  /** The first that has an event; those that have none left go. */
  private nextMoment(): Moment | undefined {
    for (let moment = this.heap[0]; moment; moment = this.heap[0]) {
      for (const { entries } = moment; moment.taken < entries.length; moment.taken++) {
        if (entries[moment.taken]!.run !== null) {
          if (moment.taken >= TAKEN_KEPT) forget(moment);
          return moment;
        }
        this.waiting--;
        this.cancelled--;
      }
      pop(this.heap);
      this.moments.delete(moment.at);
      moment.entries = []; // see ForgettingMap
    }
    return undefined;
  }

  private sweep(): void {
    for (const moment of this.heap) {
      moment.entries = moment.entries.slice(moment.taken).filter((e) => e.run !== null);
      moment.taken = 0;
    }
    this.waiting -= this.cancelled;
    this.cancelled = 0;
  }
}

const TAKEN_KEPT = 4_096;

/** An instant may be long. */
function forget(moment: Moment): void {
  moment.entries.splice(0, moment.taken);
  moment.taken = 0;
}

function push(heap: Moment[], moment: Moment): void {
  let i = heap.length;
  heap.push(moment);
  while (i > 0) {
    const parent = (i - 1) >> 1;
    if (moment.at >= heap[parent]!.at) break;
    heap[i] = heap[parent]!;
    i = parent;
  }
  heap[i] = moment;
}

function pop(heap: Moment[]): void {
  const last = heap.pop()!;
  if (heap.length === 0) return;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1]!.at < heap[child]!.at) child++;
    if (heap[child]!.at >= last.at) break;
    heap[i] = heap[child]!;
    i = child;
  }
  heap[i] = last;
}
