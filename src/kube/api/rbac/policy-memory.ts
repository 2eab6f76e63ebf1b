/** What has been worked out of a cluster's roles and bindings, until one of them changes. */
import type { Kind } from '../../kinds/kind.ts';
import type { PolicyRule } from '../../kinds/role/role.ts';
import { RecentMap } from '../../client/recent-map.ts';
import type { ClusterStore } from '../cluster-store.ts';
import type { ComponentAct } from './component-access.ts';

/** The rules of one binding, and how it is named. */
export interface Bound {
  readonly rules: readonly PolicyRule[];
  readonly words: string;
}

interface PolicyMemory {
  readonly bound: RecentMap<readonly Bound[]>; // by who asks and where
  readonly granted: Map<string, ReadonlyMap<Kind, readonly ComponentAct[]>>; // what a component may do in every namespace, by its name
}

const remembered = 1000;
const memories = new WeakMap<ClusterStore, PolicyMemory>();

export function memoryOf(store: ClusterStore): PolicyMemory {
  const known = memories.get(store);
  if (known) return known;
  const memory: PolicyMemory = { bound: new RecentMap(remembered), granted: new Map() };
  const forget = () => {
    memory.bound.clear();
    memory.granted.clear();
  };
  for (const table of ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings']) store.watch(store.revision, forget, { table: `${table}.rbac.authorization.k8s.io` });
  memories.set(store, memory);
  return memory;
}
