/** The mode of a file in letters, from what stat tells. */
import { modeText } from '../../files/index.ts';
import type { Stat } from '../../host/index.ts';

/** drwxr-xr-x */
export function modeOf(stat: Pick<Stat, 'kind' | 'mode'>): string {
  return modeText({ kind: stat.kind, meta: { mode: stat.mode, uid: 0, gid: 0, mtimeMs: 0 } } as Parameters<typeof modeText>[0]);
}
