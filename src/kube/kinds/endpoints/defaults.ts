/** What the server fills in of Endpoints. */
import type { NewObject } from '../../meta/object.ts';
import type { Endpoints } from './endpoints.ts';

export function defaultEndpoints(endpoints: NewObject<Endpoints>): NewObject<Endpoints> {
  if (endpoints.subsets?.every((subset) => subset.ports?.every((port) => port.protocol !== undefined) ?? true) ?? true) return endpoints;
  const subsets = endpoints.subsets!.map((subset) => ({
    ...subset,
    ...(subset.ports && { ports: subset.ports.map((port) => ({ ...port, protocol: port.protocol ?? ('TCP' as const) })) }),
  }));
  return { ...endpoints, subsets };
}
