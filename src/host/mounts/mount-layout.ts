/** Where mounts lie in one another, by their mount points alone: containers of one kind share it, however many there are. */
import { splitPath, type Path } from '../../files/index.ts';

export interface LayoutNode {
  readonly index: number;
  readonly above: LayoutNode | undefined;
  /** By the place inside this mount; '' is another mount right over this one. */
  below: Map<string, LayoutNode> | undefined;
}

export interface Place {
  readonly node: LayoutNode;
  readonly rest: Path; // inside the mount
}

export class MountLayout {
  private readonly nodes: LayoutNode[] = [];

  /** The first point is "/". */
  constructor(points: readonly string[]) {
    for (const [index, point] of points.entries()) {
      if (index === 0) {
        this.nodes.push({ index, above: undefined, below: undefined });
        continue;
      }
      const { node: above, rest } = this.place(splitPath(point));
      const node: LayoutNode = { index, above, below: undefined };
      (above.below ??= new Map()).set(rest.join('/'), node);
      this.nodes.push(node);
    }
  }

  /** The topmost mount on the way along the names, and what of them is left inside it. */
  place(names: Path): Place {
    let node = top(this.nodes[0]!);
    let start = 0;
    for (let end = 1; node.below && end <= names.length; end++) {
      const inner = node.below.get(end - start === 1 ? names[start]! : names.slice(start, end).join('/'));
      if (!inner) continue;
      node = top(inner);
      start = end;
    }
    return { node, rest: start === 0 ? names : names.slice(start) };
  }
}

/** Mounts may lie on one another. */
function top(node: LayoutNode): LayoutNode {
  let at = node;
  for (let over = at.below?.get(''); over; over = at.below?.get('')) at = over;
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
