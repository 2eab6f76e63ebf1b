/** The kinds that the client knows something of, found by group and kind. */
import type { ApiResource } from '../wire/discovery.ts';
import type { ClientKind } from './client-kind.ts';
import { configMapKind, secretKind } from './config-map.ts';
import { deploymentKind } from './deployment.ts';
import { namespaceKind } from './namespace.ts';
import { nodeKind } from './node.ts';
import { podKind } from './pod.ts';
import { replicaSetKind } from './replica-set.ts';
import { serviceKind } from './service.ts';

const kinds: readonly ClientKind[] = [configMapKind, deploymentKind, namespaceKind, nodeKind, podKind, replicaSetKind, secretKind, serviceKind];
const byName = new Map(kinds.map((kind) => [`${kind.group}/${kind.kind}`, kind]));

export function clientKind(resource: Pick<ApiResource, 'group' | 'kind'>): ClientKind | undefined {
  return byName.get(`${resource.group}/${resource.kind}`);
}
