/** A claim that a pod uses, and a volume that is bound, outlive their deletion until nobody needs them: then their finalizer comes off. */
import type { Reconciler } from '../../../sim/index.ts';
import type { PersistentVolume } from '../../kinds/persistent-volume/persistent-volume.ts';
import { claimNameOf } from '../../kinds/pod/claimed.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import type { KubeObject } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { isFinished } from '../pod-state.ts';
import { claims, volumes } from './bind.ts';

const claimActor = 'pvc-protection-controller';
const volumeActor = 'pv-protection-controller';

function claimKeys(pod: Pod | undefined): string[] {
  return (pod?.spec.volumes ?? []).flatMap((volume) => claimNameOf(pod!, volume) ?? []).map((name) => `${claims}/${pod!.metadata.namespace}/${name}`);
}

export function claimProtection(context: ControllerContext): Reconciler<KubeObject> {
  const { view } = context.client;
  return {
    name: claimActor,
    watches: [{ table: claims }, { table: 'pods', keys: (key, change) => claimKeys((change ? (change.after ?? change.before) : view.get(key)) as Pod | undefined) }],
    reconcile(key) {
      const claim = view.get(key);
      if (claim?.metadata.deletionTimestamp === undefined) return;
      const users = [...view.keysBy('pods', 'namespace', claim.metadata.namespace!)].map((podKey) => view.get(podKey) as Pod);
      if (users.some((pod) => !isFinished(pod) && pod.spec.nodeName !== undefined && claimKeys(pod).includes(key))) return;
      letGo(context, claimActor, key, claim, 'kubernetes.io/pvc-protection');
    },
  };
}

export function volumeProtection(context: ControllerContext): Reconciler<KubeObject> {
  const { view } = context.client;
  return {
    name: volumeActor,
    watches: [{ table: volumes }],
    reconcile(key) {
      const volume = view.get(key) as PersistentVolume | undefined;
      if (volume?.metadata.deletionTimestamp === undefined || volume.status.phase === 'Bound') return;
      letGo(context, volumeActor, key, volume, 'kubernetes.io/pv-protection');
    },
  };
}

function letGo({ client, trace }: ControllerContext, actor: string, key: string, object: KubeObject, finalizer: string): void {
  const finalizers = (object.metadata.finalizers ?? []).filter((name) => name !== finalizer);
  if (finalizers.length === (object.metadata.finalizers ?? []).length) return;
  const id = trace.record(actor, 'update', 'storage-unprotected', { name: object.metadata.name }, [reading(client, key, 'metadata')]);
  client.update({ ...object, metadata: { ...object.metadata, finalizers } }, { trace: id });
}
