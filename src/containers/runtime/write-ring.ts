/** What happened lately to the files of one container: a short ring, put into words only for those who look. */
import { upperLayer, type FileEvent, type UnionFs } from '../../files/index.ts';
import type { Host } from '../../host/index.ts';
import type { FileWrite, FileWrites } from './rows.ts';

const KEPT = 48;

export class WriteRing {
  private readonly host: Host;
  private readonly fs: UnionFs;
  private readonly events: FileEvent[] = [];
  private readonly times: number[] = []; // of the same
  private skipped = 0;

  constructor(host: Host, fs: UnionFs) {
    this.host = host;
    this.fs = fs;
    fs.watch((event) => this.note(event));
  }

  get writes(): FileWrites {
    return { skipped: this.skipped, recent: this.events.map((event, i) => this.rowOf(event, this.times[i]!)) };
  }

  private note(event: FileEvent): void {
    const { clock } = this.host;
    clock.hash.number(event.bytes);
    this.events.push(event);
    this.times.push(clock.now);
    if (this.events.length <= KEPT) return;
    this.events.shift();
    this.times.shift();
    this.skipped++;
  }

  private rowOf({ act, path, to, from, bytes }: FileEvent, atMs: number): FileWrite {
    return { atMs, act, path, to: to ?? '', layer: from === upperLayer ? '' : (this.fs.union.lowers[from]?.id ?? ''), bytes };
  }
}
