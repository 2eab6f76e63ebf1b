/**
 * /var/lib/docker/overlay2 and /var/lib/docker/aufs as they lie on the host's disk: the layers of images, and of containers the
 * init layer, the read-write layer and, while they run, all of it mounted as one.
 */
import type { Container, Runtime } from '../../containers/index.ts';
import {
  deviceNode, dirNode, emptyContent, fileNode, linkNode, metaOf,
  type DirNode, type Inode, type Layer, type Node, type Path,
} from '../../files/index.ts';
import type { MountSpec } from '../../host/index.ts';
import { wallOf } from '../containers/status-text.ts';
import { containerFolder, driverRoot, placesOf, shortName, type StorageDriver } from './driver-folders.ts';
import { nodeIn, PlacedFs, textFile, type Folder, type Place } from './placed-fs.ts';

export class DriverFs extends PlacedFs {
  private readonly driver: StorageDriver;
  private readonly runtime: Runtime;

  constructor(driver: StorageDriver, runtime: Runtime) {
    super(runtime.host);
    this.driver = driver;
    this.runtime = runtime;
  }

  protected root(): Folder {
    return this.driver === 'aufs' ? this.aufs() : this.overlay();
  }

  /** The mounts that the driver has made for the containers that run. */
  get mounts(): MountSpec[] {
    const root = driverRoot(this.driver);
    return this.running.map((container) => {
      const own = containerFolder(container.id);
      const options = this.optionsOf(container);
      if (this.driver === 'overlay2') return { point: `${root}/${own}/merged`, fs: container.rootFs, source: 'overlay', options };
      const branches = [`${own}=rw`, ...lowersOf(container).map((folder) => `${folder}=ro+wh`)].map((branch) => `${root}/diff/${branch}`);
      return { point: `${root}/mnt/${own}`, fs: container.rootFs, source: 'none', options, branches };
    });
  }

  /** Of the mount that is a container's root. */
  optionsOf(container: Container): string {
    const own = containerFolder(container.id);
    if (this.driver === 'aufs') return `relatime,si=${own.slice(0, SERIAL_DIGITS)},dio,dirperm1`;
    const root = driverRoot(this.driver);
    const lowers = lowersOf(container).map((folder) => `${root}/l/${shortName(folder)}`);
    return `relatime,lowerdir=${lowers.join(':')},upperdir=${root}/${own}/diff,workdir=${root}/${own}/work`;
  }

  private get running(): Container[] {
    return this.runtime.list('docker').filter((c) => c.running);
  }

  private overlay(): Folder {
    const folders = new Map<string, () => Place>();
    const short = new Map<string, () => Place>();
    let lastMs = 0;
    const add = (folder: string, below: readonly string[], madeMs: number, parts: Readonly<Record<string, () => Place>>): void => {
      lastMs = Math.max(lastMs, madeMs);
      short.set(shortName(folder), () => ({ node: linkNode(`../${folder}/diff`, metaOf(0o777, madeMs)) }));
      const lower = below.map((name) => `l/${shortName(name)}`).join(':');
      const entries = new Map<string, () => Place>([
        ...Object.entries(parts),
        ['link', () => textFile(shortName(folder), madeMs)],
        ...(lower === '' ? [] : ([['lower', () => textFile(lower, madeMs)], ['work', () => ({ layer: dirNode(metaOf(0o700, madeMs)) })]] as [string, () => Place][])),
      ]);
      folders.set(folder, () => ({ entries, madeMs }));
    };
    this.eachLayer((folder, below, layer, madeMs) => add(folder, below, madeMs, { committed: () => textFile('', madeMs), diff: () => ({ layer: layer.tree }) }));
    this.eachContainer((container, init, below, madeMs) => {
      const own = containerFolder(container.id);
      add(`${own}-init`, below, madeMs, { committed: () => textFile('', madeMs), diff: () => ({ layer: init }) });
      const diff = (): Place => ({ layer: upperOf(container, madeMs) });
      add(own, [`${own}-init`, ...below], madeMs, container.running ? { diff, merged: () => ({ fs: container.rootFs }) } : { diff });
    });
    folders.set('l', () => ({ entries: short, madeMs: lastMs || this.startedMs }));
    return { entries: folders, madeMs: lastMs || this.startedMs };
  }

  private aufs(): Folder {
    const [diff, layers, mnt] = [new Map<string, () => Place>(), new Map<string, () => Place>(), new Map<string, () => Place>()];
    let lastMs = 0;
    const add = (folder: string, below: readonly string[], madeMs: number, tree: () => DirNode, container?: Container): void => {
      lastMs = Math.max(lastMs, madeMs);
      diff.set(folder, () => ({ layer: tree() }));
      layers.set(folder, () => textFile(below.map((name) => `${name}\n`).join(''), madeMs));
      mnt.set(folder, () => (container?.running ? { fs: container.rootFs } : { layer: dirNode(metaOf(0o755, madeMs)) }));
    };
    this.eachLayer((folder, below, layer, madeMs) => add(folder, below, madeMs, () => layer.tree));
    this.eachContainer((container, init, below, madeMs) => {
      const own = containerFolder(container.id);
      add(`${own}-init`, below, madeMs, () => init);
      add(own, [`${own}-init`, ...below], madeMs, () => upperOf(container, madeMs), container);
    });
    const folder = (entries: Folder['entries']) => () => ({ entries, madeMs: lastMs || this.startedMs });
    return { entries: new Map([['diff', folder(diff)], ['layers', folder(layers)], ['mnt', folder(mnt)]]), madeMs: this.startedMs };
  }

  private get startedMs(): number {
    return wallOf(this.host, this.host.bootedMs);
  }

  private eachLayer(visit: (folder: string, below: readonly string[], layer: Layer, madeMs: number) => void): void {
    const seen = new Set<string>();
    const images = [
      ...this.runtime.images.list().map(({ image, taggedMs }) => ({ image, madeMs: taggedMs })),
      ...this.runtime.list('docker').map(({ image, record }) => ({ image, madeMs: record.createdMs })), // whose image may be gone
    ];
    for (const { image, madeMs } of images) {
      for (const { folder, below, layer } of placesOf(image.layers)) {
        if (seen.has(folder)) continue;
        seen.add(folder);
        visit(folder, below, layer, wallOf(this.host, madeMs));
      }
    }
  }

  private eachContainer(visit: (container: Container, init: DirNode, below: readonly string[], madeMs: number) => void): void {
    for (const container of this.runtime.list('docker')) {
      const madeMs = wallOf(this.host, container.record.createdMs);
      const init = container.rootFs.union.lowers[0]!.tree;
      visit(container, { ...init, meta: metaOf(0o755, madeMs) }, placesOf(container.image.layers).map((p) => p.folder).reverse(), madeMs);
    }
  }

  protected override inLayer(tree: DirNode, path: Path): Inode | undefined {
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

  protected override names(dir: DirNode): readonly string[] {
    const names = [...dir.entries].map(([name, node]) => (this.driver === 'aufs' && node.kind === 'whiteout' ? PREFIX + name : name));
    return (this.driver === 'aufs' && dir.opaque ? [...names, OPAQUE] : names).sort();
  }
}

/** The folders below a container's own, nearest first. */
function lowersOf({ id, image }: Container): string[] {
  return [`${containerFolder(id)}-init`, ...placesOf(image.layers).map((place) => place.folder).reverse()];
}

const SERIAL_DIGITS = 16;
const PREFIX = '.wh.';
const OPAQUE = '.wh..wh..opq';

function upperOf(container: Container, madeMs: number): DirNode {
  const { upper } = container.rootFs.union;
  return upper && upper.meta.mtimeMs > 0 ? upper : { ...(upper ?? dirNode(metaOf(0o755, madeMs))), meta: metaOf(0o755, madeMs) };
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
