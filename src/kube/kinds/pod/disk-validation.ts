/** What the server refuses of disks of clouds and networks, in a pod's volume or as a PersistentVolume. */
import { forbiddenField, invalidTexts, invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkDnsLabel, checkDnsSubdomain } from '../../meta/names.ts';
import { driverNameErrors } from '../driver-name.ts';

export type DiskSource = Readonly<Record<string, unknown>>;

interface Reference {
  readonly name?: string;
  readonly namespace?: string;
}

/** The fields that each disk has to have. */
const required: Readonly<Record<string, readonly string[]>> = {
  awsElasticBlockStore: ['volumeID'],
  azureDisk: ['diskName', 'diskURI'],
  azureFile: ['secretName', 'shareName'],
  cephfs: ['monitors'],
  cinder: ['volumeID'],
  flexVolume: ['driver'],
  gcePersistentDisk: ['pdName'],
  glusterfs: ['endpoints', 'path'],
  iscsi: ['targetPortal'],
  photonPersistentDisk: ['pdID'],
  portworxVolume: ['volumeID'],
  rbd: ['monitors', 'image'],
  scaleIO: ['gateway', 'system', 'volumeName'],
  vsphereVolume: ['volumePath'],
};

type Check = (source: DiskSource, path: string, isPersistent: boolean) => readonly FieldError[];

const DISK_MAX = 255;
const outside = (value: unknown) => typeof value === 'number' && (value < 0 || value > DISK_MAX);

const partition: Check = ({ partition: number }, path) => (outside(number) ? [invalidValue(`${path}.partition`, number, 'must be between 1 and 255, inclusive')] : []);

const more: Readonly<Record<string, Check>> = {
  awsElasticBlockStore: partition,
  azureDisk: ({ cachingMode, kind, diskURI = '' }, path) => [
    ...oneOfGiven(`${path}.cachingMode`, cachingMode, ['None', 'ReadOnly', 'ReadWrite']),
    ...oneOfGiven(`${path}.kind`, kind, ['Dedicated', 'Managed', 'Shared']),
    ...(kind === 'Managed' && !(diskURI as string).startsWith('/subscriptions/')
      ? [notSupported(`${path}.diskURI`, diskURI, ['/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}'])]
      : []),
    ...(kind !== undefined && kind !== 'Managed' && !(diskURI as string).startsWith('https://')
      ? [notSupported(`${path}.diskURI`, diskURI, ['https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd'])]
      : []),
  ],
  azureFile: ({ secretNamespace }, path) => (secretNamespace === '' ? [requiredValue(`${path}.secretNamespace`)] : []),
  cinder: reference,
  csi: validateDriverSource,
  fc: validateFibreChannel,
  flexVolume: ({ options }, path) =>
    Object.keys(options ?? {}).flatMap((key) => (/(?:^|\.)(?:kubernetes|k8s)\.io$/i.test(key.split('/')[0]!) ? [invalidValue(`${path}.options[${key}]`, key, 'kubernetes.io and k8s.io namespaces are reserved')] : [])),
  flocker: ({ datasetName = '', datasetUUID = '' }, path) => [
    ...(datasetName === '' && datasetUUID === '' ? [requiredValue(path, 'one of datasetName and datasetUUID is required')] : []),
    ...(datasetName !== '' && datasetUUID !== '' ? [invalidValue(path, 'resource', 'datasetName and datasetUUID can not be specified simultaneously')] : []),
    ...((datasetName as string).includes('/') ? [invalidValue(`${path}.datasetName`, datasetName, "must not contain '/'")] : []),
  ],
  gcePersistentDisk: partition,
  glusterfs: ({ endpointsNamespace: namespace }, path) => {
    if (namespace === undefined) return [];
    if (namespace === '') return [invalidValue(`${path}.endpointsNamespace`, '', 'if the endpointnamespace is set, it must be a valid namespace name')];
    return invalidTexts(`${path}.endpointsNamespace`, namespace as string, checkDnsLabel(namespace as string));
  },
  iscsi: validateIscsi,
  nfs: ({ server, path: folder = '' }, path) => [
    ...(server ? [] : [requiredValue(`${path}.server`)]),
    ...(folder ? [] : [requiredValue(`${path}.path`)]),
    ...((folder as string).startsWith('/') ? [] : [invalidValue(`${path}.path`, folder, 'must be an absolute path')]),
  ],
  quobyte: validateQuobyte,
  storageos: (source, path, isPersistent) => {
    const { volumeName = '', volumeNamespace = '' } = source as Readonly<Record<string, string>>;
    return [
      ...(volumeName === '' ? [requiredValue(`${path}.volumeName`)] : invalidTexts(`${path}.volumeName`, volumeName, checkDnsLabel(volumeName))),
      ...(volumeNamespace === '' ? [] : invalidTexts(`${path}.volumeNamespace`, volumeNamespace, checkDnsLabel(volumeNamespace))),
      ...reference(source, path, isPersistent),
    ];
  },
};

export function validateDisk(type: string, source: DiskSource, path: string, isPersistent: boolean): readonly FieldError[] {
  const missing = (Object.hasOwn(required, type) ? required[type]! : []).filter((field) => isEmpty(source[field]));
  return [...missing.map((field) => requiredValue(`${path}.${field}`)), ...(Object.hasOwn(more, type) ? more[type]!(source, path, isPersistent) : [])];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

function oneOfGiven(path: string, value: unknown, supported: readonly string[]): readonly FieldError[] {
  return value === undefined || supported.includes(value as string) ? [] : [notSupported(path, value, supported)];
}

function reference({ secretRef }: DiskSource, path: string, isPersistent: boolean): readonly FieldError[] {
  const { name, namespace } = (secretRef ?? {}) as Reference;
  if (secretRef === undefined) return [];
  return [...(name ? [] : [requiredValue(`${path}.secretRef.name`)]), ...(!isPersistent || namespace ? [] : [requiredValue(`${path}.secretRef.namespace`)])];
}

const ofPersistent = ['controllerPublishSecretRef', 'controllerExpandSecretRef', 'nodePublishSecretRef', 'nodeExpandSecretRef'] as const;

function validateDriverSource(source: DiskSource, path: string, isPersistent: boolean): readonly FieldError[] {
  const { driver = '', volumeHandle } = source as Readonly<Record<string, string>>;
  const errors = [...driverNameErrors(`${path}.driver`, driver)];
  if (!isPersistent) {
    const { name = '' } = (source['nodePublishSecretRef'] ?? { name: 'none' }) as Reference;
    return [...errors, ...(name === '' ? [requiredValue(`${path}.nodePublishSecretRef.name`)] : invalidTexts(`${path}.name`, name, checkDnsSubdomain(name)))];
  }
  if (!volumeHandle) errors.push(requiredValue(`${path}.volumeHandle`));
  for (const field of ofPersistent) {
    if (source[field] === undefined) continue;
    const { name = '', namespace = '' } = source[field] as Reference;
    errors.push(...(name === '' ? [requiredValue(`${path}.${field}.name`)] : invalidTexts(`${path}.${field}.name`, name, checkDnsSubdomain(name))));
    errors.push(...(namespace === '' ? [requiredValue(`${path}.${field}.namespace`)] : invalidTexts(`${path}.${field}.namespace`, namespace, checkDnsLabel(namespace))));
  }
  return errors;
}

function validateFibreChannel({ targetWWNs, wwids, lun }: DiskSource, path: string): readonly FieldError[] {
  if (isEmpty(targetWWNs)) return isEmpty(wwids) ? [requiredValue(`${path}.targetWWNs`, 'must specify either targetWWNs or wwids, but not both')] : [];
  return [
    ...(isEmpty(wwids) ? [] : [invalidValue(`${path}.targetWWNs`, targetWWNs, 'targetWWNs and wwids can not be specified simultaneously')]),
    ...(lun === undefined ? [requiredValue(`${path}.lun`, 'lun is required if targetWWNs is specified')] : []),
    ...(outside(lun) ? [invalidValue(`${path}.lun`, lun, 'must be between 0 and 255, inclusive')] : []),
  ];
}

const names: Readonly<Record<string, RegExp>> = {
  iqn: /iqn\.\d{4}-\d{2}\.([a-zA-Z0-9\-.]+)(:[^,;*&$|\s]+)$/,
  eui: /^eui.[a-zA-Z0-9]{16}$/,
  naa: /^naa.[a-zA-Z0-9]{32}$/,
};

function wrongInitiator(name: string, path: string, isPersistent: boolean): readonly FieldError[] {
  const format = Object.hasOwn(names, name.slice(0, 3)) ? names[name.slice(0, 3)] : undefined;
  if (format?.test(name)) return [];
  return [invalidValue(path, name, format || isPersistent ? 'must be valid format' : 'must be valid format starting with iqn, eui, or naa')];
}

function validateIscsi(source: DiskSource, path: string, isPersistent: boolean): readonly FieldError[] {
  const { iqn = '', initiatorName } = source as Readonly<Record<string, string>>;
  const { lun, secretRef, chapAuthDiscovery, chapAuthSession } = source;
  return [
    ...(iqn === '' ? [requiredValue(`${path}.iqn`)] : wrongInitiator(iqn, `${path}.iqn`, isPersistent)),
    ...(outside(lun) ? [invalidValue(`${path}.lun`, lun, 'must be between 0 and 255, inclusive')] : []),
    ...((chapAuthDiscovery === true || chapAuthSession === true) && secretRef === undefined ? [requiredValue(`${path}.secretRef`)] : []),
    ...(isPersistent && secretRef !== undefined && !(secretRef as Reference).name ? [requiredValue(`${path}.secretRef.name`)] : []),
    ...(initiatorName === undefined ? [] : wrongInitiator(initiatorName, `${path}.initiatorname`, isPersistent)),
  ];
}

const TENANT_MAX = 64;

function validateQuobyte(source: DiskSource, path: string): readonly FieldError[] {
  const { registry = '', tenant = '', volume } = source as Readonly<Record<string, string>>;
  const pairs = 'must be a host:port pair or multiple pairs separated by commas';
  const errors: FieldError[] = [];
  if (registry === '') errors.push(requiredValue(`${path}.registry`, pairs));
  else if (tenant.length > TENANT_MAX) errors.push(requiredValue(`${path}.tenant`, `must be a UUID and may not exceed a length of ${TENANT_MAX} characters`));
  else errors.push(...registry.split(',').flatMap((pair) => (/^(?:[^:[\]]*|\[[^[\]]*\]):[^:[\]]*$/.test(pair) ? [] : [invalidValue(`${path}.registry`, registry, pairs)])));
  return volume ? errors : [...errors, requiredValue(`${path}.volume`)];
}

/** The fields of a disk's errors are called after its type, but for some. */
const calledOtherwise: Readonly<Record<string, string>> = { gcePersistentDisk: 'persistentDisk' };
const forbiddenAs: Readonly<Record<string, string>> = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' };

export function diskPath(type: string): string {
  return calledOtherwise[type] ?? type;
}

export function onlyOneType(type: string, path: string): FieldError {
  return forbiddenField(`${path}.${forbiddenAs[type] ?? type}`, 'may not specify more than 1 volume type');
}
