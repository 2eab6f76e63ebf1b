/** The kind Endpoints. */
import type { Kind } from '../kind.ts';
import { endpointsColumns } from './columns.ts';
import type { Endpoints } from './endpoints.ts';
import { defaultEndpoints, validateEndpoints } from './validation.ts';

export const endpointsKind: Kind<Endpoints> = {
  kind: 'Endpoints',
  plural: 'endpoints',
  singular: 'endpoints',
  shortNames: ['ep'],
  group: '',
  storage: 'v1',
  versions: [{ name: 'v1', deprecation: { since: 33, text: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice' } }],
  namespaced: true,
  table: 'endpoints',
  hasStatus: false,
  hasGeneration: false,
  defaults: defaultEndpoints,
  validate: validateEndpoints,
  columns: endpointsColumns,
};
