/** The kind Node. */
import type { Kind } from '../kind.ts';
import { taintNewNode } from './admission.ts';
import { nodeColumns } from './columns.ts';
import type { Node } from './node.ts';
import { validateNode, validateNodeUpdate } from './validation.ts';

export const nodeKind: Kind<Node> = {
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
  admit: taintNewNode,
  validate: validateNode,
  validateUpdate: validateNodeUpdate,
  columns: nodeColumns,
  fields: { 'spec.unschedulable': (node) => String(node.spec?.unschedulable ?? false) },
};
