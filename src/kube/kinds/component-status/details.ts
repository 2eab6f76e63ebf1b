/** The table of ComponentStatuses. */
import type { Condition, KubeObject } from '../../meta/object.ts';
import { nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';

interface ComponentStatus extends KubeObject {
  readonly conditions?: readonly (Condition & { readonly message?: string; readonly error?: string })[];
}

const health = ({ conditions }: ComponentStatus) => conditions?.find((condition) => condition.type === 'Healthy');

export const componentStatusDetails: KindDetails<ComponentStatus> = {
  columns: [
    nameColumn,
    text('Status', (component) => (health(component)?.status === 'True' ? 'Healthy' : 'Unhealthy')),
    text('Message', (component) => health(component)?.message ?? ''),
    text('Error', (component) => health(component)?.error ?? ''),
  ],
};
