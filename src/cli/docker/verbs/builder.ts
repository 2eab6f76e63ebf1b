/** docker builder: what BuildKit keeps of earlier builds, and the other name of docker build. */
import { formatDecimalSize, parseRfc3339 } from '../../../base/index.ts';
import { confirmed } from '../command/confirm.ts';
import { bool } from '../command/docker-flag.ts';
import type { DockerGroup, DockerVerb } from '../command/verb.ts';
import { sinceText } from '../print/shortened.ts';
import { buildVerb } from './build.ts';

interface CacheRow {
  readonly ID: string;
  readonly Size: number;
  readonly LastUsedAt: string;
}

const prune: DockerVerb = {
  name: 'prune',
  summary: 'Remove build cache',
  usage: 'prune',
  args: [0, 0],
  flags: [bool('all', 'Include internal/frontend images', 'a'), bool('force', 'Do not prompt for confirmation', 'f')],
  *run(d) {
    if (!(yield* confirmed(d, `WARNING! This will remove all${d.flags.bool('all') ? '' : ' dangling'} build cache.\n`))) return;
    const { BuildCache } = yield* d.engine.json<{ BuildCache: readonly CacheRow[] }>('GET', '/system/df');
    const { CachesDeleted, SpaceReclaimed } = yield* d.engine.json<{ CachesDeleted: readonly string[] | null; SpaceReclaimed: number }>('POST', '/build/prune');
    const gone = BuildCache.filter(({ ID }) => CachesDeleted?.includes(ID));
    if (gone.length > 0) yield* d.print('ID\t\t\t\t\t\tRECLAIMABLE\tSIZE\t\tLAST ACCESSED\n');
    for (const row of gone) yield* d.print(`${row.ID.padEnd(40)}\t${'true'.padEnd(5)}\t${formatDecimalSize(row.Size, 4).padEnd(10)}\t${sinceText(d.nowMs, Math.floor(parseRfc3339(row.LastUsedAt)! / 1000))}\n`);
    yield* d.print(`Total:\t${formatDecimalSize(SpaceReclaimed, 4)}\n`);
  },
};

/** The plugin's own group; the builder is the engine's. */
export const buildxGroup: DockerGroup = { name: 'buildx', summary: 'Docker Buildx', verbs: [buildVerb, prune] };
export const builderGroup: DockerGroup = { name: 'builder', summary: 'Manage builds', verbs: [buildVerb, prune] };
