/** What BuildKit keeps of earlier builds: results by a key of their inputs, so that the same step on the same ground is not done again. */
import type { Layer, Space, TreeFs } from '../../files/index.ts';
import { layerBytes, layerKept, type Image } from '../images/image.ts';

export interface CacheRecord {
  readonly id: string; // 25 letters and digits
  readonly key: string;
  readonly description: string; // as `docker buildx du` shows it
  /** What the step changed; undefined when nothing. */
  readonly layer: Layer | undefined;
  readonly sizeBytes: number;
  readonly createdMs: number; // wall clock, as the two below
  readonly usedMs: number;
  readonly uses: number;
}

export class BuildCache {
  private readonly records = new Map<string, CacheRecord>();
  private readonly directories = new Map<string, TreeFs>();
  private readonly bases = new Map<string, { readonly image: Image; readonly release: () => void }>();
  /** Files of contexts that were sent before, by path and digest: they are not sent again. */
  readonly sent = new Set<string>();
  private readonly space: Space;

  constructor(space: Space) {
    this.space = space;
  }

  /** A directory that steps share by --mount=type=cache. */
  directory(id: string, make: () => TreeFs): TreeFs {
    const there = this.directories.get(id) ?? make();
    this.directories.set(id, there);
    return there;
  }

  get all(): readonly CacheRecord[] {
    return [...this.records.values()];
  }

  /** Finding is using. */
  find(key: string, nowMs: number): CacheRecord | undefined {
    const found = this.records.get(key);
    if (found) this.records.set(key, { ...found, usedMs: nowMs, uses: found.uses + 1 });
    return found;
  }

  /** ENOSPC when there is no more memory for it: on the disk it is the image's. */
  add(record: Pick<CacheRecord, 'id' | 'key' | 'description' | 'layer'>, nowMs: number): CacheRecord {
    const whole: CacheRecord = { ...record, sizeBytes: record.layer ? layerBytes(record.layer) : 0, createdMs: nowMs, usedMs: nowMs, uses: 1 };
    this.space.take(0, keptOf(whole) - keptOf(this.records.get(record.key)));
    this.records.set(record.key, whole);
    return whole;
  }

  /** An image that was fetched for a build, by its id. */
  base(id: string): Image | undefined {
    return this.bases.get(id)?.image;
  }

  /** `release` is called when it is kept no longer. */
  keepBase(image: Image, release: () => void): void {
    if (this.bases.has(image.id)) return release();
    this.bases.set(image.id, { image, release });
  }

  /** Forgets everything; answers what went. */
  prune(): readonly CacheRecord[] {
    const gone = this.all;
    for (const record of gone) this.space.take(0, -keptOf(record));
    for (const directory of this.directories.values()) directory.release();
    for (const { release } of this.bases.values()) release();
    this.bases.clear();
    this.directories.clear();
    this.records.clear();
    this.sent.clear();
    return gone;
  }
}

function keptOf(record: CacheRecord | undefined): number {
  return record?.layer ? layerKept(record.layer) : 0;
}
