/** Writing plain trees as values: what makes the catalogue's images, hosts' disks and archives. No link is followed in the paths here. */
import type { Content } from './content.ts';
import { FileError } from './errno.ts';
import { noEntries, type DirNode, type Meta, type Node } from './node.ts';
import { pathText, splitPath, type PathLike } from './path.ts';
import { find, listUnion, type Found, type Layer, type Union } from './union.ts';
import { renameNode } from './union-rename.ts';
import { addHardLink, changeMeta, createNode, removeDir, unlinkNode, writeContent } from './union-write.ts';

const noLayers: readonly Layer[] = [];

/** The node that the tree itself has at the path, a whiteout too. */
export function nodeAt(root: DirNode, path: PathLike): Node | undefined {
  let node: Node | undefined = root;
  for (const name of splitPath(path)) node = node?.kind === 'dir' ? node.entries.get(name) : undefined;
  return node;
}

/** Names and nodes in byte order. */
export function listDir(root: DirNode, path: PathLike): (Found & { readonly name: string })[] {
  return listUnion(alone(root), splitPath(path));
}

/** Makes or replaces a file; `meta` is used when it is made, its time always. */
export function writeFile(root: DirNode, path: PathLike, content: Content, meta: Meta): DirNode {
  const at = splitPath(path);
  if (!find(alone(root), at)) return createNode(alone(root), at, { kind: 'file', meta, content }, meta.mtimeMs).upper;
  return writeContent(alone(root), at, content, meta.mtimeMs).upper;
}

/** `mkdir -p`. */
export function makeDirs(root: DirNode, path: PathLike, meta: Meta): DirNode {
  const at = splitPath(path);
  let tree = root;
  for (let depth = 1; depth <= at.length; depth++) {
    const part = at.slice(0, depth);
    const found = find(alone(tree), part);
    if (found && found.node.kind !== 'dir') throw new FileError(depth === at.length ? 'EEXIST' : 'ENOTDIR', pathText(path));
    if (!found) tree = createNode(alone(tree), part, { kind: 'dir', meta, entries: noEntries }, meta.mtimeMs).upper;
  }
  return tree;
}

/** `rm -r`, at once. */
export function removeTree(root: DirNode, path: PathLike, nowMs: number): DirNode {
  const at = splitPath(path);
  const found = find(alone(root), at);
  if (found?.node.kind !== 'dir') return unlinkNode(alone(root), at, nowMs).upper;
  let tree = root;
  for (const { name } of listDir(root, at)) tree = removeTree(tree, [...at, name], nowMs);
  return removeDir(alone(tree), at, nowMs).upper;
}

export function renamePath(root: DirNode, from: PathLike, to: PathLike, nowMs: number): DirNode {
  return renameNode(alone(root), splitPath(from), splitPath(to), nowMs).upper;
}

/** chmod, chown, touch. */
export function setMeta(root: DirNode, path: PathLike, change: Partial<Meta>): DirNode {
  return changeMeta(alone(root), splitPath(path), change).upper;
}

/** `ln -s`. */
export function makeLink(root: DirNode, path: PathLike, target: string, meta: Meta): DirNode {
  return createNode(alone(root), splitPath(path), { kind: 'link', meta, target }, meta.mtimeMs).upper;
}

/** `ln`. */
export function hardLink(root: DirNode, existing: PathLike, path: PathLike, nowMs: number): DirNode {
  return addHardLink(alone(root), splitPath(existing), splitPath(path), nowMs).upper;
}

/** A tree is a union with nothing below it: the same rules hold. */
function alone(root: DirNode): Union {
  return { lowers: noLayers, upper: root };
}
