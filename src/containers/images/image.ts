/**
 * An image: a stack of layers and a document that says how to run it and how it came to be. Its id is the digest of that
 * document, which names the layers by their digests; so equal images have equal ids, wherever they were made.
 */
import { assert, formatRfc3339Nano, printJson, sha256Hex } from '../../base/index.ts';
import { keptBytes, layerTar, treeBytes, walk, type Content, type DirNode, type Layer } from '../../files/index.ts';

/** Durations are in milliseconds; 0 stands for the default. */
export interface Healthcheck {
  readonly test: readonly string[]; // ["NONE"], ["CMD", …] or ["CMD-SHELL", command]
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly startPeriodMs: number;
  readonly startIntervalMs: number;
  readonly retries: number;
}

/** How to run a container of the image, unless told otherwise. Names are those of the document. */
export interface ImageConfig {
  readonly User?: string;
  readonly ExposedPorts?: readonly string[]; // "80/tcp"
  readonly Env?: readonly string[]; // "NAME=value"
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Volumes?: readonly string[];
  readonly WorkingDir?: string;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly StopSignal?: string;
  readonly Healthcheck?: Healthcheck;
  readonly Shell?: readonly string[];
  readonly OnBuild?: readonly string[];
}

/** One instruction. Those that changed no file have no layer. */
export interface HistoryEntry {
  readonly createdMs: number;
  readonly createdBy: string;
  readonly comment?: string;
  readonly emptyLayer?: true;
}

export interface Image {
  readonly id: string; // "sha256:…"
  readonly config: ImageConfig;
  readonly history: readonly HistoryEntry[]; // the first instruction first
  readonly layers: readonly Layer[]; // the lowest first
  readonly lowers: readonly Layer[]; // the same, top first: one array for all containers of the image
  readonly architecture: string;
  readonly os: string;
  readonly createdMs: number; // milliseconds since 1970, as the document has it
  readonly author: string;
  readonly sizeBytes: number; // of all files in all layers
  readonly document: string; // JSON; its digest is the id
}

export interface ImageParts {
  readonly config: ImageConfig;
  readonly history: readonly HistoryEntry[];
  readonly layers: readonly Layer[];
  readonly createdMs: number;
  readonly author?: string;
}

export function makeImage(parts: ImageParts): Image {
  const { config, history, layers, createdMs, author = '' } = parts;
  assert(history.filter((entry) => !entry.emptyLayer).length === layers.length, 'image: a layer for each instruction that made one', history);
  const document = printJson(documentOf(parts));
  return {
    id: `sha256:${sha256Hex(document)}`,
    config,
    history,
    layers,
    lowers: [...layers].reverse(),
    architecture: 'amd64',
    os: 'linux',
    createdMs,
    author,
    sizeBytes: layers.reduce((sum, layer) => sum + layerBytes(layer), 0),
    document,
  };
}

function documentOf({ config, history, layers, createdMs, author }: ImageParts): object {
  return {
    architecture: 'amd64',
    author: author || undefined,
    config: configDocument(config),
    created: formatRfc3339Nano(createdMs),
    history: history.map((entry) => ({
      created: formatRfc3339Nano(entry.createdMs),
      created_by: entry.createdBy || undefined,
      comment: entry.comment || undefined,
      empty_layer: entry.emptyLayer,
    })),
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => layer.id) },
  };
}

/** The config as documents have it: sets are objects, durations nanoseconds. */
export function configDocument(config: ImageConfig): Record<string, unknown> {
  const { ExposedPorts, Volumes, Healthcheck: check, ...plain } = config;
  return {
    ...plain,
    ExposedPorts: ExposedPorts && setDocument(ExposedPorts),
    Volumes: Volumes && setDocument(Volumes),
    Healthcheck: check && healthDocument(check),
  };
}

export function healthDocument(check: Healthcheck): Record<string, unknown> {
  const nanos = (ms: number) => (ms === 0 ? undefined : ms * 1_000_000);
  return {
    Test: check.test,
    Interval: nanos(check.intervalMs),
    Timeout: nanos(check.timeoutMs),
    StartPeriod: nanos(check.startPeriodMs),
    StartInterval: nanos(check.startIntervalMs),
    Retries: check.retries || undefined,
  };
}

function setDocument(names: readonly string[]): Record<string, object> {
  return Object.fromEntries([...names].sort().map((name) => [name, {}]));
}

const sizes = new WeakMap<DirNode, number>();
const kept = new WeakMap<DirNode, number>();
const counts = new WeakMap<DirNode, number>();
const tars = new WeakMap<DirNode, Content>();

/** The bytes of its files: what Docker calls the size of a layer. */
export function layerBytes({ tree }: Layer): number {
  let bytes = sizes.get(tree);
  if (bytes === undefined) sizes.set(tree, (bytes = treeBytes(tree)));
  return bytes;
}

/** What of them is kept in memory. */
export function layerKept({ tree }: Layer): number {
  let bytes = kept.get(tree);
  if (bytes === undefined) kept.set(tree, (bytes = treeBytes(tree, keptBytes)));
  return bytes;
}

/** Its files, links and devices; directories and whiteouts are not counted. */
export function layerFiles({ tree }: Layer): number {
  let files = counts.get(tree);
  if (files === undefined) {
    files = 0;
    for (const { node } of walk(tree)) if (node.kind !== 'dir' && node.kind !== 'whiteout') files++;
    counts.set(tree, files);
  }
  return files;
}

/** The archive whose digest is its id. Made when somebody asks for it, and kept. */
export function tarOf({ tree }: Layer): Content {
  let tar = tars.get(tree);
  if (!tar) tars.set(tree, (tar = layerTar(tree)));
  return tar;
}

/** The layer was received as this archive: another one of the same files may have other bytes. */
export function keepTar({ tree }: Layer, tar: Content): void {
  tars.set(tree, tar);
}
