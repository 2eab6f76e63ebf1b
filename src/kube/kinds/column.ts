/** A column of a kind's server-side table, and the ones that every kind has. */
import { humanDuration, parseRfc3339, shortHumanDuration } from '../../base/index.ts';
import type { KubeObject } from '../meta/object.ts';
import type { Release } from '../meta/release.ts';

export type Cell = string | number | boolean | null;

export interface ColumnContext {
  readonly release: Release;
  readonly nowMs: number; // since 1970
}

export interface Column<T extends KubeObject = KubeObject> {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean' | 'date';
  readonly format?: string;
  readonly wide?: boolean; // printed with -o wide only
  readonly since?: number;
  readonly until?: number;
  cell(object: T, context: ColumnContext): Cell;
}

export const nameColumn: Column = { name: 'Name', type: 'string', format: 'name', cell: (object) => object.metadata.name };

export const ageColumn: Column = { name: 'Age', type: 'string', cell: (object, context) => ageOf(object.metadata.creationTimestamp, context) };

/** How long ago a timestamp was, as tables print it. Rows that follow one another are often of one second. */
export function ageOf(timestamp: string | null | undefined, { release, nowMs }: ColumnContext): string {
  if (!timestamp) return '<unknown>';
  if (timestamp === last.timestamp && nowMs === last.nowMs && release === last.release) return last.age;
  const atMs = parseRfc3339(timestamp);
  const age = atMs === undefined ? '<unknown>' : (release.atLeast(TWO_UNITS_SINCE) ? humanDuration : shortHumanDuration)(nowMs - atMs);
  last = { timestamp, nowMs, release, age };
  return age;
}

const TWO_UNITS_SINCE = 12;
let last: { timestamp: string; nowMs: number; release: Release | undefined; age: string } = { timestamp: '', nowMs: 0, release: undefined, age: '' };

export function text<T extends KubeObject>(name: string, cell: (object: T, context: ColumnContext) => string, more: Partial<Column<T>> = {}): Column<T> {
  return { name, type: 'string', cell, ...more };
}

export function integer<T extends KubeObject>(name: string, cell: (object: T) => number): Column<T> {
  return { name, type: 'integer', cell };
}

export const wide = { wide: true } as const;

/** What a list shows of more than three: `a,b,c + 2 more...` */
export function firstFew(items: readonly string[], empty: string, shown = 3): string {
  if (items.length === 0) return empty;
  const listed = items.slice(0, shown).join(',');
  return items.length > shown ? `${listed} + ${items.length - shown} more...` : listed;
}
