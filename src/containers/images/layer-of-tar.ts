/** The layer that an archive of any maker holds. */
import { metaOf, treeOfTar, type Content, type Layer } from '../../files/index.ts';
import { keepTar } from './image.ts';

export function layerOfTar(digest: string, tar: Content): Layer {
  const layer = { id: digest, tree: treeOfTar(tar, metaOf(0o755, 0)) };
  keepTar(layer, tar);
  return layer;
}
