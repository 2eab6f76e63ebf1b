/** `docker export` and `docker import`: a container's files as one archive without history, and an image of one layer made of such. */
import { flatten, layerOf, layerTar, type Content } from '../../files/index.ts';
import { BuildError } from '../builder/build-error.ts';
import { unpacked } from '../builder/copy-files.ts';
import { makeImage, type Image, type ImageConfig } from '../images/image.ts';
import type { Container } from '../runtime/container.ts';

/** What the container's root shows, without what is mounted over it. */
export function exportFiles(container: Container): Content {
  return layerTar(flatten(container.rootFs.union));
}

/** Throws BuildError when it is no archive. */
export function importFiles(archive: Content, options: { readonly config: ImageConfig; readonly message: string; readonly createdMs: number }): Image {
  const tree = unpacked(archive);
  if (!tree) throw new BuildError('archive/tar: invalid tar header');
  const comment = options.message || 'Imported from -';
  return makeImage({
    config: options.config,
    history: [{ createdMs: options.createdMs, createdBy: '', comment }],
    layers: [layerOf(tree)],
    createdMs: options.createdMs,
  });
}
