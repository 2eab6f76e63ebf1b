/**
 * The images of one host: rows in the runtime's store, names for them, and how many stand on each layer. A layer goes with
 * the last image on it, and an image that containers still run from keeps its layers though nobody can name it any more.
 */
import { assert, sha256Hex } from '../../base/index.ts';
import type { Clock, Trace, TraceId } from '../../sim/index.ts';
import type { Layer, Space } from '../../files/index.ts';
import type { Host } from '../../host/index.ts';
import type { ImageRecord, LayerRecord, LayerSource, RuntimeStore } from '../runtime/rows.ts';
import { layerBytes, layerFiles, layerKept, type Image } from './image.ts';
import { fullReference, repositoryOf, tryReference, withDefaultTag, type Reference } from './reference.ts';

const ACTOR = 'containerd';

/** More than one image begins with these digits. */
export class AmbiguousId extends Error {
  override name = 'AmbiguousId';
}

export class ImageStore {
  private readonly store: RuntimeStore;
  private readonly clock: Clock;
  private readonly trace: Trace;
  private readonly space: Space;
  private readonly named = new Map<string, string>(); // whole reference, with tag or with digest -> id
  private readonly holders = new Map<string, { readonly image: Image; count: number }>(); // containers, by id of image
  private readonly chains = new Map<string, number>(); // stacks of layers by chain id -> images
  private readonly layersById = new Map<string, Layer>();

  constructor(store: RuntimeStore, { clock, trace, disk }: Host) {
    this.store = store;
    this.clock = clock;
    this.trace = trace;
    this.space = disk.space;
  }

  get(id: string): ImageRecord | undefined {
    return this.store.get(`images/${id}`) as ImageRecord | undefined;
  }

  list(): readonly ImageRecord[] {
    return this.store.list('images') as readonly ImageRecord[];
  }

  layer(digest: string): LayerRecord | undefined {
    return this.store.get(`layers/${digest}`) as LayerRecord | undefined;
  }

  /** A layer that is on this host's disk. */
  layerContent(digest: string): Layer | undefined {
    return this.layersById.get(digest);
  }

  byReference(reference: Reference): ImageRecord | undefined {
    const id = this.named.get(reference.digest ? `${repositoryOf(reference)}@${reference.digest}` : fullReference(withDefaultTag(reference)));
    return id === undefined ? undefined : this.get(id);
  }

  /** By whole id, by reference, or by the beginning of an id, tried in this order as Docker does. Throws AmbiguousId. */
  resolve(text: string): ImageRecord | undefined {
    const exact = this.get(text.startsWith('sha256:') ? text : `sha256:${text}`);
    if (exact) return exact;
    const reference = tryReference(text);
    const named = reference && this.byReference(reference);
    if (named) return named;
    const digits = text.startsWith('sha256:') ? text.slice('sha256:'.length) : text;
    if (!/^[0-9a-f]{1,64}$/.test(digits)) return undefined;
    const found = this.store.keys('images').filter((key) => key.startsWith(`images/sha256:${digits}`));
    if (found.length > 1) throw new AmbiguousId(`multiple IDs found with provided prefix: ${text}`);
    return found[0] === undefined ? undefined : (this.store.get(found[0]) as ImageRecord);
  }

  /** Those built here on top of it. */
  children(id: string): readonly ImageRecord[] {
    return this.list().filter((record) => record.parent === id);
  }

  /** How many containers there are of it, running or not. */
  containersOf(id: string): number {
    return this.holders.get(id)?.count ?? 0;
  }

  /** Its layers come along. One that is there already stays as it is. ENOSPC when the disk has no room for them. */
  add(image: Image, source: LayerSource, parent = ''): ImageRecord {
    const there = this.get(image.id);
    if (there) return there;
    const trace = this.trace.record(ACTOR, 'add-image', 'image-added', { image: shortId(image.id), source, layers: image.layers.length });
    const record: ImageRecord = { image, tags: [], digests: [], parent, source, taggedMs: this.clock.now };
    if (!this.holders.has(image.id)) this.takeLayers(image, source, trace);
    return this.store.create(`images/${image.id}`, () => record, trace) as ImageRecord;
  }

  /** The tag leaves the image that had it. Answers that one's id, if it was another. */
  tag(id: string, reference: Reference): string | undefined {
    const tag = fullReference(withDefaultTag({ ...reference, digest: '' }));
    const before = this.named.get(tag);
    if (before === id) return undefined;
    const trace = this.trace.record(ACTOR, 'tag', 'image-tagged', { image: shortId(id), tag });
    if (before !== undefined) this.change(before, trace, (record) => ({ ...record, tags: record.tags.filter((t) => t !== tag) }));
    this.named.set(tag, id);
    this.change(id, trace, (record) => ({ ...record, tags: [...record.tags, tag].sort(), taggedMs: this.clock.now }));
    return before;
  }

  /** It is known in this repository by the digest of its manifest. */
  addDigest(id: string, reference: Reference, digest: string): void {
    const name = `${repositoryOf(reference)}@${digest}`;
    const before = this.named.get(name);
    if (before === id) return;
    const trace = this.trace.record(ACTOR, 'tag', 'image-tagged', { image: shortId(id), tag: name });
    if (before !== undefined) this.change(before, trace, (record) => ({ ...record, digests: record.digests.filter((d) => d !== name) }));
    this.named.set(name, id);
    this.change(id, trace, (record) => ({ ...record, digests: [...record.digests, name].sort() }));
  }

  /** Takes a name away, one of `tags` or `digests`. The image stays. */
  untag(name: string): void {
    const id = this.named.get(name);
    if (id === undefined) return;
    this.named.delete(name);
    const trace = this.trace.record(ACTOR, 'untag', 'image-untagged', { image: shortId(id), tag: name });
    this.change(id, trace, (record) => ({
      ...record,
      tags: record.tags.filter((t) => t !== name),
      digests: record.digests.filter((d) => d !== name),
    }));
  }

  /** Forgets the image and its names. Answers the chain ids of the stacks that went with it, the topmost first. */
  remove(id: string): readonly string[] {
    const record = this.get(id);
    assert(record, 'image store: no such image', { id });
    const trace = this.trace.record(ACTOR, 'remove-image', 'image-removed', { image: shortId(id) });
    for (const name of [...record.tags, ...record.digests]) this.named.delete(name);
    this.store.delete(`images/${id}`, trace);
    return this.holders.has(id) ? [] : this.dropLayers(record.image, trace);
  }

  /** A container of it begins to be, or a build stands on it: its layers stay, listed or not. */
  hold(image: Image): void {
    const holder = this.holders.get(image.id);
    if (holder) holder.count++;
    else {
      if (!this.get(image.id)) this.takeLayers(image, 'built', this.trace.cause);
      this.holders.set(image.id, { image, count: 1 });
    }
  }

  /** A container of it is gone, or the build. */
  release(image: Image): void {
    const holder = this.holders.get(image.id);
    assert(holder, 'image store: released more often than held', { id: image.id });
    if (--holder.count > 0) return;
    this.holders.delete(image.id);
    if (!this.get(image.id)) this.dropLayers(image, this.trace.cause);
  }

  private change(id: string, trace: TraceId, make: (record: ImageRecord) => ImageRecord): void {
    const key = `images/${id}`;
    if (this.store.get(key)) this.store.put(key, make(this.store.get(key) as ImageRecord), trace);
  }

  private takeLayers(image: Image, source: LayerSource, trace: TraceId): void {
    const fresh = [...new Set(image.layers)].filter(({ id }) => !this.layersById.has(id));
    this.space.take(sum(fresh, layerBytes), sum(fresh, layerKept));
    for (const chain of chainIds(image.layers)) this.chains.set(chain, (this.chains.get(chain) ?? 0) + 1);
    const instructions = layerInstructions(image);
    for (const layer of new Set(image.layers)) {
      const key = `layers/${layer.id}`;
      const there = this.store.get(key) as LayerRecord | undefined;
      if (there) {
        this.store.put(key, { ...there, images: there.images + 1 }, trace);
        continue;
      }
      this.layersById.set(layer.id, layer);
      const instruction = instructions[image.layers.indexOf(layer)]!;
      this.store.put(key, { digest: layer.id, instruction, sizeBytes: layerBytes(layer), files: layerFiles(layer), source, images: 1 }, trace);
    }
  }

  private dropLayers(image: Image, trace: TraceId): string[] {
    for (const layer of new Set(image.layers)) {
      const key = `layers/${layer.id}`;
      const there = this.store.get(key) as LayerRecord;
      if (there.images > 1) this.store.put(key, { ...there, images: there.images - 1 }, trace);
      else {
        this.store.delete(key, trace);
        const was = this.layersById.get(layer.id)!;
        this.layersById.delete(layer.id);
        this.space.take(-layerBytes(was), -layerKept(was));
      }
    }
    const gone: string[] = [];
    for (const chain of chainIds(image.layers).reverse()) {
      const left = this.chains.get(chain)! - 1;
      if (left > 0) this.chains.set(chain, left);
      else {
        this.chains.delete(chain);
        gone.push(chain);
      }
    }
    return gone;
  }
}

function sum(layers: readonly Layer[], of: (layer: Layer) => number): number {
  let bytes = 0;
  for (const layer of layers) bytes += of(layer);
  return bytes;
}

/** What Docker names a stack of layers by, for each of its heights. */
export function chainIds(layers: readonly Layer[]): string[] {
  const chains: string[] = [];
  for (const { id } of layers) {
    const below = chains.at(-1);
    chains.push(below === undefined ? id : `sha256:${sha256Hex(`${below} ${id}`)}`);
  }
  return chains;
}

/** For each layer the instruction that made it. */
export function layerInstructions({ history }: Image): string[] {
  return history.filter((entry) => !entry.emptyLayer).map((entry) => instructionText(entry.createdBy));
}

/** `COPY file:… in /app` for `/bin/sh -c #(nop) COPY file:… in /app`; a RUN is written as such. */
export function instructionText(createdBy: string): string {
  const nop = /^\/bin\/sh -c #\(nop\)\s+/.exec(createdBy);
  if (nop) return createdBy.slice(nop[0].length).trim();
  return createdBy.startsWith('/bin/sh -c ') ? `RUN ${createdBy.slice('/bin/sh -c '.length)}` : createdBy;
}

/** Twelve digits, as people see ids. */
export function shortId(id: string): string {
  return (id.startsWith('sha256:') ? id.slice('sha256:'.length) : id).slice(0, 12);
}
