/** A host's container runtime as rows: images, layers, pulls, builds and containers, Docker's and the kubelet's alike. */
import type { BuildRow, ContainerRow, ImageRow, Outbox, PullRow } from '../../client/index.ts';
import {
  familiarReference,
  layerInstructions,
  parseReference,
  podUidLabel,
  type BuildRecord,
  type ContainerRecord,
  type ImageRecord,
  type LayerRecord,
  type PullRecord,
  type Runtime,
} from '../../containers/index.ts';

/** What the projection asks of the world besides the runtime. */
export interface RuntimeSurroundings {
  readonly epochMs: number;
  isBroken(reference: string): boolean;
  /** Layer rows are shared by all hosts: how many image rows of the world stand on one. */
  imagesOn(layer: string): number;
  /** Addresses and published ports are the front end's, not the runtime's. */
  networkOf(host: string, container: string): { ip: string; ports: readonly string[] };
}

const PAUSE_LABEL = 'io.cri-containerd.kind';

export class RuntimeProjection {
  private readonly runtime: Runtime;
  private readonly outbox: Outbox;
  private readonly around: RuntimeSurroundings;
  private readonly dirty = new Set<string>();
  readonly stop: () => void;

  constructor(runtime: Runtime, outbox: Outbox, around: RuntimeSurroundings) {
    this.runtime = runtime;
    this.outbox = outbox;
    this.around = around;
    const { store } = runtime;
    for (const table of store.tableNames()) for (const key of store.keys(table)) this.dirty.add(key);
    this.stop = store.watch(store.revision, ({ key }) => void this.dirty.add(key));
  }

  /** Images that registries have lost or found again show it. */
  markImages(): void {
    for (const key of this.runtime.store.keys('images')) this.dirty.add(key);
  }

  flush(): void {
    for (const key of this.dirty) this.put(key);
    this.dirty.clear();
  }

  private put(key: string): void {
    const slash = key.indexOf('/');
    const [table, id] = [key.slice(0, slash), key.slice(slash + 1)];
    const row = this.runtime.store.get(key);
    const { outbox, host } = this;
    switch (table) {
      case 'images':
        return row ? outbox.put('images', this.imageRow(id, row as ImageRecord)) : outbox.drop('images', `${host}/${id}`);
      case 'layers':
        return this.putLayer(id, row as LayerRecord | undefined);
      case 'pulls':
        return row ? outbox.put('pulls', this.pullRow(id, row as PullRecord)) : outbox.drop('pulls', `${host}/${id}`);
      case 'containers':
        return row ? outbox.put('containers', this.containerRow(row as ContainerRecord)) : outbox.drop('containers', `${host}/${id}`);
      case 'builds':
        return row ? outbox.put('builds', this.buildRow(row as BuildRecord)) : outbox.drop('builds', `${host}/${id}`);
      default:
        return; // `writes` are moments, not rows
    }
  }

  private get host(): string {
    return this.runtime.host.name;
  }

  private putLayer(digest: string, record: LayerRecord | undefined): void {
    const images = this.around.imagesOn(digest);
    if (!record) {
      if (images === 0) this.outbox.drop('layers', digest);
      return;
    }
    const { instruction, sizeBytes, source, files } = record;
    this.outbox.put('layers', { id: digest, instruction, sizeBytes, source, files, images });
  }

  private imageRow(id: string, { image, tags, digests }: ImageRecord): ImageRow {
    const names = tags.map((t) => familiarReference(parseReference(t)));
    const instructions = layerInstructions(image);
    let layer = 0;
    return {
      id: `${this.host}/${id}`,
      host: this.host,
      image: id,
      tags: names,
      digest: digests[0] ?? '',
      layers: image.layers.map((l) => l.id),
      history: image.history.map((entry) => {
        const made = entry.emptyLayer ? undefined : image.layers[layer];
        const sizeBytes = made ? ((this.runtime.store.get(`layers/${made.id}`) as LayerRecord | undefined)?.sizeBytes ?? 0) : 0;
        return { instruction: entry.emptyLayer ? entry.createdBy : (instructions[layer++] ?? entry.createdBy), layer: made?.id ?? '', sizeBytes };
      }),
      sizeBytes: image.sizeBytes,
      command: [...(image.config.Entrypoint ?? []), ...(image.config.Cmd ?? [])].join(' '),
      createdMs: image.createdMs - this.around.epochMs,
      broken: tags.some((t) => this.around.isBroken(t)),
    };
  }

  private pullRow(layer: string, pull: PullRecord): PullRow {
    return { id: `${this.host}/${layer}`, host: this.host, ...pull };
  }

  private containerRow(record: ContainerRecord): ContainerRow {
    const { id, name, createdMs } = record;
    const { owner, image, imageId, argv, labels = {} } = record.spec;
    const { state, exitCode, oomKilled, error, pid, startedMs, finishedMs } = record.status;
    const container = this.runtime.find(id);
    const { ip, ports } = this.around.networkOf(this.host, id);
    return {
      id: `${this.host}/${id}`,
      host: this.host,
      runtime: owner,
      name,
      pod: labels[podUidLabel] ?? '',
      pause: labels[PAUSE_LABEL] === 'sandbox',
      image,
      imageRow: `${this.host}/${imageId}`,
      state,
      exitCode,
      reason: oomKilled ? 'OOMKilled' : error,
      health: '',
      command: argv.join(' '),
      pid,
      ip,
      ports,
      layers: container?.image.layers.length ?? 0,
      writtenBytes: container?.writtenBytes() ?? 0,
      createdMs,
      startedMs: Math.max(0, startedMs),
      finishedMs: Math.max(0, finishedMs),
    };
  }

  private buildRow({ number, tag, state, steps, imageId, error, startedMs, endedMs }: BuildRecord): BuildRow {
    return {
      id: `${this.host}/${number}`,
      host: this.host,
      tag,
      state,
      steps: steps.map((s) => ({ ...s, startedMs: Math.max(0, s.startedMs), endedMs: Math.max(0, s.endedMs) })),
      image: imageId ? `${this.host}/${imageId}` : '',
      error,
      startedMs,
      endedMs: Math.max(0, endedMs),
    };
  }
}
