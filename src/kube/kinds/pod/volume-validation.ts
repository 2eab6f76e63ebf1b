/** What the server refuses of volumes. */
import { duplicateValue, forbiddenField, invalidTexts, invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkDnsLabel } from '../../meta/names.ts';
import { noBacksteps, validateDownwardFile, validateFileMode, validateItem } from './path-validation.ts';
import { validateRareVolume } from './rare-volume-validation.ts';
import type { KeyToPath, Volume } from './volume.ts';

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
    ...(Object.hasOwn(sourceChecks, first) ? sourceChecks[first]!(volume, `${path}.${first}`) : validateRareVolume(volume, first, `${path}.${first}`)),
  ];
}

export const hostPathTypes = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'];

const sourceChecks: Readonly<Record<string, (volume: Volume, path: string) => readonly FieldError[]>> = {
  hostPath: ({ hostPath }, path) => [
    ...(hostPath!.path ? noBacksteps(hostPath!.path, `${path}.path`) : [requiredValue(`${path}.path`)]),
    ...(hostPathTypes.includes(hostPath!.type ?? '') ? [] : [notSupported(`${path}.type`, hostPath!.type, hostPathTypes)]),
  ],
  secret: ({ secret }, path) => [
    ...(secret!.secretName ? [] : [requiredValue(`${path}.secretName`)]),
    ...validateFileMode(secret!.defaultMode, `${path}.defaultMode`),
    ...items(secret!.items, path),
  ],
  configMap: ({ configMap }, path) => [
    ...(configMap!.name ? [] : [requiredValue(`${path}.name`)]),
    ...validateFileMode(configMap!.defaultMode, `${path}.defaultMode`),
    ...items(configMap!.items, path),
  ],
  downwardAPI: ({ downwardAPI }, path) => [
    ...validateFileMode(downwardAPI!.defaultMode, `${path}.defaultMode`),
    ...(downwardAPI!.items ?? []).flatMap((file) => validateDownwardFile(file, path)),
  ],
  persistentVolumeClaim: ({ persistentVolumeClaim }, path) => (persistentVolumeClaim!.claimName ? [] : [requiredValue(`${path}.claimName`)]),
  nfs: ({ nfs }, path) => [
    ...(nfs!.server ? [] : [requiredValue(`${path}.server`)]),
    ...(nfs!.path ? [] : [requiredValue(`${path}.path`)]),
    ...(nfs!.path && !nfs!.path.startsWith('/') ? [invalidValue(`${path}.path`, nfs!.path, 'must be an absolute path')] : []),
  ],
};

function items(list: readonly KeyToPath[] | undefined, path: string): readonly FieldError[] {
  return (list ?? []).flatMap((item, i) => validateItem(item, `${path}.items[${i}]`));
}
