/** What the server refuses of volumes. */
import { duplicateValue, forbiddenField, invalidTexts, invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkDnsLabel } from '../../meta/names.ts';
import { validateClaimSpec } from '../persistent-volume-claim/spec-validation.ts';
import { diskPath, onlyOneType } from './disk-validation.ts';
import { noBacksteps, validateDownwardFile, validateFileMode, validateItem } from './path-validation.ts';
import { validateOwnClaim, validateRareVolume } from './rare-volume-validation.ts';
import type { KeyToPath, Volume } from './volume.ts';

export interface CheckedVolumes {
  readonly errors: readonly FieldError[];
  /** What containers may mount: those that nothing is wrong with. */
  readonly good: readonly Volume[];
}

/** `pod`: its name, where it is no template's. */
export function validateVolumes(volumes: readonly Volume[], pod: string, path: string): CheckedVolumes {
  const good = new Map<string, Volume>();
  const ownClaims = new Set(volumes.filter(({ ephemeral }) => ephemeral && pod !== '').map(({ name }) => `${pod}-${name}`));
  const errors = volumes.flatMap((volume, i) => {
    const { name, persistentVolumeClaim } = volume;
    const at = `${path}[${i}]`;
    const wrong: FieldError[] = [...validateSource(volume, at), ...validateOwnClaim(volume, pod, at)];
    wrong.push(...(name ? invalidTexts(`${at}.name`, name, checkDnsLabel(name)) : [requiredValue(`${at}.name`)]));
    if (good.has(name)) wrong.push(duplicateValue(`${at}.name`, name));
    if (wrong.length === 0) good.set(name, volume);
    const claim = persistentVolumeClaim?.claimName ?? '';
    return ownClaims.has(claim) ? [...wrong, invalidValue(`${at}.persistentVolumeClaim.claimName`, claim, 'must not reference a PVC that gets created for an ephemeral volume')] : wrong;
  });
  return { errors, good: [...good.values()] };
}

/** In which order the server looks for them: the first that it finds is the volume's. */
const types = [
  'emptyDir', 'hostPath', 'gitRepo', 'gcePersistentDisk', 'awsElasticBlockStore', 'secret', 'nfs', 'iscsi', 'glusterfs', 'flocker',
  'persistentVolumeClaim', 'rbd', 'cinder', 'cephfs', 'quobyte', 'downwardAPI', 'fc', 'flexVolume', 'configMap', 'azureFile',
  'vsphereVolume', 'photonPersistentDisk', 'portworxVolume', 'azureDisk', 'storageos', 'projected', 'scaleIO', 'csi', 'ephemeral', 'image',
] as const;

function validateSource(volume: Volume, path: string): readonly FieldError[] {
  const [first, ...more] = types.filter((type) => volume[type as keyof Volume] !== undefined);
  if (first === undefined) return [requiredValue(path, 'must specify a volume type')];
  const at = `${path}.${diskPath(first)}`;
  return [...(Object.hasOwn(sourceChecks, first) ? sourceChecks[first]!(volume, at) : validateRareVolume(volume, first, at)), ...more.map((type) => onlyOneType(type, path))];
}

export const hostPathTypes = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'];

export function validateHostPath({ path: folder, type = '' }: NonNullable<Volume['hostPath']>, path: string): readonly FieldError[] {
  if (!folder) return [requiredValue(`${path}.path`)];
  return [...noBacksteps(folder, `${path}.path`), ...(hostPathTypes.includes(type) ? [] : [notSupported(`${path}.type`, type, hostPathTypes)])];
}

const sourceChecks: Readonly<Record<string, (volume: Volume, path: string) => readonly FieldError[]>> = {
  emptyDir: ({ emptyDir: { sizeLimit } = {} }, path) => (String(sizeLimit).startsWith('-') ? [forbiddenField(`${path}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')] : []),
  hostPath: ({ hostPath }, path) => validateHostPath(hostPath!, path),
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
  ephemeral: (volume, path) => [
    ...validateRareVolume(volume, 'ephemeral', path),
    ...(volume.ephemeral!.volumeClaimTemplate ? validateClaimSpec(volume.ephemeral!.volumeClaimTemplate.spec ?? {}, `${path}.volumeClaimTemplate.spec`) : []),
  ],
};

function items(list: readonly KeyToPath[] | undefined, path: string): readonly FieldError[] {
  return (list ?? []).flatMap((item, i) => validateItem(item, `${path}.items[${i}]`));
}
