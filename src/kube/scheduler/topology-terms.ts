/** How the rules of pods about each other are read: the places that nodes are in, and which pods a rule means. */
import type { View } from '../../sim/index.ts';
import { isFinished } from '../controllers/pod-state.ts';
import type { Namespace } from '../kinds/namespace/namespace.ts';
import type { Node } from '../kinds/node/node.ts';
import type { Pod, PodAffinityTerm, TopologySpreadConstraint } from '../kinds/pod/pod.ts';
import { matchesSelector } from '../meta/label-selector.ts';
import type { KubeObject, Labels } from '../meta/object.ts';
import { wantsNode } from './node-affinity.ts';
import type { NodeSummary } from './node-summary.ts';
import { untolerated } from './tolerations.ts';

export interface Placed {
  readonly pod: Pod;
  readonly labels: Labels; // of its node
}

export function placedPods(view: View<KubeObject>, nodes: readonly NodeSummary[]): Placed[] {
  return nodes.flatMap(({ name, node }) => {
    const labels = labelsOf(node);
    return [...view.keysBy('pods', 'node', name)].flatMap((key) => {
      const pod = view.get(key) as Pod;
      return isFinished(pod) ? [] : [{ pod, labels }];
    });
  });
}

/** The pod of this key and its node's labels, while it has a node and has not ended. */
export function placedUnder(view: View<KubeObject>, key: string): Placed | undefined {
  const pod = view.get(key) as Pod | undefined;
  const node = pod?.spec.nodeName && (view.get(`nodes/${pod.spec.nodeName}`) as Node | undefined);
  return pod && node && !isFinished(pod) ? { pod, labels: labelsOf(node) } : undefined;
}

/** Whether a term of `whose` means the other pod. Without namespaces it speaks of its own. */
export function matchesTerm(view: View<KubeObject>, { labelSelector, namespaces = [], namespaceSelector }: PodAffinityTerm, whose: Pod, other: Pod): boolean {
  const { namespace } = other.metadata;
  const isNamed = namespaces.length === 0 && !namespaceSelector ? namespace === whose.metadata.namespace : namespaces.includes(namespace);
  if (!isNamed && !(namespaceSelector && matchesSelector(namespaceSelector, (view.get(`namespaces/${namespace}`) as Namespace | undefined)?.metadata.labels ?? {}))) return false;
  return labelSelector !== undefined && matchesSelector(labelSelector, other.metadata.labels ?? {});
}

/** Which pods a rule of even spread counts. */
export function likeOf({ labelSelector, matchLabelKeys = [] }: TopologySpreadConstraint, { metadata }: Pod): (other: Pod) => boolean {
  const own = metadata.labels ?? {};
  return (other) => {
    const labels = other.metadata.labels ?? {};
    const isMeant = labelSelector !== undefined && matchesSelector(labelSelector, labels) && other.metadata.namespace === metadata.namespace;
    return isMeant && matchLabelKeys.every((key) => !Object.hasOwn(own, key) || labels[key] === own[key]);
  };
}

/** Whether the node is among those over which is spread. */
export function counts({ nodeAffinityPolicy, nodeTaintsPolicy }: TopologySpreadConstraint, { spec }: Pod, { node, taints }: NodeSummary): boolean {
  return (nodeAffinityPolicy === 'Ignore' || wantsNode(spec, node)) && (nodeTaintsPolicy !== 'Honor' || !untolerated(taints, spec.tolerations));
}

export function labelsOf({ metadata }: Node): Labels {
  return metadata.labels ?? {};
}

/** Of a node without the label it is no place's. */
export function domainOf(labels: Labels, key: string): string {
  return Object.hasOwn(labels, key) ? `${key}=${labels[key]}` : '';
}
