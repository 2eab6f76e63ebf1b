/** Binding: the volume notes its claim, then the claim its volume. What is bound already stays the same value. */
import { deepEqual } from '../../../base/index.ts';
import type { PersistentVolumeClaim } from '../../kinds/persistent-volume-claim/persistent-volume-claim.ts';
import type { PersistentVolume } from '../../kinds/persistent-volume/persistent-volume.ts';
import { reading, type ControllerContext } from '../controller-context.ts';

export const actor = 'persistentvolume-controller';
export const volumes = 'persistentvolumes';
export const claims = 'persistentvolumeclaims';
export const boundByController = 'pv.kubernetes.io/bound-by-controller';
export const bindCompleted = 'pv.kubernetes.io/bind-completed';

export function bind(context: ControllerContext, given: PersistentVolumeClaim, found: PersistentVolume): void {
  const { client, trace } = context;
  const args = { claim: given.metadata.name, volume: found.metadata.name };
  const reads = [reading(client, keyOf(given), 'spec'), reading(client, keyOf(found), 'spec')];
  const id = trace.record(actor, 'update', 'volume-binds', args, reads);
  const volume = reserve(context, given, found, id);
  setPhase(context, volume, 'Bound');
  let claim = given;
  if (claim.spec.volumeName !== volume.metadata.name || claim.metadata.annotations?.[bindCompleted] === undefined) {
    const annotations = { ...claim.metadata.annotations, [bindCompleted]: 'yes', ...(claim.spec.volumeName === undefined && { [boundByController]: 'yes' }) };
    claim = client.update<PersistentVolumeClaim>({ ...claim, metadata: { ...claim.metadata, annotations }, spec: { ...claim.spec, volumeName: volume.metadata.name } }, { trace: id });
  }
  const { accessModes, capacity } = volume.spec;
  const status = { ...claim.status, phase: 'Bound' as const, ...(accessModes && { accessModes }), ...(capacity && { capacity }) };
  if (!deepEqual(status, claim.status)) client.updateStatus({ ...claim, status }, { trace: id });
}

/** The volume is this claim's from now on. */
export function reserve({ client }: ControllerContext, { apiVersion, kind, metadata: { namespace, name, uid, resourceVersion } }: PersistentVolumeClaim, volume: PersistentVolume, trace: number): PersistentVolume {
  if (volume.spec.claimRef?.uid === uid) return volume;
  const annotations = volume.spec.claimRef ? volume.metadata.annotations : { ...volume.metadata.annotations, [boundByController]: 'yes' };
  return client.update<PersistentVolume>({ ...volume, metadata: { ...volume.metadata, ...(annotations && { annotations }) }, spec: { ...volume.spec, claimRef: { apiVersion, kind, name, namespace, resourceVersion, uid } } }, { trace });
}

export function setPhase({ client, trace, release }: ControllerContext, volume: PersistentVolume, phase: NonNullable<PersistentVolume['status']['phase']>): void {
  if (volume.status.phase === phase) return;
  const id = trace.record(actor, 'update-status', 'volume-phase', { volume: volume.metadata.name, phase }, [reading(client, keyOf(volume), 'spec')]);
  const { reason: _, message: __, ...status } = volume.status;
  client.updateStatus({ ...volume, status: { ...status, ...(release.atLeast(29) && { lastPhaseTransitionTime: client.now() }), phase } }, { trace: id });
}

export function keyOf({ metadata: { namespace, name } }: PersistentVolume | PersistentVolumeClaim): string {
  return namespace === undefined ? `${volumes}/${name}` : `${claims}/${namespace}/${name}`;
}
