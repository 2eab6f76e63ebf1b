/**
 * Images that were made in a world, as a snapshot carries them: one archive for `docker load`, without the layers that a registry
 * has, and what is to be pulled before, so that those are there.
 */
import { gzipSync } from 'fflate';
import { encodeBase64, encodeUtf8, printJson } from '../base/index.ts';
import { familiarReference, parseReference, tarOf, type ImageRecord, type LayerRecord, type PullRecord } from '../containers/index.ts';
import { bytesContent, contentBytes, fileNode, metaOf, tarEntry, writeTar, type Content } from '../files/index.ts';
import type { World } from './world.ts';

export interface SnapshotImages {
  readonly archive: string; // in base64, a gzipped tar
  readonly pulls: readonly string[];
  readonly pushes: readonly string[]; // what somebody had pushed
}

export interface TakenImages {
  readonly images: SnapshotImages | undefined; // undefined: none was made
  readonly left: readonly string[]; // names of what was too large
}

const LAYERS_MAX_BYTES = 1 << 20; // together, in their tars
const FILE = metaOf(0o644, 0);

export function takeImages(world: World): TakenImages {
  const runtime = world.runtimes.get(world.scenario.hosts[0]!.name);
  const store = runtime?.store;
  const records = (store?.list('images') ?? []) as readonly ImageRecord[];
  const pullOf = (layer: string) => store!.get(`pulls/${layer}`) as PullRecord | undefined;
  const blobs = new Map<string, Content>();
  const list: object[] = [];
  const pulls = new Set<string>();
  const taken: ImageRecord[] = [];
  const left: string[] = [];
  let bytes = 0;
  for (const record of records.filter(({ source, tags }) => source !== 'pulled' && tags.length > 0)) {
    const { image } = record;
    const names = record.tags.map((tag) => familiarReference(parseReference(tag)));
    const made = image.layers.filter(({ id }) => !pullOf(id) && (store!.get(`layers/${id}`) as LayerRecord | undefined)?.source !== 'pulled');
    const fresh = made.filter(({ id }) => !blobs.has(id));
    const size = fresh.reduce((sum, layer) => sum + tarOf(layer).size, 0);
    if (bytes + size > LAYERS_MAX_BYTES) {
      left.push(...names);
      continue;
    }
    bytes += size;
    for (const layer of fresh) blobs.set(layer.id, tarOf(layer));
    blobs.set(image.id, bytesContent(encodeUtf8(image.document)));
    list.push({ Config: pathOf(image.id), RepoTags: names, Layers: image.layers.map(({ id }) => pathOf(id)) });
    const base = image.layers.findLast((layer) => !made.includes(layer));
    const pull = base && pullOf(base.id);
    if (pull) pulls.add(pull.image);
    taken.push(record);
  }
  if (taken.length === 0) return { images: undefined, left };
  const entries = [...blobs].map(([digest, content]) => tarEntry(pathOf(digest), fileNode(content, FILE))!);
  const manifest = tarEntry('manifest.json', fileNode(bytesContent(encodeUtf8(printJson(list))), FILE))!;
  const archive = gzipSync(contentBytes(writeTar([...entries, manifest])), { mtime: 0, level: 9 });
  const pushes = taken.flatMap(({ tags, digests }) => (digests.length > 0 ? tags.map((tag) => familiarReference(parseReference(tag))) : []));
  return { images: { archive: encodeBase64(archive), pulls: [...pulls], pushes }, left };
}

/** The line that brings them back, with the archive at this path. */
export function loadLine({ pulls, pushes }: SnapshotImages, path: string): string {
  return [...pulls.map((name) => `docker pull -q ${name}`), `base64 -d ${path} | docker load -q`, ...pushes.map((name) => `docker push -q ${name}`), `rm ${path}`].join('; ');
}

function pathOf(digest: string): string {
  return `${digest.slice('sha256:'.length)}.blob`;
}
