/** --sort-by: a stable order by one field, numbers and quantities by value, texts by their bytes. */
import { compareBytes, compareQuantity, compileJsonPath, relaxJsonPath, tryQuantity, type Json } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';

export function sortedBy<T>(field: string, items: readonly T[], objectOf: (item: T) => Json): readonly T[] {
  const relaxed = relaxJsonPath(field);
  if ('error' in relaxed) throw new CommandError(relaxed.error);
  const compiled = compileJsonPath(relaxed.source);
  if ('error' in compiled) throw new CommandError(compiled.error);
  const keyed = items.map((item) => {
    const found = compiled.path.find(objectOf(item));
    return { item, key: 'results' in found ? found.results.flat()[0] : undefined };
  });
  if (items.length > 0 && keyed.every((entry) => entry.key === undefined)) {
    throw new CommandError(`couldn't find any field with path ${JSON.stringify(relaxed.source)} in the list of objects`);
  }
  return keyed.sort((a, b) => compareKeys(a.key, b.key)).map((entry) => entry.item);
}

/** What has no such field comes first. */
function compareKeys(a: Json | undefined, b: Json | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  if (typeof a === 'number' || typeof a === 'bigint') return Number(a) - Number(b);
  if (typeof a !== 'string' || typeof b !== 'string') return compareBytes(JSON.stringify(a), JSON.stringify(b));
  const [x, y] = [tryQuantity(a), tryQuantity(b)];
  if (x && y) return compareQuantity(x, y);
  return compareBytes(a, b);
}
