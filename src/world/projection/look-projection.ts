/** What somebody looks at, as rows: files of containers, the inside of hosts, Events. Loaded with the first look. */
import type { Look, Outbox, Tables } from '../../client/index.ts';
import type { World } from '../world.ts';
import { eventRows, type RowOfUid } from './event-rows.ts';
import { FileMoments } from './file-moments.ts';
import { fileViewRow } from './file-view.ts';
import { HostLooks } from './host-looks.ts';

export class LookProjection {
  private readonly world: World;
  private readonly outbox: Outbox;
  private readonly rowOfUid: RowOfUid;
  private readonly files: FileMoments;
  private readonly hosts: HostLooks;
  private looks: readonly Look[] = [];
  private shown: Readonly<Record<'fileviews' | 'events', Set<string>>> = { fileviews: new Set(), events: new Set() };

  constructor(world: World, outbox: Outbox, rowOfUid: RowOfUid) {
    this.world = world;
    this.outbox = outbox;
    this.rowOfUid = rowOfUid;
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
    const before = this.shown;
    this.shown = { fileviews: new Set(), events: new Set() };
    for (const look of this.looks) {
      if (look.at === 'files') this.putFileView(look.container, look.folder);
      else if (look.at === 'events') for (const row of eventRows(this.world, this.rowOfUid, look.about)) this.put('events', row);
    }
    for (const table of ['fileviews', 'events'] as const) for (const id of before[table]) if (!this.shown[table].has(id)) this.outbox.drop(table, id);
    this.hosts.flush();
    this.files.flush();
  }

  private putFileView(id: string, folder: string): void {
    const slash = id.indexOf('/');
    const container = this.world.runtimes.get(id.slice(0, slash))?.find(id.slice(slash + 1));
    if (container) this.put('fileviews', fileViewRow(id, container, folder, this.world.epochMs));
  }

  private put<T extends 'fileviews' | 'events'>(table: T, row: Tables[T]): void {
    this.shown[table].add(row.id);
    this.outbox.put(table, row);
  }
}
