/**
 * The garbage collector: what an owner made goes with it. In the background after it, in the foreground before it, or is
 * set free. It knows no kinds: it follows the owner references of whatever there is.
 */
import type { Change, Reconciler, TraceId, View, Watch } from '../../../sim/index.ts';
import { clusterCode } from '../../cluster-code.ts';
import { definitionsTable } from '../../kinds/custom-resource-definition/custom-resource-definition.ts';
import type { KubeObject, OwnerReference } from '../../meta/object.ts';
import type { ControllerContext } from '../controller-context.ts';

export const actor = 'garbage-collector-controller';
export const foreground = 'foregroundDeletion';
export const orphan = 'orphan';

export interface Owners {
  /** The tables of every kind whose objects may own or be owned. */
  readonly tables: string[];
  /** The key of the object that a reference means, seen from the owned object; undefined for a kind that is not there. */
  keyOf(reference: OwnerReference, namespace: string | undefined): string | undefined;
}

/** How many ends are remembered as the reason of what follows from them. */
const endingsKept = 10_000;

export interface Collector {
  readonly context: ControllerContext;
  readonly owners: Owners;
  /** The act that ended the object of this key. */
  readonly endings: Map<string, TraceId>;
}

export function garbageCollector(context: ControllerContext, owners: Owners): Reconciler<KubeObject> {
  const collector: Collector = { context, owners, endings: new Map() };
  const watchOf = (table: string): Watch<KubeObject> => ({ table, keys: (key, change, view) => concerned(collector, key, change, view) });
  return {
    name: actor,
    watches: [...owners.tables.map(watchOf), { table: definitionsTable }],
    reconcile(key, loop) {
      const object = context.client.view.get(key);
      if (!object) return;
      const { name } = object.metadata;
      if (key.startsWith(`${definitionsTable}/`) && !owners.tables.includes(name)) {
        owners.tables.push(name); // the objects of a kind that somebody added own and are owned like any other
        loop.watch(watchOf(name));
      }
      const { deletionTimestamp, ownerReferences } = object.metadata;
      if (deletionTimestamp !== undefined || ownerReferences?.length) clusterCode.get().collectGarbage(collector, key, object);
    },
  };
}

/** An owner that goes concerns what it owns and who waits for it; an object that comes, whether it has an owner at all. */
function concerned({ owners, endings }: Collector, key: string, change: Change<KubeObject> | undefined, view: View<KubeObject>): readonly string[] {
  const after = change ? change.after : view.get(key);
  const before = change?.before;
  if (!after) {
    if (!before) return none;
    endings.set(key, change.trace);
    if (endings.size > endingsKept) endings.delete(endings.keys().next().value!);
    return [...dependentsOf(view, owners, before), ...blockedOwners(owners, before)];
  }
  const { metadata } = after;
  if (metadata.deletionTimestamp !== undefined) return metadata.finalizers?.some(isOurs) ? [key] : none;
  const references = metadata.ownerReferences;
  if (references === undefined || before?.metadata.ownerReferences === references) return none;
  const isOwned = references.every((reference) => {
    const ownerKey = owners.keyOf(reference, metadata.namespace);
    const owner = ownerKey === undefined ? undefined : view.get(ownerKey);
    return owner?.metadata.uid === reference.uid && owner.metadata.deletionTimestamp === undefined;
  });
  return isOwned ? none : [key];
}

const none: readonly string[] = [];

function isOurs(finalizer: string): boolean {
  return finalizer === foreground || finalizer === orphan;
}

export function dependentsOf(view: View<KubeObject>, owners: Owners, owner: KubeObject): string[] {
  const keys: string[] = [];
  for (const table of owners.tables) for (const key of view.keysBy(table, 'owners', owner.metadata.uid)) keys.push(key);
  return keys;
}

/** The owners that may wait for the end of this object, which blocks theirs. */
function blockedOwners(owners: Owners, object: KubeObject): string[] {
  const keys: string[] = [];
  for (const reference of object.metadata.ownerReferences ?? []) {
    if (reference.blockOwnerDeletion !== true) continue;
    const key = owners.keyOf(reference, object.metadata.namespace);
    if (key !== undefined) keys.push(key);
  }
  return keys;
}
