/** Makes the claims of volumes that live as long as their pod: they belong to it, and go when it goes. */
import type { Reconciler } from '../../../sim/index.ts';
import type { PersistentVolumeClaim } from '../../kinds/persistent-volume-claim/persistent-volume-claim.ts';
import { claimNameOf } from '../../kinds/pod/claimed.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import type { KubeObject, Labels, NewObject } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';

const actor = 'ephemeral-volume-controller';
const claims = 'persistentvolumeclaims';

interface Template {
  readonly metadata?: { readonly labels?: Labels; readonly annotations?: Labels };
  readonly spec: PersistentVolumeClaim['spec'];
}

export function ephemeralVolumeController({ client, trace }: ControllerContext): Reconciler<KubeObject> {
  return {
    name: actor,
    watches: [{ table: 'pods' }, { table: claims, keys: (_key, change) => ownersOf(change?.before) }],
    reconcile(key) {
      const pod = client.view.get(key) as Pod | undefined;
      if (!pod || pod.metadata.deletionTimestamp !== undefined) return;
      const { namespace, name, uid } = pod.metadata;
      for (const volume of pod.spec.volumes ?? []) {
        const template = volume.ephemeral?.volumeClaimTemplate as Template | undefined;
        const claim = claimNameOf(pod, volume)!;
        if (!template || client.view.get(`${claims}/${namespace}/${claim}`)) continue;
        const id = trace.record(actor, 'create', 'pod-claims-volume', { pod: name, claim }, [reading(client, key, 'spec')]);
        const { labels, annotations } = template.metadata ?? {};
        const owner = { apiVersion: 'v1', kind: 'Pod', name, uid, controller: true, blockOwnerDeletion: true };
        const object: NewObject<PersistentVolumeClaim> = {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: claim, namespace, ...(labels && { labels }), ...(annotations && { annotations }), ownerReferences: [owner] },
          spec: template.spec,
        };
        client.create(object, { trace: id });
      }
    },
  };
}

/** A claim that somebody has deleted is made anew while its pod waits. */
function ownersOf(claim: KubeObject | undefined): readonly string[] {
  return (claim?.metadata.ownerReferences ?? []).filter(({ kind }) => kind === 'Pod').map(({ name }) => `pods/${claim!.metadata.namespace}/${name}`);
}
