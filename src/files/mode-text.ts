/** `drwxr-xr-x`: how ls, stat and tar write a node's type and permissions. */
import type { Inode } from './node.ts';

const letters: Readonly<Record<Inode['kind'], string>> = { file: '-', dir: 'd', link: 'l', char: 'c', block: 'b', fifo: 'p', socket: 's' };

export function modeText(node: Inode): string {
  const { mode } = node.meta;
  const user = triple(mode >> 6, mode & 0o4000, 's');
  const group = triple(mode >> 3, mode & 0o2000, 's');
  return letters[node.kind] + user + group + triple(mode, mode & 0o1000, 't');
}

/** The special bit shares the place of execute: a capital when execute is off. */
function triple(bits: number, special: number, letter: string): string {
  const execute = (bits & 1) !== 0;
  const last = special ? (execute ? letter : letter.toUpperCase()) : execute ? 'x' : '-';
  return (bits & 4 ? 'r' : '-') + (bits & 2 ? 'w' : '-') + last;
}
