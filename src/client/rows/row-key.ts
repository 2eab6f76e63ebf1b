// The names of the tables, and keys that name a row of any of them.
export const TABLE_NAMES = [
  'clusters',
  'nodes',
  'components',
  'owners',
  'pods',
  'services',
  'storage',
  'objects',
  'events',
  'hosts',
  'ttys',
  'processes',
  'cgroups',
  'mounts',
  'images',
  'layers',
  'pulls',
  'containers',
  'builds',
  'fileviews',
  'checks',
] as const;

export type TableName = (typeof TABLE_NAMES)[number];

/** Names one row: `pods/<uid>`, `nodes/demo/node-1`. An id may hold slashes; a table's name does not. */
export type RowKey = `${TableName}/${string}`;

export function rowKey(table: TableName, id: string): RowKey {
  return `${table}/${id}`;
}

export function splitKey(key: RowKey): { readonly table: TableName; readonly id: string } {
  const slash = key.indexOf('/');
  return { table: key.slice(0, slash) as TableName, id: key.slice(slash + 1) };
}
