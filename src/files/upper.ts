/** The one way to change an upper layer: copy the directories on the path, share the rest, and note each step in a draft. */
import { assert } from '../base/index.ts';
import { keptBytes } from './content.ts';
import { withEntry, withoutEntry } from './entries.ts';
import { FileError } from './errno.ts';
import { upperLayer, type FileAct, type FileEvent } from './file-system.ts';
import { noEntries, type DirNode, type Entries, type Meta, type Node } from './node.ts';
import { pathText, type Path } from './path.ts';
import { rootPlace, step, type Found, type Place, type Union } from './union.ts';
import { treeBytes } from './walk.ts';

/** What a write did: the new upper layer, the steps, and by how many bytes it grew, and what it keeps in memory. */
export type Write = { readonly upper: DirNode; readonly events: readonly FileEvent[]; readonly bytes: number; readonly kept: number };
/** A write under way; it never outlives the function that made it. */
export type Draft = { union: Union & { readonly upper: DirNode }; readonly events: FileEvent[]; bytes: number; kept: number };

export function draftOf(union: Union, path: Path): Draft {
  const { lowers, upper } = union;
  if (!upper) throw new FileError('EROFS', pathText(path));
  return { union: { lowers, upper }, events: [], bytes: 0, kept: 0 };
}

export function finish(draft: Draft): Write {
  return { upper: draft.union.upper, events: draft.events, bytes: draft.bytes, kept: draft.kept };
}

export function note(draft: Draft, act: FileAct, path: Path, bytes: number, from = upperLayer): void {
  draft.events.push({ act, path: pathText(path), from, bytes });
}

/** The layer has the node now, or has it no more. */
export function count(draft: Draft, node: Node, times: 1 | -1): void {
  draft.bytes += times * treeBytes(node);
  draft.kept += times * treeBytes(node, keptBytes);
}

/** Changes the upper layer's own part of a directory, copying up those on the way that it lacks. */
export function editDir(draft: Draft, path: Path, edit: (own: DirNode) => DirNode, dropped = 0): void {
  const { union } = draft;
  const length = path.length - dropped;
  const owns: DirNode[] = [union.upper];
  let place = rootPlace(union);
  for (let depth = 0; depth < length; depth++) {
    const next = step(place, path[depth]!);
    assert(next?.found.node.kind === 'dir', 'a write goes only into a directory that was looked up', path);
    ({ place } = next);
    if (place.own) owns.push(place.own);
    else {
      owns.push({ kind: 'dir', meta: next.found.node.meta, entries: noEntries });
      note(draft, 'copy-up', path.slice(0, depth + 1), 0, next.found.layer);
    }
  }
  let changed = edit(owns[length]!);
  for (let depth = length - 1; depth >= 0; depth--) {
    const own = owns[depth]!;
    changed = withEntries(own, withEntry(own.entries, path[depth]!, changed), own.meta);
  }
  draft.union = { lowers: union.lowers, upper: changed };
}

function withEntries(dir: DirNode, entries: Entries, meta: Meta): DirNode {
  return dir.opaque ? { kind: 'dir', meta, entries, opaque: true } : { kind: 'dir', meta, entries };
}

/** The kernel's view of making or removing a name: the entry changes, and so does the directory's time. */
export function editEntry(draft: Draft, path: Path, node: Node | undefined, nowMs?: number): void {
  const name = path.at(-1)!;
  editDir(
    draft,
    path,
    (own) => withEntries(own, node ? withEntry(own.entries, name, node) : withoutEntry(own.entries, name), nowMs === undefined ? own.meta : { ...own.meta, mtimeMs: nowMs }),
    1,
  );
}

/** What the lower layers show under the name, whether or not the upper one hides it. */
export function underneath({ below }: Place, name: string): Found | undefined {
  return below?.step(name)?.found;
}
