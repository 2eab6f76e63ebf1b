/** A manifest: what a registry knows an image by. It names the config document and the layers by their digests and sizes. */
import { encodeUtf8, printJson, sha256Hex } from '../../base/index.ts';
import { tarOf, type Image } from './image.ts';

export interface Descriptor {
  readonly mediaType: string;
  readonly size: number;
  readonly digest: string;
}

export interface Manifest {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[]; // the lowest first
}

export interface ManifestDocument extends Manifest {
  readonly bytes: Uint8Array;
  readonly digest: string;
}

export const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';
const configType = 'application/vnd.docker.container.image.v1+json';
/** Layers travel as plain archives: a hole pressed flat would arrive sooner than any real layer. */
const layerType = 'application/vnd.docker.image.rootfs.diff.tar';

const documents = new WeakMap<Image, ManifestDocument>();

export function manifestOf(image: Image): ManifestDocument {
  let document = documents.get(image);
  if (!document) documents.set(image, (document = makeManifest(image)));
  return document;
}

function makeManifest(image: Image): ManifestDocument {
  const config = { mediaType: configType, size: encodeUtf8(image.document).length, digest: image.id };
  const layers = image.layers.map((layer) => ({ mediaType: layerType, size: tarOf(layer).size, digest: layer.id }));
  const bytes = encodeUtf8(printJson({ schemaVersion: 2, mediaType: manifestType, config, layers }, { indent: '   ' }));
  return { config, layers, bytes, digest: `sha256:${sha256Hex(bytes)}` };
}
