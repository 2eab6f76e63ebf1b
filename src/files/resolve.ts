/** Following links inside one file system, as the kernel's walk does; across mounts the host walks, by the same rules. */
import { FileError } from './errno.ts';
import type { DirNode, Inode } from './node.ts';
import { pathText, splitPath, type Path, type PathLike } from './path.ts';
import { find } from './union.ts';

/** Where the path leads. Without `node` only the last name is missing, so that it can be made there. */
export type Resolved = { readonly path: Path; readonly node?: Inode };

/** Linux gives up after 40 links in one path. */
export const linksMax = 40;

/** `follow` is about the last name; links before it are always followed. Throws ENOENT, ENOTDIR and ELOOP for the path as it was given. */
export function resolve(files: { node(path: Path): Inode | undefined }, asked: PathLike, { follow = true } = {}): Resolved {
  const rest = [...splitPath(asked)].reverse();
  const at: string[] = [];
  let links = 0;
  for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
    if (name === '..') {
      at.pop();
      continue;
    }
    at.push(name);
    const node = files.node(at);
    const isLast = rest.length === 0;
    if (!node) {
      if (isLast) return { path: at };
      throw new FileError('ENOENT', pathText(asked));
    }
    if (node.kind === 'link' && (follow || !isLast)) {
      if (++links > linksMax) throw new FileError('ELOOP', pathText(asked));
      if (node.target.startsWith('/')) at.length = 0;
      else at.pop();
      rest.push(...[...splitPath(node.target)].reverse());
    } else if (node.kind !== 'dir' && !isLast) throw new FileError('ENOTDIR', pathText(asked));
  }
  const node = files.node(at);
  return node ? { path: at, node } : { path: at };
}

/** The node of a plain tree, over its links; undefined when the last name is missing. */
export function lookup(root: DirNode, path: PathLike, options: { readonly follow?: boolean } = {}): Inode | undefined {
  const union = { lowers: [], upper: root };
  return resolve({ node: (at) => find(union, at)?.node }, path, options).node;
}
