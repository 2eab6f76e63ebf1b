/** File writes in containers that somebody looks at, as the union file system carried them out: each sent once. */
import type { FileMoment, Outbox } from '../../client/index.ts';
import type { Container, FileWrite } from '../../containers/index.ts';
import type { World } from '../world.ts';

const CHANGES: Readonly<Record<FileWrite['act'], FileMoment['change']>> = {
  create: 'created',
  modify: 'written',
  'copy-up': 'copied-up',
  whiteout: 'whited-out',
  remove: 'removed',
  rename: 'created',
  opaque: 'made-opaque',
};

export class FileMoments {
  private readonly world: World;
  private readonly outbox: Outbox;
  private readonly sent = new Map<string, number>(); // container row id -> writes told, those skipped included
  private last = 0;

  constructor(world: World, outbox: Outbox) {
    this.world = world;
    this.outbox = outbox;
  }

  /** From now on of these containers; what they had written before is no news. */
  watch(containers: readonly string[]): void {
    for (const id of this.sent.keys()) if (!containers.includes(id)) this.sent.delete(id);
    for (const id of containers) if (!this.sent.has(id)) this.sent.set(id, this.writesOf(id)?.total ?? 0);
  }

  flush(): void {
    for (const [id, told] of this.sent) {
      const writes = this.writesOf(id);
      if (!writes || writes.total === told) continue;
      for (const write of writes.recent.slice(-(writes.total - told))) this.outbox.file(this.moment(id, write));
      this.sent.set(id, writes.total);
    }
  }

  private writesOf(id: string): { recent: readonly FileWrite[]; total: number } | undefined {
    const writes = this.container(id)?.writes;
    return writes && { recent: writes.recent, total: writes.skipped + writes.recent.length };
  }

  private container(id: string): Container | undefined {
    const slash = id.indexOf('/');
    return this.world.runtimes.get(id.slice(0, slash))?.find(id.slice(slash + 1));
  }

  private moment(id: string, write: FileWrite): FileMoment {
    const lowers = this.container(id)?.rootFs.union.lowers ?? [];
    const from = lowers.findIndex((l) => l.id === write.layer);
    return {
      id: ++this.last,
      atMs: write.atMs,
      container: id,
      change: CHANGES[write.act],
      path: write.to || write.path,
      fromSheet: from < 0 ? -1 : lowers.length - 1 - from,
      toSheet: lowers.length,
      sizeBytes: write.bytes,
    };
  }
}
