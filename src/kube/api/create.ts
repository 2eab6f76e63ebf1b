/** The verb create: metadata, defaults, admission, what the kind resets, validation, and the write. */
import { admitCreate } from './admission.ts';
import type { ApiServer } from './api-server.ts';
import { entriesAfterUpdate, managedFieldsSince } from './managed/managers.ts';
import type { WriteOptions } from './write-options.ts';
import { storeKey, type Kind } from '../kinds/kind.ts';
import { alreadyExists, ApiStatus, invalid } from '../meta/api-status.ts';
import type { KubeObject, NewObject, ObjectMeta } from '../meta/object.ts';
import { validateMetaForCreate } from '../meta/validate-meta.ts';

export function createObject<T extends KubeObject>(server: ApiServer, user: string, kind: Kind<T>, given: NewObject<T>, options: WriteOptions): T {
  const metadata = beginMeta(server, kind, given);
  let object = { ...given, metadata } as unknown as NewObject<T>;
  if (kind.defaults) object = kind.defaults(object, server.context);
  object = admitCreate(server, kind, object, user);
  if (kind.newStatus) object = { ...object, status: kind.newStatus };
  if (kind.prepareForCreate) object = kind.prepareForCreate(object, server.context);
  const ready = withManagers(server, undefined, object as unknown as T, options);
  const errors = [...validateMetaForCreate(kind, ready.metadata), ...(kind.validate?.(ready, server.context) ?? [])];
  const { name } = ready.metadata;
  if (errors.length > 0) throw invalid(kind, name, errors, server.release);
  const key = storeKey(kind, ready.metadata.namespace, name);
  if (options.dryRun === true) {
    if (server.store.get(key) !== undefined) throw alreadyExists(kind, name);
    return ready;
  }
  const trace = server.traceOf(user, 'create', kind, key, options);
  return server.write(kind, name, () => server.store.create(key, (revision) => stamped(ready, revision), trace) as T);
}

/** The object with its owners' entries brought up to date. */
export function withManagers<T extends KubeObject>(server: ApiServer, old: T | undefined, object: T, { fieldManager, managedFields }: WriteOptions): T {
  if (!server.release.atLeast(managedFieldsSince)) return object;
  let entries = object.metadata.managedFields;
  if (managedFields) entries = managedFields.entries;
  else if (fieldManager) entries = entriesAfterUpdate(server.structure, old, object, fieldManager, server.now());
  else return object;
  if (entries === object.metadata.managedFields) return object;
  const { managedFields: _, ...meta } = object.metadata;
  return { ...object, metadata: entries === undefined ? meta : { ...meta, managedFields: entries } };
}

function beginMeta(server: ApiServer, kind: Kind, given: NewObject<KubeObject>): ObjectMeta {
  const { uid: _, resourceVersion, selfLink: __, deletionTimestamp: ___, deletionGracePeriodSeconds: ____, managedFields: _____, ...meta } = given.metadata as Partial<ObjectMeta>;
  if (resourceVersion !== undefined && resourceVersion !== '') throw new ApiStatus(500, '', 'resourceVersion should not be set on objects to be created');
  const name = meta.name !== undefined && meta.name !== '' ? meta.name : generatedName(server, meta.generateName);
  return {
    ...meta,
    name,
    uid: server.newUid(),
    resourceVersion: '',
    creationTimestamp: server.now(),
    ...(kind.hasGeneration && { generation: 1 }),
  };
}

/** Names longer than this are cut before the suffix. */
const generatedBaseMax = 58;

function generatedName(server: ApiServer, base: string | undefined): string {
  if (base === undefined || base === '') return '';
  return base.slice(0, generatedBaseMax) + server.newSuffix();
}

/** The object with the revision of its write. */
export function stamped<T extends KubeObject>(object: T, revision: number): T {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}
