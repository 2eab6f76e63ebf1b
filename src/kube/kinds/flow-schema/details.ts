/** The table of FlowSchemas. */
import type { Condition, KubeObject } from '../../meta/object.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface FlowSchema extends KubeObject {
  readonly spec: { readonly priorityLevelConfiguration?: { readonly name: string }; readonly matchingPrecedence?: number; readonly distinguisherMethod?: { readonly type: string } | null };
  readonly status: { readonly conditions?: readonly Condition[] };
}

export const flowSchemaDetails: KindDetails<FlowSchema> = {
  defaults: (object) => ({ ...object, spec: { matchingPrecedence: 1000, ...object.spec } }),
  newStatus: {},
  columns: [
    nameColumn,
    text('PriorityLevel', ({ spec }) => spec.priorityLevelConfiguration?.name ?? '<none>'),
    text('MatchingPrecedence', ({ spec }) => String(spec.matchingPrecedence ?? 0)),
    text('DistinguisherMethod', ({ spec }) => spec.distinguisherMethod?.type ?? '<none>'),
    ageColumn,
    text('MissingPL', ({ status }) => status.conditions?.find((found) => found.type === 'Dangling')?.status ?? '?'),
  ],
};
