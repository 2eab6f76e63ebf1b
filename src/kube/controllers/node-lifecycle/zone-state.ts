/** How fast pods are driven off sick nodes: not at all when everything seems sick, because then it is rather we who are cut off. */

export interface ZoneHealth {
  readonly nodes: number;
  readonly sick: number;
}

const sickPermille = 550;
const largeZone = 50;

/** Milliseconds between two nodes of the zone that are tainted to end their pods; infinite for never. */
export function evictionIntervalMs({ nodes, sick }: ZoneHealth): number {
  if (sick > 0 && sick === nodes) return Infinity;
  if (sick > 2 && sick * 1000 >= nodes * sickPermille) return nodes > largeZone ? 100_000 : Infinity;
  return 10_000;
}
