/** The pod that a DaemonSet makes for one node, and whether it belongs on a node at all. */
import type { DaemonSet } from '../../kinds/daemon-set/daemon-set.ts';
import type { Node } from '../../kinds/node/node.ts';
import type { Affinity, NodeSelectorTerm, Pod, PodSpec, Toleration } from '../../kinds/pod/pod.ts';
import { controllerReference, type NewObject } from '../../meta/object.ts';
import { wantsNode } from '../../scheduler/node-affinity.ts';
import { untolerated } from '../../scheduler/tolerations.ts';

export const hashLabel = 'controller-revision-hash';
const generationLabel = 'pod-template-generation';
export const generationAnnotation = 'deprecated.daemonset.template.generation';

/** A daemon stays with its node through all that drives other pods away. */
function tolerationsOf(spec: PodSpec): readonly Toleration[] {
  const own: readonly (readonly [string, 'NoExecute' | 'NoSchedule'])[] = [
    ['not-ready', 'NoExecute'], ['unreachable', 'NoExecute'], ['disk-pressure', 'NoSchedule'], ['memory-pressure', 'NoSchedule'], ['pid-pressure', 'NoSchedule'],
    ['unschedulable', 'NoSchedule'], ...(spec.hostNetwork === true ? [['network-unavailable', 'NoSchedule'] as const] : []),
  ];
  const given = spec.tolerations ?? [];
  const added = own.map(([key, effect]): Toleration => ({ effect, key: `node.kubernetes.io/${key}`, operator: 'Exists' }));
  return [...given.filter((t) => !added.some((a) => a.key === t.key && a.effect === t.effect && t.operator === 'Exists')), ...added];
}

/** Whether one should be made on a node, and whether one that is there may stay. */
export interface Fit {
  readonly shouldRun: boolean;
  readonly mayStay: boolean;
}

export function fits({ spec }: DaemonSet, node: Node): Fit {
  const pod = spec.template.spec;
  if ((pod.nodeName && pod.nodeName !== node.metadata.name) || !wantsNode(pod, node)) return { shouldRun: false, mayStay: false };
  const tolerations = tolerationsOf(pod);
  const taints = (node.spec.taints ?? []).filter(({ effect }) => effect !== 'PreferNoSchedule');
  if (!untolerated(taints, tolerations)) return { shouldRun: true, mayStay: true };
  return { shouldRun: false, mayStay: !untolerated(taints.filter(({ effect }) => effect === 'NoExecute'), tolerations) };
}

/** The node that a pod is on, or was made for. */
export function nodeOf({ spec }: Pod): string {
  if (spec.nodeName) return spec.nodeName;
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return terms.flatMap((term) => term.matchFields ?? []).find(({ key }) => key === 'metadata.name')?.values?.[0] ?? '';
}

export function newDaemonPod(set: DaemonSet, hash: string, node: string): NewObject<Pod> {
  const { name, namespace, annotations: ofSet } = set.metadata;
  const { template } = set.spec;
  const { labels, annotations, finalizers } = template.metadata ?? {};
  const generation = ofSet?.[generationAnnotation];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${name}-`,
      namespace,
      labels: { ...labels, [hashLabel]: hash, ...(generation !== undefined && { [generationLabel]: generation }) },
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
      ownerReferences: [controllerReference(set)],
    },
    spec: { ...template.spec, affinity: pinned(template.spec.affinity, node), tolerations: tolerationsOf(template.spec) },
  };
}

/** The scheduler places it, but has only one node to choose. */
function pinned(affinity: Affinity | undefined, node: string): Affinity {
  const matchFields: NonNullable<NodeSelectorTerm['matchFields']> = [{ key: 'metadata.name', operator: 'In', values: [node] }];
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const nodeSelectorTerms = terms ? terms.map((term) => ({ ...term, matchFields })) : [{ matchFields }];
  return { ...affinity, nodeAffinity: { ...affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } };
}
