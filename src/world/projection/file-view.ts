/**
 * The stack of one container for one folder: what each sheet has there, what hides what, and the merged view on top. Image
 * sheets show the folder and whatever of them is hidden; the init and read-write sheets show all they have, because that is the news.
 */
import { sortedKeys } from '../../base/index.ts';
import type { FileChip, FileViewRow, Sheet } from '../../client/index.ts';
import { initLayerId, layerInstructions, type Container } from '../../containers/index.ts';
import { listUnion, modeText, nodeAt, pathText, splitPath, treeBytes, upperLayer, walk, wasteIn, type DirNode, type Node, type Union } from '../../files/index.ts';

/** `hidden`: by "sheet:path" the index of the sheet that hides that file. */
interface Stack {
  readonly union: Union;
  readonly hidden: ReadonlyMap<string, number>;
  readonly epochMs: number;
}

const CHIPS_MAX = 400; // in one sheet; a folder with more is drawn by its first ones

export function fileViewRow(id: string, container: Container, folder: string, epochMs: number): FileViewRow {
  const { union } = container.rootFs;
  const top = union.lowers.length;
  const sheetOf = (layer: number) => (layer === upperLayer ? top : top - 1 - layer);
  const hidden = new Map(wasteIn(union).map((w) => [`${sheetOf(w.layer)}:${w.path}`, sheetOf(w.hiddenBy)]));
  const stack: Stack = { union, hidden, epochMs };
  const instructions = layerInstructions(container.image);
  const lowers = union.lowers.toReversed();
  const sheets: Sheet[] = lowers.map(({ id: layer, tree }, i) =>
    layer === initLayerId
      ? { role: 'init', layer: '', title: '', mount: '', sizeBytes: treeBytes(tree), chips: allChips(tree, i, stack) }
      : { role: 'image', layer, title: instructions[i] ?? '', mount: '', sizeBytes: treeBytes(tree), chips: folderChips(tree, i, folder, stack) },
  );
  if (union.upper) sheets.push({ role: 'read-write', layer: '', title: '', mount: '', sizeBytes: treeBytes(union.upper), chips: allChips(union.upper, top, stack) });
  const merged = listing(union, folder).map(({ name, node, layer }) => ({ ...chip(join(folder, name), node, sheetOf(layer), stack), hiddenBy: -1, from: sheetOf(layer) }));
  return { id, folder, sheets: [...sheets, ...volumes(container)], merged };
}

function listing(union: Union, folder: string): ReturnType<typeof listUnion> {
  try {
    return listUnion(union, splitPath(folder)).slice(0, CHIPS_MAX);
  } catch {
    return []; // the folder has gone, or is a file now
  }
}

function folderChips(tree: DirNode, sheet: number, folder: string, stack: Stack): FileChip[] {
  const dir = nodeAt(tree, splitPath(folder));
  const here = dir?.kind === 'dir' ? sortedKeys(dir.entries).map((name) => chip(join(folder, name), dir.entries.get(name)!, sheet, stack)) : [];
  const shown = new Set(here.map((c) => c.path));
  const elsewhere = [...stack.hidden.keys()]
    .filter((key) => key.startsWith(`${sheet}:`))
    .map((key) => key.slice(key.indexOf(':') + 1))
    .filter((path) => !shown.has(path))
    .flatMap((path) => {
      const node = nodeAt(tree, splitPath(path));
      return node ? [chip(path, node, sheet, stack)] : [];
    });
  return [...here, ...elsewhere].slice(0, CHIPS_MAX);
}

/** Files, links and whiteouts anywhere, and folders with nothing in them. */
function allChips(tree: DirNode, sheet: number, stack: Stack): FileChip[] {
  const chips: FileChip[] = [];
  for (const { path, node } of walk(tree)) {
    if (node.kind === 'dir' && node.entries.size > 0 && !node.opaque) continue;
    if (path.length > 0) chips.push(chip(pathText(path), node, sheet, stack));
    if (chips.length === CHIPS_MAX) break;
  }
  return chips;
}

function chip(path: string, node: Node | { readonly kind: 'dir'; readonly meta: DirNode['meta'] }, sheet: number, { hidden, epochMs, union }: Stack): FileChip {
  const hiddenBy = hidden.get(`${sheet}:${path}`) ?? -1;
  if (node.kind === 'whiteout') return { path, type: 'whiteout', sizeBytes: 0, files: 1, mode: '', target: '', hiddenBy, changedMs: -1 };
  const isNews = sheet >= union.lowers.length;
  const base = { path, mode: modeText(node), hiddenBy, changedMs: isNews ? node.meta.mtimeMs - epochMs : -1 };
  switch (node.kind) {
    case 'dir': {
      const tree = 'entries' in node ? node : undefined;
      const files = tree ? [...walk(tree)].filter((v) => v.node.kind !== 'dir').length : 0;
      return { ...base, type: tree?.opaque ? 'opaque' : 'folder', sizeBytes: tree ? treeBytes(tree) : 0, files, target: '' };
    }
    case 'link':
      return { ...base, type: 'link', sizeBytes: 0, files: 1, target: node.target };
    case 'file':
      return { ...base, type: 'file', sizeBytes: node.content.size, files: 1, target: '' };
    default:
      return { ...base, type: 'device', sizeBytes: 0, files: 1, target: '' };
  }
}

/** Volumes and binds: sheets of the host that pierce the stack. */
function volumes({ spec }: Container): Sheet[] {
  return (spec.mounts ?? []).flatMap((mount): Sheet[] => {
    if (!('bind' in mount)) return [];
    return [{ role: 'volume', layer: '', title: mount.bind, mount: mount.point, sizeBytes: 0, chips: [] }];
  });
}

function join(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}
