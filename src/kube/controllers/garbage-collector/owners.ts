/** Which tables hold owners and what they own, and where the owner that a reference names is kept. */
import { storeKey } from '../../kinds/kind.ts';
import type { KindRegistry } from '../../kinds/registry.ts';
import type { Owners } from './garbage-collector.ts';

/** `kinds` may come to know more while the cluster lives. */
export function ownersOf(kinds: () => KindRegistry): Owners {
  return {
    tables: kinds().kinds.map((kind) => kind.table),
    keyOf: ({ apiVersion, kind, name }, namespace) => {
      const served = kinds().servedKind(apiVersion, kind);
      return served && storeKey(served.kind, namespace, name);
    },
  };
}
