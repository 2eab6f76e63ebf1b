/** What a solve tells whoever waits for it: vertices with their beginning and end, what they move, and what they print, in the terms of BuildKit's own status stream. */
import type { Clock } from '../../sim/index.ts';

/** Times are virtual milliseconds. */
export interface Vertex {
  readonly id: number; // from 1, in the order of beginning
  readonly name: string; // "[2/4] WORKDIR /app"
  readonly startedMs: number;
  readonly completedMs?: number;
  readonly cached?: boolean;
  readonly error?: string;
}

/** A part of a vertex's work: a layer that is fetched, a context that is sent. */
export interface VertexWork {
  readonly vertex: number;
  readonly name: string;
  readonly current?: number; // bytes
  readonly total?: number;
  readonly atMs: number; // of this status
  readonly startedMs: number;
  readonly completedMs?: number;
}

export interface VertexLog {
  readonly vertex: number;
  readonly text: string;
  readonly atMs: number;
}

export interface VertexWarning {
  readonly vertex: number;
  readonly text: string;
}

export type SolveStatus = { readonly warning: VertexWarning } | { readonly vertex: Vertex } | { readonly work: VertexWork } | { readonly log: VertexLog };

/** Numbers the vertices of one solve and tells of each change. */
export class SolveReport {
  private readonly clock: Clock;
  private readonly tell: (status: SolveStatus) => void;
  private vertices = 0;

  constructor(clock: Clock, tell: (status: SolveStatus) => void) {
    this.clock = clock;
    this.tell = tell;
  }

  begin(name: string): OpenVertex {
    return new OpenVertex({ id: ++this.vertices, name, startedMs: this.clock.now }, this.clock, this.tell);
  }
}

export class OpenVertex {
  readonly vertex: Vertex;
  private readonly clock: Clock;
  private readonly tell: (status: SolveStatus) => void;
  private readonly begun = new Map<string, number>();
  private readonly ended = new Set<string>();

  constructor(vertex: Vertex, clock: Clock, tell: (status: SolveStatus) => void) {
    this.vertex = vertex;
    this.clock = clock;
    this.tell = tell;
    tell({ vertex });
  }

  work(name: string, { done, current, total }: { readonly done: boolean; readonly current?: number; readonly total?: number }): void {
    if (this.ended.has(name)) return;
    if (done) this.ended.add(name);
    const { now } = this.clock;
    const startedMs = this.begun.get(name) ?? now;
    this.begun.set(name, startedMs);
    this.tell({ work: { vertex: this.vertex.id, name, ...(current === undefined ? {} : { current }), ...(total === undefined ? {} : { total }), atMs: now, startedMs, ...(done ? { completedMs: now } : {}) } });
  }

  log(text: string): void {
    if (text !== '') this.tell({ log: { vertex: this.vertex.id, text, atMs: this.clock.now } });
  }

  warn(text: string): void {
    this.tell({ warning: { vertex: this.vertex.id, text } });
  }

  done(cached = false): void {
    this.tell({ vertex: { ...this.vertex, completedMs: this.clock.now, ...(cached ? { cached } : {}) } });
  }

  fail(error: string): void {
    this.tell({ vertex: { ...this.vertex, completedMs: this.clock.now, error } });
  }
}
