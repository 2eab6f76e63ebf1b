/** What the server fills in, refuses and prints of a PriorityClass. */
import { forbidden } from '../../meta/api-status.ts';
import { forbiddenField, immutableField, invalidValue, notSupported, type FieldError } from '../../meta/field-error.ts';
import { ageColumn, integer, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';
import type { PriorityClass } from './priority-class.ts';

const policies = ['PreemptLowerPriority', 'Never'];
const highestForUsers = 1_000_000_000;
/** The classes that the server itself makes. */
export const systemPriorities: Readonly<Record<string, number>> = { 'system-node-critical': 2_000_001_000, 'system-cluster-critical': 2_000_000_000 };

export const preemptionPolicySince = 15;

export const priorityClassDetails: KindDetails<PriorityClass> = {
  defaults: (object, { release }) => (object.preemptionPolicy || !release.atLeast(preemptionPolicySince) ? object : { ...object, preemptionPolicy: 'PreemptLowerPriority' }),
  validate: ({ metadata, value, preemptionPolicy }): readonly FieldError[] => {
    const { name } = metadata;
    if (preemptionPolicy !== undefined && !policies.includes(preemptionPolicy)) return [notSupported('preemptionPolicy', preemptionPolicy, policies)];
    if (name.startsWith('system-') && systemPriorities[name] !== value) return [forbiddenField('metadata.name', `priority class names with 'system-' prefix are reserved for system use only. error: ${name} is not a known system priority class`)];
    if (!name.startsWith('system-') && value > highestForUsers) return [forbiddenField('value', `maximum allowed value of a user defined priority is ${highestForUsers}`)];
    return [];
  },
  admit(given, old, context) {
    const other = given.globalDefault === true && old?.globalDefault !== true ? (context.list('priorityclasses.scheduling.k8s.io') as readonly PriorityClass[]).find((found) => found.globalDefault === true) : undefined;
    if (other) throw forbidden({ group: 'scheduling.k8s.io', plural: 'priorityclasses' }, given.metadata.name ?? '', `PriorityClass ${other.metadata.name} is already marked as default. Only one default can exist`);
    return given;
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
