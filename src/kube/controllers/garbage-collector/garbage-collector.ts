/**
 * The garbage collector: what an owner made goes with it. In the background after it, in the foreground before it, or is
 * set free. It knows no kinds: it follows the owner references of whatever there is.
 */
import type { Change, Read, Reconciler, TraceId, View, Watch } from '../../../sim/index.ts';
import { definitionsTable } from '../../kinds/custom-resource-definition/custom-resource-definition.ts';
import { ApiStatus } from '../../meta/api-status.ts';
import type { KubeObject, OwnerReference } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';

const actor = 'garbage-collector-controller';
const foreground = 'foregroundDeletion';
const orphan = 'orphan';

export interface Owners {
  /** The tables of every kind whose objects may own or be owned. */
  readonly tables: string[];
  /** The key of the object that a reference means, seen from the owned object; undefined for a kind that is not there. */
  keyOf(reference: OwnerReference, namespace: string | undefined): string | undefined;
}

/** How many ends are remembered as the reason of what follows from them. */
const endingsKept = 10_000;

interface Collector {
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
      const { deletionTimestamp, finalizers } = object.metadata;
      if (deletionTimestamp === undefined) collect(collector, key, object);
      else if (finalizers?.includes(orphan)) release(collector, key, object);
      else if (finalizers?.includes(foreground)) deleteDependents(collector, key, object);
    },
  };
}

/** An owner that goes concerns what it owns and who waits for it; an object that comes, whether it has an owner at all. */
function concerned({ owners, endings }: Collector, key: string, change: Change<KubeObject> | undefined, view: View<KubeObject>): readonly string[] {
  const after = change ? change.after : view.get(key);
  const before = change?.before;
  if (!after) {
    if (!before) return [];
    endings.set(key, change.trace);
    if (endings.size > endingsKept) endings.delete(endings.keys().next().value!);
    return [...dependentsOf(view, owners, before), ...blockedOwners(owners, before)];
  }
  const { metadata } = after;
  if (metadata.deletionTimestamp !== undefined) return metadata.finalizers?.some(isOurs) ? [key] : [];
  const references = metadata.ownerReferences;
  if (references === undefined || before?.metadata.ownerReferences === references) return [];
  const isOwned = references.every((reference) => {
    const ownerKey = owners.keyOf(reference, metadata.namespace);
    const owner = ownerKey === undefined ? undefined : view.get(ownerKey);
    return owner?.metadata.uid === reference.uid && owner.metadata.deletionTimestamp === undefined;
  });
  return isOwned ? [] : [key];
}

function isOurs(finalizer: string): boolean {
  return finalizer === foreground || finalizer === orphan;
}

function dependentsOf(view: View<KubeObject>, owners: Owners, owner: KubeObject): string[] {
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

/** Deletes an object none of whose owners is there, or whose only owners wait for its end. */
function collect(collector: Collector, key: string, object: KubeObject): void {
  const { context, owners } = collector;
  const { client, trace } = context;
  const references = object.metadata.ownerReferences ?? [];
  if (references.length === 0) return;
  const solid: OwnerReference[] = [];
  const waiting: { reference: OwnerReference; key: string }[] = [];
  for (const reference of references) {
    const ownerKey = owners.keyOf(reference, object.metadata.namespace);
    const owner = ownerKey === undefined ? undefined : client.view.get(ownerKey);
    if (owner?.metadata.uid !== reference.uid) continue;
    const waits = owner.metadata.deletionTimestamp !== undefined && owner.metadata.finalizers?.includes(foreground);
    if (waits) waiting.push({ reference, key: ownerKey! });
    else solid.push(reference);
  }
  if (solid.length === references.length) return;
  if (solid.length > 0) {
    const id = trace.record(actor, 'update', 'collector-drops-owner', { key }, [reading(client, key, 'metadata')]);
    client.update({ ...object, metadata: { ...object.metadata, ownerReferences: solid } }, { trace: id });
    return;
  }
  const reads = waiting.length > 0 ? [reading(client, waiting[0]!.key, 'metadata')] : [goneOwner(collector, object), reading(client, key, 'metadata')];
  const id = trace.record(actor, 'delete', waiting.length > 0 ? 'collector-deletes-before-owner' : 'collector-deletes-orphaned', { key, owner: references[0]!.name }, reads);
  // A dependent of one that waits must itself wait for its own, where it has any that block it.
  const propagationPolicy = waiting.length > 0 && dependentsOf(client.view, owners, object).length > 0 ? 'Foreground' : undefined;
  remove(context, object, id, propagationPolicy);
}

function goneOwner({ context, owners, endings }: Collector, object: KubeObject): Read {
  const key = owners.keyOf(object.metadata.ownerReferences![0]!, object.metadata.namespace) ?? '';
  return { store: context.client.view.store.name, key, field: 'metadata', trace: endings.get(key) ?? 0 };
}

function deleteDependents(collector: Collector, key: string, owner: KubeObject): void {
  const { context, owners } = collector;
  const { view } = context.client;
  const dependents = dependentsOf(view, owners, owner).map((k) => [k, view.get(k)!] as const);
  const blocking = dependents.filter(([, d]) => d.metadata.ownerReferences!.some((r) => r.uid === owner.metadata.uid && r.blockOwnerDeletion === true));
  if (blocking.length === 0) {
    dropFinalizer(context, key, owner, foreground);
    return;
  }
  for (const [dependentKey, dependent] of dependents) {
    if (dependent.metadata.deletionTimestamp === undefined) collect(collector, dependentKey, dependent);
  }
}

function release({ context, owners }: Collector, key: string, owner: KubeObject): void {
  const { client, trace } = context;
  for (const dependentKey of dependentsOf(client.view, owners, owner)) {
    const dependent = client.view.get(dependentKey)!;
    const ownerReferences = dependent.metadata.ownerReferences!.filter((r) => r.uid !== owner.metadata.uid);
    const id = trace.record(actor, 'update', 'collector-sets-free', { key: dependentKey, owner: owner.metadata.name }, [reading(client, key, 'metadata')]);
    client.update({ ...dependent, metadata: { ...dependent.metadata, ownerReferences } }, { trace: id });
  }
  dropFinalizer(context, key, owner, orphan);
}

function dropFinalizer({ client, trace }: ControllerContext, key: string, object: KubeObject, finalizer: string): void {
  const finalizers = (object.metadata.finalizers ?? []).filter((f) => f !== finalizer);
  const id = trace.record(actor, 'update', 'collector-lets-go', { key, finalizer }, [reading(client, key, 'metadata')]);
  client.update({ ...object, metadata: { ...object.metadata, finalizers } }, { trace: id });
}

function remove({ client }: ControllerContext, object: KubeObject, trace: TraceId, propagationPolicy: 'Foreground' | undefined): void {
  try {
    client.delete(object, { trace, preconditions: { uid: object.metadata.uid }, ...(propagationPolicy && { propagationPolicy }) });
  } catch (error) {
    if (!(error instanceof ApiStatus) || error.code !== 404) throw error;
  }
}
