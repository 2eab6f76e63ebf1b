/** Walking a tree as it is, whiteouts included, each directory before its entries and those in byte order: the order of archives and of `find` here. */
import { sortedKeys } from '../base/index.ts';
import type { Content } from './content.ts';
import type { DirNode, Node } from './node.ts';
import type { Path } from './path.ts';

export type Visit = { readonly path: Path; readonly node: Node };

/** All below the root, not the root itself. */
export function* walk(root: DirNode, at: Path = []): Generator<Visit> {
  for (const name of sortedKeys(root.entries)) {
    const node = root.entries.get(name)!;
    const path = [...at, name];
    yield { path, node };
    if (node.kind === 'dir') yield* walk(node, path);
  }
}

/** The bytes of all files in a tree, a file with several names once. */
export function treeBytes(node: Node, of: (content: Content) => number = sizeOf, seen?: Set<object>): number {
  if (node.kind === 'dir') {
    if (node.entries.size === 0) return 0;
    seen ??= new Set();
    let bytes = 0;
    for (const entry of node.entries.values()) bytes += treeBytes(entry, of, seen);
    return bytes;
  }
  if (node.kind !== 'file') return 0;
  if (node.hard) {
    if (seen?.has(node.hard.inode)) return 0;
    seen?.add(node.hard.inode);
  }
  return of(node.content);
}

function sizeOf({ size }: Content): number {
  return size;
}
