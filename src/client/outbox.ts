// The engine's side of the rows: gathers what changed until the page has taken the last patch, so that a slow page gets fewer
// and larger patches, never more. A row that comes out as it was sent before is not sent again.
import { deepEqual } from '../base/index.ts';
import type { Act, FileMoment, Moments, Trip } from './moments.ts';
import { TABLE_NAMES, type TableName } from './rows/row-key.ts';
import type { Patch, TableChange, Tables } from './rows/tables.ts';

const TRIPS_KEPT = 200; // in one message; more cannot be drawn
const ACTS_KEPT = 2_000;
const ROWS_MAX = 250; // of one table in one message: what a page can draw without a stall. The rest follows when these are drawn

interface TableBox {
  readonly sent: Map<string, { readonly id: string }>;
  readonly changed: Map<string, { readonly id: string } | null>; // null: dropped
}

export class Outbox {
  private readonly tables = new Map<TableName, TableBox>();
  private acts: Act[] = [];
  private trips: Trip[] = [];
  private files: FileMoment[] = [];
  private seq = 0;
  private acked = 0;
  private whole = true;

  put<T extends TableName>(table: T, row: Tables[T]): void {
    const box = this.box(table);
    const before = box.sent.get(row.id);
    if (before && deepEqual(before, row)) box.changed.delete(row.id);
    else box.changed.set(row.id, row);
  }

  drop(table: TableName, id: string): void {
    const box = this.box(table);
    if (box.sent.has(id)) box.changed.set(id, null);
    else box.changed.delete(id);
  }

  act(act: Act): void {
    this.acts.push(act);
    if (this.acts.length > 2 * ACTS_KEPT) this.acts = this.acts.slice(-ACTS_KEPT);
  }

  trip(trip: Trip): void {
    this.trips.push(trip);
    if (this.trips.length > 2 * TRIPS_KEPT) this.trips = this.trips.slice(-TRIPS_KEPT);
  }

  file(moment: FileMoment): void {
    this.files.push(moment);
  }

  /** The page begins with nothing: the next patch holds every row put since. */
  restart(): void {
    this.tables.clear();
    this.acts = [];
    this.trips = [];
    this.files = [];
    this.acked = this.seq;
    this.whole = true;
  }

  ack(seq: number): void {
    this.acked = Math.max(this.acked, Math.min(seq, this.seq));
  }

  /** True when the page has taken all that was sent. */
  get ready(): boolean {
    return this.acked === this.seq;
  }

  /** What the next message holds; only to be asked for while `ready`. The first one holds all there is. */
  take(): { seq: number; whole: boolean; patch: Patch; moments: Moments } {
    const patch: Record<string, TableChange<unknown>> = {};
    for (const name of TABLE_NAMES) {
      const box = this.tables.get(name);
      if (!box || box.changed.size === 0) continue;
      patch[name] = takeBox(box, this.whole ? Infinity : ROWS_MAX);
    }
    const moments = { acts: this.acts.slice(-ACTS_KEPT), trips: this.trips.slice(-TRIPS_KEPT), files: this.files };
    this.acts = [];
    this.trips = [];
    this.files = [];
    const whole = this.whole;
    this.whole = false;
    return { seq: ++this.seq, whole, patch, moments };
  }

  private box(table: TableName): TableBox {
    let box = this.tables.get(table);
    if (!box) {
      box = { sent: new Map(), changed: new Map() };
      this.tables.set(table, box);
    }
    return box;
  }
}

function takeBox(box: TableBox, rowsMax: number): { puts: unknown[]; drops: string[] } {
  const puts: unknown[] = [];
  const drops: string[] = [];
  for (const [id, row] of box.changed) {
    if (puts.length + drops.length >= rowsMax) break;
    box.changed.delete(id);
    if (row) {
      puts.push(row);
      box.sent.set(id, row);
    } else {
      drops.push(id);
      box.sent.delete(id);
    }
  }
  return { puts, drops };
}
