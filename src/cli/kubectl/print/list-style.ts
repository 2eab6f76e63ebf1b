/** How wide the columns of a client's lists are: its release decides. */
import { kubectlOldTable, kubectlTable, type TableStyle } from '../../../base/index.ts';

const narrowSince = 12;

export function listStyle(minor: number): TableStyle {
  return minor < narrowSince ? kubectlOldTable : kubectlTable;
}
