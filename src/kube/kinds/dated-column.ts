/** The column of kinds that show when they were made rather than how old they are. */
import type { Column } from './column.ts';

export const createdColumn: Column = { name: 'Created At', type: 'date', cell: (object) => object.metadata.creationTimestamp };
