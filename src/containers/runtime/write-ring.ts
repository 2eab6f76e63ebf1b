/** What happened lately to the files of one container: a short ring, written to the store once an instant, however many writes there were. */
import { upperLayer, type FileEvent, type UnionFs } from '../../files/index.ts';
import type { Host } from '../../host/index.ts';
import type { Cancel, TraceId } from '../../sim/index.ts';
import type { FileWrite, RuntimeStore } from './rows.ts';

const KEPT = 48;

export class WriteRing {
  private readonly host: Host;
  private readonly store: RuntimeStore;
  private readonly container: string;
  private readonly fs: UnionFs;
  private recent: FileWrite[] | undefined;
  private skipped = 0;
  private flushing = false;
  private closed = false;
  private cause: TraceId = 0;
  private readonly stop: Cancel;

  constructor(host: Host, store: RuntimeStore, container: string, fs: UnionFs) {
    this.host = host;
    this.store = store;
    this.container = container;
    this.fs = fs;
    this.stop = fs.watch((event) => this.note(event));
  }

  /** The container is gone. */
  close(trace: TraceId): void {
    this.stop();
    this.closed = true;
    if (this.store.get(this.key)) this.store.delete(this.key, trace);
  }

  private note({ act, path, to, from, bytes }: FileEvent): void {
    const layer = from === upperLayer ? '' : (this.fs.union.lowers[from]?.id ?? '');
    const recent = (this.recent ??= []);
    recent.push({ atMs: this.host.clock.now, act, path, to: to ?? '', layer, bytes });
    if (recent.length > KEPT) {
      recent.shift();
      this.skipped++;
    }
    if (this.flushing) return;
    this.flushing = true;
    this.cause = this.host.trace.cause;
    this.host.clock.after(0, 'containerd', () => this.flush());
  }

  private flush(): void {
    this.flushing = false;
    if (this.closed) return;
    this.store.put(this.key, { container: this.container, skipped: this.skipped, recent: [...this.recent!] }, this.cause);
  }

  private get key(): string {
    return `writes/${this.container}`;
  }
}
