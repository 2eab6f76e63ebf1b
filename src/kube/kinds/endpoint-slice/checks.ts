/** What the server refuses and prints of an EndpointSlice. */
import { endpointSliceColumns } from './columns.ts';
import { validateEndpointSlice, validateEndpointSliceUpdate } from './validation.ts';
import { fromBeta, toBeta } from './beta.ts';
import type { KindChecks } from '../kind.ts';
import type { EndpointSlice } from './endpoint-slice.ts';

export const endpointSliceChecks: KindChecks<EndpointSlice> = {
  validate: validateEndpointSlice,
  validateUpdate: validateEndpointSliceUpdate,
  conversions: { 'discovery.k8s.io/v1beta1': { toServed: toBeta, fromServed: fromBeta } },
  columns: endpointSliceColumns,
};
