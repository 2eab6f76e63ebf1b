/** A layer as an archive and back, by the image specification: `.wh.NAME` for a whiteout, `.wh..wh..opq` for an opaque directory. Its digest is the layer's identity. */
import { contentDigest, emptyContent, type Content } from './content.ts';
import { settleLinks } from './hard-link.ts';
import { dirNode, type DirNode, type Meta, type Node } from './node.ts';
import { TarError, type TarEntry } from './tar-format.ts';
import { readTar } from './tar-read.ts';
import { writeTar } from './tar-write.ts';
import { treeOf, type Placed } from './tree-of.ts';
import type { Layer } from './union.ts';
import { walk } from './walk.ts';

const whiteoutPrefix = '.wh.';
const opaqueMarker = '.wh..wh..opq';
const digests = new WeakMap<DirNode, string>();

/** The root has no entry of its own, as in Docker's layers. */
export function* tarEntries(tree: DirNode): Generator<TarEntry> {
  const names = new Map<object, string>();
  if (tree.opaque) yield opaqueEntry(opaqueMarker, tree.meta);
  for (const { path, node } of walk(tree)) {
    const text = path.join('/');
    if (node.kind === 'whiteout') yield whiteoutEntry(path, node.mtimeMs);
    else {
      const entry = tarEntry(text, node, names);
      if (entry) yield entry;
    }
    if (node.kind === 'dir' && node.opaque) yield opaqueEntry(`${text}/${opaqueMarker}`, node.meta);
  }
}

export function layerTar(tree: DirNode): Content {
  return writeTar(tarEntries(tree));
}

/** `sha256:…` of the layer's archive, computed once for each tree. */
export function layerDigest(tree: DirNode): string {
  let digest = digests.get(tree);
  if (digest === undefined) digests.set(tree, (digest = contentDigest(layerTar(tree))));
  return digest;
}

export function layerOf(tree: DirNode): Layer {
  return { id: layerDigest(tree), tree };
}

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

/** One entry of an archive; `names` remembers the first name of each inode, and later ones become links to it. No archive can hold a socket. */
export function tarEntry(path: string, node: Exclude<Node, { kind: 'whiteout' }>, names = new Map<object, string>()): TarEntry | undefined {
  if (node.kind === 'socket') return undefined;
  const plain = { path, meta: node.meta, content: emptyContent, target: '', major: 0, minor: 0 };
  if (node.kind === 'link') return { ...plain, kind: 'link', target: node.target };
  if (node.kind === 'dir') return { ...plain, kind: 'dir' };
  if (node.kind !== 'file') return { ...plain, kind: node.kind, major: node.major, minor: node.minor };
  const first = node.hard && names.get(node.hard.inode);
  if (first !== undefined) return { ...plain, kind: 'hard', target: first };
  if (node.hard) names.set(node.hard.inode, path);
  return { ...plain, kind: 'file', content: node.content };
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

/** Mode and times as dockerd's conversion from overlayfs gives them. */
function whiteoutEntry(path: readonly string[], mtimeMs: number): TarEntry {
  const name = [...path.slice(0, -1), whiteoutPrefix + path.at(-1)!].join('/');
  return markerEntry(name, { mode: 0o600, uid: 0, gid: 0, mtimeMs });
}

function opaqueEntry(path: string, dir: Meta): TarEntry {
  return markerEntry(path, { mode: dir.mode & 0o777, uid: dir.uid, gid: dir.gid, mtimeMs: 0 });
}

function markerEntry(path: string, meta: Meta): TarEntry {
  return { path, kind: 'file', meta, content: emptyContent, target: '', major: 0, minor: 0 };
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
  const node: Node = { ...first.node, hard: { inode: {}, links: 2 } };
  placed[index] = { path: first.path, node };
  return node;
}
