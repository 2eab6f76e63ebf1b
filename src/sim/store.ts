/**
 * The store: immutable values by key, every write one revision, the change log being watch and recent history in one.
 * Keys are `table/rest`; lists, indexes and watches are by table, so that their cost follows what they touch.
 * One class serves a cluster's etcd, a node's runtime and a Docker host.
 */
import { assert } from '../base/index.ts';
import type { Clock } from './clock.ts';
import { TableIndex, type IndexOf } from './table-index.ts';
import type { TraceId } from './trace.ts';

export interface Change<V> {
  readonly revision: number;
  readonly atMs: number;
  readonly key: string;
  readonly before: V | undefined;
  readonly after: V | undefined;
  readonly trace: TraceId;
}

/** A write that was based on another revision than the object has (409), or on none where there is one. */
export class Conflict extends Error {
  override name = 'Conflict';
}
/** A watch that wants to begin before the changes that are still kept (410). */
export class Gone extends Error {
  override name = 'Gone';
}

export interface Reader<V> {
  readonly revision: number;
  get(key: string): V | undefined;
  keys(table: string): readonly string[]; // in byte order
  list(table: string): readonly V[]; // in the order of their keys
  keysBy(table: string, index: string, value: string): Iterable<string>;
}

/** Narrows a watch to one table, and within it to the values that an index files under one value. */
export interface WatchFilter {
  readonly table: string;
  readonly index?: string;
  readonly value?: string;
}

interface Cell<V> {
  readonly table: Table<V>;
  readonly key: string;
  at: number; // its place in the table's cells
  value: V | undefined; // undefined once deleted: for why that matters, see ForgettingMap
  revision: number;
  created: number; // the revision that made it
  version: number; // writes since then, with that one
  readonly first: TraceId; // the act that made it
  origin: Origin | undefined; // of the fields that a later act changed
}

type Explained = Pick<Cell<object>, 'origin'>;

/** The act that last changed a top-level field: so few are linked one to the next, which is the least there is to keep. */
interface Origin {
  readonly field: string;
  act: TraceId;
  readonly next: Origin | undefined;
}

interface Table<V> {
  readonly cells: Cell<V>[]; // in no order
  readonly indexes: Map<string, TableIndex<V>>;
  readonly indexList: TableIndex<V>[]; // the same
  readonly watchers: Set<(change: Change<V>) => void>;
  sorted: string[] | undefined;
}

export interface StoreOptions {
  /** Changes kept for watches and for `at`; twice as many are held before the older half goes. */
  readonly changesKept: number;
}

export class Store<V extends object> implements Reader<V> {
  readonly name: string;
  private readonly clock: Clock;
  private readonly options: StoreOptions;
  private readonly tables = new Map<string, Table<V>>();
  private readonly cells = new Map<string, Cell<V>>(); // of all tables, since a key is whole wherever it is asked for
  private readonly watchers = new Set<(change: Change<V>) => void>();
  private log: Change<V>[] = [];
  private notifying = false;
  revision = 0;
  visits = 0; // values handed out by list and keysBy: what tests count instead of time

  constructor(name: string, clock: Clock, options: StoreOptions) {
    this.name = name;
    this.clock = clock;
    this.options = options;
  }

  /** Declares an index before the first value of its table is written. */
  index(table: string, name: string, of: IndexOf<V>): void {
    const t = this.table(table);
    assert(t.cells.length === 0, 'store.index: declare indexes before writing', { table, name });
    const made = new TableIndex(of);
    t.indexes.set(name, made);
    t.indexList.push(made);
  }

  get(key: string): V | undefined {
    return this.cells.get(key)?.value;
  }

  /** The revision at which the key was last written; 0 when it is not there. */
  revisionOf(key: string): number {
    return this.cells.get(key)?.revision ?? 0;
  }

  /** The revision that made what the key holds, and how often it has been written since then. */
  lifeOf(key: string): { readonly created: number; readonly version: number } | undefined {
    return this.cells.get(key);
  }

  /** The act that last changed the top-level field of the value (any field when it is left out). */
  origin(key: string, field?: string): TraceId {
    const cell = this.cells.get(key);
    if (!cell) return 0;
    if (field !== undefined) return originOf(cell, field)?.act ?? (field in cell.value! ? cell.first : 0);
    let last = cell.first;
    for (let { origin } = cell; origin; origin = origin.next) if (origin.act > last) last = origin.act;
    return last;
  }

  list(table: string): readonly V[] {
    const t = this.tables.get(table);
    if (!t) return [];
    const values = this.keys(table).map((k) => this.cells.get(k)!.value!);
    this.visits += values.length;
    return values;
  }

  keys(table: string): readonly string[] {
    const t = this.tables.get(table);
    if (!t) return [];
    t.sorted ??= t.cells.map(({ key }) => key).sort();
    return t.sorted;
  }

  tableNames(): string[] {
    return [...this.tables.keys()].sort();
  }

  size(table: string): number {
    return this.tables.get(table)?.cells.length ?? 0;
  }

  /** The keys that the index files under `value`, in the order they were filed. Do not write while walking it. */
  keysBy(table: string, index: string, value: string): ReadonlySet<string> {
    const keys = this.indexOf(table, index).keys(value);
    this.visits += keys.size;
    return keys;
  }

  countBy(table: string, index: string, value: string): number {
    return this.indexOf(table, index).keys(value).size;
  }

  /** `make` gets the revision that the write will have, for values that carry it. Throws Conflict when the key is taken. */
  create(key: string, make: (revision: number) => V, trace: TraceId): V {
    if (this.cells.has(key)) throw new Conflict(`${key} already exists`);
    return this.write(undefined, key, make, trace)!;
  }

  /** Throws Conflict when the key is absent, or is not at `expected`. */
  update(key: string, make: (revision: number) => V, trace: TraceId, expected?: number): V {
    return this.write(this.expect(key, expected), key, make, trace)!;
  }

  /** Throws Conflict when the key is absent, or is not at `expected`. Answers the value that was there. */
  delete(key: string, trace: TraceId, expected?: number): V {
    const cell = this.expect(key, expected);
    const before = cell.value!;
    this.write(cell, key, undefined, trace);
    return before;
  }

  /** Writes whatever was there. */
  put(key: string, value: V, trace: TraceId): void {
    this.write(this.cells.get(key), key, () => value, trace);
  }

  /**
   * Calls `fn` with every change after revision `from`, the kept ones at once, the rest as they are written.
   * A watcher only takes note: it must not write. Throws Gone when changes after `from` are no longer kept.
   */
  watch(from: number, fn: (change: Change<V>) => void, filter?: WatchFilter): () => void {
    if (from < this.floor) throw new Gone(`too old resource version: ${from} (${this.floor})`);
    const set = this.watchersOf(filter);
    const matches = filter ? this.matcher(filter) : () => true;
    for (const change of this.changesSince(from)) if (matches(change)) fn(change);
    set.add(fn);
    return () => set.delete(fn);
  }

  /** The oldest revision from which a watch can begin. */
  get floor(): number {
    return this.log.length > 0 ? this.log[0]!.revision - 1 : this.revision;
  }

  changesSince(revision: number): readonly Change<V>[] {
    const skip = revision - this.floor;
    return skip <= 0 ? this.log.slice() : this.log.slice(skip);
  }

  /** The store as it was after revision `revision`, to be read before the next write. Throws Gone below the floor. */
  at(revision: number): Reader<V> {
    if (revision < this.floor) throw new Gone(`required revision has been compacted: ${revision}`);
    const past = new Map<string, V | undefined>();
    for (let i = this.log.length - 1; i >= 0 && this.log[i]!.revision > revision; i--) past.set(this.log[i]!.key, this.log[i]!.before);
    return new PastReader(this, revision, past);
  }

  /** The store as it is now, staying so while the store moves on, until it is released. */
  freeze(): { reader: Reader<V>; release: () => void } {
    const past = new Map<string, V | undefined>();
    const release = this.watch(this.revision, ({ key, before }) => {
      if (!past.has(key)) past.set(key, before);
    });
    return { reader: new PastReader(this, this.revision, past), release };
  }

  /** Forgets the changes up to `revision` (etcd's compaction): older watches get Gone. */
  compact(revision: number): void {
    this.log = this.log.filter((c) => c.revision > revision);
  }

  /** Every index function of the table, for readers of the past. */
  indexFunction(table: string, index: string): IndexOf<V> {
    return this.indexOf(table, index).of;
  }

  private write(cell: Cell<V> | undefined, key: string, make: ((revision: number) => V) | undefined, trace: TraceId): V | undefined {
    assert(!this.notifying, 'store: a watcher must not write', key);
    const table = cell?.table ?? this.table(tableOf(key));
    const before = cell?.value;
    const revision = this.revision + 1;
    const after = make?.(revision);
    this.revision = revision;
    if (after !== undefined && cell) {
      cell.value = after;
      cell.revision = revision;
      cell.version++;
      noteOrigins(cell, before!, after, trace);
    } else this.file(table, key, after, trace);
    for (const index of table.indexList) index.move(key, before, after);
    const change: Change<V> = { revision, atMs: this.clock.now, key, before, after, trace };
    this.log.push(change);
    if (this.log.length > 2 * this.options.changesKept) this.log.splice(0, this.options.changesKept);
    this.clock.hash.number(revision);
    this.clock.hash.text(key);
    this.notify(table, change);
    return after;
  }

  /** A key comes or goes. */
  private file(table: Table<V>, key: string, value: V | undefined, first: TraceId): void {
    table.sorted = undefined;
    if (value === undefined) {
      const cell = this.cells.get(key)!;
      cell.value = undefined;
      cell.origin = undefined;
      this.cells.delete(key);
      const last = table.cells.pop()!;
      if (last === cell) return;
      table.cells[cell.at] = last;
      last.at = cell.at;
    } else {
      const cell: Cell<V> = { table, key, at: table.cells.length, value, revision: this.revision, created: this.revision, version: 1, first, origin: undefined };
      this.cells.set(key, cell);
      table.cells.push(cell);
    }
  }

  private notify(table: Table<V>, change: Change<V>): void {
    this.notifying = true;
    try {
      for (const fn of this.watchers) fn(change);
      for (const fn of table.watchers) fn(change);
      for (const index of table.indexList) index.notify(change);
    } finally {
      this.notifying = false;
    }
  }

  private expect(key: string, expected: number | undefined): Cell<V> {
    const cell = this.cells.get(key);
    if (!cell) throw new Conflict(`${key} not found`);
    if (expected !== undefined && cell.revision !== expected) throw new Conflict(`${key} is at ${cell.revision}, not at ${expected}`);
    return cell;
  }

  private watchersOf(filter: WatchFilter | undefined): Set<(change: Change<V>) => void> {
    if (!filter) return this.watchers;
    if (filter.index === undefined) return this.table(filter.table).watchers;
    return this.indexOf(filter.table, filter.index).watchersOf(filter.value!);
  }

  private matcher(filter: WatchFilter): (change: Change<V>) => boolean {
    const index = filter.index === undefined ? undefined : this.indexOf(filter.table, filter.index);
    return (change) =>
      tableOf(change.key) === filter.table &&
      (!index || index.files(change.before, change.key, filter.value!) || index.files(change.after, change.key, filter.value!));
  }

  private table(name: string): Table<V> {
    let t = this.tables.get(name);
    if (!t) {
      t = { cells: [], indexes: new Map(), indexList: [], watchers: new Set(), sorted: undefined };
      this.tables.set(name, t);
    }
    return t;
  }

  private indexOf(table: string, index: string): TableIndex<V> {
    const found = this.table(table).indexes.get(index);
    assert(found, 'store: no such index', { table, index });
    return found;
  }
}

/** The table of a key: what stands before its first slash. */
export function tableOf(key: string): string {
  const slash = key.indexOf('/');
  return slash < 0 ? key : key.slice(0, slash);
}

class PastReader<V extends object> implements Reader<V> {
  private readonly store: Store<V>;
  readonly revision: number;
  private readonly past: ReadonlyMap<string, V | undefined>; // keys changed since, with what they were then

  constructor(store: Store<V>, revision: number, past: ReadonlyMap<string, V | undefined>) {
    this.store = store;
    this.revision = revision;
    this.past = past;
  }

  get(key: string): V | undefined {
    return this.past.has(key) ? this.past.get(key) : this.store.get(key);
  }

  list(table: string): readonly V[] {
    return this.keys(table).map((k) => this.get(k)!);
  }

  keysBy(table: string, index: string, value: string): Iterable<string> {
    const of = this.store.indexFunction(table, index);
    return this.keys(table).filter((k) => of(this.get(k)!, k).includes(value));
  }

  keys(table: string): readonly string[] {
    const keys = new Set(this.store.keys(table));
    for (const k of this.past.keys()) if (tableOf(k) === table) keys.add(k);
    return [...keys].filter((k) => this.get(k) !== undefined).sort();
  }
}

function noteOrigins<V extends object>(cell: Cell<V>, before: V, after: V, trace: TraceId): void {
  const b = before as Record<string, unknown>;
  const a = after as Record<string, unknown>;
  for (const field in a) if (a[field] !== b[field]) noteOrigin(cell, field, trace);
  for (const field in b) if (!(field in a)) noteOrigin(cell, field, trace);
}

function noteOrigin(cell: Explained, field: string, act: TraceId): void {
  const known = originOf(cell, field);
  if (known) known.act = act;
  else cell.origin = { field, act, next: cell.origin };
}

function originOf(cell: Explained, field: string): Origin | undefined {
  let { origin } = cell;
  while (origin && origin.field !== field) origin = origin.next;
  return origin;
}
