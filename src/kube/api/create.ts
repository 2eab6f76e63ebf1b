/** The verb create: metadata, defaults, admission, what the kind resets, validation, and the write. */
import { countsGenerations } from './generation.ts';
import { admitCreate } from './admission.ts';
import { askForExpressions, demandByPolicies } from './expressions.ts';
import type { ApiServer } from './api-server.ts';
import { clusterCode } from '../cluster-code.ts';
import { managedFieldsSince } from './managed/since.ts';
import type { WriteOptions } from './write-options.ts';
import { storeKey, type Kind } from '../kinds/kind.ts';
import { alreadyExists, ApiStatus, invalid } from '../meta/api-status.ts';
import type { FieldError } from '../meta/field-error.ts';
import type { KubeObject, NewObject, ObjectMeta } from '../meta/object.ts';

export function createObject<T extends KubeObject>(server: ApiServer, user: string, kind: Kind<T>, given: NewObject<T>, options: WriteOptions): T {
  askForExpressions(server, kind, given);
  const metadata: ObjectMeta & { resourceVersion: string } = beginMeta(server, kind, given.metadata as Partial<ObjectMeta>);
  let object = options.isHandedOver === true ? filled(given, metadata) : ({ ...given, metadata } as unknown as NewObject<T>);
  if (kind.defaults) object = kind.defaults(object, server.context);
  object = admitCreate(server, kind, object, options.dryRun === true);
  if (kind.newStatus) object = withStatus(object, kind.newStatus);
  else if (kind.custom) object = kind.hasStatus ? withoutStatus(object) : object;
  else if (kind.hasStatus && object.status === undefined) object = withStatus(object, {});
  if (kind.prepareForCreate) object = kind.prepareForCreate(object, server.context, options.maker ?? { name: user, groups: [] });
  const ready = withManagers(server, undefined, object as unknown as T, options);
  const { name } = ready.metadata;
  if (clusterCode.isThere) demandRight(server, kind, name, clusterCode.get().checkNew(kind, ready, server.context)); // else only components write, and what they write is right
  demandByPolicies(server, user, { kind, operation: 'CREATE', object: ready }, options);
  const key = storeKey(kind, ready.metadata.namespace, name);
  if (options.dryRun === true) {
    if (server.store.get(key) !== undefined) throw alreadyExists(kind, name);
    const { resourceVersion: _, ...kept } = ready.metadata; // what is kept nowhere has none
    return { ...ready, metadata: kept };
  }
  const trace = server.traceOf(user, 'create', kind, key, options);
  const make = (revision: number): T => {
    if (ready.metadata !== metadata) return stamped(ready, revision);
    metadata.resourceVersion = String(revision); // nobody has seen it yet
    return ready;
  };
  return server.write(kind, name, () => server.store.create(key, make, trace)) as T;
}

export function demandRight(server: ApiServer, kind: Kind, name: string, errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalid(kind, name, errors, server.release);
}

/** What is made here nobody has seen yet: it is filled in place, since a copy of an object of any kind costs a microsecond. */
function filled<T extends KubeObject>(object: NewObject<T>, metadata: ObjectMeta): NewObject<T> {
  (object as { metadata: object }).metadata = metadata;
  return object;
}

function withStatus<T extends KubeObject>(object: NewObject<T>, status: object): NewObject<T> {
  (object as { status: object }).status = status;
  return object;
}

/** Where a status is written by a path of its own, who makes an object gives it none. */
function withoutStatus<T extends KubeObject>({ status: _, ...rest }: NewObject<T>): NewObject<T> {
  return rest as unknown as NewObject<T>;
}

/** The object with its owners' entries brought up to date. */
export function withManagers<T extends KubeObject>(server: ApiServer, old: T | undefined, object: T, { fieldManager, managedFields, givenManagers }: WriteOptions): T {
  if (!server.release.atLeast(managedFieldsSince)) return object;
  let entries = object.metadata.managedFields;
  if (managedFields) entries = managedFields.entries;
  else if (fieldManager) entries = clusterCode.get().entriesAfterUpdate(server.structure, old, object, fieldManager, server.now(), givenManagers);
  else return object;
  if (entries === object.metadata.managedFields) return object;
  const { managedFields: _, ...meta } = object.metadata;
  return { ...object, metadata: entries === undefined ? meta : { ...meta, managedFields: entries } };
}

type Draft = { -readonly [field in keyof ObjectMeta]: ObjectMeta[field] };

/** Written out field by field: every object of the cluster is made here, and all of one shape are read faster. */
function beginMeta(server: ApiServer, kind: Kind, given: Partial<ObjectMeta>): ObjectMeta {
  if (given.resourceVersion) throw new ApiStatus(500, '', 'resourceVersion should not be set on objects to be created');
  const { namespace, generateName } = given;
  const name = given.name ? given.name : generatedName(server, kind, namespace, generateName);
  const uid = server.newUid(streamOf(kind, namespace));
  const meta: Draft = namespace === undefined ? { name, uid, resourceVersion: '', creationTimestamp: server.now() } : { name, namespace, uid, resourceVersion: '', creationTimestamp: server.now() };
  if (generateName !== undefined) meta.generateName = generateName;
  if (countsGenerations(server, kind)) meta.generation = 1;
  if (given.labels !== undefined) meta.labels = given.labels;
  if (given.annotations !== undefined) meta.annotations = given.annotations;
  if (given.ownerReferences !== undefined) meta.ownerReferences = given.ownerReferences;
  if (given.finalizers !== undefined) meta.finalizers = given.finalizers;
  return meta;
}

/** The cluster's own draw from streams of their own: what is added to a cluster renames nothing that its users make. */
function streamOf({ table }: Kind, namespace: string | undefined): string {
  return namespace === 'kube-system' ? `${table} ${namespace}` : table;
}

/** Names longer than this are cut before the suffix. */
const generatedBaseMax = 58;

/** Ten thousand pods of one set are enough for two to draw the same five letters: whoever draws a taken name draws again. */
function generatedName(server: ApiServer, kind: Kind, namespace: string | undefined, base: string | undefined): string {
  if (base === undefined || base === '') return '';
  for (;;) {
    const name = base.slice(0, generatedBaseMax) + server.newSuffix(streamOf(kind, namespace));
    if (server.store.get(storeKey(kind, namespace, name)) === undefined) return name;
  }
}

/** The object, which nobody has seen yet, with the revision of its write. */
export function stamped<T extends KubeObject>(object: T, revision: number): T {
  (object as { metadata: object }).metadata = { ...object.metadata, resourceVersion: String(revision) };
  return object;
}
