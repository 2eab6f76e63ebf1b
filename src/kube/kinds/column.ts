/** A column of a kind's server-side table. */
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
  readonly description: string;
  readonly since?: number;
  readonly until?: number;
  cell(object: T, context: ColumnContext): Cell;
}
