/** A soak: loops that never end, for long; what is over leaves nothing behind. */
import { Session } from './session.ts';

export interface Soak {
  readonly loops: number;
  readonly minutes: number; // of virtual time, after a sixth as much for what is bounded to fill up
  /** The heap after a collection. */
  readonly heapBytes: () => number;
}

export interface SoakResult {
  readonly heap: readonly number[]; // in bytes, at the beginning and after each sixth of the time
  readonly processes: readonly number[]; // then
}

const PARTS = 6;
export const SOAK_GROWTH_MAX_BYTES = 4 * 2 ** 20;

export function runSoak({ loops, minutes, heapBytes }: Soak): SoakResult {
  const session = new Session('default', '1');
  const { world } = session;
  session.feed({ do: 'open-tty', tty: 'laptop', host: 'laptop', rows: 24, cols: 80 });
  session.feed({ do: 'line', tty: 'laptop', text: `for i in $(seq ${loops}); do while :; do sleep 1; done & done` });
  const [heap, processes]: [number[], number[]] = [[], []];
  for (let part = 0; part <= PARTS; part++) {
    world.clock.run(world.clock.now + (minutes * 60_000) / PARTS, { stepsMax: Infinity });
    heap.push(heapBytes());
    processes.push(world.hostNamed('laptop').processes.size);
  }
  return { heap, processes };
}

/** By how many bytes the heap grew, from the mean of the first half to that of the second: one look alone may see what is on its way. */
export function growthOf({ heap }: SoakResult): number {
  const middle = Math.ceil(heap.length / 2);
  return mean(heap.slice(middle)) - mean(heap.slice(0, middle));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
