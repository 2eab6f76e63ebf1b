/** On which nodes a volume can be had. */
import type { Node } from '../../kinds/node/node.ts';
import type { PersistentVolume } from '../../kinds/persistent-volume/persistent-volume.ts';
import type { NodeSelectorTerm, PodSpec } from '../../kinds/pod/pod.ts';
import { wantsNode } from '../../scheduler/node-affinity.ts';

export function fitsNode({ spec }: PersistentVolume, node: Node): boolean {
  const required = spec.nodeAffinity?.required as { readonly nodeSelectorTerms: readonly NodeSelectorTerm[] } | undefined;
  if (!required) return true;
  const asPod: PodSpec = { containers: [], affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } } };
  return wantsNode(asPod, node);
}
