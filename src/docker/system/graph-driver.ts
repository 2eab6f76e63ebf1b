/** Where the overlay driver would keep a stack of layers, with a container's own on top: paths that inspect shows. */
import { sha256Hex } from '../../base/index.ts';

const ROOT = '/var/lib/docker/overlay2';

/** `own` is a container's id; without it the topmost layer is what is writable, as for an image. */
export function graphDriver(layers: readonly string[], own?: string): object {
  const folders = layers.map((_, height) => `${ROOT}/${sha256Hex(layers.slice(0, height + 1).join(' '))}`);
  const top = own === undefined ? folders.at(-1) : `${ROOT}/${sha256Hex(own)}`;
  const below = (own === undefined ? folders.slice(0, -1) : folders).map((folder) => `${folder}/diff`).reverse();
  const lower = own === undefined ? below : [`${top}-init/diff`, ...below];
  const data = { MergedDir: `${top}/merged`, UpperDir: `${top}/diff`, WorkDir: `${top}/work` };
  return { Data: lower.length > 0 ? { LowerDir: lower.join(':'), ...data } : data, Name: 'overlay2' };
}
