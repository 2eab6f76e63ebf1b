/** What the garbage collector does about an object: ends it, sets free what it owns, or ends that first. */
import type { Read, TraceId } from '../../../sim/index.ts';
import { ApiStatus } from '../../meta/api-status.ts';
import type { KubeObject, OwnerReference } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { actor, dependentsOf, foreground, orphan, type Collector } from './garbage-collector.ts';

export function collectGarbage(collector: Collector, key: string, object: KubeObject): void {
  const { deletionTimestamp, finalizers } = object.metadata;
  if (deletionTimestamp === undefined) collect(collector, key, object);
  else if (finalizers?.includes(orphan)) release(collector, key, object);
  else if (finalizers?.includes(foreground)) deleteDependents(collector, key, object);
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
