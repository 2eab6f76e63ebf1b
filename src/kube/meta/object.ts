/**
 * What every API object has. Values are immutable and share structure: a status update keeps the very same `spec`,
 * and pods of one template share theirs, so a reference that is equal means that nothing changed.
 */

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

export type Labels = Readonly<Record<string, string>>;

export interface ManagedFieldsEntry {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly time?: string;
  readonly fieldsType: 'FieldsV1';
  readonly fieldsV1: object;
  readonly subresource?: string;
}

interface MetaFields {
  readonly generateName?: string;
  readonly namespace?: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly finalizers?: readonly string[];
  readonly managedFields?: readonly ManagedFieldsEntry[];
}

export interface ObjectMeta extends MetaFields {
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly creationTimestamp: string; // RFC 3339, whole seconds
  readonly generation?: number;
  readonly deletionTimestamp?: string; // when the grace period ends, which may be in the future
  readonly deletionGracePeriodSeconds?: number;
  readonly selfLink?: string;
}

/** The metadata of a kind that lives in namespaces. */
export interface NamespacedMeta extends ObjectMeta {
  readonly namespace: string;
}

/** What a creator says of an object: the server adds the rest. */
export interface NewMeta extends MetaFields {
  readonly name?: string;
  readonly creationTimestamp?: string | null;
}

export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly spec?: object;
  readonly status?: object;
}

/** An object on its way in: its status is the server's to begin, its metadata the server's to complete. */
export type NewObject<T extends KubeObject> = Omit<T, 'metadata' | 'status'> & { readonly metadata: NewMeta; readonly status?: T['status'] };

export interface LabelSelectorRequirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
}

export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
}

export interface ObjectReference {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly fieldPath?: string;
}

export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string | null;
}

/** The owner that controls the object, of which there is at most one. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  const references = object.metadata.ownerReferences;
  if (references === undefined) return undefined;
  for (const reference of references) if (reference.controller === true) return reference;
  return undefined;
}

/** The reference by which `owner` controls what it makes. */
export function controllerReference(owner: KubeObject): OwnerReference {
  const { name, uid } = owner.metadata;
  return { apiVersion: owner.apiVersion, kind: owner.kind, name, uid, controller: true, blockOwnerDeletion: true };
}

/** How events and endpoints point at an object. */
export function referenceTo({ kind, apiVersion, metadata }: KubeObject, fieldPath?: string): ObjectReference {
  const { namespace, name, uid, resourceVersion } = metadata;
  const reference: Writable<ObjectReference> = { kind };
  if (namespace !== undefined) reference.namespace = namespace;
  reference.name = name;
  reference.uid = uid;
  reference.apiVersion = apiVersion;
  reference.resourceVersion = resourceVersion;
  if (fieldPath !== undefined) reference.fieldPath = fieldPath;
  return reference;
}

type Writable<T> = { -readonly [field in keyof T]: T[field] };

export function conditionOf<C extends Condition>(conditions: readonly C[] | undefined, type: string): C | undefined {
  return conditions?.find((condition) => condition.type === type);
}
