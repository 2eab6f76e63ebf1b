/** What the server refuses of a claim's spec, in a claim, in a StatefulSet's templates and in a pod's volume. */
import { compareQuantity, deepEqual, formatQuantity, tryQuantity, zeroQuantity } from '../../../base/index.ts';
import { forbiddenField, invalidTexts, invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { GoValue } from '../../meta/go-syntax.ts';
import { checkDnsLabel, checkDnsSubdomain } from '../../meta/names.ts';
import { validateSelector } from '../../meta/validate-selector.ts';
import type { PersistentVolumeClaimSpec } from './persistent-volume-claim.ts';

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'] as const;
export const volumeModes = ['Block', 'Filesystem'];

export function validateModes(modes: readonly string[], path: string): readonly FieldError[] {
  const isKnown = (mode: string) => (accessModes as readonly string[]).includes(mode);
  const isAlone = !modes.includes('ReadWriteOncePod') || modes.every((mode) => mode === 'ReadWriteOncePod' || !isKnown(mode));
  return [
    ...modes.filter((mode) => !isKnown(mode)).map((mode) => notSupported(path, mode, accessModes)),
    ...(isAlone ? [] : [forbiddenField(path, 'may not use ReadWriteOncePod with other access modes')]),
  ];
}

/** An amount that has to be more than nothing. */
export function positive(amount: string | number, path: string): readonly FieldError[] {
  const quantity = tryQuantity(String(amount));
  return quantity && compareQuantity(quantity, zeroQuantity) <= 0 ? [invalidValue(path, formatQuantity(quantity), 'must be greater than zero')] : [];
}

interface DataSource {
  readonly apiGroup?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

function validateDataSource({ apiGroup = '', kind = '', name = '', namespace = '' }: DataSource, path: string): readonly FieldError[] {
  return [
    ...(name === '' ? [requiredValue(`${path}.name`)] : []),
    ...(kind === '' ? [requiredValue(`${path}.kind`)] : []),
    ...(apiGroup === '' && kind !== 'PersistentVolumeClaim' ? [invalidValue(path, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup")] : []),
    ...(apiGroup === '' ? [] : invalidTexts(`${path}.apiGroup`, apiGroup, checkDnsSubdomain(apiGroup))),
    ...(namespace === '' ? [] : invalidTexts(`${path}.namespace`, namespace, checkDnsLabel(namespace))),
  ];
}

export function validateClaimSpec(spec: PersistentVolumeClaimSpec, path: string): readonly FieldError[] {
  const { accessModes: modes = [], volumeMode, storageClassName, volumeAttributesClassName: attributes } = spec;
  const { dataSource, dataSourceRef } = spec as { readonly dataSource?: DataSource; readonly dataSourceRef?: DataSource };
  const errors = modes.length === 0 ? [requiredValue(`${path}.accessModes`, 'at least 1 access mode is required')] : [];
  if (spec.selector) errors.push(...validateSelector(spec.selector, `${path}.selector`));
  errors.push(...validateModes(modes, `${path}.accessModes`));
  const storage = spec.resources?.requests?.['storage'];
  errors.push(...(storage === undefined ? [requiredValue(`${path}.resources[storage]`)] : positive(storage, `${path}.resources[storage]`)));
  if (storageClassName) errors.push(...invalidTexts(`${path}.storageClassName`, storageClassName, checkDnsSubdomain(storageClassName)));
  if (volumeMode !== undefined && !volumeModes.includes(volumeMode)) errors.push(notSupported(`${path}.volumeMode`, volumeMode, volumeModes));
  if (dataSource) errors.push(...validateDataSource(dataSource, `${path}.dataSource`));
  if (dataSourceRef) errors.push(...validateDataSource(dataSourceRef, `${path}.dataSourceRef`));
  if (dataSource && dataSourceRef) {
    const { namespace = '', ...rest } = dataSourceRef;
    const wrong = (why: string) => errors.push(invalidValue(path, new GoValue(`${path}.dataSource`, {}), why));
    if (namespace !== '') wrong('may not be specified when dataSourceRef.namespace is specified');
    else if (!deepEqual(rest, dataSource)) wrong('must match dataSourceRef');
  }
  return attributes ? [...errors, ...invalidTexts(`${path}.volumeAttributesClassName`, attributes, checkDnsSubdomain(attributes))] : errors;
}
