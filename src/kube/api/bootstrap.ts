/** What the API server itself makes when it starts: the namespaces that are always there, and the service it is found by. */
import type { ApiServer } from './api-server.ts';
import { endpointSliceKind } from '../kinds/endpoint-slice/kind.ts';
import { serviceNameLabel } from '../kinds/endpoint-slice/endpoint-slice.ts';
import { endpointsKind } from '../kinds/endpoints/kind.ts';
import { storeKey, type Kind } from '../kinds/kind.ts';
import { namespaceKind } from '../kinds/namespace/kind.ts';
import { firstAddress } from '../kinds/service/allocation.ts';
import { serviceKind } from '../kinds/service/kind.ts';
import type { KubeObject, NewObject } from '../meta/object.ts';

const systemNamespaces = ['kube-system', 'kube-public', 'kube-node-lease', 'default'];

export const apiServerUser = 'system:apiserver';

/** Makes what is missing; what an earlier start made stays. */
export function bootstrapCluster(server: ApiServer): void {
  for (const name of systemNamespaces) {
    ensure(server, namespaceKind, { apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: {} });
  }
  const at = { name: 'kubernetes', namespace: 'default' };
  const ports = [{ name: 'https', port: server.port, protocol: 'TCP' as const }];
  ensure(server, serviceKind, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...at, labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: { type: 'ClusterIP', clusterIP: firstAddress(server.serviceCidr), ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: server.port }] },
  });
  const labels = { 'endpointslice.kubernetes.io/skip-mirror': 'true' };
  ensure(server, endpointsKind, {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: server.release.atLeast(20) ? { ...at, labels } : at,
    subsets: [{ addresses: [{ ip: server.advertiseAddress }], ports }],
  });
  if (!server.release.has(endpointSliceKind)) return;
  ensure(server, endpointSliceKind, {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { ...at, labels: { [serviceNameLabel]: 'kubernetes' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [server.advertiseAddress], conditions: { ready: true } }],
    ports,
  });
}

function ensure<T extends KubeObject>(server: ApiServer, kind: Kind<T>, object: NewObject<T>): void {
  const { namespace, name = '' } = object.metadata;
  if (server.store.get(storeKey(kind, namespace, name)) === undefined) server.create(apiServerUser, kind, object);
}
