/** The table of EndpointSlices. */
import { ageColumn, firstFew, nameColumn, text, type Column } from '../column.ts';
import type { EndpointSlice } from './endpoint-slice.ts';

export const endpointSliceColumns: readonly Column<EndpointSlice>[] = [
  nameColumn,
  text('AddressType', ({ addressType }) => addressType),
  text('Ports', ({ ports }) => firstFew((ports ?? []).map((port) => (port.port === undefined ? '*' : String(port.port))), '<unset>')),
  text('Endpoints', ({ endpoints }) => firstFew((endpoints ?? []).flatMap((endpoint) => endpoint.addresses), '<unset>')),
  ageColumn,
];
