/** What admission adds to a Node that registers: a taint that keeps pods away until the node has said that it is ready. */
import type { NewObject } from '../../meta/object.ts';
import type { Node, Taint } from './node.ts';

const notReady: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

export function taintNewNode(node: NewObject<Node>, old: Node | undefined): NewObject<Node> {
  if (old !== undefined) return node;
  const taints = node.spec?.taints ?? [];
  if (taints.some((taint) => taint.key === notReady.key && taint.effect === notReady.effect)) return node;
  return { ...node, spec: { ...node.spec, taints: [...taints, notReady] } };
}
