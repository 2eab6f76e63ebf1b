/** A layer as an archive, by the image specification: `.wh.NAME` for a whiteout, `.wh..wh..opq` for an opaque directory. Its digest is the layer's identity. */
import { contentDigest, emptyContent, type Content } from './content.ts';
import type { DirNode, Meta, Node } from './node.ts';
import type { TarEntry } from './tar-format.ts';
import { writeTar } from './tar-write.ts';
import type { Layer } from './union.ts';
import { walk } from './walk.ts';

export const whiteoutPrefix = '.wh.';
export const opaqueMarker = '.wh..wh..opq';
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
