/** What the server fills in, refuses and prints of a StorageClass. */
import { deepEqual } from '../../../base/index.ts';
import { forbiddenField, immutableField, invalidTexts, invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkQualifiedName } from '../../meta/names.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';
import type { StorageClass } from './storage-class.ts';

const policies = ['Delete', 'Retain'];
const modes = ['Immediate', 'WaitForFirstConsumer'];

export const storageClassDetails: KindDetails<StorageClass> = {
  defaults: (object) => ({ ...object, reclaimPolicy: object.reclaimPolicy ?? 'Delete', volumeBindingMode: object.volumeBindingMode ?? 'Immediate' }),
  validate,
  validateUpdate: (found, old) => {
    const errors: FieldError[] = [];
    const why = 'updates to parameters are forbidden.';
    if (!deepEqual(found.parameters, old.parameters)) errors.push(forbiddenField('parameters', why));
    if (found.provisioner !== old.provisioner) errors.push(forbiddenField('provisioner', 'updates to provisioner are forbidden.'));
    if (found.reclaimPolicy !== old.reclaimPolicy) errors.push(forbiddenField('reclaimPolicy', 'updates to reclaimPolicy are forbidden.'));
    if (found.volumeBindingMode !== old.volumeBindingMode) errors.push(invalidValue('volumeBindingMode', found.volumeBindingMode ?? '', immutableField));
    return errors;
  },
  columns: [
    { ...nameColumn, cell: ({ metadata }) => (metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true' ? `${metadata.name} (default)` : metadata.name) },
    text('Provisioner', ({ provisioner }) => provisioner),
    text('ReclaimPolicy', ({ reclaimPolicy }) => reclaimPolicy ?? 'Delete'),
    text('VolumeBindingMode', ({ volumeBindingMode }) => volumeBindingMode ?? '<unset>'),
    text('AllowVolumeExpansion', ({ allowVolumeExpansion }) => String(allowVolumeExpansion ?? false)),
    ageColumn,
  ],
};

function validate({ provisioner, parameters = {}, reclaimPolicy = '', volumeBindingMode, allowedTopologies = [] }: StorageClass): readonly FieldError[] {
  return [
    ...(provisioner ? invalidTexts('provisioner', provisioner, checkQualifiedName(provisioner.toLowerCase())) : [requiredValue('provisioner')]),
    ...(Object.hasOwn(parameters, '') ? [invalidValue('parameters', '', 'field can not be empty.')] : []),
    ...(policies.includes(reclaimPolicy) ? [] : [notSupported('reclaimPolicy', reclaimPolicy, policies)]),
    ...(modes.includes(volumeBindingMode ?? '') ? [] : [notSupported('volumeBindingMode', volumeBindingMode, modes)]),
    ...allowedTopologies.flatMap(({ matchLabelExpressions: expressions = [] }, i) => expressions.flatMap(({ values = [] }, j) => (values.length > 0 ? [] : [requiredValue(`allowedTopologies[${i}].matchLabelExpressions[${j}].values`)]))),
  ];
}
