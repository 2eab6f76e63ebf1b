/**
 * The writes that the containers of an image begin with, one after the other. Whoever does the very same, in the same millisecond, to the same
 * tree has the same trees from then on: of a thousand containers that begin together, one works them out and all hold them.
 */
import type { Content } from './content.ts';
import type { Meta, VisibleNode } from './node.ts';
import type { Path } from './path.ts';
import type { Write } from './upper.ts';

/** A step of the first way that was gone from here, the last time it was another one. */
interface Step {
  readonly path: Path;
  readonly what: VisibleNode | Content;
  readonly nowMs: number;
  readonly write: Write;
  readonly to: Trail | undefined;
}

const STEPS_MAX = 16; // a container that writes on and on would keep all it has ever held

export class Trail {
  private readonly left: number;
  private next: Step | undefined;

  constructor(left = STEPS_MAX) {
    this.left = left;
  }

  /** What came of it when this was done here before. */
  find(path: Path, what: VisibleNode | Content, nowMs: number): Step | undefined {
    const { next } = this;
    return next && next.nowMs === nowMs && isSame(next.what, what) && isSamePath(next.path, path) ? next : undefined;
  }

  /** Where one is who has done this. */
  add(path: Path, what: VisibleNode | Content, nowMs: number, write: Write): Trail | undefined {
    const to = this.left > 1 ? new Trail(this.left - 1) : undefined;
    this.next = { path: path.slice(), what, nowMs, write, to };
    return to;
  }
}

function isSame(a: VisibleNode | Content, b: VisibleNode | Content): boolean {
  if (a === b) return true;
  return 'kind' in a && a.kind === 'file' && 'kind' in b && b.kind === 'file' && a.content === b.content && isSameMeta(a.meta, b.meta) && !a.hard && !b.hard;
}

function isSameMeta(a: Meta, b: Meta): boolean {
  return a.mtimeMs === b.mtimeMs && a.mode === b.mode && a.uid === b.uid && a.gid === b.gid;
}

function isSamePath(a: Path, b: Path): boolean {
  if (a.length !== b.length) return false;
  for (let i = a.length - 1; i >= 0; i--) if (a[i] !== b[i]) return false;
  return true;
}
