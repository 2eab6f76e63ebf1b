/**
 * /var/lib/docker/overlay2 and /var/lib/docker/aufs as they lie on the host's disk: the layers of images, and of containers the
 * init layer, the read-write layer and, while they run, all of it mounted as one.
 */
import type { Container, Runtime } from '../../containers/index.ts';
import {
  deviceNode, dirNode, emptyContent, FileError, fileNode, linkNode, metaOf, pathText, textContent,
  type Content, type DirNode, type FileSystem, type Inode, type Layer, type Meta, type Node, type Path, type StatFs, type VisibleNode,
} from '../../files/index.ts';
import type { MountSpec } from '../../host/index.ts';
import { containerFolder, driverRoot, placesOf, shortName, type StorageDriver } from './driver-folders.ts';

/** A directory made of others, a whole file system, one layer's own tree, or a single file. */
type Place = ReadonlyMap<string, () => Place> | { readonly fs: FileSystem } | { readonly layer: DirNode } | { readonly node: Inode };

const meta = metaOf(0o755, 0);
const listed = metaOf(0o710, 0);

export class DriverFs implements FileSystem {
  readonly type = 'ext4';
  private readonly driver: StorageDriver;
  private readonly runtime: Runtime;

  constructor(driver: StorageDriver, runtime: Runtime) {
    this.driver = driver;
    this.runtime = runtime;
  }

  node(path: Path): Inode | undefined {
    const found = this.find(path);
    if (!found) return undefined;
    const { place, rest } = found;
    if (place instanceof Map) return rest.length === 0 ? dirNode(listed) : undefined;
    if ('fs' in place) return place.fs.node(rest);
    if ('node' in place) return rest.length === 0 ? place.node : undefined;
    return this.inLayer((place as { layer: DirNode }).layer, rest);
  }

  list(path: Path): readonly string[] {
    const found = this.find(path);
    if (!found) throw new FileError('ENOENT', pathText(path));
    const { place, rest } = found;
    if (place instanceof Map && rest.length === 0) return [...place.keys()].sort();
    if ('fs' in place) return place.fs.list(rest);
    if (!('layer' in place)) throw new FileError('ENOTDIR', pathText(path));
    const dir = nodeIn(place.layer, rest);
    if (dir?.kind !== 'dir') throw new FileError(dir ? 'ENOTDIR' : 'ENOENT', pathText(path));
    return this.names(dir);
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

  statfs(): StatFs {
    return this.runtime.host.disk.statfs();
  }

  watch(): () => void {
    return () => {};
  }

  /** The mounts that the driver has made for the containers that run. */
  get mounts(): MountSpec[] {
    const root = driverRoot(this.driver);
    return this.running.map(({ id, image, rootFs }) => {
      const own = containerFolder(id);
      if (this.driver === 'aufs') return { point: `${root}/mnt/${own}`, fs: rootFs, source: 'none', options: 'relatime,dio,dirperm1' };
      const lowers = [`${own}-init`, ...placesOf(image.layers).map((p) => p.folder).reverse()].map((folder) => `${root}/l/${shortName(folder)}`);
      return { point: `${root}/${own}/merged`, fs: rootFs, source: 'overlay', options: `relatime,lowerdir=${lowers.join(':')},upperdir=${root}/${own}/diff,workdir=${root}/${own}/work` };
    });
  }

  private get running(): Container[] {
    return this.runtime.list('docker').filter((c) => c.running);
  }

  /** Layers lie still; only what is mounted can be written to from here. */
  private mounted(path: Path): { readonly fs: FileSystem; readonly rest: Path } {
    const found = this.find(path);
    if (!found || !('fs' in found.place)) throw new FileError('EROFS', pathText(path));
    return { fs: found.place.fs, rest: found.rest };
  }

  private find(path: Path): { readonly place: Place; readonly rest: Path } | undefined {
    let place: Place = this.driver === 'aufs' ? this.aufs() : this.overlay();
    for (const [i, name] of path.entries()) {
      if (!(place instanceof Map)) return { place, rest: path.slice(i) };
      const next: (() => Place) | undefined = place.get(name);
      if (!next) return undefined;
      place = next();
    }
    return { place, rest: [] };
  }

  private overlay(): Place {
    const folders = new Map<string, () => Place>();
    const short = new Map<string, () => Place>();
    const add = (folder: string, below: readonly string[], parts: Readonly<Record<string, () => Place>>): void => {
      short.set(shortName(folder), () => ({ node: linkNode(`../${folder}/diff`, metaOf(0o777, 0)) }));
      const lower = below.map((name) => `l/${shortName(name)}`).join(':');
      folders.set(folder, () => new Map<string, () => Place>([
        ...Object.entries(parts),
        ['link', () => text(shortName(folder))],
        ...(lower === '' ? [] : ([['lower', () => text(lower)], ['work', () => ({ layer: dirNode(metaOf(0o700, 0)) })]] as [string, () => Place][])),
      ]));
    };
    this.eachLayer((folder, below, layer) => add(folder, below, { committed: () => text(''), diff: () => ({ layer: layer.tree }) }));
    this.eachContainer((container, init, below) => {
      const own = containerFolder(container.id);
      add(`${own}-init`, below, { committed: () => text(''), diff: () => ({ layer: init.tree }) });
      const diff = (): Place => ({ layer: upperOf(container) });
      add(own, [`${own}-init`, ...below], container.running ? { diff, merged: () => ({ fs: container.rootFs }) } : { diff });
    });
    return folders.set('l', () => short);
  }

  private aufs(): Place {
    const [diff, layers, mnt] = [new Map<string, () => Place>(), new Map<string, () => Place>(), new Map<string, () => Place>()];
    const add = (folder: string, below: readonly string[], tree: () => DirNode, container?: Container): void => {
      diff.set(folder, () => ({ layer: tree() }));
      layers.set(folder, () => text(below.map((name) => `${name}\n`).join('')));
      mnt.set(folder, () => (container?.running ? { fs: container.rootFs } : { layer: dirNode(meta) }));
    };
    this.eachLayer((folder, below, layer) => add(folder, below, () => layer.tree));
    this.eachContainer((container, init, below) => {
      const own = containerFolder(container.id);
      add(`${own}-init`, below, () => init.tree);
      add(own, [`${own}-init`, ...below], () => upperOf(container), container);
    });
    return new Map<string, () => Place>([['diff', () => diff], ['layers', () => layers], ['mnt', () => mnt]]);
  }

  private eachLayer(visit: (folder: string, below: readonly string[], layer: Layer) => void): void {
    const seen = new Set<string>();
    const images = [...this.runtime.images.list().map((record) => record.image), ...this.runtime.list('docker').map((c) => c.image)];
    for (const image of images) {
      for (const { folder, below, layer } of placesOf(image.layers)) {
        if (seen.has(folder)) continue;
        seen.add(folder);
        visit(folder, below, layer);
      }
    }
  }

  private eachContainer(visit: (container: Container, init: Layer, below: readonly string[]) => void): void {
    for (const container of this.runtime.list('docker')) {
      visit(container, container.rootFs.union.lowers[0]!, placesOf(container.image.layers).map((p) => p.folder).reverse());
    }
  }

  private inLayer(tree: DirNode, path: Path): Inode | undefined {
    if (this.driver === 'overlay2') return shown(nodeIn(tree, path));
    const name = path.at(-1);
    const parent = name === undefined ? undefined : nodeIn(tree, path.slice(0, -1));
    if (name === undefined) return tree;
    if (parent?.kind !== 'dir') return undefined;
    if (name === OPAQUE) return parent.opaque ? mark(parent.meta.mtimeMs) : undefined;
    if (!name.startsWith(PREFIX)) return visible(parent.entries.get(name));
    const hidden = parent.entries.get(name.slice(PREFIX.length));
    return hidden?.kind === 'whiteout' ? mark(hidden.mtimeMs) : undefined;
  }

  private names(dir: DirNode): readonly string[] {
    const names = [...dir.entries].map(([name, node]) => (this.driver === 'aufs' && node.kind === 'whiteout' ? PREFIX + name : name));
    return (this.driver === 'aufs' && dir.opaque ? [...names, OPAQUE] : names).sort();
  }
}

const PREFIX = '.wh.';
const OPAQUE = '.wh..wh..opq';

function upperOf(container: Container): DirNode {
  return container.rootFs.union.upper ?? dirNode(meta);
}

function nodeIn(tree: DirNode, path: Path): Node | undefined {
  let node: Node | undefined = tree;
  for (const name of path) node = node?.kind === 'dir' ? node.entries.get(name) : undefined;
  return node;
}

/** overlayfs writes a whiteout as the character device 0:0. */
function shown(node: Node | undefined): Inode | undefined {
  return node?.kind === 'whiteout' ? deviceNode('char', metaOf(0, node.mtimeMs), 0, 0) : node;
}

function visible(node: Node | undefined): Inode | undefined {
  return node?.kind === 'whiteout' ? undefined : node;
}

function mark(mtimeMs: number): Inode {
  return fileNode(emptyContent, metaOf(0o444, mtimeMs));
}

function text(content: string): Place {
  return { node: fileNode(textContent(content), metaOf(0o644, 0)) };
}
