/** Prints the tables that the server makes: which columns, in front of what, and rows that a watch adds under widths once taken. */
import { TableWriter, type Json, type TableStyle } from '../../../base/index.ts';
import { count, list, members, text } from '../objects/member.ts';

export interface TableOptions {
  readonly style: TableStyle;
  readonly wide: boolean;
  readonly withNamespace: boolean;
  readonly noHeaders: boolean;
  readonly showLabels: boolean;
  readonly labelColumns: readonly string[];
  /** Put before names: "deployment.apps/". */
  readonly namePrefix: string;
}

interface Column {
  readonly index: number; // of the cell
  readonly header: string;
  readonly isName: boolean;
}

export class TablePrinter {
  private readonly options: TableOptions;
  private readonly writer: TableWriter;
  private columns: readonly Column[] | undefined;
  private hasHeader: boolean;

  constructor(options: TableOptions) {
    this.options = options;
    this.writer = new TableWriter(options.style);
    this.hasHeader = options.noHeaders;
  }

  /** Takes a Table; one without column definitions continues the one before. `event` is put in front of a watch's rows. */
  add(table: Json, event?: string): void {
    const definitions = list(table, 'columnDefinitions');
    if (definitions.length > 0 || !this.columns) this.columns = columnsOf(definitions, this.options.wide);
    const rows = list(table, 'rows');
    if (!this.hasHeader && rows.length > 0) {
      this.hasHeader = true;
      this.writer.row([...(event === undefined ? [] : ['EVENT'.padEnd(8)]), ...this.headers()]);
    }
    for (const row of rows) this.writer.row([...(event === undefined ? [] : [event.padEnd(8)]), ...this.cells(row)]);
  }

  flush(): string {
    return this.writer.flush();
  }

  private headers(): string[] {
    const { withNamespace, labelColumns, showLabels } = this.options;
    return [
      ...(withNamespace ? ['NAMESPACE'] : []),
      ...this.columns!.map((column) => column.header),
      ...labelColumns.map((key) => key.slice(key.lastIndexOf('/') + 1).toUpperCase()),
      ...(showLabels ? ['LABELS'] : []),
    ];
  }

  private cells(row: Json): string[] {
    const { withNamespace, namePrefix, labelColumns, showLabels } = this.options;
    const labels = members(row, 'object', 'metadata', 'labels');
    const values = list(row, 'cells');
    return [
      ...(withNamespace ? [text(row, 'object', 'metadata', 'namespace')] : []),
      ...this.columns!.map((column) => (column.isName ? namePrefix : '') + cellText(values[column.index])),
      ...labelColumns.map((key) => (Object.hasOwn(labels, key) ? text(labels, key) : '')),
      ...(showLabels ? [labelsText(labels)] : []),
    ];
  }
}

function columnsOf(definitions: readonly Json[], wide: boolean): Column[] {
  const columns: Column[] = [];
  definitions.forEach((definition, index) => {
    if (count(definition, 'priority') > 0 && !wide) return;
    columns.push({ index, header: text(definition, 'name').toUpperCase(), isName: text(definition, 'format') === 'name' });
  });
  return columns;
}

/** What follows a line's end is cut off, so that a row stays one. */
function cellText(value: Json | undefined): string {
  if (value === undefined || value === null) return '<none>';
  const whole = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const at = whole.search(/[\f\n\r]/);
  return (at < 0 ? whole : `${whole.slice(0, at)}...`).replaceAll('\t', ' ');
}

/** app=web,tier=front: in byte order of the keys, or "<none>". */
export function labelsText(labels: Readonly<Record<string, Json>>): string {
  const keys = Object.keys(labels).sort((a, b) => (a < b ? -1 : 1));
  return keys.length === 0 ? '<none>' : keys.map((key) => `${key}=${text(labels, key)}`).join(',');
}
