/** Reading layers as one tree: who wins, and from which layer. Nothing is merged ahead; a lookup walks one path through the layers. */
import { compareBytes } from '../base/index.ts';
import { FileError } from './errno.ts';
import { upperLayer } from './file-system.ts';
import type { DirNode, Entries, Node, VisibleNode } from './node.ts';
import { pathText, type Path } from './path.ts';

/** A read-only layer; thousands of containers hold the same one. `id` is its digest once it has one. */
export type Layer = { readonly id: string; readonly tree: DirNode };
/** `lowers` top first. Without `upper` it is read-only. */
export type Union = { readonly lowers: readonly Layer[]; readonly upper?: DirNode };

/** A node and the layer it comes from. Of a directory it is the topmost one, whose entries are that layer's alone. */
export type Found = { readonly node: VisibleNode; readonly layer: number };
/** One layer's part of a merged directory. */
type Sheet = { readonly layer: number; readonly dir: DirNode };
/** A merged directory: what the upper layer has of it, and what the lower ones show through. */
export type Place = { readonly own: DirNode | undefined; readonly below: LowerDir | undefined };
export type Step = { readonly found: Found; readonly place: Place };

const nowhere: Place = { own: undefined, below: undefined };
// Names that were asked for in vain would fill the memory of one who asks for new ones without end.
const stepsKept = 4_096;

/** A merged directory of lower layers. They never change and thousands of containers share them, so a step down is worked out once for all. */
export class LowerDir {
  readonly sheets: readonly Sheet[]; // top first, at least one
  private readonly steps = new Map<string, Step | null>();

  constructor(sheets: readonly Sheet[]) {
    this.sheets = sheets;
  }

  step(name: string): Step | undefined {
    let next = this.steps.get(name);
    if (next === undefined) {
      next = stepThrough(this.sheets, name) ?? null;
      if (this.steps.size >= stepsKept) this.steps.clear();
      this.steps.set(name, next);
    }
    return next ?? undefined;
  }
}

/** The first layer that has the name wins; directories merge until a whiteout, a file or an opaque directory stops them. */
function stepThrough(sheets: readonly Sheet[], name: string): Step | undefined {
  let found: Found | undefined;
  const below: Sheet[] = [];
  for (const { layer, dir } of sheets) {
    const node = dir.entries.get(name);
    if (!node) continue;
    if (node.kind === 'whiteout') break;
    found ??= { node, layer };
    if (node.kind !== 'dir') break;
    below.push({ layer, dir: node });
    if (node.opaque) break;
  }
  return found && { found, place: below.length === 0 ? nowhere : { own: undefined, below: new LowerDir(below) } };
}

const lowerRoots = new WeakMap<readonly Layer[], LowerDir>();
let lastLayers: readonly Layer[] | undefined; // a look into the table costs more than all the rest, and one asks for the same many times over
let lastRoot: LowerDir | undefined;

function lowerRoot(layers: readonly Layer[]): LowerDir | undefined {
  if (layers.length === 0) return undefined;
  if (layers === lastLayers) return lastRoot;
  let root = lowerRoots.get(layers);
  if (!root) {
    const opaque = layers.findIndex(({ tree }) => tree.opaque);
    const showing = opaque < 0 ? layers : layers.slice(0, opaque + 1);
    lowerRoots.set(layers, (root = new LowerDir(showing.map(({ tree }, layer) => ({ layer, dir: tree })))));
  }
  lastLayers = layers;
  lastRoot = root;
  return root;
}

export function rootPlace({ upper, lowers }: Union): Place {
  return { own: upper, below: upper?.opaque ? undefined : lowerRoot(lowers) };
}

/** One name down. */
export function step({ own, below }: Place, name: string): Step | undefined {
  const node = own?.entries.get(name);
  if (!node) return below?.step(name);
  if (node.kind === 'whiteout') return undefined;
  const found = { node, layer: upperLayer };
  if (node.kind !== 'dir') return { found, place: nowhere };
  return { found, place: { own: node, below: node.opaque ? undefined : below?.step(name)?.place.below } };
}

/** Which node is at the path and which layer it comes from; undefined when nothing shows there. */
export function find(union: Union, path: Path): Found | undefined {
  const { upper } = union;
  let below = upper?.opaque ? undefined : lowerRoot(union.lowers);
  if (upper) {
    let own: DirNode = upper;
    for (let depth = 0; ; depth++) {
      if (depth === path.length) return { node: own, layer: upperLayer };
      const name = path[depth]!;
      const node = own.entries.get(name);
      if (!node) return below && findBelow(below, path, depth);
      if (node.kind === 'whiteout') return undefined;
      if (node.kind !== 'dir') return depth === path.length - 1 ? { node, layer: upperLayer } : undefined;
      own = node;
      below = node.opaque ? undefined : below?.step(name)?.place.below;
    }
  }
  return below && findBelow(below, path, 0);
}

function findBelow(dir: LowerDir, path: Path, from: number): Found | undefined {
  if (from === path.length) {
    const [top] = dir.sheets;
    return { node: top!.dir, layer: top!.layer };
  }
  let at: LowerDir | undefined = dir;
  let next: Step | undefined;
  for (let depth = from; depth < path.length; depth++) {
    next = at?.step(path[depth]!);
    if (!next) return undefined;
    at = next.place.below;
  }
  return next!.found;
}

/** The merged directory at the path, or ENOENT, or ENOTDIR, which name the path that was asked for; all but the last `dropped` names count. */
export function openDir(union: Union, path: Path, asked: Path = path, dropped = 0): Place {
  let place = rootPlace(union);
  for (let depth = 0; depth < path.length - dropped; depth++) {
    const next = step(place, path[depth]!);
    if (!next) throw new FileError('ENOENT', pathText(asked));
    if (next.found.node.kind !== 'dir') throw new FileError('ENOTDIR', pathText(asked));
    place = next.place;
  }
  return place;
}

interface Listing {
  readonly below: LowerDir;
  readonly names: readonly string[];
}

const listings = new WeakMap<DirNode | LowerDir, Listing>(); // by the upper layer's own part, else by what the lower ones have

/** The names that show in a merged directory, in byte order; those of an image's directory are put together once for all its containers. */
export function namesIn({ own, below }: Place): readonly string[] {
  if (!below) return mergedNames(own, below);
  const known = listings.get(own ?? below);
  if (known && known.below === below) return known.names;
  const names = mergedNames(own, below);
  listings.set(own ?? below, { below, names });
  return names;
}

function mergedNames(own: DirNode | undefined, below: LowerDir | undefined): readonly string[] {
  const names = new Set<string>();
  const hidden = new Set<string>();
  const look = (dir: DirNode): void => {
    for (const [name, node] of dir.entries) {
      if (hidden.has(name) || names.has(name)) continue;
      (node.kind === 'whiteout' ? hidden : names).add(name);
    }
  };
  if (own) look(own);
  for (const { dir } of below?.sheets ?? []) look(dir);
  return [...names].sort(compareBytes);
}

const folders = new WeakMap<Entries, number>(); // whoever lists a large directory twice counts once

/** What stat(2) gives as the links of a directory: the kernel does not count those of a merged one. */
export function linksOf({ own, below }: Place): number {
  if (below && (own || below.sheets.length > 1)) return 1;
  const { entries } = own ?? below!.sheets[0]!.dir;
  let count = folders.get(entries);
  if (count === undefined) {
    count = 0;
    for (const { kind } of entries.values()) if (kind === 'dir') count++;
    folders.set(entries, count);
  }
  return 2 + count;
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
  const { own, below } = place;
  const top = own ?? below!.sheets[0]!.dir;
  if ((own ? 1 : 0) + (below?.sheets.length ?? 0) === 1 && isPlain(top)) return top;
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
