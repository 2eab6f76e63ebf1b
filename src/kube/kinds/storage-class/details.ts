/** What the server fills in, refuses and prints of a StorageClass. */
import { deepEqual } from '../../../base/index.ts';
import { duplicateValue, forbiddenField, immutableField, invalidTexts, invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
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
    ...(reclaimPolicy === '' || policies.includes(reclaimPolicy) ? [] : [notSupported('reclaimPolicy', reclaimPolicy, policies)]),
    ...(modes.includes(volumeBindingMode ?? '') ? [] : [notSupported('volumeBindingMode', volumeBindingMode, modes)]),
    ...topologyErrors(allowedTopologies),
  ];
}

type Topologies = NonNullable<StorageClass['allowedTopologies']>;

function topologyErrors(topologies: Topologies): readonly FieldError[] {
  return topologies.flatMap((term, i) => {
    const path = `allowedTopologies[${i}].matchLabelExpressions`;
    const own = valuesOf(term);
    const twins = topologies.slice(0, i).filter((other) => deepEqual(valuesOf(other), own));
    return [...expressionErrors(term, path), ...twins.map(() => duplicateValue(path, ''))];
  });
}

function expressionErrors({ matchLabelExpressions: expressions = [] }: Topologies[number], path: string): readonly FieldError[] {
  return expressions.flatMap(({ key, values = [] }, i) => [
    ...(values.length === 0 ? [requiredValue(`${path}[${i}].values`)] : []),
    ...values.flatMap((value, j) => (values.indexOf(value) < j ? [duplicateValue(`${path}[${i}].values[${j}]`, value)] : [])),
    ...invalidTexts(`${path}[${i}].key`, key, checkQualifiedName(key)),
    ...(expressions.findIndex((other) => other.key === key) < i ? [duplicateValue(`${path}[${i}].key`, key)] : []),
  ]);
}

const valuesOf = ({ matchLabelExpressions = [] }: Topologies[number]): object => Object.fromEntries(matchLabelExpressions.map(({ key, values = [] }) => [key, [...new Set(values)].sort()]));
