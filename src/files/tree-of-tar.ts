/** An archive of a layer as the tree that it holds, with whiteouts and opaque directories as such. */
import { settleLinks } from './hard-link.ts';
import { opaqueMarker, whiteoutPrefix } from './layer-tar.ts';
import { dirNode, type DirNode, type Meta, type Node } from './node.ts';
import { pathText } from './path.ts';
import { TarError, type TarEntry } from './tar-format.ts';
import { readTar } from './tar-read.ts';
import { treeOf, type Placed } from './tree-of.ts';
import type { Content } from './content.ts';

/** The tree that an archive holds, whiteouts and opaque directories as such. `meta` is that of directories without an entry, the root among them. */
export function treeOfTar(tar: Content, meta: Meta): DirNode {
  return treeOfEntries(readTar(tar), meta);
}

export function treeOfEntries(entries: Iterable<TarEntry>, meta: Meta): DirNode {
  const placed: Placed[] = [];
  const at = new Map<string, number>();
  const opaque: string[][] = [];
  for (const entry of entries) {
    const path = cleanPath(entry.path);
    const name = path.at(-1) ?? '';
    if (name === opaqueMarker) opaque.push(path.slice(0, -1));
    else if (name.startsWith(`${whiteoutPrefix}${whiteoutPrefix}`)) continue; // aufs keeps its own books under such names
    else if (name.startsWith(whiteoutPrefix)) {
      const hidden = name.slice(whiteoutPrefix.length);
      placed.push({ path: [...path.slice(0, -1), hidden], node: { kind: 'whiteout', mtimeMs: entry.meta.mtimeMs } });
    } else {
      const node = entry.kind === 'hard' ? linkedNode(entry, placed, at) : nodeOfEntry(entry);
      at.set(path.join('/'), placed.push({ path, node }) - 1);
    }
  }
  // The marker may stand before or after the entry of its directory.
  for (const path of opaque) {
    const dir = placed[at.get(path.join('/')) ?? -1]?.node ?? dirNode(meta);
    if (dir.kind === 'dir') placed.push({ path, node: { ...dir, opaque: true } });
  }
  return settleLinks(treeOf(placed, meta));
}

/** What an entry that is no hard link makes. */
export function nodeOfEntry(entry: TarEntry): Node {
  const { kind, meta, content, target, major, minor } = entry;
  if (kind === 'file') return { kind, meta, content };
  if (kind === 'link') return { kind, meta, target };
  if (kind === 'dir') return { kind, meta, entries: new Map() };
  if (kind === 'hard') throw new TarError(`${entry.path}: hard link without the file it names`);
  return { kind, meta, major, minor };
}

/** Names only: an archive cannot reach outside of the directory it is unpacked in. */
function cleanPath(path: string): string[] {
  const clean: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') clean.pop();
    else if (name !== '' && name !== '.') clean.push(name);
  }
  return clean;
}

/** A hard link names an earlier entry; both become names of one inode. */
function linkedNode(entry: TarEntry, placed: Placed[], at: ReadonlyMap<string, number>): Node {
  const index = at.get(cleanPath(entry.target).join('/'));
  const first = index === undefined ? undefined : placed[index];
  if (!first || index === undefined) return nodeOfEntry(entry);
  if (first.node.kind !== 'file' || first.node.hard) return first.node;
  const node: Node = { ...first.node, hard: { inode: { firstName: pathText(first.path) }, links: 2 } };
  placed[index] = { path: first.path, node };
  return node;
}
