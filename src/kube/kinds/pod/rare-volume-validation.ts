/** What the server refuses of volumes that few pods have: several sources in one, images, claims of their own. */
import { forbiddenField, invalidValue, oneOf, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkDnsSubdomain } from '../../meta/names.ts';
import { validateAnnotations, validateLabels } from '../../meta/validate-meta.ts';
import type { Labels } from '../../meta/object.ts';
import { validateDisk, type DiskSource } from './disk-validation.ts';
import { descendingPath, fileInVolume, validateDownwardFile, validateFileMode, validateItem } from './path-validation.ts';
import type { DownwardFile, KeyToPath, ProjectedSource, Volume } from './volume.ts';

export function validateRareVolume(volume: Volume, type: string, path: string): readonly FieldError[] {
  if (type === 'projected') return validateProjected(volume.projected!, path);
  const source = (volume as unknown as Readonly<Record<string, DiskSource>>)[type]!;
  return Object.hasOwn(more, type) ? more[type]!(source, path) : validateDisk(type, source, path, false);
}

const more: Readonly<Record<string, (source: DiskSource, path: string) => readonly FieldError[]>> = {
  ephemeral: ({ volumeClaimTemplate }, path) => (volumeClaimTemplate === undefined ? [requiredValue(`${path}.volumeClaimTemplate`)] : validateTemplateMeta((volumeClaimTemplate as { metadata?: TemplateMeta }).metadata ?? {}, `${path}.volumeClaimTemplate.metadata`)),
  gitRepo: ({ repository, directory = '' }, path) => [...(repository ? [] : [requiredValue(`${path}.repository`)]), ...descendingPath(directory as string, `${path}.directory`)],
  image: ({ reference, pullPolicy = 'IfNotPresent' }, path) => [...(reference ? [] : [requiredValue(`${path}.reference`)]), ...oneOf(`${path}.pullPolicy`, pullPolicy as string, ['Always', 'IfNotPresent', 'Never'])],
};

interface TemplateMeta {
  readonly labels?: Labels;
  readonly annotations?: Labels;
}

/** Of what is made after a template nothing else can be said beforehand. */
function validateTemplateMeta(meta: TemplateMeta, path: string): readonly FieldError[] {
  const others = Object.keys(meta).filter((field) => field !== 'labels' && field !== 'annotations' && field !== 'creationTimestamp');
  return [...validateAnnotations(meta.annotations ?? {}, `${path}.annotations`), ...validateLabels(meta.labels ?? {}, `${path}.labels`), ...others.map((field) => forbiddenField(`${path}.${field}`, 'cannot be set'))];
}

/** Of a volume's own claim, whose name is the pod's and the volume's. */
export function validateOwnClaim({ name, ephemeral }: Volume, pod: string, path: string): readonly FieldError[] {
  if (!ephemeral || pod === '' || !name) return [];
  const claim = `${pod}-${name}`;
  return checkDnsSubdomain(claim).map((message) => invalidValue(`${path}.name`, name, `PVC name "${claim}": ${message}`));
}

function validateProjected({ sources = [], defaultMode }: NonNullable<Volume['projected']>, path: string): readonly FieldError[] {
  const taken = new Set<string>();
  const conflict = (file: string, shown: string) => {
    if (taken.has(file)) return [invalidValue(path, shown, 'conflicting duplicate paths')];
    taken.add(file);
    return [];
  };
  return [...validateFileMode(defaultMode, `${path}.defaultMode`), ...sources.flatMap((source, i) => validateProjection(source, path, i, conflict))];
}

function validateProjection(source: ProjectedSource, volume: string, i: number, conflict: (file: string, shown: string) => readonly FieldError[]): readonly FieldError[] {
  const errors: FieldError[] = [];
  const path = `${volume}.sources[${i}]`;
  const { serviceAccountToken: token, downwardAPI } = source;
  const files = (items: readonly KeyToPath[] | undefined, at: string, name: string) =>
    (items ?? []).flatMap((item, j) => [...validateItem(item, `${at}.items[${j}]`), ...(item.path ? conflict(item.path, name) : [])]);
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
  if (token) errors.push(...validateToken(token, `${path}.serviceAccountToken`, volume));
  const given = Object.values(source).filter((value) => value !== undefined).length;
  return given > 1 ? [...errors, forbiddenField(path, 'may not specify more than 1 volume type per source')] : errors;
}

const TOKEN_SECONDS_MIN = 600;
const TOKEN_SECONDS_MAX = 2 ** 32;

/** What is wrong with its path is told of the volume. */
function validateToken({ path: file, expirationSeconds: seconds = 3600 }: NonNullable<ProjectedSource['serviceAccountToken']>, path: string, volume: string): readonly FieldError[] {
  return [
    ...(seconds < TOKEN_SECONDS_MIN ? [invalidValue(`${path}.expirationSeconds`, seconds, 'may not specify a duration less than 10 minutes')] : []),
    ...(seconds > TOKEN_SECONDS_MAX ? [invalidValue(`${path}.expirationSeconds`, seconds, 'may not specify a duration larger than 2^32 seconds')] : []),
    ...(file ? fileInVolume(file, `${volume}.path`) : [requiredValue(`${volume}.path`)]),
  ];
}
