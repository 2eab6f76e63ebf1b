/** What the engine's BuildKit tells of a build, as the client keeps it: vertices in their order, with what they move and print. Times are the engine's, in milliseconds. */
import { formatDecimalSize, formatGoValue, isJsonObject, type Json, type JsonObject } from '../../../base/index.ts';

export interface SolveVertex {
  readonly id: number;
  readonly name: string;
  readonly startedMs: number;
  completedMs: number | undefined;
  cached: boolean;
  error: string;
  readonly works: Map<string, SolveWork>;
  readonly lines: { readonly atMs: number; readonly text: string }[];
  readonly warnings: string[];
  /** The end of what was printed without a line's end yet. */
  open: string;
}

export interface SolveWork {
  readonly name: string;
  readonly amount: string; // " 1.05MB / 31.41MB", ''
  readonly startedMs: number;
  readonly completedMs: number | undefined;
}

/** What changed with one status. */
export type SolveChange =
  | { readonly kind: 'begun' | 'ended'; readonly vertex: SolveVertex }
  | { readonly kind: 'work'; readonly vertex: SolveVertex; readonly work: SolveWork }
  | { readonly kind: 'warning'; readonly vertex: SolveVertex; readonly text: string }
  | { readonly kind: 'lines'; readonly vertex: SolveVertex; readonly count: number };

export class SolveState {
  readonly vertices = new Map<number, SolveVertex>();
  lastMs = 0;
  firstMs = -1;

  /** Undefined for what says nothing new. */
  take(status: Json): SolveChange | undefined {
    if (!isJsonObject(status)) return undefined;
    const { vertex, work, log, warning } = status;
    if (isJsonObject(vertex)) return this.vertexChanged(vertex);
    if (isJsonObject(work)) return this.workChanged(work);
    if (isJsonObject(warning)) return this.warned(warning);
    return isJsonObject(log) ? this.logged(log) : undefined;
  }

  private vertexChanged(row: JsonObject): SolveChange {
    const id = Number(row['id']);
    let vertex = this.vertices.get(id);
    const kind = vertex ? 'ended' : 'begun';
    if (!vertex) {
      vertex = { id, name: formatGoValue(row['name'] ?? ''), startedMs: Number(row['startedMs']), completedMs: undefined, cached: false, error: '', works: new Map(), lines: [], warnings: [], open: '' };
      this.vertices.set(id, vertex);
      if (this.firstMs < 0) this.firstMs = vertex.startedMs;
      this.seen(vertex.startedMs);
    } else {
      vertex.completedMs = Number(row['completedMs']);
      vertex.cached = row['cached'] === true;
      vertex.error = formatGoValue(row['error'] ?? '');
      this.seen(vertex.completedMs);
    }
    return { kind, vertex };
  }

  private workChanged(row: JsonObject): SolveChange | undefined {
    const vertex = this.vertices.get(Number(row['vertex']));
    if (!vertex) return undefined;
    const [current, total] = [row['current'], row['total']];
    const amount = current === undefined ? '' : ` ${formatDecimalSize(Number(current), 4)}${total === undefined ? '' : ` / ${formatDecimalSize(Number(total), 4)}`}`;
    const completedMs = row['completedMs'] === undefined ? undefined : Number(row['completedMs']);
    const work = { name: formatGoValue(row['name'] ?? ''), amount, startedMs: Number(row['startedMs']), completedMs };
    vertex.works.set(work.name, work);
    this.seen(Number(row['atMs']));
    return { kind: 'work', vertex, work };
  }

  private warned(row: JsonObject): SolveChange | undefined {
    const vertex = this.vertices.get(Number(row['vertex']));
    const text = formatGoValue(row['text'] ?? '');
    vertex?.warnings.push(text);
    return vertex && { kind: 'warning', vertex, text };
  }

  private logged(row: JsonObject): SolveChange | undefined {
    const vertex = this.vertices.get(Number(row['vertex']));
    if (!vertex) return undefined;
    const atMs = Number(row['atMs']);
    this.seen(atMs);
    const lines = (vertex.open + formatGoValue(row['text'] ?? '')).split('\n');
    vertex.open = lines.pop()!;
    for (const text of lines) vertex.lines.push({ atMs, text });
    return lines.length === 0 ? undefined : { kind: 'lines', vertex, count: lines.length };
  }

  private seen(atMs: number): void {
    this.lastMs = Math.max(this.lastMs, atMs);
  }
}

/** "0.2s" */
export function seconds(ms: number): string {
  return `${(Math.max(0, ms) / 1000).toFixed(1)}s`;
}
