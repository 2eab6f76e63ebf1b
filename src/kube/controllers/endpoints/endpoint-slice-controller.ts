/** The endpointslice controller: for each service slices of up to a hundred endpoints, with what is ready, serving or ending. */
import type { Reconciler } from '../../../sim/index.ts';
import { labelValue } from '../../indexes.ts';
import { serviceNameLabel, type Endpoint, type EndpointPort, type EndpointSlice } from '../../kinds/endpoint-slice/endpoint-slice.ts';
import type { Node } from '../../kinds/node/node.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { isPodReady } from '../../kinds/pod/readiness.ts';
import type { Service } from '../../kinds/service/service.ts';
import { controllerReference, type KubeObject } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { planSlices, type Wanted } from './endpoint-slices.ts';
import { hasSelector, slicesManagedBy } from './managed.ts';
import { isHeadless, Pace, podsOfService, servicesOfPod, targetPort } from './service-pods.ts';

const actor = 'endpointslice-controller';
const table = 'endpointslices.discovery.k8s.io';
const manager = 'endpointslice-controller.k8s.io';
const zoneLabel = 'topology.kubernetes.io/zone';

export function endpointSliceController(context: ControllerContext): Reconciler<KubeObject> {
  const pace = new Pace();
  return {
    name: actor,
    watches: [
      { table: 'services' },
      { table: 'pods', keys: (key, change, view) => servicesOfPod(change, key, view) },
      {
        table,
        keys: (key, change, view) => {
          const { namespace, labels } = (view.get(key) ?? change?.before)?.metadata ?? {};
          return labels?.[slicesManagedBy] === manager ? [`services/${namespace}/${labels[serviceNameLabel]}`] : [];
        },
      },
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

/** Answers how many pods there are. A service that has gone takes its slices with it, by their owner reference. */
function sync(context: ControllerContext, key: string): number {
  const { client, trace } = context;
  const { view } = client;
  const service = view.get(key) as Service | undefined;
  if (!service || service.metadata.deletionTimestamp !== undefined || !hasSelector(service)) return 0;
  const { name, namespace } = service.metadata;
  const existing = [...view.keysBy(table, 'label', labelValue(namespace, serviceNameLabel, name))]
    .sort()
    .map((k) => view.get(k) as EndpointSlice)
    .filter((slice) => slice.metadata.labels?.[slicesManagedBy] === manager);
  const pods = podsOfService(view, service);
  const plan = planSlices(existing, wantedEndpoints(context, service, pods));
  const reads = [reading(client, key, 'spec')];
  const labels = { ...service.metadata.labels, [slicesManagedBy]: manager, [serviceNameLabel]: name, ...(isHeadless(service) && { 'service.kubernetes.io/headless': '' }) };
  for (const { ports, endpoints } of plan.create) {
    const id = trace.record(actor, 'create', 'endpoint-slice-written', { service: name, endpoints: endpoints.length }, reads);
    const metadata = { generateName: `${name}-`, namespace, labels, ownerReferences: [controllerReference(service)] };
    client.create<EndpointSlice>({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata, addressType: 'IPv4', endpoints, ports }, { trace: id });
  }
  for (const { slice, endpoints } of plan.update) {
    const id = trace.record(actor, 'update', 'endpoint-slice-written', { service: name, endpoints: endpoints.length }, reads);
    client.update<EndpointSlice>({ ...slice, endpoints }, { trace: id });
  }
  for (const slice of plan.remove) {
    const id = trace.record(actor, 'delete', 'endpoint-slice-removed', { service: name }, reads);
    client.delete(slice, { trace: id });
  }
  return pods.length;
}

function wantedEndpoints({ client, release }: ControllerContext, service: Service, pods: readonly Pod[]): Wanted[] {
  const groups = new Map<string, { ports: readonly EndpointPort[]; endpoints: Map<string, Endpoint> }>();
  for (const pod of pods) {
    // Before 1.22 a pod that ends was left out at once.
    const isEnding = pod.metadata.deletionTimestamp !== undefined;
    if (isEnding && !release.atLeast(22) && !service.spec.publishNotReadyAddresses) continue;
    const ports = portsOf(service, pod);
    const text = ports.map((p) => `${p.name}/${p.port}/${p.protocol}`).join();
    let group = groups.get(text);
    if (!group) groups.set(text, (group = { ports, endpoints: new Map() }));
    group.endpoints.set(pod.metadata.uid, endpointOf(service, pod, zoneOf(client.view.get(`nodes/${pod.spec.nodeName}`) as Node | undefined)));
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

function zoneOf(node: Node | undefined): string | undefined {
  return node?.metadata.labels?.[zoneLabel];
}

function endpointOf(service: Service, pod: Pod, zone: string | undefined): Endpoint {
  const { namespace, name, uid, deletionTimestamp } = pod.metadata;
  const { hostname, subdomain, nodeName } = pod.spec;
  const serving = isPodReady(pod);
  const terminating = deletionTimestamp !== undefined;
  return {
    addresses: [pod.status.podIP!],
    conditions: { ready: service.spec.publishNotReadyAddresses || (serving && !terminating), serving, terminating },
    ...(hostname && subdomain === service.metadata.name && { hostname }),
    ...(nodeName && { nodeName }),
    ...(zone !== undefined && { zone }),
    targetRef: { kind: 'Pod', namespace, name, uid },
  };
}

function portsOf(service: Service, pod: Pod): EndpointPort[] {
  const ports: EndpointPort[] = [];
  for (const port of service.spec.ports ?? []) {
    const number = targetPort(pod, port);
    if (number !== undefined) ports.push({ name: port.name ?? '', port: number, protocol: port.protocol ?? 'TCP', ...(port.appProtocol && { appProtocol: port.appProtocol }) });
  }
  return ports;
}
