/** The API's objects as etcd's clients see them: flat keys below /registry, in byte order, each with its object as JSON. */
import { canonicalJson, compareBytes } from '../../base/index.ts';
import type { ClusterStore } from '../api/cluster-store.ts';

/** Resources that are filed under another name than their own. */
const folders: Readonly<Record<string, string>> = { nodes: 'minions', services: 'services/specs', endpoints: 'services/endpoints', 'ingresses.networking.k8s.io': 'ingress' };

export interface KeyValue {
  readonly key: string;
  readonly own: string; // that of the store
  readonly value: string; // '' when only keys are wanted
  readonly modRevision: number;
}

/** One key, or with a prefix all that begin with it. */
export function registryRange(store: ClusterStore, key: string, prefix: boolean, keysOnly: boolean): KeyValue[] {
  const found: KeyValue[] = [];
  for (const table of store.tableNames()) {
    const folder = `/registry/${folders[table] ?? table.split('.')[0]!}`;
    for (const own of store.keys(table)) {
      const name = folder + own.slice(table.length);
      if (prefix ? !name.startsWith(key) : name !== key) continue;
      const object = store.get(own)!;
      found.push({ key: name, own, value: keysOnly ? '' : canonicalJson(object), modRevision: Number(object.metadata.resourceVersion || 0) });
    }
  }
  return found.sort((a, b) => compareBytes(a.key, b.key));
}
