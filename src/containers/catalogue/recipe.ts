/**
 * How an image of the catalogue is written down: its instructions in order, and for those that made a layer the files of it. A big
 * file is its first bytes and a hole, so that it weighs what it should and takes no room. Trees are made when first asked for.
 */
import { executableText } from '../../host/index.ts';
import {
  deviceNode,
  dirNode,
  fileNode,
  holeContent,
  joinContent,
  layerDigest,
  linkNode,
  metaOf,
  textContent,
  treeOf,
  type Content,
  type DirNode,
  type Layer,
  type Node,
  type Placed,
} from '../../files/index.ts';
import { makeImage, type Image, type ImageConfig } from '../images/image.ts';
import { imageCode } from '../image-code.ts';
import { planeLayerDigests } from './plane-layer-digests.ts';

/** A layer by a name of its own, under which its digest is known ahead: hashing its archive would take longer than the page may. */
export interface LayerRecipe {
  readonly name: string;
  readonly files: () => FileList;
}

export interface Instruction {
  readonly by: string; // as `docker history` shows it
  readonly layer?: LayerRecipe;
}

export interface Recipe {
  readonly repository: string; // "docker.io/library/nginx"
  readonly tags: readonly string[];
  readonly createdMs: number;
  readonly config: ImageConfig;
  readonly instructions: readonly Instruction[];
}

/** The files of one layer, all of one time. */
export class FileList {
  private readonly placed: Placed[] = [];
  private readonly mtimeMs: number;

  constructor(mtimeMs: number) {
    this.mtimeMs = mtimeMs;
  }

  dirs(...paths: readonly string[]): this {
    for (const path of paths) this.dir(path);
    return this;
  }

  dir(path: string, mode = 0o755, uid = 0, gid = 0): this {
    return this.put(path, dirNode(metaOf(mode, this.mtimeMs, uid, gid)));
  }

  text(path: string, text: string, mode = 0o644): this {
    return this.file(path, textContent(text), mode);
  }

  /** Bytes that nobody reads: a library, a database. */
  bulk(path: string, bytes: number, mode = 0o644): this {
    return this.file(path, holeContent(bytes), mode);
  }

  /** An executable that runs the program of this name, as big as the real one; `data` is for the program to find in it. */
  program(path: string, name: string, bytes: number, data = ''): this {
    const head = textContent(executableText(name) + data);
    return this.file(path, joinContent(head, holeContent(Math.max(0, bytes - head.size))), 0o755);
  }

  /** One file under several names, as `ln` makes them. */
  hardLinks(paths: readonly string[], program: string, bytes: number): this {
    const head = textContent(executableText(program));
    const content = joinContent(head, holeContent(bytes - head.size));
    const node: Node = { kind: 'file', meta: metaOf(0o755, this.mtimeMs), content, hard: { inode: { firstName: paths[0] ?? '' }, links: paths.length } };
    for (const path of paths) this.put(path, node);
    return this;
  }

  link(path: string, target: string): this {
    return this.put(path, linkNode(target, metaOf(0o777, this.mtimeMs)));
  }

  links(dir: string, target: string, names: readonly string[]): this {
    for (const name of names) this.link(`${dir}/${name}`, target);
    return this;
  }

  device(path: string, major: number, minor: number): this {
    return this.put(path, deviceNode('char', metaOf(0o666, this.mtimeMs), major, minor));
  }

  whiteout(path: string): this {
    return this.put(path, { kind: 'whiteout', mtimeMs: this.mtimeMs });
  }

  tree(): DirNode {
    return treeOf(this.placed, metaOf(0o755, this.mtimeMs));
  }

  private file(path: string, content: Content, mode: number): this {
    return this.put(path, fileNode(content, metaOf(mode, this.mtimeMs)));
  }

  private put(path: string, node: Node): this {
    this.placed.push({ path, node });
    return this;
  }
}

const layers = new Map<string, Layer>();
const byDigest = new Map<string, Layer>();

/** The layer, the same value for every image, host and world. */
export function layerOfRecipe(recipe: LayerRecipe): Layer {
  let layer = layers.get(recipe.name);
  if (!layer) {
    const tree = recipe.files().tree();
    layer = { id: planeLayerDigests[recipe.name] ?? imageCode.get().layerDigests[recipe.name] ?? layerDigest(tree), tree };
    layers.set(recipe.name, layer);
    byDigest.set(layer.id, layer);
  }
  return layer;
}

/** A layer of the catalogue that somebody has asked for before: whoever receives its bytes need not unpack and hash them again. */
export function knownLayer(digest: string): Layer | undefined {
  return byDigest.get(digest);
}

export function imageOfRecipe({ config, createdMs, instructions }: Recipe): Image {
  return makeImage({
    config,
    createdMs,
    history: instructions.map(({ by, layer }) => (layer ? { createdMs, createdBy: by } : { createdMs, createdBy: by, emptyLayer: true })),
    layers: instructions.flatMap(({ layer }) => (layer ? [layerOfRecipe(layer)] : [])),
  });
}
