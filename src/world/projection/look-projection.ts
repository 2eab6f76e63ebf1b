/** What somebody looks at, as rows: files of containers, and the inside of hosts. Loaded with the first look. */
import type { Look, Outbox } from '../../client/index.ts';
import type { World } from '../world.ts';
import { FileMoments } from './file-moments.ts';
import { fileViewRow } from './file-view.ts';
import { HostLooks } from './host-looks.ts';

export class LookProjection {
  private readonly world: World;
  private readonly outbox: Outbox;
  private readonly files: FileMoments;
  private readonly hosts: HostLooks;
  private looks: readonly Look[] = [];
  private fileViews = new Set<string>();

  constructor(world: World, outbox: Outbox) {
    this.world = world;
    this.outbox = outbox;
    this.files = new FileMoments(world, outbox);
    this.hosts = new HostLooks(world, outbox);
  }

  /** All there are; what is no longer looked at loses its rows. */
  set(looks: readonly Look[]): void {
    this.looks = looks;
    this.hosts.set(looks);
    this.files.watch(looks.flatMap((l) => (l.at === 'files' ? [l.container] : [])));
  }

  flush(): void {
    this.putFileViews();
    this.hosts.flush();
    this.files.flush();
  }

  private putFileViews(): void {
    const seen = new Set<string>();
    for (const look of this.looks) {
      if (look.at !== 'files') continue;
      const slash = look.container.indexOf('/');
      const container = this.world.runtimes.get(look.container.slice(0, slash))?.find(look.container.slice(slash + 1));
      if (!container) continue;
      seen.add(look.container);
      this.outbox.put('fileviews', fileViewRow(look.container, container, look.folder, this.world.epochMs));
    }
    for (const id of this.fileViews) if (!seen.has(id)) this.outbox.drop('fileviews', id);
    this.fileViews = seen;
  }
}
