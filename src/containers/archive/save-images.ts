/** `docker save`: images as one archive, by the OCI layout and with Docker's own list beside it, so that either kind of reader finds its way. */
import { encodeUtf8, printJson, sha256Hex } from '../../base/index.ts';
import { bytesContent, dirNode, fileNode, metaOf, tarEntry, writeTar, type Content, type TarEntry } from '../../files/index.ts';
import { tarOf, type Image } from '../images/image.ts';
import { familiarName, familiarReference, fullReference, type Reference } from '../images/reference.ts';

export interface SavedImage {
  readonly image: Image;
  readonly tags: readonly Reference[]; // those that were asked for by name
}

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const configType = 'application/vnd.oci.image.config.v1+json';
const layerType = 'application/vnd.oci.image.layer.v1.tar';

interface Blob {
  readonly content: Content;
  readonly mtimeMs: number;
}

export function saveImages(saved: readonly SavedImage[], nowMs: number): Content {
  const blobs = new Map<string, Blob>();
  const index: object[] = [];
  const list: object[] = [];
  const repositories: Record<string, Record<string, string>> = {};
  for (const { image, tags } of saved) {
    blobs.set(image.id, { content: textOf(image.document), mtimeMs: image.createdMs });
    for (const layer of image.layers) blobs.set(layer.id, { content: tarOf(layer), mtimeMs: image.createdMs });
    const manifest = manifestText(image);
    const digest = `sha256:${sha256Hex(manifest)}`;
    blobs.set(digest, { content: textOf(manifest), mtimeMs: 0 });
    const descriptor = { mediaType: manifestType, digest, size: encodeUtf8(manifest).length };
    if (tags.length === 0) index.push(descriptor);
    for (const tag of tags) {
      index.push({ ...descriptor, annotations: { 'io.containerd.image.name': fullReference(tag), 'org.opencontainers.image.ref.name': tag.tag } });
      (repositories[familiarName(tag)] ??= {})[tag.tag] = hexOf(image.layers.at(-1)?.id ?? image.id);
    }
    list.push(listEntry(image, tags));
  }
  return writeTar(entriesOf(blobs, { index, list, repositories }, nowMs));
}

function manifestText(image: Image): string {
  const config = { mediaType: configType, digest: image.id, size: encodeUtf8(image.document).length };
  const layers = image.layers.map((layer) => ({ mediaType: layerType, digest: layer.id, size: tarOf(layer).size }));
  return printJson({ schemaVersion: 2, mediaType: manifestType, config, layers });
}

function listEntry(image: Image, tags: readonly Reference[]): object {
  const sources = image.layers.map((layer) => [layer.id, { mediaType: layerType, size: tarOf(layer).size, digest: layer.id }] as const);
  return {
    Config: blobPath(image.id),
    RepoTags: tags.length === 0 ? null : tags.map(familiarReference),
    Layers: image.layers.map((layer) => blobPath(layer.id)),
    LayerSources: Object.fromEntries(sources.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function* entriesOf(blobs: ReadonlyMap<string, Blob>, documents: { index: object[]; list: object[]; repositories: object }, nowMs: number): Generator<TarEntry> {
  const dir = dirNode(metaOf(0o755, nowMs));
  yield tarEntry('blobs', dir)!;
  yield tarEntry('blobs/sha256', dir)!;
  for (const digest of [...blobs.keys()].sort()) {
    const { content, mtimeMs } = blobs.get(digest)!;
    yield tarEntry(blobPath(digest), fileNode(content, metaOf(0o644, mtimeMs)))!;
  }
  const file = (path: string, value: object, mtimeMs: number) => tarEntry(path, fileNode(textOf(printJson(value)), metaOf(0o644, mtimeMs)))!;
  yield file('index.json', { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: documents.index }, nowMs);
  yield file('manifest.json', documents.list, 0);
  yield file('oci-layout', { imageLayoutVersion: '1.0.0' }, 0);
  yield file('repositories', documents.repositories, 0);
}

function blobPath(digest: string): string {
  return `blobs/sha256/${hexOf(digest)}`;
}

function hexOf(digest: string): string {
  return digest.slice('sha256:'.length);
}

function textOf(text: string): Content {
  return bytesContent(encodeUtf8(text));
}
