/**
 * The order of a merged list: items that the patch names stand as it orders them, the others keep their order among
 * themselves, each before the first named item that it preceded before.
 */
import { deepEqual, type Json } from '../../../base/index.ts';

export function orderItems(merged: readonly Json[], order: readonly Json[], original: readonly Json[], identify: (item: Json) => Json): readonly Json[] {
  const indexIn = (list: readonly Json[], item: Json) => list.findIndex((other) => deepEqual(identify(other), identify(item)));
  const named = merged.filter((item) => indexIn(order, item) >= 0);
  const others = merged.filter((item) => indexIn(order, item) < 0);
  named.sort((a, b) => indexIn(order, a) - indexIn(order, b));
  others.sort((a, b) => indexIn(original, a) - indexIn(original, b));
  const ordered: Json[] = [];
  let i = 0;
  let j = 0;
  while (i < others.length && j < named.length) {
    const other = indexIn(original, others[i]!);
    const next = indexIn(original, named[j]!);
    if (other >= 0 && next >= 0 && other < next) ordered.push(others[i++]!);
    else ordered.push(named[j++]!);
  }
  return [...ordered, ...named.slice(j), ...others.slice(i)];
}
