/** The table of pods. */
import type { Column } from '../column.ts';
import type { Pod } from './pod.ts';

export const podColumns: readonly Column<Pod>[] = [];
