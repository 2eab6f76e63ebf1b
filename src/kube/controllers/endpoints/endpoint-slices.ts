/**
 * Endpoints parted into slices of a hundred, so that one pod that changes costs one slice: what is wrong in a slice is put
 * right there, what is new goes where there is room, and only then into a slice of its own.
 */
import { deepEqual } from '../../../base/index.ts';
import type { Endpoint, EndpointPort, EndpointSlice } from '../../kinds/endpoint-slice/endpoint-slice.ts';

export const endpointsPerSlice = 100;

export interface Wanted {
  readonly ports: readonly EndpointPort[];
  readonly endpoints: ReadonlyMap<string, Endpoint>; // by uid of the pod
}

export interface SlicePlan {
  readonly create: readonly { readonly ports: readonly EndpointPort[]; readonly endpoints: readonly Endpoint[] }[];
  readonly update: readonly { readonly slice: EndpointSlice; readonly endpoints: readonly Endpoint[] }[];
  readonly remove: readonly EndpointSlice[];
}

export function planSlices(existing: readonly EndpointSlice[], wanted: readonly Wanted[]): SlicePlan {
  if (wanted.length === 0) return planPlaceholder(existing);
  const create: SlicePlan['create'][number][] = [];
  const update: SlicePlan['update'][number][] = [];
  const left = new Set(existing);
  for (const group of wanted) {
    const slices = existing.filter((slice) => deepEqual(slice.ports ?? [], group.ports));
    for (const slice of slices) left.delete(slice);
    planGroup(slices, group, create, update);
  }
  const emptied = update.filter(({ endpoints }) => endpoints.length === 0).map(({ slice }) => slice);
  return { create, update: update.filter(({ endpoints }) => endpoints.length > 0), remove: [...left, ...emptied] };
}

/** A service without pods keeps one slice with nothing in it, as a sign that it has been seen. */
function planPlaceholder(existing: readonly EndpointSlice[]): SlicePlan {
  const placeholder = existing.find((slice) => !slice.endpoints?.length && !slice.ports?.length);
  const create = placeholder ? [] : [{ ports: [], endpoints: [] }];
  return { create, update: [], remove: existing.filter((slice) => slice !== placeholder) };
}

function planGroup(slices: readonly EndpointSlice[], { ports, endpoints }: Wanted, create: SlicePlan['create'][number][], update: SlicePlan['update'][number][]): void {
  const missing = new Map(endpoints);
  const kept = slices.map((slice) => {
    const own: Endpoint[] = [];
    let changed = false;
    for (const endpoint of slice.endpoints ?? []) {
      const uid = endpoint.targetRef?.uid ?? '';
      const wanted = missing.get(uid);
      if (!wanted) changed = true;
      else {
        missing.delete(uid);
        const same = deepEqual(endpoint, wanted);
        own.push(same ? endpoint : wanted);
        changed ||= !same;
      }
    }
    return { slice, own, changed };
  });
  const waiting = [...missing.values()];
  // Slices that are written anyhow are filled first.
  for (const entry of [...kept].sort((a, b) => Number(b.changed) - Number(a.changed))) {
    const room = endpointsPerSlice - entry.own.length;
    if (room <= 0 || waiting.length === 0 || (!entry.changed && waiting.length > room)) continue;
    entry.own.push(...waiting.splice(0, room));
    entry.changed = true;
  }
  for (const { slice, own, changed } of kept) if (changed) update.push({ slice, endpoints: own });
  while (waiting.length > 0) create.push({ ports, endpoints: waiting.splice(0, endpointsPerSlice) });
}
