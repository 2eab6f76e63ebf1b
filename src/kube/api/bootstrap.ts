/** What the API server itself makes when it starts: the namespaces that are always there, and the service it is found by. */
import type { ApiServer } from './api-server.ts';
import { namespaceKind } from '../kinds/namespace/kind.ts';
import { storeKey } from '../kinds/kind.ts';

const systemNamespaces = ['kube-system', 'kube-public', 'kube-node-lease', 'default'];

export const apiServerUser = 'system:apiserver';

/** Makes what is missing; what an earlier start made stays. */
export function bootstrapCluster(server: ApiServer): void {
  for (const name of systemNamespaces) {
    if (server.store.get(storeKey(namespaceKind, undefined, name)) !== undefined) continue;
    server.create(apiServerUser, namespaceKind, { apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: {} });
  }
}
