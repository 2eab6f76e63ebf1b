/** What the server fills in of an EndpointSlice. */
import type { NewObject } from '../../meta/object.ts';
import type { EndpointSlice } from './endpoint-slice.ts';

export function defaultEndpointSlice(slice: NewObject<EndpointSlice>): NewObject<EndpointSlice> {
  if (slice.ports?.every((port) => port.name !== undefined && port.protocol !== undefined) ?? true) return slice;
  return { ...slice, ports: slice.ports!.map((port) => ({ ...port, name: port.name ?? '', protocol: port.protocol ?? 'TCP' })) };
}
