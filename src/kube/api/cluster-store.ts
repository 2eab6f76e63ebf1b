/** A cluster's store: what etcd keeps, with the indexes that the kinds declare. It outlives the API servers before it. */
import { Store, type Clock } from '../../sim/index.ts';
import { controllerIndexes } from '../indexes.ts';
import { allKinds } from '../kinds/all.ts';
import type { Kind } from '../kinds/kind.ts';
import { controllerOf, type KubeObject } from '../meta/object.ts';

/** Changes kept for watches and the timeline; past them a watch gets 410 and lists anew. */
const changesKept = 20_000;

export type ClusterStore = Store<KubeObject>;

export function createClusterStore(name: string, clock: Clock): ClusterStore {
  const store: ClusterStore = new Store(name, clock, { changesKept });
  for (const kind of allKinds) declareTable(store, kind);
  return store;
}

const declared = new WeakMap<ClusterStore, Set<string>>();

/** The indexes that the objects of a kind are kept under; declared once. */
export function declareTable(store: ClusterStore, kind: Kind): void {
  let tables = declared.get(store);
  if (tables === undefined) declared.set(store, (tables = new Set()));
  if (tables.has(kind.table)) return;
  tables.add(kind.table);
  store.index(kind.table, 'owner', controllerUid);
  store.index(kind.table, 'owners', ownerUids);
  store.index(kind.table, 'namespace', (object) => [object.metadata.namespace ?? '']);
  for (const [index, of] of Object.entries({ ...kind.indexes, ...controllerIndexes[kind.table] })) store.index(kind.table, index, of);
}

const none: readonly string[] = [];

/** The controller that made it, by uid. */
function controllerUid(object: KubeObject): readonly string[] {
  const controller = controllerOf(object);
  return controller === undefined ? none : [controller.uid];
}

/** Every owner, controller or not: what garbage collection walks. */
function ownerUids(object: KubeObject): readonly string[] {
  const references = object.metadata.ownerReferences;
  return references === undefined || references.length === 0 ? none : references.map((reference) => reference.uid);
}
