/** What the server refuses of volumes and of where containers mount them. */
import { clusterCode } from '../../cluster-code.ts';
import { duplicateValue, forbiddenField, invalidTexts, invalidValue, notFoundValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkDnsLabel } from '../../meta/names.ts';
import type { Container } from './container.ts';
import type { DownwardFile, KeyToPath, Volume } from './volume.ts';

export function validateVolumes(volumes: readonly Volume[], path: string): readonly FieldError[] {
  const names = new Set<string>();
  return volumes.flatMap((volume, i) => {
    const at = `${path}[${i}]`;
    const errors: FieldError[] = [...validateSource(volume, at)];
    if (!volume.name) errors.push(requiredValue(`${at}.name`));
    else {
      const messages = checkDnsLabel(volume.name);
      errors.push(...invalidTexts(`${at}.name`, volume.name, messages));
      if (messages.length === 0 && names.has(volume.name)) errors.push(duplicateValue(`${at}.name`, volume.name));
      names.add(volume.name);
    }
    return errors;
  });
}

function validateSource(volume: Volume, path: string): readonly FieldError[] {
  const [first, ...more] = Object.keys(volume).filter((field) => field !== 'name' && volume[field as keyof Volume] !== undefined);
  if (first === undefined) return [requiredValue(path, 'must specify a volume type')];
  return [
    ...more.map((type) => forbiddenField(`${path}.${type}`, 'may not specify more than 1 volume type')),
    ...(Object.hasOwn(sourceChecks, first) ? sourceChecks[first]!(volume, `${path}.${first}`) : []),
  ];
}

const hostPathTypes = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'];

const sourceChecks: Readonly<Record<string, (volume: Volume, path: string) => readonly FieldError[]>> = {
  hostPath: ({ hostPath }, path) => [
    ...(hostPath!.path ? backsteps(hostPath!.path, `${path}.path`) : [requiredValue(`${path}.path`)]),
    ...(hostPathTypes.includes(hostPath!.type ?? '') ? [] : [notSupported(`${path}.type`, hostPath!.type, hostPathTypes)]),
  ],
  secret: ({ secret }, path) => [
    ...(secret!.secretName ? [] : [requiredValue(`${path}.secretName`)]),
    ...fileMode(secret!.defaultMode, `${path}.defaultMode`),
    ...items(secret!.items, path),
  ],
  configMap: ({ configMap }, path) => [
    ...(configMap!.name ? [] : [requiredValue(`${path}.name`)]),
    ...fileMode(configMap!.defaultMode, `${path}.defaultMode`),
    ...items(configMap!.items, path),
  ],
  downwardAPI: ({ downwardAPI }, path) => [...fileMode(downwardAPI!.defaultMode, `${path}.defaultMode`), ...downwardFiles(downwardAPI!.items, path)],
  persistentVolumeClaim: ({ persistentVolumeClaim }, path) => (persistentVolumeClaim!.claimName ? [] : [requiredValue(`${path}.claimName`)]),
  nfs: ({ nfs }, path) => [
    ...(nfs!.server ? [] : [requiredValue(`${path}.server`)]),
    ...(nfs!.path ? [] : [requiredValue(`${path}.path`)]),
    ...(nfs!.path && !nfs!.path.startsWith('/') ? [invalidValue(`${path}.path`, nfs!.path, 'must be an absolute path')] : []),
  ],
};

function fileMode(mode: number | undefined, path: string): readonly FieldError[] {
  if (mode === undefined || (mode >= 0 && mode <= 0o777)) return [];
  return [invalidValue(path, mode, 'must be a number between 0 and 0777 (octal), both inclusive')];
}

function items(list: readonly KeyToPath[] | undefined, path: string): readonly FieldError[] {
  return (list ?? []).flatMap((item, i) => {
    const at = `${path}.items[${i}]`;
    return [
      ...(item.key ? [] : [requiredValue(`${at}.key`)]),
      ...(item.path ? localPath(item.path, `${at}.path`) : [requiredValue(`${at}.path`)]),
      ...fileMode(item.mode, `${at}.mode`),
    ];
  });
}

function downwardFiles(list: readonly DownwardFile[] | undefined, path: string): readonly FieldError[] {
  return (list ?? []).flatMap((file) => [
    ...(file.path ? localPath(file.path, `${path}.path`) : [requiredValue(`${path}.path`)]),
    ...(file.fieldRef ? clusterCode.get().validateVolumePath(file.fieldRef.fieldPath, `${path}.fieldRef`) : []),
    ...(file.resourceFieldRef ? clusterCode.get().validateResourcePath(file.resourceFieldRef.resource, `${path}.resourceFieldRef`) : []),
    ...(file.fieldRef || file.resourceFieldRef ? [] : [requiredValue(path, 'one of fieldRef and resourceFieldRef is required')]),
    ...fileMode(file.mode, `${path}.mode`),
  ]);
}

function localPath(text: string, path: string): readonly FieldError[] {
  return text.startsWith('/') ? [invalidValue(path, text, 'must be a relative path')] : backsteps(text, path);
}

function backsteps(text: string, path: string): readonly FieldError[] {
  return text.split('/').includes('..') ? [invalidValue(path, text, "must not contain '..'")] : [];
}

export function validateMounts(container: Container, volumes: readonly Volume[], path: string): readonly FieldError[] {
  const names = new Set(volumes.map((volume) => volume.name));
  const points = new Set<string>();
  const mounts = (container.volumeMounts ?? []).flatMap((mount, i) => {
    const at = `${path}.volumeMounts[${i}]`;
    const errors: FieldError[] = [];
    if (!mount.name) errors.push(requiredValue(`${at}.name`));
    if (!names.has(mount.name)) errors.push(notFoundValue(`${at}.name`, mount.name ?? ''));
    if (!mount.mountPath) errors.push(requiredValue(`${at}.mountPath`));
    if (points.has(mount.mountPath)) errors.push(invalidValue(`${at}.mountPath`, mount.mountPath, 'must be unique'));
    points.add(mount.mountPath);
    if (mount.subPath) errors.push(...localPath(mount.subPath, `${path}.volumeMounts.subPath`));
    if (mount.subPathExpr && mount.subPath) {
      errors.push(invalidValue(`${at}.subPathExpr`, mount.subPathExpr, 'subPathExpr and subPath are mutually exclusive'));
    }
    return errors;
  });
  const devices = (container.volumeDevices ?? []).flatMap((device, i) =>
    names.has(device.name) ? [] : [notFoundValue(`${path}.volumeDevices[${i}].name`, device.name)],
  );
  return [...mounts, ...devices];
}
