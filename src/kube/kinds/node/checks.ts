/** What the server refuses and prints of a Node. */
import { nodeColumns } from './columns.ts';
import { validateNode, validateNodeUpdate } from './validation.ts';
import type { KindChecks } from '../kind.ts';
import type { Node } from './node.ts';

export const nodeChecks: KindChecks<Node> = {
  validate: validateNode,
  validateUpdate: validateNodeUpdate,
  columns: nodeColumns,
  fields: { 'spec.unschedulable': (node) => String(node.spec?.unschedulable ?? false) },
};
