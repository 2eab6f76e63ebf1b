/** Pods without an owner that a ReplicaSet's selector finds are adopted; pods of its own that it no longer finds are let go. */
import type { Pod } from '../../kinds/pod/pod.ts';
import { isPodActive } from '../../kinds/pod/kind.ts';
import type { ReplicaSet } from '../../kinds/replica-set/replica-set.ts';
import { ownerLabelsValue } from '../../indexes.ts';
import { controllerReference } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { selectorMatches } from '../selector-match.ts';

const actor = 'replicaset-controller';

export function claimPods(context: ControllerContext, key: string, set: ReplicaSet): void {
  const { view } = context.client;
  const { namespace, uid } = set.metadata;
  if (someRelabeled(context, set)) {
    for (const podKey of [...view.keysBy('pods', 'owner', uid)]) {
      const pod = view.get(podKey) as Pod;
      if (!selectorMatches(set.spec.selector, pod.metadata.labels)) release(context, key, set, podKey, pod);
    }
  }
  if (set.metadata.deletionTimestamp !== undefined || view.countBy('pods', 'orphan', namespace) === 0) return;
  for (const podKey of [...view.keysBy('pods', 'orphan', namespace)]) {
    const pod = view.get(podKey) as Pod;
    if (isPodActive(pod) && selectorMatches(set.spec.selector, pod.metadata.labels)) adopt(context, key, set, podKey, pod);
  }
}

/** While all its pods carry exactly the labels of the template, none can have left the selector. */
function someRelabeled({ client }: ControllerContext, set: ReplicaSet): boolean {
  const { uid } = set.metadata;
  const { labels = {} } = set.spec.template.metadata ?? {};
  return client.view.countBy('pods', 'ownerLabels', ownerLabelsValue(uid, labels)) < client.view.countBy('pods', 'owner', uid);
}

function adopt({ client, trace }: ControllerContext, key: string, set: ReplicaSet, podKey: string, pod: Pod): void {
  const args = { set: set.metadata.name, pod: pod.metadata.name };
  const id = trace.record(actor, 'update', 'replicaset-adopts-pod', args, [reading(client, key, 'spec'), reading(client, podKey, 'metadata')]);
  const ownerReferences = [...(pod.metadata.ownerReferences ?? []), controllerReference(set)];
  client.update({ ...pod, metadata: { ...pod.metadata, ownerReferences } }, { trace: id });
}

function release({ client, trace }: ControllerContext, key: string, set: ReplicaSet, podKey: string, pod: Pod): void {
  const args = { set: set.metadata.name, pod: pod.metadata.name };
  const id = trace.record(actor, 'update', 'replicaset-releases-pod', args, [reading(client, podKey, 'metadata'), reading(client, key, 'spec')]);
  const ownerReferences = pod.metadata.ownerReferences!.filter((reference) => reference.uid !== set.metadata.uid);
  client.update({ ...pod, metadata: { ...pod.metadata, ownerReferences } }, { trace: id });
}
