/** Reading layers as one tree: who wins, and from which layer. Nothing is merged ahead; a lookup walks one path through the layers. */
import { compareBytes } from '../base/index.ts';
import { FileError } from './errno.ts';
import { upperLayer } from './file-system.ts';
import type { DirNode, Node, VisibleNode } from './node.ts';
import { pathText, type Path } from './path.ts';

/** A read-only layer; thousands of containers hold the same one. `id` is its digest once it has one. */
export type Layer = { readonly id: string; readonly tree: DirNode };
/** `lowers` top first. Without `upper` it is read-only. */
export type Union = { readonly lowers: readonly Layer[]; readonly upper?: DirNode };

/** A node and the layer it comes from. Of a directory it is the topmost one, whose entries are that layer's alone. */
export type Found = { readonly node: VisibleNode; readonly layer: number };
/** One layer's part of a merged directory. */
export type Sheet = { readonly layer: number; readonly dir: DirNode };
/** A merged directory: the parts that show, top first. */
export type Place = readonly Sheet[];

const lowerRoots = new WeakMap<readonly Layer[], Place>();

export function rootPlace(union: Union): Place {
  let lower = lowerRoots.get(union.lowers);
  if (!lower) lowerRoots.set(union.lowers, (lower = placeOfLayers(union.lowers)));
  if (!union.upper) return lower;
  const top = { layer: upperLayer, dir: union.upper };
  return union.upper.opaque ? [top] : [top, ...lower];
}

function placeOfLayers(layers: readonly Layer[]): Place {
  const place: Sheet[] = [];
  for (const [layer, { tree }] of layers.entries()) {
    place.push({ layer, dir: tree });
    if (tree.opaque) break;
  }
  return place;
}

export type Step = { readonly found: Found; readonly place: Place };

/** One name down: the first layer that has it wins; directories merge until a whiteout, a file or an opaque directory stops them. */
export function step(place: Place, name: string): Step | undefined {
  let found: Found | undefined;
  const below: Sheet[] = [];
  for (const { layer, dir } of place) {
    const node = dir.entries.get(name);
    if (!node) continue;
    if (node.kind === 'whiteout') break;
    if (node.kind !== 'dir') {
      found ??= { node, layer };
      break;
    }
    found ??= { node, layer };
    below.push({ layer, dir: node });
    if (node.opaque) break;
  }
  return found && { found, place: below };
}

/** Which node is at the path and which layer it comes from; undefined when nothing shows there. */
export function find(union: Union, path: Path): Found | undefined {
  let place = rootPlace(union);
  const top = place[0];
  let found: Found | undefined = top && { node: top.dir, layer: top.layer };
  for (const name of path) {
    const next = step(place, name);
    if (!next) return undefined;
    ({ found, place } = next);
  }
  return found;
}

/** The merged directory at the path, or ENOENT, or ENOTDIR, which name the path that was asked for. */
export function openDir(union: Union, path: Path, asked: Path = path): Place {
  let place = rootPlace(union);
  for (const name of path) {
    const next = step(place, name);
    if (!next) throw new FileError('ENOENT', pathText(asked));
    if (next.found.node.kind !== 'dir') throw new FileError('ENOTDIR', pathText(asked));
    place = next.place;
  }
  return place;
}

/** The names that show in a merged directory, in byte order. */
export function namesIn(place: Place): string[] {
  const names = new Set<string>();
  const hidden = new Set<string>();
  for (const { dir } of place) {
    for (const [name, node] of dir.entries) {
      if (hidden.has(name) || names.has(name)) continue;
      (node.kind === 'whiteout' ? hidden : names).add(name);
    }
  }
  return [...names].sort(compareBytes);
}

/** The merged listing with who wins each name, in byte order. */
export function listUnion(union: Union, path: Path): (Found & { readonly name: string })[] {
  const place = openDir(union, path);
  return namesIn(place).map((name) => ({ name, ...step(place, name)!.found }));
}

/** What each layer itself has at the path, top first, whiteouts and hidden nodes too: the stacked sheets of the layer lens. */
export function sightings(union: Union, path: Path): { readonly layer: number; readonly node: Node }[] {
  const seen: { layer: number; node: Node }[] = [];
  const look = (layer: number, tree: DirNode): void => {
    let node: Node | undefined = tree;
    for (const name of path) node = node?.kind === 'dir' ? node.entries.get(name) : undefined;
    if (node) seen.push({ layer, node });
  };
  if (union.upper) look(upperLayer, union.upper);
  for (const [layer, { tree }] of union.lowers.entries()) look(layer, tree);
  return seen;
}

/** The whole merged tree as one value: for exports and comparisons, never for a lookup. */
export function flatten(union: Union): DirNode {
  return flattenPlace(rootPlace(union));
}

function flattenPlace(place: Place): DirNode {
  const top = place[0]!.dir;
  if (place.length === 1 && isPlain(top)) return top;
  const entries = new Map<string, Node>();
  for (const name of namesIn(place)) {
    const next = step(place, name)!;
    entries.set(name, next.found.node.kind === 'dir' ? flattenPlace(next.place) : next.found.node);
  }
  return { kind: 'dir', meta: top.meta, entries };
}

/** No trace of layering inside: such a tree is its own merged view, and is shared instead of copied. */
function isPlain(dir: DirNode): boolean {
  if (dir.opaque) return false;
  for (const node of dir.entries.values()) if (node.kind === 'whiteout' || (node.kind === 'dir' && !isPlain(node))) return false;
  return true;
}
