/** How tables print values that several kinds have: maps of labels, lists, sizes. */
import type { Labels } from '../meta/object.ts';

/** `a=b,c=d` in the order of the keys, `<none>` when there is nothing. */
export function printedMap(labels: Labels | undefined): string {
  const keys = Object.keys(labels ?? {}).sort();
  return keys.length === 0 ? '<none>' : keys.map((key) => `${key}=${labels![key]}`).join(',');
}

const shortModes: Readonly<Record<string, string>> = { ReadWriteOnce: 'RWO', ReadOnlyMany: 'ROX', ReadWriteMany: 'RWX', ReadWriteOncePod: 'RWOP' };

/** `RWO,ROX`: each mode once, in the API's own order. */
export function printedModes(modes: readonly string[] | undefined): string {
  return Object.keys(shortModes).filter((mode) => modes?.includes(mode)).map((mode) => shortModes[mode]).join(',');
}
