/** What a layer is made of: files, links, directories, devices and whiteouts, all immutable values that layers and containers share. */
import type { Content } from './content.ts';

/** `mode` holds the permission bits and set-uid, set-gid, sticky; the type of a node is its `kind`. */
export type Meta = { readonly mode: number; readonly uid: number; readonly gid: number; readonly mtimeMs: number };

/**
 * More names than one for a file, in one tree: the nodes whose `inode` is the same object are the same file, and a write to one rewrites all.
 * An object, not a number: it is unique without a counter, so that layers made apart never take their files for one another's.
 */
export type HardLink = { readonly inode: SharedInode; readonly links: number };

export type SharedInode = { readonly firstName: string };

export type FileNode = { readonly kind: 'file'; readonly meta: Meta; readonly content: Content; readonly hard?: HardLink };
export type LinkNode = { readonly kind: 'link'; readonly meta: Meta; readonly target: string };
export type DeviceNode = {
  readonly kind: 'char' | 'block' | 'fifo' | 'socket';
  readonly meta: Meta;
  readonly major: number;
  readonly minor: number;
};
/** `opaque`: nothing of the layers below shows through this directory. */
export type DirNode = { readonly kind: 'dir'; readonly meta: Meta; readonly entries: Entries; readonly opaque?: true };
/** Hides the entry of this name in every layer below. The time is that of the deletion, which layer archives carry. */
export type Whiteout = { readonly kind: 'whiteout'; readonly mtimeMs: number };

export type Node = FileNode | LinkNode | DirNode | DeviceNode | Whiteout;
export type Entries = ReadonlyMap<string, Node>;
/** Anything that can be seen through a mount. */
export type VisibleNode = Exclude<Node, Whiteout>;
/** What a lookup through a mount gives: a directory without its entries, since those in hand may be one layer's only. Ask the file system to list it. */
export type Inode = FileNode | LinkNode | DeviceNode | { readonly kind: 'dir'; readonly meta: Meta };

export const noEntries: Entries = new Map();

export function metaOf(mode: number, mtimeMs: number, uid = 0, gid = 0): Meta {
  return { mode, uid, gid, mtimeMs };
}

export function fileNode(content: Content, meta: Meta): FileNode {
  return { kind: 'file', meta, content };
}

export function linkNode(target: string, meta: Meta): LinkNode {
  return { kind: 'link', meta, target };
}

export function dirNode(meta: Meta, entries: Entries = noEntries): DirNode {
  return { kind: 'dir', meta, entries };
}

export function deviceNode(kind: DeviceNode['kind'], meta: Meta, major = 0, minor = 0): DeviceNode {
  return { kind, meta, major, minor };
}

/** Bytes that a node holds by itself; a link's size is that of its target, which no one accounts for. */
export function bytesOfNode(node: Inode | Node): number {
  return node.kind === 'file' ? node.content.size : 0;
}
