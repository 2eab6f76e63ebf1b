/** Pods without an owner that a controller's selector finds are adopted; pods of its own that it no longer finds are let go. */
import type { Pod, PodTemplateSpec } from '../kinds/pod/pod.ts';
import { isPodActive } from '../kinds/pod/kind.ts';
import { ownerLabelsValue } from '../indexes.ts';
import { controllerReference, type KubeObject, type LabelSelector, type NamespacedMeta } from '../meta/object.ts';
import { reading, type ControllerContext } from './controller-context.ts';
import { selectorMatches } from './selector-match.ts';

/** What has pods: the object, and by what it knows them. */
export interface PodOwner {
  readonly actor: string;
  readonly key: string;
  readonly owner: KubeObject & { readonly metadata: NamespacedMeta };
  readonly selector: LabelSelector;
  /** Labels that all its pods begin with; left out where they differ from pod to pod. */
  readonly labels?: NonNullable<PodTemplateSpec['metadata']>['labels'];
  /** Whether a pod that the selector finds could be one of its own. */
  readonly couldOwn?: (pod: Pod) => boolean;
  /** Keeps a pod of its own until it has been counted. */
  readonly finalizer?: string;
}

export function claimPods(context: ControllerContext, by: PodOwner): void {
  const { view } = context.client;
  const { namespace, uid } = by.owner.metadata;
  const couldOwn = (pod: Pod) => selectorMatches(by.selector, pod.metadata.labels) && by.couldOwn?.(pod) !== false;
  if (someRelabeled(context, by)) {
    for (const podKey of [...view.keysBy('pods', 'owner', uid)]) {
      const pod = view.get(podKey) as Pod;
      if (pod.metadata.deletionTimestamp === undefined && !couldOwn(pod)) release(context, by, podKey, pod);
    }
  }
  if (by.owner.metadata.deletionTimestamp !== undefined || view.countBy('pods', 'orphan', namespace) === 0) return;
  for (const podKey of [...view.keysBy('pods', 'orphan', namespace)]) {
    const pod = view.get(podKey) as Pod;
    if (isPodActive(pod) && couldOwn(pod)) adopt(context, by, podKey, pod);
  }
}

/** While all its pods carry exactly the labels of the template, none can have left the selector. */
function someRelabeled({ client }: ControllerContext, { owner, labels }: PodOwner): boolean {
  const { uid } = owner.metadata;
  return labels === undefined || client.view.countBy('pods', 'ownerLabels', ownerLabelsValue(uid, labels)) < client.view.countBy('pods', 'owner', uid);
}

function adopt({ client, trace }: ControllerContext, { actor, key, owner, finalizer }: PodOwner, podKey: string, pod: Pod): void {
  const args = { owner: owner.metadata.name, pod: pod.metadata.name };
  const id = trace.record(actor, 'update', 'owner-adopts-pod', args, [reading(client, key, 'spec'), reading(client, podKey, 'metadata')]);
  const ownerReferences = [...(pod.metadata.ownerReferences ?? []), controllerReference(owner)];
  const finalizers = finalizer === undefined ? undefined : [...(pod.metadata.finalizers ?? []), finalizer];
  client.update({ ...pod, metadata: { ...pod.metadata, ownerReferences, ...(finalizers && { finalizers: [...new Set(finalizers)] }) } }, { trace: id });
}

function release({ client, trace }: ControllerContext, { actor, key, owner, finalizer }: PodOwner, podKey: string, pod: Pod): void {
  const args = { owner: owner.metadata.name, pod: pod.metadata.name };
  const id = trace.record(actor, 'update', 'owner-releases-pod', args, [reading(client, podKey, 'metadata'), reading(client, key, 'spec')]);
  const ownerReferences = pod.metadata.ownerReferences!.filter((reference) => reference.uid !== owner.metadata.uid);
  const finalizers = pod.metadata.finalizers?.filter((name) => name !== finalizer);
  client.update({ ...pod, metadata: { ...pod.metadata, ownerReferences, ...(finalizers && { finalizers }) } }, { trace: id });
}
