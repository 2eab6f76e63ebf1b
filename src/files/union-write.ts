/** Writing to a union as overlayfs does without redirect_dir: lower layers never change, the upper one gets copies and whiteouts, and every step is told. */
import { assert } from '../base/index.ts';
import type { Content } from './content.ts';
import { FileError } from './errno.ts';
import { upperLayer } from './file-system.ts';
import { rewriteInode, withLinks, withoutLinks } from './hard-link.ts';
import { bytesOfNode, type FileNode, type Meta, type VisibleNode } from './node.ts';
import { newName, pathText, type Path } from './path.ts';
import { find, namesIn, openDir, step, type Found, type Place, type Union } from './union.ts';
import { count, draftOf, editDir, editEntry, finish, note, underneath, type Draft, type Write } from './upper.ts';
import { treeBytes } from './walk.ts';

/** A new name. A directory may come with its entries. Over a whiteout it is opaque, or what was deleted would show again. */
export function createNode(union: Union, path: Path, node: VisibleNode, nowMs: number): Write {
  const name = newName(path);
  const place = openDir(union, path, path, 1);
  if (step(place, name)) throw new FileError('EEXIST', pathText(path));
  const draft = draftOf(union, path);
  const own = node.kind === 'file' ? withoutLinks(node) : node;
  count(draft, own, 1);
  putNode(draft, place, path, own, nowMs, () => note(draft, 'create', path, treeBytes(own)));
  return finish(draft);
}

/** Replaces a file's content; a lower file is copied up whole first, as the kernel does on the first open for writing. */
export function writeContent(union: Union, path: Path, content: Content, nowMs: number): Write {
  const found = need(union, path);
  if (found.node.kind === 'dir') throw new FileError('EISDIR', pathText(path));
  if (found.node.kind !== 'file') throw new FileError('EINVAL', pathText(path));
  const change = (file: FileNode): FileNode => ({ ...file, content, meta: { ...file.meta, mtimeMs: nowMs } });
  const draft = draftOf(union, path);
  const file = copyUp(draft, path, found) as FileNode;
  count(draft, file, -1);
  count(draft, { ...file, content }, 1);
  note(draft, 'modify', path, content.size);
  replaceFile(draft, path, file, change);
  return finish(draft);
}

/** chmod, chown, utimes. A file of a lower layer is copied up with all its bytes for it. */
export function changeMeta(union: Union, path: Path, change: Partial<Meta>): Write {
  const found = need(union, path);
  const draft = draftOf(union, path);
  if (found.node.kind === 'dir') {
    editDir(draft, path, (dir) => ({ ...dir, meta: { ...dir.meta, ...change } }));
    note(draft, 'modify', path, 0);
    return finish(draft);
  }
  const node = copyUp(draft, path, found);
  note(draft, 'modify', path, 0);
  if (node.kind === 'file') replaceFile(draft, path, node, (file) => ({ ...file, meta: { ...file.meta, ...change } }));
  else editEntry(draft, path, { ...node, meta: { ...node.meta, ...change } });
  return finish(draft);
}

export function unlinkNode(union: Union, path: Path, nowMs: number): Write {
  const found = need(union, path);
  if (found.node.kind === 'dir') throw new FileError('EISDIR', pathText(path));
  const draft = draftOf(union, path);
  dropNode(draft, path, found, nowMs);
  return finish(draft);
}

export function removeDir(union: Union, path: Path, nowMs: number): Write {
  const found = need(union, path);
  if (found.node.kind !== 'dir') throw new FileError('ENOTDIR', pathText(path));
  if (path.length === 0) throw new FileError('EBUSY', '/');
  if (namesIn(openDir(union, path)).length > 0) throw new FileError('ENOTEMPTY', pathText(path));
  const draft = draftOf(union, path);
  dropNode(draft, path, found, nowMs);
  return finish(draft);
}

/** A second name. Links to symbolic links and devices are copies, which nothing can tell from them. */
export function addHardLink(union: Union, existing: Path, path: Path, nowMs: number): Write {
  const found = need(union, existing);
  const name = newName(path);
  const place = openDir(union, path, path, 1);
  if (step(place, name)) throw new FileError('EEXIST', pathText(path));
  if (found.node.kind === 'dir') throw new FileError('EPERM', pathText(existing));
  const draft = draftOf(union, path);
  const node = copyUp(draft, existing, found);
  const tell = (): void => note(draft, 'create', path, 0);
  if (node.kind !== 'file') putNode(draft, place, path, node, nowMs, tell);
  else {
    const inode = node.hard?.inode ?? { firstName: pathText(existing) };
    const linked = withLinks(node, inode, (node.hard?.links ?? 1) + 1);
    replaceFile(draft, existing, node, (file) => ({ ...file, hard: linked.hard! }));
    putNode(draft, place, path, linked, nowMs, tell);
  }
  return finish(draft);
}

/** The node at the path, or the error that a system call on it gives. */
export function need(union: Union, path: Path): Found {
  const found = find(union, path);
  if (found) return found;
  openDir(union, path, path, 1);
  throw new FileError('ENOENT', pathText(path));
}

/** Puts a lower node into the upper layer as it is, and gives the copy; an upper one is given as it stands. The inode is left behind. */
export function copyUp(draft: Draft, path: Path, { node, layer }: Found): Exclude<VisibleNode, { kind: 'dir' }> {
  assert(node.kind !== 'dir', 'a directory is copied up by writing into it', path);
  if (layer === upperLayer) return node;
  const copy = node.kind === 'file' ? withoutLinks(node) : node;
  count(draft, copy, 1);
  editEntry(draft, path, copy);
  note(draft, 'copy-up', path, bytesOfNode(copy), layer);
  return copy;
}

/** Sets the entry in the upper layer, opaque if it is a directory above something; what that was for is told between the steps to it and from it. */
export function putNode(draft: Draft, place: Place, path: Path, node: VisibleNode, nowMs: number, tell: () => void): void {
  const hidden = underneath(place, path.at(-1)!);
  const opaque = node.kind === 'dir' && hidden !== undefined;
  editEntry(draft, path, opaque ? { ...node, opaque: true } : node, nowMs);
  tell();
  if (opaque) note(draft, 'opaque', path, treeBytes(hidden.node), hidden.layer);
}

/** Takes a name away: out of the upper layer, and behind a whiteout if a lower one has it. */
export function dropNode(draft: Draft, path: Path, found: Found, nowMs: number): void {
  const hidden = underneath(openDir(draft.union, path, path, 1), path.at(-1)!);
  if (found.layer === upperLayer) note(draft, 'remove', path, releaseNode(draft, found.node));
  editEntry(draft, path, hidden && { kind: 'whiteout', mtimeMs: nowMs }, nowMs);
  if (hidden) note(draft, 'whiteout', path, treeBytes(hidden.node), hidden.layer);
}

/** The bytes freed when an upper node loses a name: none while others remain, and those learn that they are one fewer. */
export function releaseNode(draft: Draft, node: VisibleNode): number {
  if (node.kind !== 'file') return 0;
  if (node.hard) {
    const { inode, links } = node.hard;
    const upper = rewriteInode(draft.union.upper, inode, (file) => withLinks(file, inode, links - 1));
    draft.union = { ...draft.union, upper };
    return 0;
  }
  count(draft, node, -1);
  return node.content.size;
}

function replaceFile(draft: Draft, path: Path, file: FileNode, change: (file: FileNode) => FileNode): void {
  if (!file.hard) return editEntry(draft, path, change(file));
  draft.union = { ...draft.union, upper: rewriteInode(draft.union.upper, file.hard.inode, change) };
}
