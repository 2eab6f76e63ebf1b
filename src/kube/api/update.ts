/** The verbs update and update of a status. A write that changes nothing is none: the revision stays. */
import { countsGenerations } from './generation.ts';
import { deepEqual } from '../../base/index.ts';
import type { ApiServer } from './api-server.ts';
import { askForExpressions, demandByPolicies } from './expressions.ts';
import { clusterCode } from '../cluster-code.ts';
import { demandRight, stamped, withManagers } from './create.ts';
import type { WriteOptions } from './write-options.ts';
import { definitionOf, storeKey, type Kind } from '../kinds/kind.ts';
import { conflict, modifiedMeanwhile, notFound } from '../meta/api-status.ts';
import type { KubeObject, ObjectMeta } from '../meta/object.ts';

export function updateObject<T extends KubeObject>(server: ApiServer, user: string, kind: Kind<T>, given: T, options: WriteOptions): T {
  askForExpressions(server, kind, given);
  const { namespace, name } = given.metadata;
  const key = storeKey(kind, namespace, name);
  const old = existing(server, kind, key, given);
  let object: T = { ...given, metadata: keptMeta(given.metadata, old.metadata) };
  const part = options.part === undefined ? undefined : kind.writableParts?.[options.part];
  if (part) object = part.narrow(object, old);
  if (kind.defaults && (object.spec === undefined || object.spec !== old.spec)) object = kind.defaults(object, server.context) as unknown as T;
  if (kind.admit) object = kind.admit(object, old, server.admission) as unknown as T;
  if (!part && kind.hasStatus && object.status !== old.status) object = { ...object, status: old.status };
  if (kind.prepareForUpdate) object = kind.prepareForUpdate(object, old, server.context);
  if (object.spec !== old.spec && deepEqual(object.spec, old.spec)) object = { ...object, spec: old.spec };
  if (countsGenerations(server, kind) && !hasSameContent(object, old)) object = { ...object, metadata: { ...object.metadata, generation: (old.metadata.generation ?? 0) + 1 } };
  if (clusterCode.isThere) demandRight(server, kind, name, clusterCode.get().checkChange(kind, object, old, options.fieldManager ? { ...server.context, writtenAs: options.fieldManager.apiVersion } : server.context, part));
  demandByPolicies(server, user, { kind, operation: 'UPDATE', subresource: options.part ?? (options.act === 'scale' ? 'scale' : ''), object, old }, options);
  return finishWrite(server, user, 'update', kind, key, withManagers(server, old, object, ownedBy(server, user, kind, old, options)), old, options);
}

/** The spec, or of a kind that has none all but metadata. */
function hasSameContent(object: KubeObject, old: KubeObject): boolean {
  if (object.spec !== undefined || old.spec !== undefined) return object.spec === old.spec;
  return deepEqual({ ...object, metadata: undefined }, { ...old, metadata: undefined });
}

/** A component that changes an object whose owners are noted becomes one of them. */
function ownedBy(server: ApiServer, user: string, kind: Kind, old: KubeObject, options: WriteOptions, part?: 'status'): WriteOptions {
  if (options.fieldManager || options.managedFields || old.metadata.managedFields === undefined) return options;
  const fieldManager = { name: componentOf(user), apiVersion: old.apiVersion, definition: definitionOf(kind.group, kind.storage, kind.kind), ...(part && clusterCode.get().partOf(server.release, part)) };
  return { ...options, fieldManager };
}

/** The program that acts under a user's name. */
function componentOf(user: string): string {
  if (user.startsWith('system:serviceaccount:kube-system:')) return 'kube-controller-manager';
  return user.startsWith('system:node:') ? 'kubelet' : user.replace(/^system:/, '');
}

export function updateStatusOf<T extends KubeObject>(server: ApiServer, user: string, kind: Kind<T>, given: T, options: WriteOptions): T {
  askForExpressions(server, kind, given);
  const { namespace, name } = given.metadata;
  const key = storeKey(kind, namespace, name);
  const old = existing(server, kind, key, given);
  if (given.status === old.status) return old;
  const object: T = { ...old, status: given.status ?? (kind.custom ? undefined : {}) };
  if (clusterCode.isThere) demandRight(server, kind, name, clusterCode.get().checkStatus(kind, object, old));
  demandByPolicies(server, user, { kind, operation: 'UPDATE', subresource: 'status', object, old }, options);
  return finishWrite(server, user, 'update-status', kind, key, withManagers(server, old, object, ownedBy(server, user, kind, old, options, 'status')), old, options);
}

/** What is there, provided that the writer means this object and this revision of it. */
function existing<T extends KubeObject>(server: ApiServer, kind: Kind<T>, key: string, given: T): T {
  const { name, resourceVersion, uid } = given.metadata;
  const old = server.store.get(key) as T | undefined;
  if (old === undefined) throw notFound(kind, name);
  if (resourceVersion && resourceVersion !== old.metadata.resourceVersion) throw conflict(kind, name, modifiedMeanwhile);
  if (uid && uid !== old.metadata.uid) {
    throw conflict(kind, name, `StorageError: invalid object, Code: 4, Key: /registry/${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`);
  }
  return old;
}

/** The fields of metadata that only the server writes stay as they are. */
function keptMeta(given: ObjectMeta, old: ObjectMeta): ObjectMeta {
  if (given === old) return old;
  const { labels, annotations, ownerReferences, finalizers } = given;
  const isSame =
    labels === old.labels && annotations === old.annotations && ownerReferences === old.ownerReferences && finalizers === old.finalizers;
  if (isSame && given.name === old.name && given.namespace === old.namespace) return old;
  const { labels: _, annotations: __, ownerReferences: ___, finalizers: ____, ...server } = old;
  return {
    ...server,
    name: given.name,
    ...(given.namespace !== undefined && { namespace: given.namespace }),
    ...(labels !== undefined && { labels }),
    ...(annotations !== undefined && { annotations }),
    ...(ownerReferences?.length && { ownerReferences }),
    ...(finalizers?.length && { finalizers }),
  };
}

export function finishWrite<T extends KubeObject>(server: ApiServer, user: string, act: string, kind: Kind<T>, key: string, object: T, old: T, options: WriteOptions): T {
  if (deepEqual(object, old)) return old;
  if (options.dryRun === true) return object;
  const trace = server.traceOf(user, act, kind, key, options);
  if (object.metadata.deletionTimestamp !== undefined && clusterCode.get().finishIfEmpty(server, kind, key, object, trace)) return object;
  return server.store.update(key, (revision) => stamped(object, revision), trace) as T;
}
