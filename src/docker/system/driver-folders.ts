/** The names under which a storage driver keeps layers on the host's disk. */
import { sha256Hex } from '../../base/index.ts';
import type { Layer } from '../../files/index.ts';

export type StorageDriver = 'overlay2' | 'aufs';

export function driverRoot(driver: StorageDriver): string {
  return `/var/lib/docker/${driver}`;
}

/** Of a stack of layers, lowest first, by the digests of all of them. */
export function layerFolder(digests: readonly string[]): string {
  return sha256Hex(digests.join(' '));
}

export function containerFolder(id: string): string {
  return sha256Hex(id);
}

/** A folder and what lies in it; those below it, nearest first. */
export interface LayerPlace {
  readonly folder: string;
  readonly layer: Layer;
  readonly below: readonly string[];
}

/** Each layer of an image, lowest first. */
export function placesOf(layers: readonly Layer[]): LayerPlace[] {
  const folders = layers.map((_, height) => layerFolder(layers.slice(0, height + 1).map((l) => l.id)));
  return layers.map((layer, height) => ({ folder: folders[height]!, layer, below: folders.slice(0, height).reverse() }));
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const SHORT_NAME = 26;

/** The short name in `l`, which keeps the options of a mount within a page. */
export function shortName(folder: string): string {
  const digest = sha256Hex(folder);
  let name = '';
  for (let i = 0; i < SHORT_NAME; i++) name += LETTERS[parseInt(digest.slice(i * 2, i * 2 + 2), 16) % LETTERS.length]!;
  return name;
}
