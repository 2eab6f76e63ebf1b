/** The kind Node. */
import { clusterCode } from '../../cluster-code.ts';
import type { Kind } from '../kind.ts';
import { withChecks } from '../with-rules.ts';
import { taintNewNode } from './admission.ts';
import type { Node } from './node.ts';

export const nodeKind: Kind<Node> = withChecks<Node>({
  kind: 'Node',
  plural: 'nodes',
  singular: 'node',
  shortNames: ['no'],
  group: '',
  storage: 'v1',
  versions: [{ name: 'v1' }],
  namespaced: false,
  table: 'nodes',
  hasStatus: true,
  hasGeneration: false,
  subresources: [{ name: 'proxy', kind: 'NodeProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] }],
  admit: taintNewNode,
}, () => clusterCode.get().kindChecks.node);
