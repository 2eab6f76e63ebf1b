// Things that are costly to draw are let in a few a frame: three hundred that come at once would hold up the page.
import { useEffect, useMemo, useReducer, useState } from 'react';

const A_FRAME = 40;

interface Thing {
  readonly id: string;
}

/** Those of `things` that have been let in already, and the first of the others; the rest follow frame by frame. */
export function useAdmitted<T extends Thing>(things: readonly T[]): readonly T[] {
  const [door] = useState(() => new Door());
  const [turn, next] = useReducer((count: number) => count + 1, 0);
  const admitted = useMemo(() => door.admit(things, turn), [door, things, turn]);
  useEffect(() => {
    if (admitted.length === things.length) return undefined;
    const frame = requestAnimationFrame(next);
    return () => cancelAnimationFrame(frame);
  }, [admitted, things]);
  return admitted;
}

class Door {
  private inside = new Set<string>();
  private turn = -1;
  private places = 0;

  /** However often it is asked in one turn, it lets in no more. */
  admit<T extends Thing>(things: readonly T[], turn: number): readonly T[] {
    if (turn !== this.turn) this.places = A_FRAME;
    this.turn = turn;
    const admitted = things.filter(({ id }) => this.inside.has(id) || this.places-- > 0);
    this.inside = new Set(admitted.map(({ id }) => id));
    return admitted.length === things.length ? things : admitted;
  }
}
