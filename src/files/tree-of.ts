/** A tree out of many nodes in one go, where writing them one by one would copy each directory once for every entry. */
import { assert } from '../base/index.ts';
import { noEntries, type DirNode, type Meta, type Node } from './node.ts';
import { splitPath, type PathLike } from './path.ts';

export type Placed = { readonly path: PathLike; readonly node: Node };

// A directory made here, that may still be written to; it is handed out only when all is in.
type OpenDir = { kind: 'dir'; meta: Meta; entries: Map<string, Node>; opaque?: true };

/**
 * A later node takes the place of an earlier one of the same path, but a directory keeps the entries it had.
 * Directories that no one names get `meta`. The nodes go on top of `root`, if there is one.
 */
export function treeOf(placed: Iterable<Placed>, meta: Meta, root: DirNode = { kind: 'dir', meta, entries: noEntries }): DirNode {
  const open = new Set<Node>();
  const opened = (node: Node | undefined, as: { meta: Meta; opaque?: true }, more = noEntries): OpenDir => {
    const before = node?.kind === 'dir' ? node.entries : noEntries;
    const dir: OpenDir = { kind: 'dir', meta: as.meta, entries: new Map([...before, ...more]), ...(as.opaque && { opaque: true }) };
    open.add(dir);
    return dir;
  };
  let top = opened(root, root);
  for (const { path, node } of placed) {
    const at = splitPath(path);
    const name = at.at(-1);
    if (name === undefined) {
      assert(node.kind === 'dir', 'the root is a directory');
      top = opened(top, node, node.entries);
      continue;
    }
    let dir = top;
    for (const part of at.slice(0, -1)) {
      const next = dir.entries.get(part);
      const child = next && open.has(next) ? (next as OpenDir) : opened(next, next?.kind === 'dir' ? next : { meta });
      dir.entries.set(part, child);
      dir = child;
    }
    dir.entries.set(name, node.kind === 'dir' ? opened(dir.entries.get(name), node, node.entries) : node);
  }
  return top;
}
