/** The table of PriorityLevelConfigurations. */
import type { KubeObject } from '../../meta/object.ts';
import { ageColumn, nameColumn, text, type Column } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface Limited {
  readonly nominalConcurrencyShares?: number;
  readonly assuredConcurrencyShares?: number;
  readonly limitResponse?: { readonly queuing?: { readonly queues?: number; readonly handSize?: number; readonly queueLengthLimit?: number } };
}

interface PriorityLevelConfiguration extends KubeObject {
  readonly spec: { readonly type?: string; readonly limited?: Limited };
}

const number = (name: string, read: (limited: Limited) => number | undefined, more: Partial<Column<PriorityLevelConfiguration>> = {}) =>
  text<PriorityLevelConfiguration>(name, ({ spec }) => String((spec.limited && read(spec.limited)) ?? '<none>'), more);

export const priorityLevelConfigurationDetails: KindDetails<PriorityLevelConfiguration> = {
  newStatus: {},
  columns: [
    nameColumn,
    text('Type', ({ spec }) => spec.type ?? ''),
    number('AssuredConcurrencyShares', (limited) => limited.assuredConcurrencyShares, { until: 26 }),
    number('NominalConcurrencyShares', (limited) => limited.nominalConcurrencyShares, { since: 26 }),
    number('Queues', (limited) => limited.limitResponse?.queuing?.queues),
    number('HandSize', (limited) => limited.limitResponse?.queuing?.handSize),
    number('QueueLengthLimit', (limited) => limited.limitResponse?.queuing?.queueLengthLimit),
    ageColumn,
  ],
};
