/** Where a service's port leads to, from its endpoint slices, or in early releases from its endpoints. Worked out once for each object. */
import type { NatTarget } from '../../host/index.ts';
import type { Endpoint, EndpointSlice } from '../kinds/endpoint-slice/endpoint-slice.ts';
import type { Endpoints } from '../kinds/endpoints/endpoints.ts';
import type { TargetList } from './service-rules.ts';

export type Reach = 'ready' | 'terminating';

interface Wish {
  readonly portName: string;
  /** Only those on this node; '' for all. */
  readonly node: string;
  readonly reach: Reach;
}

const bySource = new WeakMap<object, Map<string, TargetList>>();
const none: TargetList = [];

export function sliceTargets(slice: EndpointSlice, wish: Wish): TargetList {
  return remembered(slice, wish, () => {
    const port = slice.ports?.find((p) => (p.name ?? '') === wish.portName)?.port;
    if (port === undefined) return none;
    const chosen = (slice.endpoints ?? []).filter((endpoint) => counts(endpoint, wish));
    return chosen.map((endpoint): NatTarget => ({ address: endpoint.addresses[0]!, port }));
  });
}

export function endpointsTargets(endpoints: Endpoints, wish: Wish): TargetList {
  return remembered(endpoints, wish, () =>
    (endpoints.subsets ?? []).flatMap((subset) => {
      const port = subset.ports?.find((p) => (p.name ?? '') === wish.portName)?.port;
      if (port === undefined || wish.reach !== 'ready') return [];
      return (subset.addresses ?? []).filter((a) => wish.node === '' || a.nodeName === wish.node).map((a) => ({ address: a.ip, port }));
    }),
  );
}

function counts({ conditions, nodeName }: Endpoint, { node, reach }: Wish): boolean {
  if (node !== '' && nodeName !== node) return false;
  if (reach === 'ready') return conditions?.ready !== false;
  return conditions?.serving === true && conditions.terminating === true;
}

function remembered(source: object, { portName, node, reach }: Wish, make: () => TargetList): TargetList {
  let lists = bySource.get(source);
  if (!lists) bySource.set(source, (lists = new Map()));
  const key = `${portName}/${node}/${reach}`;
  let list = lists.get(key);
  if (!list) lists.set(key, (list = make()));
  return list;
}
