/**
 * The control loop: a queue that holds a key once, and a reconciler that is called with a key and nothing else: it reads the
 * world, compares, acts, and never learns which change woke it. A reconciler that throws is called again, later and later.
 */
import { assert } from '../base/index.ts';
import { NeedsAsset, type Cancel, type Clock } from './clock.ts';
import { Conflict, type Change, type WatchFilter } from './store.ts';
import type { Trace } from './trace.ts';
import type { View } from './view.ts';

export interface Reconciler<V extends object> {
  readonly name: string; // the component's own name for the loop, e.g. "replicaset-controller"
  readonly watches: readonly Watch<V>[];
  reconcile(key: string, loop: ControlLoop<V>): { requeueAfterMs?: number } | void;
}

export interface Watch<V extends object> extends WatchFilter {
  /** The keys to look at when this one changed; itself when left out. `change` is undefined after a list. */
  readonly keys?: (key: string, change: Change<V> | undefined, view: View<V>) => readonly string[];
}

export interface LoopOptions<V extends object> {
  readonly clock: Clock;
  readonly trace: Trace;
  readonly view: View<V>;
  /** Virtual ms between a key's arrival and its turn: what real workers do in parallel. */
  readonly latencyMs: () => number;
}

const FIRST_RETRY_MS = 5;
const LAST_RETRY_MS = 1_000_000;

export class ControlLoop<V extends object> {
  readonly reconciler: Reconciler<V>;
  readonly options: LoopOptions<V>;
  private readonly queued = new Map<string, { dueMs: number; cancel: Cancel }>();
  private readonly failures = new Map<string, number>();
  private cancels: (() => void)[] = [];
  private running = false;
  reconciles = 0;

  constructor(reconciler: Reconciler<V>, options: LoopOptions<V>) {
    this.reconciler = reconciler;
    this.options = options;
  }

  start(): void {
    assert(!this.running, 'control loop: already running', this.reconciler.name);
    this.running = true;
    this.cancels = this.reconciler.watches.map((watch) => this.subscribe(watch));
  }

  private subscribe(watch: Watch<V>): () => void {
    const { view } = this.options;
    return view.subscribe(watch, (key, change) => {
      if (watch.keys) for (const k of watch.keys(key, change, view)) this.enqueue(k);
      else this.enqueue(key);
    });
  }

  /** Looks at one more table, from now on and while the loop runs. */
  watch(watch: Watch<V>): void {
    if (this.running) this.cancels.push(this.subscribe(watch));
  }

  /** What is queued is forgotten: a component that starts again lists anew. */
  stop(): void {
    this.running = false;
    for (const cancel of this.cancels) cancel();
    for (const { cancel } of this.queued.values()) cancel();
    this.cancels = [];
    this.queued.clear();
    this.failures.clear();
  }

  /** Asks for a look at the key after `delayMs`, the loop's latency when left out. An earlier turn that is already due stays. */
  enqueue(key: string, delayMs = this.options.latencyMs()): void {
    if (!this.running) return;
    const { clock } = this.options;
    const dueMs = clock.now + delayMs;
    const waiting = this.queued.get(key);
    if (waiting) {
      if (waiting.dueMs <= dueMs) return;
      waiting.cancel();
    }
    this.queued.set(key, { dueMs, cancel: clock.after(delayMs, this.reconciler.name, () => this.turn(key)) });
  }

  get queueLength(): number {
    return this.queued.size;
  }

  private turn(key: string): void {
    this.queued.delete(key);
    const { trace } = this.options;
    const before = trace.lastId;
    const outer = trace.cause;
    trace.cause = 0;
    try {
      const result = this.reconciler.reconcile(key, this);
      this.reconciles++;
      this.failures.delete(key);
      if (result?.requeueAfterMs !== undefined) this.enqueue(key, result.requeueAfterMs);
      if (trace.lastId === before) trace.tick(this.reconciler.name);
    } catch (error) {
      this.failed(key, error);
    } finally {
      trace.cause = outer;
    }
  }

  private failed(key: string, error: unknown): void {
    if (error instanceof Error && (error.name === 'AssertionError' || error instanceof NeedsAsset)) throw error;
    this.reconciles++;
    const failures = (this.failures.get(key) ?? 0) + 1;
    this.failures.set(key, failures);
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 20), LAST_RETRY_MS);
    const code = error instanceof Conflict ? 'reconcile-conflict' : 'reconcile-failed';
    const message = error instanceof Error ? error.message : String(error);
    this.options.trace.record(this.reconciler.name, code, code, { key, message, failures, delayMs });
    this.enqueue(key, delayMs);
  }
}
