/** The persistent volume controller: brings claims and volumes together, and says what becomes of a volume whose claim has gone. */
import { deepEqual } from '../../../base/index.ts';
import type { Reconciler, View } from '../../../sim/index.ts';
import type { Node } from '../../kinds/node/node.ts';
import type { PersistentVolumeClaim } from '../../kinds/persistent-volume-claim/persistent-volume-claim.ts';
import type { PersistentVolume } from '../../kinds/persistent-volume/persistent-volume.ts';
import type { KubeObject } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { actor, bind, bindCompleted, boundByController, claims, keyOf, setPhase, volumes } from './bind.ts';
import { classOf, isReservedFor, matchVolume } from './match.ts';
import { provision, selectedNode, waitsForPod } from './provision.ts';

/** However little changes, what waits is looked at again, and told of. */
const resyncMs = 15_000;

export function volumeController(given: ControllerContext): Reconciler<KubeObject> {
  const context: Binder = { ...given, toldMs: new Map() };
  return {
    name: actor,
    watches: [
      { table: claims, keys: (key, change, view) => [key, ...volumeOf(change?.before as PersistentVolumeClaim | undefined, view)] },
      { table: volumes, keys: (key, change, view) => [key, ...claimOf((change?.before ?? change?.after) as PersistentVolume | undefined, view), ...waiting(view)] },
      { table: 'storageclasses.storage.k8s.io', keys: (_key, _change, view) => waiting(view) },
    ],
    reconcile(key) {
      const object = context.client.view.get(key);
      if (!object || key.startsWith(`${claims}/`) && isBound(object as PersistentVolumeClaim)) context.toldMs.delete(key);
      if (!object) return undefined;
      return key.startsWith(`${volumes}/`) ? syncVolume(context, object as PersistentVolume) : syncClaim(context, object as PersistentVolumeClaim);
    },
  };
}

interface Binder extends ControllerContext {
  /** When a claim that waits was last told of, by key. */
  readonly toldMs: Map<string, number>;
}

/** A look that a change of something else asked for says nothing new. */
function mayTell({ clock, toldMs }: Binder, claim: PersistentVolumeClaim): boolean {
  const key = keyOf(claim);
  const last = toldMs.get(key);
  if (last !== undefined && clock.now < last + resyncMs) return false;
  toldMs.set(key, clock.now);
  return true;
}

function waiting(view: View<KubeObject>): string[] {
  return view.keys(claims).filter((key) => !isBound(view.get(key) as PersistentVolumeClaim));
}

function isBound({ metadata }: PersistentVolumeClaim): boolean {
  return metadata.annotations?.[bindCompleted] !== undefined;
}

function volumeOf(claim: PersistentVolumeClaim | undefined, view: View<KubeObject>): string[] {
  const key = `${volumes}/${claim?.spec.volumeName ?? ''}`;
  return view.get(key) ? [key] : [];
}

function claimOf(volume: PersistentVolume | undefined, view: View<KubeObject>): string[] {
  const { namespace = '', name = '' } = volume?.spec.claimRef ?? {};
  const key = `${claims}/${namespace}/${name}`;
  return view.get(key) ? [key] : [];
}

type Requeue = { requeueAfterMs: number } | undefined;

function syncClaim(context: Binder, claim: PersistentVolumeClaim): Requeue {
  const { view } = context.client;
  if (claim.metadata.deletionTimestamp !== undefined) return undefined;
  const volume = claim.spec.volumeName === undefined ? undefined : (view.get(`${volumes}/${claim.spec.volumeName}`) as PersistentVolume | undefined);
  if (isBound(claim)) return volume ? bindAgain(context, claim, volume) : lose(context, claim);
  if (claim.spec.volumeName !== undefined) {
    if (volume && (volume.spec.claimRef === undefined || isReservedFor(volume, claim))) bind(context, claim, volume);
    else if (volume) context.client.event({ regarding: claim, type: 'Warning', reason: 'FailedBinding', message: `volume "${volume.metadata.name}" already bound to a different claim.` });
    return undefined;
  }
  return find(context, claim);
}

function bindAgain(context: ControllerContext, claim: PersistentVolumeClaim, volume: PersistentVolume): undefined {
  if (volume.spec.claimRef === undefined || isReservedFor(volume, claim)) {
    if (claim.status.phase !== 'Bound' || volume.status.phase !== 'Bound' || volume.spec.claimRef?.uid !== claim.metadata.uid) bind(context, claim, volume);
  } else lose(context, claim);
  return undefined;
}

function lose({ client, trace }: ControllerContext, claim: PersistentVolumeClaim): undefined {
  if (claim.status.phase === 'Lost') return undefined;
  const id = trace.record(actor, 'update-status', 'claim-lost', { claim: claim.metadata.name, volume: claim.spec.volumeName ?? '' }, [reading(client, keyOf(claim), 'spec')]);
  client.updateStatus({ ...claim, status: { phase: 'Lost' } }, { trace: id });
  client.event({ regarding: claim, type: 'Warning', reason: 'ClaimLost', message: 'Bound claim has lost its PersistentVolume. Data on the volume is lost!', trace: id });
  return undefined;
}

function find(context: Binder, claim: PersistentVolumeClaim): Requeue {
  const { client } = context;
  const again = { requeueAfterMs: resyncMs };
  const free = client.view.list(volumes) as readonly PersistentVolume[];
  if (waitsForPod(context, claim)) {
    const reserved = free.find((volume) => volume.spec.claimRef !== undefined && isReservedFor(volume, claim));
    if (reserved) {
      bind(context, claim, reserved);
      return undefined;
    }
    if (mayTell(context, claim)) client.event({ regarding: claim, type: 'Normal', reason: 'WaitForFirstConsumer', message: 'waiting for first consumer to be created before binding' });
    return again;
  }
  const node = claim.metadata.annotations?.[selectedNode];
  const found = matchVolume(claim, free, node === undefined ? undefined : (client.view.get(`nodes/${node}`) as Node | undefined));
  if (found) {
    bind(context, claim, found);
    return undefined;
  }
  const tells = mayTell(context, claim);
  if (classOf(claim) !== '') return provision(context, claim, tells) ? undefined : again;
  if (tells) client.event({ regarding: claim, type: 'Normal', reason: 'FailedBinding', message: 'no persistent volumes available for this claim and no storage class is set' });
  return again;
}

function syncVolume(context: ControllerContext, volume: PersistentVolume): undefined {
  const { claimRef } = volume.spec;
  if (volume.metadata.deletionTimestamp !== undefined && volume.status.phase !== 'Bound') return undefined;
  if (!claimRef || !claimRef.uid) return setPhase(context, volume, 'Available') as undefined;
  const claim = context.client.view.get(`${claims}/${claimRef.namespace}/${claimRef.name}`) as PersistentVolumeClaim | undefined;
  if (!claim || claim.metadata.uid !== claimRef.uid) return reclaim(context, volume);
  if (claim.spec.volumeName === volume.metadata.name || claim.spec.volumeName === undefined) {
    if (claim.spec.volumeName !== undefined) setPhase(context, volume, 'Bound');
    return undefined;
  }
  // The claim has another volume: what the controller reserved it gives back, what somebody else did it does not.
  if (volume.metadata.annotations?.[boundByController] === undefined) return setPhase(context, volume, 'Released') as undefined;
  const { claimRef: _, ...spec } = volume.spec;
  const id = context.trace.record(actor, 'update', 'volume-freed', { volume: volume.metadata.name }, [reading(context.client, keyOf(volume), 'spec')]);
  const freed = context.client.update<PersistentVolume>({ ...volume, spec }, { trace: id });
  return setPhase(context, freed, 'Available') as undefined;
}

/** Its claim has gone: it stays as it is, with what is in it, or goes too. */
function reclaim(context: ControllerContext, volume: PersistentVolume): undefined {
  const { client, trace } = context;
  const { persistentVolumeReclaimPolicy: policy, hostPath } = volume.spec;
  if (volume.status.phase !== 'Failed') setPhase(context, volume, 'Released');
  if (policy !== 'Delete') return undefined;
  const now = client.view.get(keyOf(volume)) as PersistentVolume;
  if (!hostPath?.path.startsWith('/tmp/')) {
    const message = hostPath ? `host_path deleter only supports /tmp/.+ but received provided ${hostPath.path}` : 'error getting deleter volume plugin for volume: no deletable volume plugin matched';
    const status = { ...now.status, phase: 'Failed' as const, message, reason: 'VolumeFailedDelete' };
    if (deepEqual(status, now.status)) return undefined;
    const id = trace.record(actor, 'update-status', 'volume-phase', { volume: volume.metadata.name, phase: 'Failed' }, [reading(client, keyOf(volume), 'spec')]);
    client.updateStatus({ ...now, status }, { trace: id });
    client.event({ regarding: now, type: 'Warning', reason: 'VolumeFailedDelete', message, trace: id });
    return undefined;
  }
  if (now.metadata.deletionTimestamp !== undefined) return undefined;
  const id = trace.record(actor, 'delete', 'volume-reclaimed', { volume: volume.metadata.name }, [reading(client, keyOf(volume), 'spec')]);
  client.delete(now, { trace: id });
  return undefined;
}
