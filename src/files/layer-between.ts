/** The layer that turns one tree into another, and back: what a driver without copy-up makes of a container, and an archive of a change. */
import { sameContent } from './content.ts';
import type { DirNode, Meta, Node } from './node.ts';
import { flatten } from './union.ts';

/** What `after` has anew or otherwise than `before`, and whiteouts for what it lacks. */
export function layerBetween(before: DirNode, after: DirNode, nowMs: number): DirNode {
  const entries = new Map<string, Node>();
  for (const [name, node] of after.entries) {
    const was = before.entries.get(name);
    if (was === node) continue;
    if (node.kind === 'dir' && was?.kind === 'dir') {
      const inner = layerBetween(was, node, nowMs);
      if (inner.entries.size > 0 || !sameMeta(was.meta, node.meta)) entries.set(name, inner);
    } else if (!was || !sameNode(was, node)) entries.set(name, node);
  }
  for (const name of before.entries.keys()) if (!after.entries.has(name)) entries.set(name, { kind: 'whiteout', mtimeMs: nowMs });
  return { kind: 'dir', meta: after.meta, entries };
}

/** What `docker pull` unpacks: a layer on top of the tree so far. */
export function applyLayer(before: DirNode, layer: DirNode): DirNode {
  return flatten({ lowers: [{ id: '', tree: layer }, { id: '', tree: before }] });
}

function sameNode(a: Node, b: Node): boolean {
  if (a.kind === 'whiteout' || b.kind === 'whiteout' || a.kind !== b.kind || !sameMeta(a.meta, b.meta)) return false;
  if (a.kind === 'file') return b.kind === 'file' && sameContent(a.content, b.content) && a.hard?.inode === b.hard?.inode;
  if (a.kind === 'link') return b.kind === 'link' && a.target === b.target;
  return a.kind !== 'dir' && b.kind === a.kind && a.major === b.major && a.minor === b.minor;
}

function sameMeta(a: Meta, b: Meta): boolean {
  return a.mode === b.mode && a.uid === b.uid && a.gid === b.gid && a.mtimeMs === b.mtimeMs;
}
