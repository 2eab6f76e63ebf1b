/**
 * The trace: every act of a component with its reason and with what it had read. "why?" is a walk over it, from a field to
 * the act that set it, from there to what that act had read, and so on back to the command that somebody typed.
 * A reason is a code with values; a room's sentences render it in a language, so language never enters the engine.
 */
import type { Clock } from './clock.ts';

export type TraceId = number; // 0 is "nothing is known to have caused it"

export type TraceValue = string | number | boolean;
export type TraceArgs = Readonly<Record<string, TraceValue>>;

/** What an act looked at: a top-level field of an object, and the act that had set that field. */
export interface Read {
  readonly store: string;
  readonly key: string;
  readonly field: string;
  readonly trace: TraceId;
}

export interface TraceEntry {
  readonly id: TraceId;
  readonly atMs: number;
  readonly actor: string; // the component, e.g. "replicaset-controller"
  readonly act: string; // e.g. "create", "update", "reconcile-failed", "typed"
  readonly code: string; // the reason, a key of a sentence table
  readonly args: TraceArgs;
  readonly reads: readonly Read[]; // what decided comes first
  readonly cause: TraceId; // the act during which this one happened
}

export interface Step {
  readonly key: string; // what the step explains; '' for an act on no object
  readonly field: string;
  readonly entry: TraceEntry;
}

const KEPT = 200_000; // entries; older ones are reached by replay

export class Trace {
  private readonly clock: Clock;
  private readonly entries: TraceEntry[] = [];
  private first: TraceId = 1; // id of entries[0]
  private readonly observers = new Set<(entry: TraceEntry) => void>();
  private readonly quiet = new Map<string, number>();
  /** The act under way: what is recorded or written meanwhile has it as its cause. */
  cause: TraceId = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  record(actor: string, act: string, code: string, args: TraceArgs, reads: readonly Read[] = []): TraceId {
    const id = this.first + this.entries.length;
    const entry: TraceEntry = { id, atMs: this.clock.now, actor, act, code, args, reads, cause: this.cause };
    this.entries.push(entry);
    if (this.entries.length > 2 * KEPT) {
      this.entries.splice(0, KEPT);
      this.first += KEPT;
    }
    for (const observe of this.observers) observe(entry);
    return id;
  }

  /** A reconcile that found nothing to do: counted, not kept. */
  tick(actor: string): void {
    this.quiet.set(actor, (this.quiet.get(actor) ?? 0) + 1);
  }

  ticks(actor: string): number {
    return this.quiet.get(actor) ?? 0;
  }

  get(id: TraceId): TraceEntry | undefined {
    return this.entries[id - this.first];
  }

  get lastId(): TraceId {
    return this.first + this.entries.length - 1;
  }

  /** The entries from `id` on, oldest first. */
  since(id: TraceId): readonly TraceEntry[] {
    return this.entries.slice(Math.max(0, id - this.first));
  }

  observe(fn: (entry: TraceEntry) => void): () => void {
    this.observers.add(fn);
    return () => this.observers.delete(fn);
  }

  /** Runs `act` with `cause` as the act under way. */
  during<T>(cause: TraceId, act: () => T): T {
    const before = this.cause;
    this.cause = cause;
    try {
      return act();
    } finally {
      this.cause = before;
    }
  }

  /**
   * From the act `id`, which explains `key`.`field`, back to its beginning: what it had read decides where to go on,
   * else the act during which it happened. At most 50 steps; ends where the record begins.
   */
  why(id: TraceId, key: string, field: string): Step[] {
    const steps: Step[] = [];
    const seen = new Set<TraceId>();
    while (id !== 0 && !seen.has(id) && steps.length < 50) {
      const entry = this.get(id);
      if (!entry) break;
      seen.add(id);
      steps.push({ key, field, entry });
      const read = entry.reads.find((r) => r.trace !== 0 && !seen.has(r.trace));
      if (read) ({ trace: id, key, field } = read);
      else {
        id = entry.cause;
        key = '';
        field = '';
      }
    }
    return steps;
  }
}
