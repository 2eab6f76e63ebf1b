/** The table of APIServices. */
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';
import type { APIService } from './api-service.ts';

export const apiServiceDetails: KindDetails<APIService> = {
  newStatus: {},
  columns: [nameColumn, text('Service', ({ spec }) => (spec.service ? `${spec.service.namespace ?? ''}/${spec.service.name ?? ''}` : 'Local')), text('Available', available), ageColumn],
};

function available({ status }: APIService): string {
  const found = status.conditions?.find((condition) => condition.type === 'Available');
  if (!found) return 'Unknown';
  return found.status === 'True' ? 'True' : `${found.status} (${found.reason ?? ''})`;
}
