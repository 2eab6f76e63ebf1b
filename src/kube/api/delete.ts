/** The verb delete: grace for what runs, finalizers for what others still have to undo, and then the end. */
import { formatRfc3339 } from '../../base/index.ts';
import type { TraceId } from '../../sim/index.ts';
import { askForExpressions, demandByPolicies } from './expressions.ts';
import type { ApiServer, Deleted } from './api-server.ts';
import { stamped } from './create.ts';
import type { DeleteOptions } from './write-options.ts';
import { storeKey, type Kind, type Propagation } from '../kinds/kind.ts';
import { conflict, forbidden, notFound } from '../meta/api-status.ts';
import type { KubeObject, ObjectMeta } from '../meta/object.ts';

export const foregroundFinalizer = 'foregroundDeletion';
export const orphanFinalizer = 'orphan';

export function deleteObject<T extends KubeObject>(
  server: ApiServer,
  user: string,
  kind: Kind<T>,
  namespace: string | undefined,
  name: string,
  options: DeleteOptions,
): Deleted<T> {
  askForExpressions(server, kind, options);
  const key = storeKey(kind, namespace, name);
  const old = server.store.get(key) as T | undefined;
  if (old === undefined) throw notFound(kind, name);
  checkPreconditions(kind, old, options);
  if (kind.undeletable?.includes(name)) throw forbidden(kind, name, 'this namespace may not be deleted');
  demandByPolicies(server, user, { kind, operation: 'DELETE', old }, options);
  const graceSeconds = kind.graceSeconds?.(old, options.gracePeriodSeconds) ?? 0;
  const finalizers = finalizersAfter(old, options);
  const endsNow = graceSeconds === 0 && finalizers.length === 0 && kind.isHeld?.(old) !== true;
  if (options.dryRun === true) return { object: old, gone: endsNow };
  const trace = server.traceOf(user, 'delete', kind, key, options);
  if (endsNow) {
    server.store.delete(key, trace);
    return { object: old, gone: true };
  }
  const marking = terminating(server, old, graceSeconds, finalizers);
  const marked = marking !== old && kind.terminate ? kind.terminate(marking) : marking;
  if (marked === old) return { object: old, gone: false };
  return { object: server.store.update(key, (revision) => stamped(marked, revision), trace) as T, gone: false };
}

function checkPreconditions(kind: Kind, old: KubeObject, { preconditions }: DeleteOptions): void {
  const { uid, resourceVersion, name } = old.metadata;
  if (preconditions?.uid !== undefined && preconditions.uid !== uid) {
    throw conflict(kind, name, `Precondition failed: UID in precondition: ${preconditions.uid}, UID in object meta: ${uid}`);
  }
  if (preconditions?.resourceVersion !== undefined && preconditions.resourceVersion !== resourceVersion) {
    throw conflict(kind, name, `Precondition failed: ResourceVersion in precondition: ${preconditions.resourceVersion}, ResourceVersion in object meta: ${resourceVersion}`);
  }
}

const none: readonly string[] = [];

function finalizersAfter(old: KubeObject, { propagationPolicy: asked, defaultPropagation = 'Background' }: DeleteOptions): readonly string[] {
  const kept = old.metadata.finalizers ?? none;
  if (kept.length === 0 && (asked ?? defaultPropagation) === 'Background') return none;
  const policy = asked ?? inherited(kept) ?? defaultPropagation;
  const others = kept.filter((finalizer) => finalizer !== foregroundFinalizer && finalizer !== orphanFinalizer);
  const added = policy === 'Foreground' ? [foregroundFinalizer] : policy === 'Orphan' ? [orphanFinalizer] : [];
  const after = [...others, ...added];
  return after.length === kept.length && after.every((finalizer) => kept.includes(finalizer)) ? kept : after;
}

/** A policy that an earlier delete chose lasts, as does one that the object's owner set by its finalizer. */
function inherited(finalizers: readonly string[]): Propagation | undefined {
  if (finalizers.includes(orphanFinalizer)) return 'Orphan';
  return finalizers.includes(foregroundFinalizer) ? 'Foreground' : undefined;
}

function terminating<T extends KubeObject>(server: ApiServer, old: T, graceSeconds: number, finalizers: readonly string[]): T {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers: kept } = old.metadata;
  const withFinalizers = finalizers === kept || (finalizers.length === 0 && kept === undefined) ? old.metadata : withOther(old.metadata, finalizers);
  if (deletionTimestamp !== undefined && graceSeconds >= (deletionGracePeriodSeconds ?? 0)) {
    // A grace period under way can only be shortened.
    return withFinalizers === old.metadata ? old : { ...old, metadata: withFinalizers };
  }
  const generation = old.metadata.generation;
  return {
    ...old,
    metadata: {
      ...withFinalizers,
      ...(generation !== undefined && deletionTimestamp === undefined && { generation: generation + 1 }),
      deletionTimestamp: formatRfc3339(Math.floor(server.nowMs / 1000) * 1000 + graceSeconds * 1000),
      deletionGracePeriodSeconds: graceSeconds,
    },
  };
}

function withOther(meta: ObjectMeta, finalizers: readonly string[]): ObjectMeta {
  const { finalizers: _, ...rest } = meta;
  return finalizers.length > 0 ? { ...rest, finalizers } : rest;
}

/** An object that only its finalizers kept goes with the last of them. */
export function finishIfEmpty(server: ApiServer, kind: Kind, key: string, object: KubeObject, trace: TraceId): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } = object.metadata;
  if (deletionTimestamp === undefined || (finalizers ?? []).length > 0) return false;
  if (kind.isHeld?.(object) === true || (kind.graceSeconds && (deletionGracePeriodSeconds ?? 0) > 0)) return false;
  server.store.delete(key, trace);
  return true;
}
