/** What the server refuses of the files that a volume is made of, and of their paths. */
import { invalidValue, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { validateResourceRef, validateVolumePath } from './environment-validation.ts';
import type { DownwardFile, KeyToPath } from './volume.ts';

export function descendingPath(text: string, path: string): readonly FieldError[] {
  return text.startsWith('/') ? [invalidValue(path, text, 'must be a relative path')] : noBacksteps(text, path);
}

/** A name that begins with two dots is kept for the links by which a volume changes at once. */
export function fileInVolume(text: string, path: string): readonly FieldError[] {
  const isReserved = text.startsWith('..') && !text.startsWith('../');
  return [...descendingPath(text, path), ...(isReserved ? [invalidValue(path, text, "must not start with '..'")] : [])];
}

export function noBacksteps(text: string, path: string): readonly FieldError[] {
  return text.split('/').includes('..') ? [invalidValue(path, text, "must not contain '..'")] : [];
}

export function validateFileMode(mode: number | undefined, path: string): readonly FieldError[] {
  if (mode === undefined || (mode >= 0 && mode <= 0o777)) return [];
  return [invalidValue(path, mode, 'must be a number between 0 and 0777 (octal), both inclusive')];
}

export function validateItem(item: KeyToPath, path: string): readonly FieldError[] {
  return [
    ...(item.key ? [] : [requiredValue(`${path}.key`)]),
    ...(item.path ? fileInVolume(item.path, `${path}.path`) : [requiredValue(`${path}.path`)]),
    ...validateFileMode(item.mode, `${path}.mode`),
  ];
}

export function validateDownwardFile(file: DownwardFile, path: string): readonly FieldError[] {
  return [
    ...(file.path ? fileInVolume(file.path, `${path}.path`) : [requiredValue(`${path}.path`)]),
    ...(file.fieldRef ? validateVolumePath(file.fieldRef, `${path}.fieldRef`) : []),
    ...(file.fieldRef && file.resourceFieldRef ? [invalidValue(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously')] : []),
    ...(!file.fieldRef && file.resourceFieldRef ? validateResourceRef(file.resourceFieldRef, `${path}.resourceFieldRef`, true) : []),
    ...(file.fieldRef || file.resourceFieldRef ? [] : [requiredValue(path, 'one of fieldRef and resourceFieldRef is required')]),
    ...validateFileMode(file.mode, `${path}.mode`),
  ];
}
