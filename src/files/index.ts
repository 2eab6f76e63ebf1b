/** files: layered file trees as immutable values (tree, layer, union, diff, tar) and the file systems that mounts are made of. Nothing here knows processes or permissions. */
export { FileError, strerror, type ErrorCode } from './errno.ts';
export { isWithin, pathText, splitPath, type Path, type PathLike } from './path.ts';
export {
  appendBytes,
  blocksOf,
  bytesContent,
  contentBytes,
  contentDigest,
  contentText,
  emptyContent,
  holeContent,
  joinContent,
  keptBytes,
  overwriteBytes,
  readBytes,
  sameContent,
  sliceContent,
  textContent,
  truncateContent,
  type Chunk,
  type Content,
} from './content.ts';
export {
  bytesOfNode,
  deviceNode,
  dirNode,
  fileNode,
  linkNode,
  metaOf,
  type DeviceNode,
  type DirNode,
  type Entries,
  type FileNode,
  type HardLink,
  type Inode,
  type LinkNode,
  type Meta,
  type Node,
  type VisibleNode,
  type Whiteout,
} from './node.ts';
export { hardLink, listDir, makeDirs, makeLink, nodeAt, removeTree, renamePath, setMeta, writeFile } from './tree.ts';
export { treeOf, type Placed } from './tree-of.ts';
export { treeBytes, walk, type Visit } from './walk.ts';
export { linksMax, lookup, resolve, type Resolved } from './resolve.ts';
export { find, flatten, listUnion, sightings, type Found, type Layer, type Union } from './union.ts';
export { addHardLink, changeMeta, createNode, removeDir, unlinkNode, writeContent } from './union-write.ts';
export { renameNode } from './union-rename.ts';
export type { Write } from './upper.ts';
export { upperLayer, type FileAct, type FileEvent, type FileSystem, type StatFs } from './file-system.ts';
export type { HeldFile } from './held-files.ts';
export { TreeFs, UnionFs } from './union-fs.ts';
export { BranchUnion, type Branch } from './branch-union.ts';
export { FileMemory, Space } from './space.ts';
export { modeText } from './mode-text.ts';
export { changedBytes, changesIn, type FileChange } from './changes.ts';
export { wasteIn, type WastedFile } from './waste.ts';
export { applyLayer, layerBetween } from './layer-between.ts';
export { layerDigest, layerOf, layerTar, tarEntries, tarEntry } from './layer-tar.ts';
export { nodeOfEntry, treeOfEntries, treeOfTar } from './tree-of-tar.ts';
export { TarError, type TarEntry, type TarKind } from './tar-format.ts';
export { readTar } from './tar-read.ts';
export { writeTar } from './tar-write.ts';
