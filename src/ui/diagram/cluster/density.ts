// How large pods are drawn: by how many the fullest tray holds, and slow to change back, so that a rolling update does not
// make the picture breathe.

export interface Density {
  readonly name: 'large' | 'medium' | 'small' | 'tiny';
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly pod: number; // side of its square
  readonly columns: number;
  readonly seatsMax: number; // in one tray, before the next density is taken
}

export const TRAY_INNER = 216;

export const DENSITIES: readonly Density[] = [
  { name: 'large', cellWidth: 72, cellHeight: 80, pod: 40, columns: 3, seatsMax: 12 },
  { name: 'medium', cellWidth: 36, cellHeight: 36, pod: 26, columns: 6, seatsMax: 48 },
  { name: 'small', cellWidth: 18, cellHeight: 18, pod: 13, columns: 12, seatsMax: 216 },
  { name: 'tiny', cellWidth: 8, cellHeight: 8, pod: 6, columns: 27, seatsMax: Infinity },
];

/** The density for `seats` in the fullest tray. A coarser one is left only when the finer would be half empty. */
export function chooseDensity(seats: number, previous: Density | undefined): Density {
  const wanted = DENSITIES.find((d) => seats <= d.seatsMax)!;
  if (!previous || wanted.seatsMax >= previous.seatsMax) return wanted;
  return seats <= wanted.seatsMax / 2 ? wanted : previous;
}
