/** Files with more names than one. They are rare, so the other names are found by walking the tree instead of keeping an index of all. */
import { withEntry } from './entries.ts';
import type { DirNode, FileNode, Node, SharedInode } from './node.ts';

/** Changes every name of one inode; parts of the tree that have none are shared. */
export function rewriteInode(dir: DirNode, inode: SharedInode, change: (file: FileNode) => FileNode): DirNode {
  let { entries } = dir;
  for (const [name, node] of dir.entries) {
    const after = rewriteNode(node, inode, change);
    if (after !== node) entries = withEntry(entries, name, after);
  }
  return entries === dir.entries ? dir : { ...dir, entries };
}

function rewriteNode(node: Node, inode: SharedInode, change: (file: FileNode) => FileNode): Node {
  if (node.kind === 'dir') return rewriteInode(node, inode, change);
  return node.kind === 'file' && node.hard?.inode === inode ? change(node) : node;
}

export function withLinks(file: FileNode, inode: SharedInode, links: number): FileNode {
  return links > 1 ? { ...file, hard: { inode, links } } : withoutLinks(file);
}

/** A file of its own with the same content, as a copy has. */
export function withoutLinks(file: FileNode): FileNode {
  return file.hard ? { kind: 'file', meta: file.meta, content: file.content } : file;
}

/** Counts the names of each inode anew, after nodes were put together from elsewhere. */
export function settleLinks(root: DirNode): DirNode {
  const names = new Map<SharedInode, number>();
  countNames(root, names);
  let tree = root;
  for (const [inode, links] of names) tree = rewriteInode(tree, inode, (file) => (file.hard?.links === links ? file : withLinks(file, inode, links)));
  return tree;
}

function countNames(dir: DirNode, names: Map<SharedInode, number>): void {
  for (const node of dir.entries.values()) {
    if (node.kind === 'dir') countNames(node, names);
    else if (node.kind === 'file' && node.hard) names.set(node.hard.inode, (names.get(node.hard.inode) ?? 0) + 1);
  }
}
