/** What the server fills in, refuses and prints of a PriorityClass. */
import { forbiddenField, immutableField, invalidValue, type FieldError } from '../../meta/field-error.ts';
import { ageColumn, integer, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';
import type { PriorityClass } from './priority-class.ts';

const highestForUsers = 1_000_000_000;
/** The classes that the server itself makes. */
export const systemPriorities: Readonly<Record<string, number>> = { 'system-node-critical': 2_000_001_000, 'system-cluster-critical': 2_000_000_000 };

export const preemptionPolicySince = 15;

export const priorityClassDetails: KindDetails<PriorityClass> = {
  defaults: (object, { release }) => (object.preemptionPolicy || !release.atLeast(preemptionPolicySince) ? object : { ...object, preemptionPolicy: 'PreemptLowerPriority' }),
  validate: ({ metadata, value }): readonly FieldError[] => {
    const { name } = metadata;
    if (name.startsWith('system-') && systemPriorities[name] !== value) return [forbiddenField('metadata.name', `priority class names with 'system-' prefix are reserved for system use only. error: ${name} is not a known system priority class`)];
    if (!name.startsWith('system-') && value > highestForUsers) return [forbiddenField('value', `maximum allowed value of a user defined priority is ${highestForUsers}`)];
    return [];
  },
  validateUpdate: ({ value, preemptionPolicy }, old) => [
    ...(value === old.value ? [] : [forbiddenField('value', 'may not be changed in an update.')]),
    ...(preemptionPolicy === old.preemptionPolicy ? [] : [invalidValue('preemptionPolicy', preemptionPolicy ?? '', immutableField)]),
  ],
  columns: [
    nameColumn,
    integer('Value', ({ value }) => value),
    { name: 'Global-Default', type: 'boolean', cell: ({ globalDefault }) => globalDefault ?? false },
    ageColumn,
    text('PreemptionPolicy', ({ preemptionPolicy }) => preemptionPolicy ?? '', { since: 31 }),
  ],
};
