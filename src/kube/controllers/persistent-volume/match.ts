/** Which volume a claim gets: the smallest of those that are free and have what it asks for, or the one that was meant for it. */
import { compareQuantity, tryQuantity } from '../../../base/index.ts';
import type { Node } from '../../kinds/node/node.ts';
import type { PersistentVolumeClaim } from '../../kinds/persistent-volume-claim/persistent-volume-claim.ts';
import type { PersistentVolume } from '../../kinds/persistent-volume/persistent-volume.ts';
import { selectorMatches } from '../selector-match.ts';
import { fitsNode } from './node-of-volume.ts';

const betaClassKey = 'volume.beta.kubernetes.io/storage-class';

export function classOf({ metadata, spec }: PersistentVolumeClaim | PersistentVolume): string {
  return metadata.annotations?.[betaClassKey] ?? spec.storageClassName ?? '';
}

/** `node` where the claim waited for one. */
export function matchVolume(claim: PersistentVolumeClaim, volumes: readonly PersistentVolume[], node?: Node): PersistentVolume | undefined {
  const fitting = volumes.filter((volume) => fits(claim, volume) && (!node || fitsNode(volume, node)));
  return fitting.find((volume) => volume.spec.claimRef !== undefined) ?? fitting.sort(bySize)[0];
}

/** Whether the volume was bound to this claim, or reserved for one of its name. */
export function isReservedFor({ spec: { claimRef } }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  return claimRef?.namespace === metadata.namespace && claimRef.name === metadata.name && (!claimRef.uid || claimRef.uid === metadata.uid);
}

function fits(claim: PersistentVolumeClaim, volume: PersistentVolume): boolean {
  const { spec } = volume;
  if (volume.metadata.deletionTimestamp !== undefined || (spec.volumeMode ?? 'Filesystem') !== (claim.spec.volumeMode ?? 'Filesystem')) return false;
  if (compareQuantity(storageOf(volume), storageOf(claim)) < 0) return false;
  if (spec.claimRef) return isReservedFor(volume, claim);
  if (classOf(volume) !== classOf(claim)) return false;
  if (!(claim.spec.accessModes ?? []).every((mode) => spec.accessModes?.includes(mode))) return false;
  return !claim.spec.selector || selectorMatches(claim.spec.selector, volume.metadata.labels);
}

function storageOf({ spec }: PersistentVolume | PersistentVolumeClaim) {
  const text = 'resources' in spec ? spec.resources?.requests?.['storage'] : 'capacity' in spec ? spec.capacity?.['storage'] : undefined;
  return tryQuantity(text ?? '0') ?? tryQuantity('0')!;
}

/** The smallest first. */
export function bySize<V extends PersistentVolume | PersistentVolumeClaim>(a: V, b: V): number {
  return compareQuantity(storageOf(a), storageOf(b)) || (a.metadata.name < b.metadata.name ? -1 : 1);
}
