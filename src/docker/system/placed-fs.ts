/** A part of a host's disk that is put together when somebody looks there: what the daemon knows, as directories and files. */
import {
  dirNode, FileError, fileNode, metaOf, pathText, textContent,
  type Content, type DirNode, type FileSystem, type HeldFile, type Inode, type Meta, type Node, type Path, type StatFs, type VisibleNode,
} from '../../files/index.ts';
import type { Host } from '../../host/index.ts';

/** A directory made of others, a file system or what is at a place of it, one layer's own tree, or a single file. */
export type Place = Folder | { readonly fs: FileSystem; readonly from?: Path } | { readonly layer: DirNode } | { readonly node: Inode };

export interface Folder {
  readonly entries: ReadonlyMap<string, () => Place>;
  readonly madeMs: number; // since 1970
}

export abstract class PlacedFs implements FileSystem {
  readonly type = 'ext4';
  protected readonly host: Host;

  constructor(host: Host) {
    this.host = host;
  }

  protected abstract root(): Folder;

  /** How a layer's tree shows. */
  protected inLayer(tree: DirNode, path: Path): Inode | undefined {
    const node = nodeIn(tree, path);
    return node?.kind === 'whiteout' ? undefined : node;
  }

  protected names(dir: DirNode): readonly string[] {
    return [...dir.entries.keys()].sort();
  }

  node(path: Path): Inode | undefined {
    const found = this.find(path);
    if (!found) return undefined;
    const { place, rest } = found;
    if ('entries' in place) return rest.length === 0 ? dirNode(metaOf(0o710, place.madeMs)) : undefined;
    if ('fs' in place) return place.fs.node([...(place.from ?? []), ...rest]);
    if ('node' in place) return rest.length === 0 ? place.node : undefined;
    return this.inLayer(place.layer, rest);
  }

  list(path: Path): readonly string[] {
    const found = this.find(path);
    if (!found) throw new FileError('ENOENT', pathText(path));
    const { place, rest } = found;
    if ('entries' in place && rest.length === 0) return [...place.entries.keys()].sort();
    if ('fs' in place) return place.fs.list([...(place.from ?? []), ...rest]);
    if (!('layer' in place)) throw new FileError('ENOTDIR', pathText(path));
    const dir = nodeIn(place.layer, rest);
    if (dir?.kind !== 'dir') throw new FileError(dir ? 'ENOTDIR' : 'ENOENT', pathText(path));
    return this.names(dir);
  }

  dirLinks(path: Path): number {
    const found = this.find(path);
    if (found && 'fs' in found.place) return found.place.fs.dirLinks([...(found.place.from ?? []), ...found.rest]);
    return 2 + this.list(path).filter((name) => this.node([...path, name])?.kind === 'dir').length;
  }

  create(path: Path, node: VisibleNode, nowMs: number): void {
    const { fs, rest } = this.mounted(path);
    fs.create(rest, node, nowMs);
  }

  write(path: Path, content: Content, nowMs: number): void {
    const { fs, rest } = this.mounted(path);
    fs.write(rest, content, nowMs);
  }

  setMeta(path: Path, change: Partial<Meta>): void {
    const { fs, rest } = this.mounted(path);
    fs.setMeta(rest, change);
  }

  unlink(path: Path, nowMs: number): void {
    const { fs, rest } = this.mounted(path);
    fs.unlink(rest, nowMs);
  }

  rmdir(path: Path, nowMs: number): void {
    const { fs, rest } = this.mounted(path);
    fs.rmdir(rest, nowMs);
  }

  rename(from: Path, to: Path, nowMs: number): void {
    const [source, target] = [this.mounted(from), this.mounted(to)];
    if (source.fs !== target.fs) throw new FileError('EXDEV', pathText(to));
    source.fs.rename(source.rest, target.rest, nowMs);
  }

  link(existing: Path, path: Path, nowMs: number): void {
    const [source, target] = [this.mounted(existing), this.mounted(path)];
    if (source.fs !== target.fs) throw new FileError('EXDEV', pathText(path));
    source.fs.link(source.rest, target.rest, nowMs);
  }

  hold(path: Path): HeldFile | undefined {
    const found = this.find(path);
    return found && 'fs' in found.place ? found.place.fs.hold([...(found.place.from ?? []), ...found.rest]) : undefined;
  }

  statfs(): StatFs {
    return this.host.disk.statfs();
  }

  watch(): () => void {
    return () => {};
  }

  /** What the daemon keeps lies still; only what is a file system of its own can be written to from here. */
  private mounted(path: Path): { readonly fs: FileSystem; readonly rest: Path } {
    const found = this.find(path);
    if (!found || !('fs' in found.place)) throw new FileError('EROFS', pathText(path));
    return { fs: found.place.fs, rest: [...(found.place.from ?? []), ...found.rest] };
  }

  private find(path: Path): { readonly place: Place; readonly rest: Path } | undefined {
    let place: Place = this.root();
    for (const [i, name] of path.entries()) {
      if (!('entries' in place)) return { place, rest: path.slice(i) };
      const next = place.entries.get(name);
      if (!next) return undefined;
      place = next();
    }
    return { place, rest: [] };
  }
}

export function nodeIn(tree: DirNode, path: Path): Node | undefined {
  let node: Node | undefined = tree;
  for (const name of path) node = node?.kind === 'dir' ? node.entries.get(name) : undefined;
  return node;
}

export function textFile(content: string, madeMs: number, mode = 0o644): Place {
  return { node: fileNode(textContent(content), metaOf(mode, madeMs)) };
}
