/** Takes what a build has made into the images of a host, if its disk has room. */
import { FileError } from '../../files/index.ts';
import type { ImageStore } from '../images/image-store.ts';
import type { Image } from '../images/image.ts';
import { BuildError } from './build-error.ts';

/** Throws BuildError. */
export function addBuilt(images: ImageStore, image: Image, parent?: string): Image {
  try {
    return images.add(image, 'built', parent).image;
  } catch (error) {
    if (error instanceof FileError) throw new BuildError('failed to register layer: no space left on device');
    throw error;
  }
}
