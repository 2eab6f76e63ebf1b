/** What the server refuses of where containers mount volumes, and of what they get as devices. */
import { forbiddenField, invalidValue, notFoundValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import type { Container, VolumeMount } from './container.ts';
import { descendingPath } from './path-validation.ts';
import type { Volume } from './volume.ts';

export function validateMounts(container: Container, volumes: readonly Volume[], path: string): readonly FieldError[] {
  const names = new Set(volumes.map((volume) => volume.name));
  const points = new Set<string>();
  const { volumeMounts = [], volumeDevices = [] } = container;
  return volumeMounts.flatMap((mount, i) => {
    const at = `${path}.volumeMounts[${i}]`;
    const errors: FieldError[] = [];
    if (!mount.name) errors.push(requiredValue(`${at}.name`));
    if (!names.has(mount.name)) errors.push(notFoundValue(`${at}.name`, mount.name ?? ''));
    if (!mount.mountPath) errors.push(requiredValue(`${at}.mountPath`));
    if (points.has(mount.mountPath)) errors.push(invalidValue(`${at}.mountPath`, mount.mountPath, 'must be unique'));
    points.add(mount.mountPath);
    if (volumeDevices.some(({ name }) => name === mount.name)) errors.push(invalidValue(`${at}.name`, mount.name, 'must not already exist in volumeDevices'));
    if (volumeDevices.some(({ devicePath }) => devicePath === mount.mountPath)) errors.push(invalidValue(`${at}.mountPath`, mount.mountPath, 'must not already exist as a path in volumeDevices'));
    if (mount.subPath) errors.push(...descendingPath(mount.subPath, `${path}.volumeMounts.subPath`));
    if (mount.subPathExpr) {
      if (mount.subPath) errors.push(invalidValue(`${at}.subPathExpr`, mount.subPathExpr, 'subPathExpr and subPath are mutually exclusive'));
      errors.push(...descendingPath(mount.subPathExpr, `${path}.volumeMounts.subPathExpr`));
    }
    return [...errors, ...validatePropagation(mount, container, `${path}.volumeMounts`)];
  });
}

const propagations = ['Bidirectional', 'HostToContainer', 'None'];
const recursions = ['Disabled', 'Enabled', 'IfPossible'];

function validatePropagation({ mountPropagation, recursiveReadOnly, readOnly }: VolumeMount, { securityContext }: Container, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (mountPropagation !== undefined && !propagations.includes(mountPropagation)) errors.push(notSupported(`${path}.mountPropagation`, mountPropagation, propagations));
  if (mountPropagation === 'Bidirectional' && securityContext?.privileged !== true) errors.push(forbiddenField(`${path}.mountPropagation`, 'Bidirectional mount propagation is available only to privileged containers'));
  if (recursiveReadOnly === undefined || recursiveReadOnly === 'Disabled') return errors;
  if (!recursions.includes(recursiveReadOnly)) return [...errors, notSupported(`${path}.recursiveReadOnly`, recursiveReadOnly, recursions)];
  if (readOnly !== true) errors.push(forbiddenField(`${path}.recursiveReadOnly`, 'may only be specified when readOnly is true'));
  if (mountPropagation !== undefined && mountPropagation !== 'None') errors.push(forbiddenField(`${path}.recursiveReadOnly`, 'may only be specified when mountPropagation is None or not specified'));
  return errors;
}

export function validateDevices({ volumeDevices = [], volumeMounts = [] }: Container, volumes: readonly Volume[], path: string): readonly FieldError[] {
  const names = new Set<string>();
  const places = new Set<string>();
  return volumeDevices.flatMap(({ name, devicePath }, i) => {
    const at = `${path}.volumeDevices[${i}]`;
    const errors: FieldError[] = [];
    const wrongName = (why: string) => errors.push(invalidValue(`${at}.name`, name, why));
    const wrongPlace = (why: string) => errors.push(invalidValue(`${at}.devicePath`, devicePath, why));
    const volume = volumes.find((given) => given.name === name);
    if (name === '') errors.push(requiredValue(`${at}.name`));
    if (names.has(name)) wrongName('must be unique');
    if (volume && !volume.persistentVolumeClaim && !volume.ephemeral) wrongName('can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode');
    if (!volume) errors.push(notFoundValue(`${at}.name`, name));
    if (devicePath === '') errors.push(requiredValue(`${at}.devicePath`));
    if (places.has(devicePath)) wrongPlace('must be unique');
    if (devicePath.split('/').includes('..')) wrongPlace("can not contain backsteps ('..')");
    else places.add(devicePath);
    if (volumeMounts.some((mount) => mount.name === name)) wrongName('must not already exist in volumeMounts');
    if (volumeMounts.some((mount) => mount.mountPath === devicePath)) wrongPlace('must not already exist as a path in volumeMounts');
    if (name !== '') names.add(name);
    return errors;
  });
}
