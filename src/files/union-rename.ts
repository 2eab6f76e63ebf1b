/** rename(2) on a union: a file of a lower layer is copied up and leaves a whiteout, a directory that any lower layer has cannot move at all. */
import { FileError } from './errno.ts';
import { upperLayer } from './file-system.ts';
import { bytesOfNode, type VisibleNode } from './node.ts';
import { isWithin, newName, pathText, type Path } from './path.ts';
import { namesIn, openDir, step, type Found, type Step, type Union } from './union.ts';
import { copyUp, need, putNode, releaseNode } from './union-write.ts';
import { draftOf, editEntry, finish, note, underneath, type Write } from './upper.ts';

export function renameNode(union: Union, from: Path, to: Path, nowMs: number): Write {
  const { node, layer } = need(union, from);
  if (from.length === 0 || to.length === 0) throw new FileError('EBUSY', pathText(from));
  const isDir = node.kind === 'dir';
  if (isDir && to.length > from.length && isWithin(to, from)) throw new FileError('EINVAL', pathText(from));
  const toPlace = openDir(union, to, to, 1);
  const target = step(toPlace, newName(to));
  const draft = draftOf(union, from);
  if (target && isSame({ node, layer }, target.found, from, to)) return finish(draft);
  refuse(union, from, to, node, target);

  const moved = isDir ? node : copyUp(draft, from, { node, layer });
  if (target?.found.layer === upperLayer) note(draft, 'remove', to, releaseNode(draft, target.found.node));
  const hidden = underneath(openDir(union, from, from, 1), from.at(-1)!);
  editEntry(draft, from, hidden && { kind: 'whiteout', mtimeMs: nowMs }, nowMs);
  putNode(draft, toPlace, to, moved, nowMs, () => {
    draft.events.push({ act: 'rename', path: pathText(from), to: pathText(to), from: upperLayer, bytes: bytesOfNode(moved) });
    if (hidden) note(draft, 'whiteout', from, bytesOfNode(hidden.node), hidden.layer);
  });
  return finish(draft);
}

/** POSIX: of two names of one file both stay. In lower layers they count as two files, since a write to one would copy it up alone. */
function isSame(a: Found, b: Found, from: Path, to: Path): boolean {
  if (from.length === to.length && isWithin(from, to)) return true;
  if (a.layer !== upperLayer || b.layer !== upperLayer || a.node.kind !== 'file' || b.node.kind !== 'file') return false;
  return a.node.hard !== undefined && a.node.hard.inode === b.node.hard?.inode;
}

function refuse(union: Union, from: Path, to: Path, node: VisibleNode, target: Step | undefined): void {
  const over = target?.found.node.kind;
  if (node.kind !== 'dir') {
    if (over === 'dir') throw new FileError('EISDIR', pathText(to));
    return;
  }
  if (over !== undefined && over !== 'dir') throw new FileError('ENOTDIR', pathText(to));
  if (openDir(union, from).below) throw new FileError('EXDEV', pathText(from));
  if (target && namesIn(target.place).length > 0) throw new FileError('ENOTEMPTY', pathText(to));
}
