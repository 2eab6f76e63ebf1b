/**
 * The stack of layers of an image or a container as sheets with files: what each layer has of a folder, what an upper sheet hides,
 * and what is seen in the end. It is what the page draws, worked out from the trees when somebody looks.
 */
import {
  bytesOfNode,
  find,
  listUnion,
  modeText,
  nodeAt,
  splitPath,
  treeBytes,
  walk,
  wasteIn,
  type DirNode,
  type Node,
  type Path,
  type Union,
  type VisibleNode,
} from '../../files/index.ts';
import { layerInstructions } from '../images/image-store.ts';
import type { Image } from '../images/image.ts';
import type { Container } from './container.ts';
import { initLayerId } from './rootfs.ts';

export interface FileChip {
  readonly path: string;
  readonly type: 'file' | 'folder' | 'link' | 'device' | 'whiteout' | 'opaque';
  readonly sizeBytes: number; // of a folder: all below it
  readonly files: number; // below a folder; else 1
  readonly mode: string;
  readonly target: string;
  readonly hiddenBy: number; // index of the sheet that hides it, -1 while it is seen
  readonly changedMs: number; // when it came to this sheet, -1 when it was there from the beginning
}

export interface FileSheet {
  readonly role: 'image' | 'init' | 'read-write' | 'volume';
  readonly layer: string; // digest; '' for read-write, init and volumes
  readonly title: string;
  readonly mount: string; // where a volume pierces the stack
  readonly sizeBytes: number;
  readonly chips: readonly FileChip[];
}

export interface FileSheets {
  readonly folder: string;
  readonly sheets: readonly FileSheet[]; // the lowest first
  readonly merged: readonly (FileChip & { readonly from: number })[];
}

interface Layer {
  readonly role: FileSheet['role'];
  readonly id: string;
  readonly title: string;
  readonly tree: DirNode;
}

export function sheetsOfImage(image: Image, folder: string): FileSheets {
  return new SheetBuilder({ lowers: image.lowers }, imageLayers(image), () => -1).build(folder);
}

export function sheetsOfContainer(container: Container, folder: string): FileSheets {
  const { union } = container.rootFs;
  const { host, image } = container;
  const init = union.lowers.find((layer) => layer.id === initLayerId);
  const layers: Layer[] = [
    ...imageLayers(image),
    ...(init ? [{ role: 'init' as const, id: '', title: '', tree: init.tree }] : []),
    ...(union.upper ? [{ role: 'read-write' as const, id: '', title: '', tree: union.upper }] : []),
  ];
  const epochMs = host.wallMs - host.clock.now;
  const sheets = new SheetBuilder(union, layers, (node) => Math.max(-1, ('meta' in node ? node.meta.mtimeMs : node.mtimeMs) - epochMs)).build(folder);
  return { ...sheets, sheets: [...sheets.sheets, ...volumeSheets(container, folder)] };
}

function imageLayers(image: Image): Layer[] {
  const titles = layerInstructions(image);
  return image.layers.map((layer, i) => ({ role: 'image', id: layer.id, title: titles[i] ?? '', tree: layer.tree }));
}

class SheetBuilder {
  private readonly union: Union;
  private readonly layers: readonly Layer[]; // the lowest first
  private readonly changedMs: (node: Node) => number;

  constructor(union: Union, layers: readonly Layer[], changedMs: (node: Node) => number) {
    this.union = union;
    this.layers = layers;
    this.changedMs = changedMs;
  }

  build(folder: string): FileSheets {
    const at = splitPath(folder);
    const hidden = this.hiddenFiles();
    const sheets = this.layers.map((layer, index): FileSheet => {
      const chips = layer.role === 'image' ? this.imageChips(index, at, hidden.get(index) ?? []) : this.allChips(index);
      return { role: layer.role, layer: layer.id, title: layer.title, mount: '', sizeBytes: treeBytes(layer.tree), chips };
    });
    return { folder, sheets, merged: this.merged(at) };
  }

  /** By sheet: the paths of files that a sheet above hides, wherever they lie. */
  private hiddenFiles(): Map<number, Path[]> {
    const hidden = new Map<number, Path[]>();
    for (const { path, layer } of wasteIn(this.union)) {
      const index = this.indexOf(layer);
      const list = hidden.get(index);
      if (list) list.push(splitPath(path));
      else hidden.set(index, [splitPath(path)]);
    }
    return hidden;
  }

  /** From a number of the union, which counts from the top, to one of a sheet. */
  private indexOf(layer: number): number {
    return layer < 0 ? this.layers.length - 1 : this.union.lowers.length - 1 - layer;
  }

  private imageChips(index: number, folder: Path, hidden: readonly Path[]): FileChip[] {
    const dir = nodeAt(this.layers[index]!.tree, folder);
    const paths: Path[] = dir?.kind === 'dir' ? [...dir.entries.keys()].sort().map((name) => [...folder, name]) : [];
    const shown = new Set(paths.map((path) => path.join('/')));
    for (const path of hidden) if (!shown.has(path.join('/'))) paths.push(path);
    return paths.map((path) => this.chip(index, path, nodeAt(this.layers[index]!.tree, path)!));
  }

  private allChips(index: number): FileChip[] {
    return [...walk(this.layers[index]!.tree)].map(({ path, node }) => this.chip(index, path, node));
  }

  private chip(index: number, path: Path, node: Node): FileChip {
    const isNews = this.layers[index]!.role === 'read-write';
    return { ...chipOf(path, node), hiddenBy: this.hider(index, path, node), changedMs: isNews ? this.changedMs(node) : -1 };
  }

  /** The nearest sheet above that takes the path away, or has something else there. */
  private hider(index: number, path: Path, node: Node): number {
    for (let above = index + 1; above < this.layers.length; above++) if (hides(this.layers[above]!.tree, path, node)) return above;
    return -1;
  }

  private merged(folder: Path): (FileChip & { from: number })[] {
    const found = find(this.union, folder);
    if (found?.node.kind !== 'dir') return [];
    return listUnion(this.union, folder).map(({ name, node, layer }) => {
      const from = this.indexOf(layer);
      const path = [...folder, name];
      const isNews = this.layers[from]!.role === 'read-write';
      return { ...chipOf(path, node), hiddenBy: -1, changedMs: isNews ? this.changedMs(node) : -1, from };
    });
  }
}

function hides(tree: DirNode, path: Path, hidden: Node): boolean {
  let node: Node | undefined = tree;
  for (const [depth, name] of path.entries()) {
    if (node.kind !== 'dir') return true;
    if (node.opaque) return true;
    node = node.entries.get(name);
    if (!node) return false;
    if (node.kind === 'whiteout') return true;
    if (depth === path.length - 1) return !(node.kind === 'dir' && hidden.kind === 'dir') || node.opaque === true;
  }
  return false;
}

function chipOf(path: Path, node: Node): Omit<FileChip, 'hiddenBy' | 'changedMs'> {
  const text = `/${path.join('/')}`;
  if (node.kind === 'whiteout') return { path: text, type: 'whiteout', sizeBytes: 0, files: 1, mode: '', target: '' };
  const mode = modeText(node);
  if (node.kind === 'dir') return { path: text, type: node.opaque ? 'opaque' : 'folder', sizeBytes: treeBytes(node), files: filesBelow(node), mode, target: '' };
  return { path: text, type: typeOf(node), sizeBytes: bytesOfNode(node), files: 1, mode, target: node.kind === 'link' ? node.target : '' };
}

function typeOf(node: VisibleNode): FileChip['type'] {
  if (node.kind === 'file' || node.kind === 'link') return node.kind;
  return node.kind === 'dir' ? 'folder' : 'device';
}

function filesBelow(dir: DirNode): number {
  let files = 0;
  for (const { node } of walk(dir)) if (node.kind !== 'dir') files++;
  return files;
}

/** What is mounted over the stack from elsewhere: volumes and files of the host. Their insides are shown for the folder asked for. */
function volumeSheets(container: Container, folder: string): FileSheet[] {
  return container.volumes.map(({ point, title }) => {
    const chips = folder === point || folder.startsWith(`${point === '/' ? '' : point}/`) ? listed(container, folder) : [];
    return { role: 'volume', layer: '', title, mount: point, sizeBytes: chips.reduce((sum, chip) => sum + chip.sizeBytes, 0), chips };
  });
}

function listed(container: Container, folder: string): FileChip[] {
  const { files } = container;
  if (!files.exists(folder) || files.stat(folder).kind !== 'dir') return [];
  return files.readdir(folder).map((name) => {
    const path = `${folder === '/' ? '' : folder}/${name}`;
    const { kind, size, target = '' } = files.lstat(path);
    const type = kind === 'dir' ? 'folder' : kind === 'file' || kind === 'link' ? kind : 'device';
    return { path, type, sizeBytes: type === 'file' ? size : 0, files: 1, mode: '', target, hiddenBy: -1, changedMs: -1 };
  });
}
