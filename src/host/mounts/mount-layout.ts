/** Where mounts lie in one another, by their mount points alone: containers of one kind share it, however many there are. */
import { splitPath, type Path } from '../../files/index.ts';

export interface LayoutNode {
  readonly index: number;
  readonly above: LayoutNode | undefined;
  /** Inside it, by the names that lead to them. */
  below: Branch | undefined;
}

/** The mounts inside one, name by name: a path with none on it is left at its first name. */
interface Branch {
  node: LayoutNode | undefined; // at the root of a mount: another one right over it
  readonly names: Map<string, Branch>;
}

export interface Place {
  readonly node: LayoutNode;
  readonly rest: Path; // inside the mount
}

export class MountLayout {
  private readonly nodes: LayoutNode[] = [];

  /** The first point is "/". */
  constructor(points: readonly string[]) {
    for (const point of points) this.add(point);
  }

  /** One more, over what is there. */
  add(point: string): void {
    const index = this.nodes.length;
    if (index === 0) {
      this.nodes.push({ index, above: undefined, below: undefined });
      return;
    }
    const { node: above, rest } = this.place(splitPath(point));
    const node: LayoutNode = { index, above, below: undefined };
    let branch = (above.below ??= newBranch());
    for (const name of rest) {
      let next = branch.names.get(name);
      if (!next) branch.names.set(name, (next = newBranch()));
      branch = next;
    }
    branch.node = node;
    this.nodes.push(node);
  }

  nodeOf(index: number): LayoutNode | undefined {
    return this.nodes[index];
  }

  /** The indexes of a mount and of all that are mounted inside it. */
  subtree(index: number): number[] {
    const within = new Set([index]);
    for (const { index: own, above } of this.nodes) if (above && within.has(above.index)) within.add(own); // what is mounted inside another came later
    return [...within];
  }

  /** The topmost mount on the way along the names, and what of them is left inside it. */
  place(names: Path): Place {
    let node = top(this.nodes[0]!);
    let start = 0;
    let branch = node.below;
    for (let end = 1; branch && end <= names.length; end++) {
      branch = branch.names.get(names[end - 1]!);
      if (!branch?.node) continue;
      node = top(branch.node);
      start = end;
      branch = node.below;
    }
    return { node, rest: start === 0 ? names : names.slice(start) };
  }
}

function newBranch(): Branch {
  return { node: undefined, names: new Map() };
}

/** Mounts may lie on one another. */
function top(node: LayoutNode): LayoutNode {
  let at = node;
  while (at.below?.node) at = at.below.node;
  return at;
}

const known = new Map<string, MountLayout>();
const LAYOUTS_KEPT = 500;

/** The layout of these points, the same object for the same points. */
export function layoutOf(points: readonly string[]): MountLayout {
  const key = points.join('\0');
  let layout = known.get(key);
  if (!layout) {
    layout = new MountLayout(points);
    if (known.size >= LAYOUTS_KEPT) known.clear();
    known.set(key, layout);
  }
  return layout;
}
