/** What the server refuses of a PersistentVolume. */
import { deepEqual, sortedKeys, tryQuantity } from '../../../base/index.ts';
import { forbiddenField, immutableField, invalidTexts, invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { GoValue, goStringMap } from '../../meta/go-syntax.ts';
import { checkDnsSubdomain } from '../../meta/names.ts';
import type { Release } from '../../meta/release.ts';
import { diffStruct, structField } from '../../meta/struct-diff.ts';
import type { KindContext } from '../kind.ts';
import { positive, validateModes, volumeModes } from '../persistent-volume-claim/spec-validation.ts';
import { validateNodeSelector } from '../pod/affinity-validation.ts';
import { diskPath, onlyOneType, validateDisk, type DiskSource } from '../pod/disk-validation.ts';
import { noBacksteps } from '../pod/path-validation.ts';
import type { NodeSelectorTerm } from '../pod/pod.ts';
import { validateHostPath } from '../pod/volume-validation.ts';
import { volumeSources, type PersistentVolume } from './persistent-volume.ts';

type Spec = PersistentVolume['spec'];

const reclaims = ['Delete', 'Recycle', 'Retain'];

export function validateVolume({ spec }: PersistentVolume, { release }: KindContext): readonly FieldError[] {
  const { accessModes = [], persistentVolumeReclaimPolicy: policy, hostPath, storageClassName, volumeMode } = spec;
  const given = volumeSources.filter((source) => sourceOf(spec, source) !== undefined);
  return [
    ...(accessModes.length === 0 ? [requiredValue('spec.accessModes')] : validateModes(accessModes, 'spec.accessModes')),
    ...validateCapacity(spec.capacity ?? {}),
    ...(policy && !reclaims.includes(policy) ? [notSupported('spec.persistentVolumeReclaimPolicy', policy, reclaims)] : []),
    ...validateAffinity(spec, release),
    ...given.flatMap((type, i) => (i === 0 || type === 'flexVolume' ? validateSource(spec, type) : [onlyOneType(type, 'spec')])),
    ...(given.length === 0 ? [requiredValue('spec', 'must specify a volume type')] : []),
    ...(hostPath && isRoot(hostPath.path) && policy === 'Recycle' ? [forbiddenField('spec.persistentVolumeReclaimPolicy', "may not be 'recycle' for a hostPath mount of '/'")] : []),
    ...(storageClassName ? invalidTexts('spec.storageClassName', storageClassName, checkDnsSubdomain(storageClassName)) : []),
    ...(volumeMode !== undefined && !volumeModes.includes(volumeMode) ? [notSupported('spec.volumeMode', volumeMode, volumeModes)] : []),
    ...validateAttributes(spec),
  ];
}

function sourceOf(spec: Spec, source: string): DiskSource | undefined {
  return (spec as Readonly<Record<string, unknown>>)[source] as DiskSource | undefined;
}

function isRoot(folder: string): boolean {
  return folder.split('/').every((part) => part === '' || part === '.');
}

function validateCapacity(capacity: Readonly<Record<string, string>>): readonly FieldError[] {
  const names = sortedKeys(capacity);
  return [
    ...(names.length === 0 ? [requiredValue('spec.capacity')] : []),
    ...(names.length === 1 && names[0] === 'storage' ? [] : [notSupported('spec.capacity', goStringMap(names.length === 0 ? undefined : capacity), ['storage'])]),
    ...names.flatMap((name) => {
      const amount = tryQuantity(capacity[name]!);
      const isNegative = amount !== undefined && amount.nanos <= -1_000_000_000n;
      return [...(isNegative ? [invalidValue(`spec.capacity[${name}]`, amount.nanos / 1_000_000_000n, 'must be a valid resource quantity')] : []), ...positive(capacity[name]!, `spec.capacity[${name}]`)];
    }),
  ];
}

function validateAffinity({ nodeAffinity }: Spec, release: Release): readonly FieldError[] {
  if (nodeAffinity === undefined) return [];
  if (nodeAffinity.required === undefined) return [requiredValue('spec.nodeAffinity.required', 'must specify required node constraints')];
  return validateNodeSelector(nodeAffinity.required, 'spec.nodeAffinity.required', release);
}

function validateSource(spec: Spec, type: string): readonly FieldError[] {
  const path = `spec.${diskPath(type)}`;
  if (type === 'hostPath') return validateHostPath(spec.hostPath!, path);
  if (type !== 'local') return validateDisk(type, sourceOf(spec, type)!, path, true);
  const { path: folder } = spec.local!;
  return [...(folder ? noBacksteps(folder, `${path}.path`) : [requiredValue(`${path}.path`)]), ...(spec.nodeAffinity ? [] : [requiredValue('spec.nodeAffinity', 'Local volume requires node affinity')])];
}

function validateAttributes({ volumeAttributesClassName: name, csi }: Spec): readonly FieldError[] {
  if (name === undefined) return [];
  return [
    ...(name === '' ? [requiredValue('spec.volumeAttributesClassName', 'an empty string is disallowed')] : invalidTexts('spec.volumeAttributesClassName', name, checkDnsSubdomain(name))),
    ...(csi ? [] : [requiredValue('spec.csi', 'has to be specified when using volumeAttributesClassName')]),
  ];
}

const goNames: Readonly<Record<string, string>> = {
  awsElasticBlockStore: 'AWSElasticBlockStore', cephfs: 'CephFS', csi: 'CSI', fc: 'FC', gcePersistentDisk: 'GCEPersistentDisk', iscsi: 'ISCSI', nfs: 'NFS', rbd: 'RBD', storageos: 'StorageOS',
};

const sourceFields = [
  'gcePersistentDisk', 'awsElasticBlockStore', 'hostPath', 'glusterfs', 'nfs', 'rbd', 'quobyte', 'iscsi', 'flexVolume', 'cinder', 'cephfs', 'fc',
  'flocker', 'azureFile', 'vsphereVolume', 'azureDisk', 'photonPersistentDisk', 'portworxVolume', 'scaleIO', 'local', 'storageos', 'csi',
].map((name) => structField(goNames[name] ?? `${name[0]!.toUpperCase()}${name.slice(1)}`, name, { isPointer: true }));

export function validateVolumeUpdate({ spec }: PersistentVolume, { spec: was }: PersistentVolume, { release }: KindContext): readonly FieldError[] {
  const { volumeMode = null, nodeAffinity } = spec;
  const isSame = volumeSources.every((source) => deepEqual(growable(spec, was, source), sourceOf(was, source)));
  const exception = release.atLeast(29) ? ', except for updating from beta label to GA' : '';
  return [
    ...(isSame ? [] : [forbiddenField('spec.persistentvolumesource', `spec.persistentvolumesource is immutable after creation\n${diffStruct('core.PersistentVolumeSource', sourceFields, was, spec, release)}`)]),
    ...(volumeMode === (was.volumeMode ?? null) ? [] : [invalidValue('volumeMode', volumeMode, immutableField)]),
    ...(was.nodeAffinity === undefined || deepEqual(nodeAffinity, was.nodeAffinity) ? [] : [invalidValue('nodeAffinity', new GoValue('core.VolumeNodeAffinity{…}', shownAffinity(nodeAffinity)), `${immutableField}${exception}`)]),
    ...(was.volumeAttributesClassName !== undefined && spec.volumeAttributesClassName === undefined ? [forbiddenField('spec.volumeAttributesClassName', 'update from non-nil value to nil is forbidden')] : []),
  ];
}

/** A driver's volume may be told later on with which secret it grows. */
function growable(spec: Spec, was: Spec, source: string): DiskSource | undefined {
  const given = sourceOf(spec, source);
  if (source !== 'csi' || given === undefined || sourceOf(was, source)?.['controllerExpandSecretRef'] !== undefined) return given;
  const { controllerExpandSecretRef: _, ...rest } = given;
  return rest;
}

function shownAffinity(affinity: Spec['nodeAffinity']): unknown {
  const terms = affinity?.required?.nodeSelectorTerms;
  const list = (of: NodeSelectorTerm['matchFields']) => of?.map(({ key, operator, values }) => ({ Key: key, Operator: operator, Values: values ?? null })) ?? null;
  if (affinity === undefined) return null;
  return { Required: terms ? { NodeSelectorTerms: terms.map((term) => ({ MatchExpressions: list(term.matchExpressions), MatchFields: list(term.matchFields) })) } : null };
}
