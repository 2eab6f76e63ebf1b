// The page's copy of the rows: patched by messages, read by lenses and panels. It holds no truth and derives nothing.
// A row keeps its identity until it changes, so that whoever draws it can compare by `===`.
import { TABLE_NAMES, type TableName } from './rows/row-key.ts';
import type { Patch, TableChange, Tables } from './rows/tables.ts';

type Listener = () => void;

interface Table {
  readonly rows: Map<string, { readonly id: string }>;
  readonly rowListeners: Map<string, Set<Listener>>;
  readonly listeners: Set<Listener>;
  list: readonly { readonly id: string }[] | undefined; // made when asked for, until the next change
}

export class Mirror {
  private readonly tables = new Map<TableName, Table>();

  constructor() {
    for (const name of TABLE_NAMES) {
      this.tables.set(name, { rows: new Map(), rowListeners: new Map(), listeners: new Set(), list: undefined });
    }
  }

  get<T extends TableName>(table: T, id: string): Tables[T] | undefined {
    return this.table(table).rows.get(id) as Tables[T] | undefined;
  }

  /** All rows in the order in which they first came; the same array until one of them changes. */
  list<T extends TableName>(table: T): readonly Tables[T][] {
    const t = this.table(table);
    t.list ??= [...t.rows.values()];
    return t.list as readonly Tables[T][];
  }

  size(table: TableName): number {
    return this.table(table).rows.size;
  }

  /** `whole`: what the patch does not name is gone. Listeners are called once each, after all of it. */
  apply(patch: Patch, whole = false): void {
    const due = new Set<Listener>();
    for (const name of TABLE_NAMES) {
      const table = this.table(name);
      const change = patch[name];
      if (whole) replaceTable(table, change, due);
      else if (change) changeTable(table, change, due);
    }
    for (const listener of due) listener();
  }

  onRow(table: TableName, id: string, fn: Listener): () => void {
    const { rowListeners } = this.table(table);
    let set = rowListeners.get(id);
    if (!set) rowListeners.set(id, (set = new Set()));
    set.add(fn);
    return () => {
      set.delete(fn);
      if (set.size === 0 && rowListeners.get(id) === set) rowListeners.delete(id);
    };
  }

  /** Called when any row of the table has come, changed or gone. */
  onTable(table: TableName, fn: Listener): () => void {
    const { listeners } = this.table(table);
    listeners.add(fn);
    return () => listeners.delete(fn);
  }

  private table(name: TableName): Table {
    return this.tables.get(name)!;
  }
}

function replaceTable(table: Table, change: TableChange<{ readonly id: string }> | undefined, due: Set<Listener>): void {
  const coming = new Set(change?.puts.map((row) => row.id));
  const drops = [...table.rows.keys()].filter((id) => !coming.has(id));
  if (drops.length > 0 || change) changeTable(table, { puts: change?.puts ?? [], drops }, due);
}

function changeTable(table: Table, change: TableChange<{ readonly id: string }>, due: Set<Listener>): void {
  if (change.puts.length === 0 && change.drops.length === 0) return;
  for (const id of change.drops) {
    if (table.rows.delete(id)) note(table, id, due);
  }
  for (const row of change.puts) {
    table.rows.set(row.id, row);
    note(table, row.id, due);
  }
  table.list = undefined;
  for (const listener of table.listeners) due.add(listener);
}

function note(table: Table, id: string, due: Set<Listener>): void {
  for (const listener of table.rowListeners.get(id) ?? []) due.add(listener);
}
