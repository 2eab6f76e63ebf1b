/** The endpoints controller: for each service an object of the same name, with the addresses of its pods, ready and not ready. */
import { deepEqual } from '../../../base/index.ts';
import type { Reconciler } from '../../../sim/index.ts';
import type { EndpointAddress, Endpoints, EndpointSubset } from '../../kinds/endpoints/endpoints.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { isPodReady } from '../../kinds/pod/readiness.ts';
import type { Service } from '../../kinds/service/service.ts';
import type { KubeObject, Labels } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { endpointsManagedBy, hasSelector } from './managed.ts';
import { isHeadless, Pace, podsOfService, servicesOfPod, targetPort } from './service-pods.ts';

const actor = 'endpoint-controller';
/** Addresses kept in the object: EndpointSlices hold the rest. */
const addressesMax = 1000;
const overCapacityAnnotation = 'endpoints.kubernetes.io/over-capacity';
const headlessLabel = 'service.kubernetes.io/headless';

type SubsetPort = NonNullable<EndpointSubset['ports']>[number];

export function endpointsController(context: ControllerContext): Reconciler<KubeObject> {
  const pace = new Pace();
  return {
    name: actor,
    watches: [
      { table: 'services' },
      { table: 'pods', keys: (key, change, view) => servicesOfPod(change, key, view) },
      { table: 'endpoints', keys: (key) => [key.replace('endpoints/', 'services/')] },
    ],
    reconcile(key) {
      const requeueAfterMs = pace.wait(key, context.clock.now);
      if (requeueAfterMs > 0) return { requeueAfterMs };
      const size = sync(context, key);
      pace.done(key, context.clock.now, size);
      return undefined;
    },
  };
}

/** Answers how many pods there are. */
function sync(context: ControllerContext, key: string): number {
  const { client, trace } = context;
  const { view } = client;
  const service = view.get(key) as Service | undefined;
  const endpointsKey = key.replace('services/', 'endpoints/');
  const old = view.get(endpointsKey) as Endpoints | undefined;
  if (!service) {
    if (old && old.metadata.labels?.[endpointsManagedBy] !== undefined) remove(context, key, old);
    return 0;
  }
  if (!hasSelector(service)) return 0;
  const pods = podsOfService(view, service);
  const subsets = subsetsOf(service, pods, pods.length > addressesMax);
  const metadata = wantedMeta(context, service, pods.length > addressesMax);
  if (old && deepEqual(old.subsets ?? [], subsets) && includes(old.metadata.labels, metadata.labels)) return pods.length;
  const ready = subsets.reduce((sum, subset) => sum + (subset.addresses?.length ?? 0), 0);
  const args = { service: service.metadata.name, ready, pods: pods.length };
  const reads = [reading(client, key, 'spec')];
  const withSubsets = subsets.length > 0 ? { subsets } : {};
  if (!old) {
    const id = trace.record(actor, 'create', 'endpoints-written', args, reads);
    client.create<Endpoints>({ apiVersion: 'v1', kind: 'Endpoints', metadata, ...withSubsets }, { trace: id });
  } else {
    const id = trace.record(actor, 'update', 'endpoints-written', args, reads);
    const { apiVersion, kind } = old;
    client.update<Endpoints>({ apiVersion, kind, metadata: { ...old.metadata, ...metadata }, ...withSubsets }, { trace: id });
  }
  return pods.length;
}

function remove({ client, trace }: ControllerContext, key: string, endpoints: Endpoints): void {
  const id = trace.record(actor, 'delete', 'endpoints-removed', { service: endpoints.metadata.name }, [reading(client, key, 'metadata')]);
  client.delete(endpoints, { trace: id });
}

function wantedMeta({ release }: ControllerContext, service: Service, isOver: boolean) {
  const { name, namespace } = service.metadata;
  const labels: Record<string, string> = { ...service.metadata.labels };
  if (release.atLeast(33)) labels[endpointsManagedBy] = 'endpoint-controller';
  if (isHeadless(service)) labels[headlessLabel] = '';
  return {
    name,
    namespace,
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(isOver && { annotations: { [overCapacityAnnotation]: 'truncated' } }),
  };
}

function includes(labels: Labels = {}, wanted: Labels = {}): boolean {
  return Object.keys(wanted).every((key) => labels[key] === wanted[key]);
}

/** Pods grouped by the ports that the service's ports lead to. */
function subsetsOf(service: Service, pods: readonly Pod[], truncate: boolean): EndpointSubset[] {
  const byPorts = new Map<string, { ports: SubsetPort[]; ready: EndpointAddress[]; notReady: EndpointAddress[] }>();
  let room = truncate ? addressesMax : Infinity;
  const readyFirst = truncate ? [...pods].sort((a, b) => Number(isPodReady(b)) - Number(isPodReady(a))) : pods;
  for (const pod of readyFirst) {
    if (pod.metadata.deletionTimestamp !== undefined && !service.spec.publishNotReadyAddresses) continue;
    const ports = portsOf(service, pod);
    if (ports === undefined || room-- <= 0) continue;
    const text = ports.map((p) => `${p.name ?? ''}/${p.port}/${p.protocol}`).join();
    let group = byPorts.get(text);
    if (!group) byPorts.set(text, (group = { ports, ready: [], notReady: [] }));
    (isPodReady(pod) || service.spec.publishNotReadyAddresses ? group.ready : group.notReady).push(addressOf(pod));
  }
  return [...byPorts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { ports, ready, notReady }]) => ({
    ...(ready.length > 0 && { addresses: ready.sort(byAddress) }),
    ...(notReady.length > 0 && { notReadyAddresses: notReady.sort(byAddress) }),
    ...(ports.length > 0 && { ports }),
  }));
}

function byAddress(a: EndpointAddress, b: EndpointAddress): number {
  return a.ip < b.ip ? -1 : a.ip > b.ip ? 1 : 0;
}

/** Undefined when none of the service's ports is found in the pod. */
function portsOf(service: Service, pod: Pod): SubsetPort[] | undefined {
  const declared = service.spec.ports ?? [];
  if (declared.length === 0) return isHeadless(service) ? [] : undefined;
  const ports: SubsetPort[] = [];
  for (const port of declared) {
    const number = targetPort(pod, port);
    if (number !== undefined) ports.push({ ...(port.name && { name: port.name }), port: number, protocol: port.protocol ?? 'TCP' });
  }
  return ports.length > 0 ? ports : undefined;
}

function addressOf(pod: Pod): EndpointAddress {
  const { namespace, name, uid } = pod.metadata;
  const { hostname, subdomain, nodeName } = pod.spec;
  return {
    ip: pod.status.podIP!,
    ...(hostname && subdomain && { hostname }),
    ...(nodeName && { nodeName }),
    targetRef: { kind: 'Pod', namespace, name, uid },
  };
}
