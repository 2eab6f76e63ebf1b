// What a row is called: the one word by which people speak of it.
import type { TableName, Tables } from '../../client/index.ts';

export function nameOfRow(table: TableName, row: Tables[TableName]): string {
  switch (table) {
    case 'components':
      return (row as Tables['components']).unit;
    case 'images': {
      const image = row as Tables['images'];
      return image.tags[0] ?? image.image.slice(7, 19);
    }
    case 'layers':
      return row.id.slice(7, 19);
    case 'builds':
      return (row as Tables['builds']).tag || row.id;
    case 'processes':
      return (row as Tables['processes']).command.split(/:? /)[0] ?? ''; // "nginx: master process" is nginx
    case 'cgroups':
      return (row as Tables['cgroups']).path;
    case 'mounts':
      return (row as Tables['mounts']).point;
    default:
      return 'name' in row && typeof row.name === 'string' ? row.name : row.id;
  }
}

/** Tables whose rows people look for by name. */
export const NAMED_TABLES = ['pods', 'owners', 'services', 'storage', 'nodes', 'components', 'objects', 'containers', 'images', 'hosts'] as const satisfies readonly TableName[];
