/** The claims to volumes of a StatefulSet's pods: made before the pod, kept when it goes, unless the set says that they go too. */
import type { PersistentVolumeClaim } from '../../kinds/persistent-volume-claim/persistent-volume-claim.ts';
import type { OwnerReference } from '../../meta/object.ts';
import { reading } from '../controller-context.ts';
import { claimsOf, ownerOfClaim } from './identity.ts';
import { actor, type Turn } from './turn.ts';

export function makeClaims({ context: { client, trace }, key, set }: Turn, ordinal: number): void {
  for (const claim of claimsOf(set, ordinal)) {
    const { name, namespace } = claim.metadata;
    if (client.view.get(`persistentvolumeclaims/${namespace}/${name}`)) continue;
    const pod = `${set.metadata.name}-${ordinal}`;
    const id = trace.record(actor, 'create', 'statefulset-creates-claim', { set: set.metadata.name, claim: name!, pod }, [reading(client, key, 'spec')]);
    client.create(claim, { trace: id });
    client.event({ regarding: set, type: 'Normal', reason: 'SuccessfulCreate', message: `create Claim ${name} Pod ${pod} in StatefulSet ${set.metadata.name} success`, trace: id });
  }
}

/** Whose end a claim shares follows the set's policy: the set's own, and of a pod that is too many that pod's. */
export function keepClaims(turn: Turn): void {
  const { context: { client, trace }, set, key, first, wanted, pods } = turn;
  const { whenDeleted, whenScaled } = set.spec.persistentVolumeClaimRetentionPolicy ?? {};
  if (!set.spec.persistentVolumeClaimRetentionPolicy) return;
  for (const [ordinal, pod] of pods) {
    const isSurplus = ordinal < first || ordinal >= first + wanted;
    for (const { metadata: { name, namespace } } of claimsOf(set, ordinal)) {
      const claim = client.view.get(`persistentvolumeclaims/${namespace}/${name}`) as PersistentVolumeClaim | undefined;
      if (!claim) continue;
      const had = claim.metadata.ownerReferences ?? [];
      const others = had.filter(({ uid }) => uid !== set.metadata.uid && uid !== pod.metadata.uid);
      const after: OwnerReference[] = [...others, ...(isSurplus && whenScaled === 'Delete' ? [ownerOfClaim(pod)] : whenDeleted === 'Delete' ? [ownerOfClaim(set)] : [])];
      if (after.length === had.length && after.every(({ uid }) => had.some((owner) => owner.uid === uid))) continue;
      const id = trace.record(actor, 'update', 'statefulset-binds-claim', { set: set.metadata.name, claim: name! }, [reading(client, key, 'spec')]);
      client.update({ ...claim, metadata: { ...claim.metadata, ownerReferences: after } }, { trace: id });
    }
  }
}
