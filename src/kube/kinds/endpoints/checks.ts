/** What the server refuses and prints of Endpoints. */
import { endpointsColumns } from './columns.ts';
import { validateEndpoints } from './validation.ts';
import type { KindChecks } from '../kind.ts';
import type { Endpoints } from './endpoints.ts';

export const endpointsChecks: KindChecks<Endpoints> = {
  validate: validateEndpoints,
  columns: endpointsColumns,
};
