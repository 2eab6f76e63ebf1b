/** `docker diff`: what the upper layer changed, as Docker's comparison of two trees tells it, but walking the upper layer only. */
import { compareBytes, sortedKeys } from '../base/index.ts';
import { sameContent } from './content.ts';
import { bytesOfNode, type DirNode, type Meta, type Node, type VisibleNode } from './node.ts';
import { pathText, type Path } from './path.ts';
import { namesIn, rootPlace, step, type Place, type Step, type Union } from './union.ts';

/** Added, changed, deleted; `bytes` are those the file now has. */
export type FileChange = { readonly kind: 'A' | 'C' | 'D'; readonly path: string; readonly bytes: number };

/**
 * A directory comes before what is in it, entries in byte order, what was deleted last. (Docker's own order of entries is that of a
 * Go map: any.) The parents of a change are themselves changed; what is below a new or deleted directory: all of it, none of it.
 */
export function changesIn(union: Union): FileChange[] {
  const out: FileChange[] = [];
  if (union.upper) compareDir(union.upper, rootPlace({ lowers: union.lowers }), [], union.upper.opaque === true, out);
  return out;
}

/** The bytes that `docker ps -s` shows for the read-write layer. */
export function changedBytes(changes: readonly FileChange[]): number {
  return changes.reduce((sum, change) => sum + change.bytes, 0);
}

/** `alone`: this directory or one above it is opaque, so what is not in it is gone. */
function compareDir(own: DirNode, before: Place, path: Path, alone: boolean, out: FileChange[]): void {
  const deleted: string[] = [];
  for (const name of sortedKeys(own.entries)) {
    const node = own.entries.get(name)!;
    const was = step(before, name);
    const at = [...path, name];
    if (node.kind === 'whiteout') {
      if (was) deleted.push(name);
    } else if (was) compareNode(node, was, at, alone, out);
    else addAll(node, at, out);
  }
  if (alone) for (const name of namesIn(before)) if (!own.entries.has(name)) deleted.push(name);
  for (const name of deleted.sort(compareBytes)) out.push({ kind: 'D', path: pathText([...path, name]), bytes: 0 });
}

function compareNode(node: VisibleNode, { found, place }: Step, path: Path, alone: boolean, out: FileChange[]): void {
  const changed: FileChange = { kind: 'C', path: pathText(path), bytes: bytesOfNode(node) };
  if (node.kind !== 'dir') {
    if (differs(node, found.node)) out.push(changed);
    return;
  }
  const inside: FileChange[] = [];
  compareDir(node, place, path, alone || node.opaque === true, inside);
  if (inside.length > 0 || differs(node, found.node)) out.push(changed);
  for (const change of inside) out.push(change);
}

function addAll(node: Node, path: Path, out: FileChange[]): void {
  if (node.kind === 'whiteout') return;
  out.push({ kind: 'A', path: pathText(path), bytes: bytesOfNode(node) });
  if (node.kind !== 'dir') return;
  for (const name of sortedKeys(node.entries)) addAll(node.entries.get(name)!, [...path, name], out);
}

/** A directory's time says nothing of itself. Docker trusts times and sizes; here a second can hold a whole build, so contents are compared too. */
function differs(a: VisibleNode, b: VisibleNode): boolean {
  if (a.kind !== b.kind || a.meta.mode !== b.meta.mode || a.meta.uid !== b.meta.uid || a.meta.gid !== b.meta.gid) return true;
  if (a.kind === 'dir') return false;
  if (!sameTime(a.meta, b.meta)) return true;
  if (a.kind === 'file') return b.kind === 'file' && !sameContent(a.content, b.content);
  if (a.kind === 'link') return b.kind === 'link' && a.target !== b.target;
  return b.kind === a.kind && (a.major !== b.major || a.minor !== b.minor);
}

/** An archive keeps whole seconds, so a time without a fraction equals any in its second. */
function sameTime({ mtimeMs: a }: Meta, { mtimeMs: b }: Meta): boolean {
  if (a === b) return true;
  return Math.floor(a / 1000) === Math.floor(b / 1000) && (a % 1000 === 0 || b % 1000 === 0);
}
