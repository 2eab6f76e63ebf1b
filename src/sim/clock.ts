/**
 * The clock: the only thing that moves time. One heap ordered by (time, sequence), so that equal times run in the
 * order they were asked for, and a run is the same on every machine. Times are whole virtual milliseconds since the world began.
 */
import { assert, LogHash } from '../base/index.ts';

export type Cancel = () => void;

export interface RunResult {
  readonly reason: 'time' | 'idle' | 'steps' | 'needs' | 'stopped';
  readonly needs?: string; // asset whose absence kept the next event from being taken
  readonly steps: number;
}

interface Entry {
  at: number;
  sequence: number;
  label: string;
  run: (() => void) | null; // null once cancelled
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
  private readonly heap: Entry[] = [];
  private sequence = 0;
  private cancelled = 0;
  private stopAsked = false;
  private readonly labels = new Map<string, number>();
  readonly hash = new LogHash();
  now = 0; // ms
  steps = 0; // events executed since the beginning

  /** Runs `run` after `delayMs` (≥ 0, rounded up to whole ms). The label names the actor and the act for the step view. */
  after(delayMs: number, label: string, run: () => void): Cancel {
    assert(delayMs >= 0, 'clock.after: delay must not be negative', { delayMs, label });
    if (delayMs === Infinity) return noCancel;
    const entry: Entry = { at: this.now + Math.ceil(delayMs), sequence: this.sequence++, label, run };
    push(this.heap, entry);
    return () => {
      if (entry.run === null) return;
      entry.run = null;
      this.cancelled++;
      if (this.cancelled > 1024 && this.cancelled * 2 > this.heap.length) this.sweep();
    };
  }

  /** Time and label of the next event, without taking it. */
  peek(): { atMs: number; label: string } | undefined {
    this.dropCancelled();
    const next = this.heap[0];
    return next && { atMs: next.at, label: next.label };
  }

  /** Takes the next event. False when there is none. */
  step(): boolean {
    this.dropCancelled();
    const entry = this.heap[0];
    if (!entry) return false;
    const run = entry.run!;
    pop(this.heap);
    this.now = entry.at;
    this.steps++;
    entry.run = null;
    try {
      run();
    } catch (error) {
      if (!(error instanceof NeedsAsset)) throw error;
      entry.run = run;
      this.steps--;
      push(this.heap, entry);
      throw error;
    }
    this.hash.number(entry.at);
    this.hash.number(this.labelHash(entry.label));
    return true;
  }

  /** Runs every event up to and including `untilMs`, then stands at `untilMs`. At most `stepsMax` events. */
  run(untilMs: number, limits: { stepsMax: number }): RunResult {
    const first = this.steps;
    this.stopAsked = false;
    for (;;) {
      this.dropCancelled();
      const next = this.heap[0];
      if (!next || next.at > untilMs) {
        if (untilMs !== Infinity && untilMs > this.now) this.now = untilMs;
        return { reason: next ? 'time' : 'idle', steps: this.steps - first };
      }
      if (this.steps - first >= limits.stepsMax) return { reason: 'steps', steps: this.steps - first };
      try {
        this.step();
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
    return this.heap.length - this.cancelled;
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

  private dropCancelled(): void {
    while (this.heap.length > 0 && this.heap[0]!.run === null) {
      pop(this.heap);
      this.cancelled--;
    }
  }

  private sweep(): void {
    const live = this.heap.filter((e) => e.run !== null);
    live.sort((a, b) => (before(a, b) ? -1 : 1)); // a sorted array is a heap
    this.heap.length = 0;
    for (const e of live) this.heap.push(e);
    this.cancelled = 0;
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}

function push(heap: Entry[], entry: Entry): void {
  let i = heap.length;
  heap.push(entry);
  while (i > 0) {
    const parent = (i - 1) >> 1;
    if (!before(entry, heap[parent]!)) break;
    heap[i] = heap[parent]!;
    i = parent;
  }
  heap[i] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop()!;
  if (heap.length === 0) return;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
    if (!before(heap[child]!, last)) break;
    heap[i] = heap[child]!;
    i = child;
  }
  heap[i] = last;
}
