/** How far a rolling update may go above and below the desired replicas. */

export interface RollingBounds {
  readonly desired: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number; // never above desired
}

/** A count, or a percentage of the desired replicas. Surge is rounded up, unavailability down; were both 0, nothing could move. */
export function resolveBounds(desired: number, maxSurge: number | string, maxUnavailable: number | string): RollingBounds {
  const surge = scaled(maxSurge, desired, 'up');
  let unavailable = scaled(maxUnavailable, desired, 'down');
  if (surge === 0 && unavailable === 0) unavailable = 1;
  return { desired, maxSurge: surge, maxUnavailable: Math.min(unavailable, desired) };
}

/** As many as the number says, or the share of `desired`. */
export function scaled(value: number | string, desired: number, round: 'up' | 'down'): number {
  if (typeof value === 'number') return value;
  const percent = Number(value.replace('%', ''));
  const hundredths = percent * desired;
  return round === 'up' ? Math.ceil(hundredths / 100) : Math.floor(hundredths / 100);
}
