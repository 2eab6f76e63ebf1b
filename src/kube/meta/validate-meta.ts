/** What the server refuses of an object's metadata. Labels and owners are shared by many objects, and checked once. */
import { sortedKeys } from '../../base/index.ts';
import { forbiddenField, immutableField, invalidTexts, invalidValue, requiredValue, tooLong, type FieldError } from './field-error.ts';
import { goStrings } from './go-syntax.ts';
import { checkDnsLabel, checkDnsSubdomain, checkLabelValue, checkQualifiedName } from './names.ts';
import type { Labels, ObjectMeta, OwnerReference } from './object.ts';
import type { Release } from './release.ts';

export interface NamedKind {
  readonly namespaced: boolean;
  /** A subdomain when left out. */
  readonly checkName?: (name: string, release: Release) => readonly string[];
  /** Declared in the cluster: its finalizers may have any names. */
  readonly custom?: object;
}

const none: readonly FieldError[] = [];
const annotationsBytesMax = 256 * 1024;

export function validateMetaForCreate(kind: NamedKind, meta: ObjectMeta, release: Release, path = 'metadata'): readonly FieldError[] {
  const errors: FieldError[] = [];
  const checkName = kind.checkName ?? checkDnsSubdomain;
  const check = (field: string, value: string, messages: readonly string[]) => {
    if (messages.length > 0) errors.push(...invalidTexts(`${path}.${field}`, value, messages));
  };
  if (meta.generateName) check('generateName', meta.generateName, checkName(maskedPrefix(meta.generateName), release));
  if (meta.name === '') errors.push(requiredValue(`${path}.name`, 'name or generateName is required'));
  else check('name', meta.name, checkName(meta.name, release));
  if (kind.namespaced) {
    if (!meta.namespace) errors.push(requiredValue(`${path}.namespace`));
    else check('namespace', meta.namespace, checkDnsLabel(meta.namespace));
  } else if (meta.namespace) errors.push(forbiddenField(`${path}.namespace`, 'not allowed on this type'));
  const common = validateCommon(meta, path);
  if (common.length > 0) errors.push(...common);
  if (meta.finalizers !== undefined) errors.push(...validateFinalizers(kind, meta.finalizers, `${path}.finalizers`));
  return errors.length === 0 ? none : errors;
}

/** A name that more will be put behind may end in a hyphen. */
function maskedPrefix(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}

export function validateMetaForUpdate(kind: NamedKind, meta: ObjectMeta, old: ObjectMeta, path = 'metadata'): readonly FieldError[] {
  if (meta === old) return none;
  const errors: FieldError[] = [];
  if (old.deletionTimestamp !== undefined && meta.finalizers !== old.finalizers) {
    const added = (meta.finalizers ?? []).filter((finalizer) => !old.finalizers?.includes(finalizer));
    if (added.length > 0) {
      const shown = goStrings(added.toSorted()).text;
      errors.push(forbiddenField(`${path}.finalizers`, `no new finalizers can be added if the object is being deleted, found new finalizers ${shown}`));
    }
  }
  if (meta.name !== old.name) errors.push(invalidValue(`${path}.name`, meta.name, immutableField));
  if (meta.namespace !== old.namespace) errors.push(invalidValue(`${path}.namespace`, meta.namespace ?? '', immutableField));
  errors.push(...validateCommon(meta, path));
  if (meta.finalizers !== old.finalizers) errors.push(...validateFinalizers(kind, meta.finalizers ?? [], `${path}.finalizers`));
  return errors.length === 0 ? none : errors;
}

function validateCommon(meta: ObjectMeta, path: string): readonly FieldError[] {
  const labels = meta.labels === undefined ? none : validateLabels(meta.labels, `${path}.labels`);
  const annotations = meta.annotations === undefined ? none : validateAnnotations(meta.annotations, `${path}.annotations`);
  const owners = meta.ownerReferences === undefined ? none : validateOwners(meta.ownerReferences, `${path}.ownerReferences`);
  return labels.length + annotations.length + owners.length === 0 ? none : [...labels, ...annotations, ...owners];
}

const goodLabels = new WeakSet<Labels>();

export function validateLabels(labels: Labels, path: string): readonly FieldError[] {
  if (goodLabels.has(labels)) return none;
  const errors: FieldError[] = [];
  for (const key of sortedKeys(labels)) {
    errors.push(...invalidTexts(path, key, checkQualifiedName(key)));
    errors.push(...invalidTexts(path, labels[key]!, checkLabelValue(labels[key]!)));
  }
  if (errors.length === 0) goodLabels.add(labels);
  return errors;
}

const goodAnnotations = new WeakSet<Labels>();

export function validateAnnotations(annotations: Labels, path: string): readonly FieldError[] {
  if (goodAnnotations.has(annotations)) return none;
  const errors: FieldError[] = [];
  let bytes = 0;
  for (const key of sortedKeys(annotations)) {
    errors.push(...invalidTexts(path, key, checkQualifiedName(key.toLowerCase())));
    bytes += key.length + annotations[key]!.length;
  }
  if (bytes > annotationsBytesMax) errors.push(tooLong(path, annotationsBytesMax));
  if (errors.length === 0) goodAnnotations.add(annotations);
  return errors;
}

const goodOwners = new WeakSet<readonly OwnerReference[]>();

function validateOwners(owners: readonly OwnerReference[], path: string): readonly FieldError[] {
  if (goodOwners.has(owners)) return none;
  const errors: FieldError[] = [];
  let controller = '';
  for (const owner of owners) {
    const [version = '', ...more] = (owner.apiVersion ?? '').split('/').toReversed();
    if (version === '' || more.length > 1) errors.push(invalidValue(`${path}.apiVersion`, owner.apiVersion ?? '', 'version must not be empty'));
    for (const field of ['kind', 'name', 'uid'] as const) {
      if (!owner[field]) errors.push(invalidValue(`${path}.${field}`, '', 'must not be empty'));
    }
    if (owner.kind === eventOwner.kind && owner.apiVersion === eventOwner.apiVersion) {
      errors.push(invalidValue(path, owner, '/v1, Kind=Event is disallowed from being an owner'));
    }
    if (owner.controller !== true) continue;
    const name = `${owner.kind ?? ''}/${owner.name ?? ''}`;
    if (controller !== '') {
      const detail = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${name}`;
      errors.push(invalidValue(path, owners, detail));
    } else controller = name;
  }
  if (errors.length === 0) goodOwners.add(owners);
  return errors;
}

/** The one kind that may own nothing: it does not last. */
const eventOwner = { apiVersion: 'v1', kind: 'Event' };

function validateFinalizers({ custom }: NamedKind, finalizers: readonly string[], path: string): readonly FieldError[] {
  const errors = finalizers.flatMap((finalizer) => invalidTexts(path, finalizer, checkQualifiedName(finalizer)));
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    errors.push(invalidValue(path, goStrings(finalizers), 'finalizer orphan and foregroundDeletion cannot be both set'));
  }
  if (custom) return errors;
  return [...errors, ...finalizers.flatMap((finalizer, i) => unqualified(finalizer, `${path}[${i}]`))];
}

function unqualified(finalizer: string, path: string): readonly FieldError[] {
  if (finalizer.includes('/') || standardFinalizers.has(finalizer)) return none;
  return [invalidValue(path, finalizer, 'name is neither a standard finalizer name nor is it fully qualified')];
}

/** One outside of metadata: of a namespace's spec. */
export function validateFinalizer(finalizer: string, path: string): readonly FieldError[] {
  return [...invalidTexts(path, finalizer, checkQualifiedName(finalizer)), ...unqualified(finalizer, path)];
}

const standardFinalizers = new Set(['orphan', 'foregroundDeletion', 'kubernetes']);
