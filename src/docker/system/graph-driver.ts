/** Where the storage driver keeps a stack of layers, with a container's own on top: paths that inspect shows. */
import { containerFolder, driverRoot, layerFolder, type StorageDriver } from './driver-folders.ts';

/** `own` is a container's id; without it the topmost layer is what is writable, as for an image. */
export function graphDriver(driver: StorageDriver, layers: readonly string[], own?: string): object {
  if (driver === 'aufs') return { Data: null, Name: driver };
  const root = driverRoot(driver);
  const folders = layers.map((_, height) => `${root}/${layerFolder(layers.slice(0, height + 1))}`);
  const top = own === undefined ? folders.at(-1) : `${root}/${containerFolder(own)}`;
  const below = (own === undefined ? folders.slice(0, -1) : folders).map((folder) => `${folder}/diff`).reverse();
  const lower = own === undefined ? below : [`${top}-init/diff`, ...below];
  const data = { MergedDir: `${top}/merged`, UpperDir: `${top}/diff`, WorkDir: `${top}/work` };
  return { Data: lower.length > 0 ? { LowerDir: lower.join(':'), ...data } : data, Name: driver };
}
