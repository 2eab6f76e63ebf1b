// Things that are costly to draw are let in a few a frame: three hundred that come at once would hold up the page.
import { useEffect, useReducer, useRef } from 'react';

const A_FRAME = 40;

/** Those of `things` that have been let in already, and the first of the others; the rest follow frame by frame. */
export function useAdmitted<T extends { readonly id: string }>(things: readonly T[]): readonly T[] {
  const inside = useRef<ReadonlySet<string>>(new Set());
  const [, again] = useReducer((count: number) => count + 1, 0);
  const admitted = admit(things, inside.current);
  const waits = admitted.length < things.length;
  useEffect(() => {
    inside.current = new Set(admitted.map((thing) => thing.id));
    if (!waits) return undefined;
    const frame = requestAnimationFrame(again);
    return () => cancelAnimationFrame(frame);
  });
  return admitted;
}

function admit<T extends { readonly id: string }>(things: readonly T[], inside: ReadonlySet<string>): readonly T[] {
  let places = A_FRAME;
  const admitted = things.filter((thing) => inside.has(thing.id) || places-- > 0);
  return admitted.length === things.length ? things : admitted;
}
