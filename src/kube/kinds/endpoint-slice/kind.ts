/** The kind EndpointSlice. */
import type { Kind } from '../kind.ts';
import { betaDeprecation, fromBeta, toBeta } from './beta.ts';
import { endpointSliceColumns } from './columns.ts';
import type { EndpointSlice } from './endpoint-slice.ts';
import { defaultEndpointSlice, validateEndpointSlice, validateEndpointSliceUpdate } from './validation.ts';

export const endpointSliceKind: Kind<EndpointSlice> = {
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  since: 17,
  singular: 'endpointslice',
  group: 'discovery.k8s.io',
  storage: 'v1',
  versions: [{ name: 'v1', since: 21 }, { name: 'v1beta1', until: 25, deprecation: betaDeprecation, toServed: toBeta, fromServed: fromBeta }],
  namespaced: true,
  table: 'endpointslices.discovery.k8s.io',
  hasStatus: false,
  hasGeneration: true,
  defaults: defaultEndpointSlice,
  validate: validateEndpointSlice,
  validateUpdate: validateEndpointSliceUpdate,
  columns: endpointSliceColumns,
};
