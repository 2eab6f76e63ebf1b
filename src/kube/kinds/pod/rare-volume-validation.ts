/** What the server refuses of volumes that few pods have: several sources in one, drivers, images, disks of clouds and networks. */
import { forbiddenField, invalidTexts, invalidValue, oneOf, requiredValue, tooLong, type FieldError } from '../../meta/field-error.ts';
import { checkDnsSubdomain } from '../../meta/names.ts';
import { descendingPath, fileInVolume, validateDownwardFile, validateFileMode, validateItem } from './path-validation.ts';
import type { DownwardFile, KeyToPath, ProjectedSource, Volume } from './volume.ts';

type RareVolume = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/** The fields that each disk has to have. */
const required: Readonly<Record<string, readonly string[]>> = {
  awsElasticBlockStore: ['volumeID'],
  azureDisk: ['diskName', 'diskURI'],
  azureFile: ['secretName', 'shareName'],
  cephfs: ['monitors'],
  cinder: ['volumeID'],
  csi: ['driver'],
  ephemeral: ['volumeClaimTemplate'],
  flexVolume: ['driver'],
  gcePersistentDisk: ['pdName'],
  gitRepo: ['repository'],
  glusterfs: ['endpoints', 'path'],
  image: ['reference'],
  iscsi: ['targetPortal', 'iqn'],
  photonPersistentDisk: ['pdID'],
  portworxVolume: ['volumeID'],
  rbd: ['monitors', 'image'],
  vsphereVolume: ['volumePath'],
};

export function validateRareVolume(volume: Volume, type: string, path: string): readonly FieldError[] {
  if (type === 'projected') return validateProjected(volume.projected!, path);
  const source = (volume as unknown as RareVolume)[type]!;
  const missing = (Object.hasOwn(required, type) ? required[type]! : []).filter((field) => isEmpty(source[field]));
  return [...missing.map((field) => requiredValue(`${path}.${field}`)), ...(Object.hasOwn(more, type) ? more[type]!(source, path) : [])];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

const DRIVER_MAX = 63;
const LUN_MAX = 255;

const more: Readonly<Record<string, (source: Readonly<Record<string, unknown>>, path: string) => readonly FieldError[]>> = {
  csi: ({ driver }, path) => (driver ? validateDriver(driver as string, `${path}.driver`) : []),
  emptyDir: ({ sizeLimit }, path) => (typeof sizeLimit === 'string' && sizeLimit.startsWith('-') ? [forbiddenField(`${path}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')] : []),
  fc: ({ targetWWNs, wwids }, path) => (isEmpty(targetWWNs) && isEmpty(wwids) ? [requiredValue(`${path}.targetWWNs`, 'must specify either targetWWNs or wwids, but not both')] : []),
  gitRepo: ({ directory }, path) => (directory ? descendingPath(directory as string, `${path}.directory`) : []),
  image: ({ pullPolicy }, path) => oneOf(`${path}.pullPolicy`, (pullPolicy as string | undefined) ?? 'IfNotPresent', ['Always', 'IfNotPresent', 'Never']),
  iscsi: ({ lun }, path) => ((lun as number) < 0 || (lun as number) > LUN_MAX ? [invalidValue(`${path}.lun`, lun, `must be between 0 and ${LUN_MAX}, inclusive`)] : []),
  awsElasticBlockStore: partition,
  gcePersistentDisk: partition,
};

function partition({ partition: number }: Readonly<Record<string, unknown>>, path: string): readonly FieldError[] {
  return (number as number) < 0 || (number as number) > LUN_MAX ? [invalidValue(`${path}.partition`, number, 'must be between 1 and 255, inclusive')] : [];
}

export function validateDriver(name: string, path: string): readonly FieldError[] {
  return [...(name.length > DRIVER_MAX ? [tooLong(path, DRIVER_MAX)] : []), ...invalidTexts(path, name, checkDnsSubdomain(name.toLowerCase()))];
}

function validateProjected({ sources = [], defaultMode }: NonNullable<Volume['projected']>, path: string): readonly FieldError[] {
  const taken = new Set<string>();
  const conflict = (file: string, shown: string) => {
    if (taken.has(file)) return [invalidValue(path, shown, 'conflicting duplicate paths')];
    taken.add(file);
    return [];
  };
  return [...validateFileMode(defaultMode, `${path}.defaultMode`), ...sources.flatMap((source, i) => validateProjection(source, `${path}.sources[${i}]`, conflict))];
}

const TOKEN_SECONDS_MIN = 600;

function validateProjection(source: ProjectedSource, path: string, conflict: (file: string, shown: string) => readonly FieldError[]): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { serviceAccountToken: token, downwardAPI } = source;
  const files = (items: readonly KeyToPath[] | undefined, at: string, name: string) =>
    (items ?? []).flatMap((item, i) => [...validateItem(item, `${at}.items[${i}]`), ...(item.path ? conflict(item.path, name) : [])]);
  for (const field of ['secret', 'configMap'] as const) {
    const from = source[field];
    if (from === undefined) continue;
    if (!from.name) errors.push(requiredValue(`${path}.${field}.name`));
    errors.push(...files(from.items, `${path}.${field}`, from.name ?? ''));
  }
  if (downwardAPI) {
    const validated = (file: DownwardFile) => [...validateDownwardFile(file, `${path}.downwardAPI`), ...(file.path ? conflict(file.path, file.path) : [])];
    errors.push(...(downwardAPI.items ?? []).flatMap(validated));
  }
  if (token) {
    if ((token.expirationSeconds ?? TOKEN_SECONDS_MIN) < TOKEN_SECONDS_MIN) errors.push(invalidValue(`${path}.serviceAccountToken.expirationSeconds`, token.expirationSeconds, 'may not specify a duration less than 10 minutes'));
    errors.push(...(token.path ? fileInVolume(token.path, `${path}.serviceAccountToken.path`) : [requiredValue(`${path}.serviceAccountToken.path`)]));
  }
  const given = Object.values(source).filter((value) => value !== undefined).length;
  return given > 1 ? [...errors, forbiddenField(path, 'may not specify more than 1 volume type per source')] : errors;
}
