/** What a tar archive holds and where its headers keep it, for the writer and the reader. */
import type { Content } from './content.ts';
import type { Meta } from './node.ts';

export const blockBytes = 512;

export type TarKind = 'file' | 'hard' | 'link' | 'char' | 'block' | 'dir' | 'fifo';
/** `path` has no slash at its ends. `target` is that of a symbolic link, or the path of the file that a hard link names again. */
export type TarEntry = {
  readonly path: string;
  readonly kind: TarKind;
  readonly meta: Meta;
  /** Of a file; empty for all else. */
  readonly content: Content;
  readonly target: string;
  readonly major: number;
  readonly minor: number;
};

/** What an archive that cannot be read throws, in the words of Go's reader. */
export class TarError extends Error {
  override name = 'TarError';
}

export const tarFlags: Readonly<Record<TarKind, string>> = { file: '0', hard: '1', link: '2', char: '3', block: '4', dir: '5', fifo: '6' };

/** Offset and width of each field. */
export const tarFields = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  flag: [156, 1],
  target: [157, 100],
  magic: [257, 8],
  major: [329, 8],
  minor: [337, 8],
  prefix: [345, 155],
} as const;
export type TarField = keyof typeof tarFields;

/** The sum of the block with its checksum field as spaces. */
export function tarChecksum(block: Uint8Array): number {
  const [at, width] = tarFields.checksum;
  let sum = 0;
  for (let i = 0; i < blockBytes; i++) sum += i >= at && i < at + width ? 32 : block[i]!;
  return sum;
}
