/** The pod that a ReplicaSet stamps. One value serves for all of them: spec, labels and owner are shared, not copied. */
import type { Pod } from '../../kinds/pod/pod.ts';
import type { ReplicaSet } from '../../kinds/replica-set/replica-set.ts';
import { controllerReference, type NewObject } from '../../meta/object.ts';

const made = new WeakMap<ReplicaSet['spec']['template'], Map<string, NewObject<Pod>>>();

export function newPod(set: ReplicaSet): NewObject<Pod> {
  const { template } = set.spec;
  let byOwner = made.get(template);
  if (!byOwner) made.set(template, (byOwner = new Map()));
  const { name, namespace, uid } = set.metadata;
  let pod = byOwner.get(uid);
  if (!pod) {
    const { labels, annotations, finalizers } = template.metadata ?? {};
    pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        generateName: `${name}-`,
        namespace,
        ...(labels && { labels }),
        ...(annotations && { annotations }),
        ...(finalizers && { finalizers }),
        ownerReferences: [controllerReference(set)],
      },
      spec: template.spec,
    };
    byOwner.set(uid, pod);
  }
  return pod;
}
