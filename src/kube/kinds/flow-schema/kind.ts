/** The kind FlowSchema: which requests share a queue. */
import type { Kind } from '../kind.ts';

export const flowSchemaKind: Kind = {
  kind: 'FlowSchema',
  plural: 'flowschemas',
  singular: 'flowschema',
  group: 'flowcontrol.apiserver.k8s.io',
  storage: 'v1',
  versions: [
    { name: 'v1', since: 29 },
    { name: 'v1beta3', since: 26, until: 32 },
    { name: 'v1beta2', since: 23, until: 29 },
    { name: 'v1beta1', since: 20, until: 26 },
  ],
  namespaced: false,
  table: 'flowschemas.flowcontrol.apiserver.k8s.io',
  hasStatus: true,
  hasGeneration: true,
  columns: [],
  onDemand: true,
};
