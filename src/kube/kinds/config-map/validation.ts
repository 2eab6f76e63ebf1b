/** What the server refuses of a ConfigMap. */
import { deepEqual, sortedKeys } from '../../../base/index.ts';
import { FieldError, forbiddenField, invalidTexts, invalidValue, wholeObject } from '../../meta/field-error.ts';
import { checkConfigKey } from '../../meta/names.ts';
import type { Labels } from '../../meta/object.ts';
import type { ConfigMap } from './config-map.ts';

export const dataBytesMax = 1024 * 1024;

export function validateConfigMap({ data = {}, binaryData = {} }: ConfigMap): readonly FieldError[] {
  return [
    ...validateKeys(data, 'data'),
    ...sortedKeys(data).flatMap((key) => (Object.hasOwn(binaryData, key) ? [invalidValue('data[' + key + ']', key, 'duplicate of key present in binaryData')] : [])),
    ...validateKeys(binaryData, 'binaryData'),
    ...validateSize({ ...data, ...binaryData }, wholeObject),
  ];
}

export function validateKeys(data: Labels, path: string): readonly FieldError[] {
  return sortedKeys(data).flatMap((key) => invalidTexts(`${path}[${key}]`, key, checkConfigKey(key)));
}

export function validateSize(data: Labels, path: string): readonly FieldError[] {
  let bytes = 0;
  for (const key in data) bytes += data[key]!.length;
  return bytes > dataBytesMax ? [new FieldError('FieldValueTooLong', path, '', `may not be more than ${dataBytesMax} bytes`)] : [];
}

export function validateConfigMapUpdate(map: ConfigMap, old: ConfigMap): readonly FieldError[] {
  if (old.immutable !== true) return [];
  const why = 'field is immutable when `immutable` is set';
  return [
    ...(map.immutable === true ? [] : [forbiddenField('immutable', why)]),
    ...(deepEqual(map.data, old.data) ? [] : [forbiddenField('data', why)]),
    ...(deepEqual(map.binaryData, old.binaryData) ? [] : [forbiddenField('binaryData', why)]),
  ];
}
