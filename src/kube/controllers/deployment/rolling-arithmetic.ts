/**
 * The arithmetic of a rolling update, on numbers alone: how many pods there may be, how many must stay available, and
 * what sizes the ReplicaSets should have next. Pure, so that its bounds can be tested over every sequence of events.
 */
import type { RollingBounds } from './rolling-bounds.ts';

/** What the arithmetic sees of one ReplicaSet. */
export interface SetSize {
  readonly name: string;
  readonly replicas: number; // asked for
  readonly pods: number; // there, the terminating ones aside
  readonly available: number;
}

export interface Resize {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export function maxTotal(bounds: RollingBounds): number {
  return bounds.desired + bounds.maxSurge;
}

export function minAvailable(bounds: RollingBounds): number {
  return bounds.desired - bounds.maxUnavailable;
}

/** The pods that a ReplicaSet has or will have: one that was told to shrink still holds what it has not yet ended. */
function held(set: SetSize): number {
  return Math.max(set.replicas, set.pods);
}

/** The available pods that a ReplicaSet is sure to keep: it ends the ones that are not available first. */
function kept(set: SetSize, replicas = set.replicas): number {
  return Math.min(replicas, set.available);
}

/** The size of the new ReplicaSet: as far up as the surge allows, never above desired; down at once when it is above. */
export function newSetSize(bounds: RollingBounds, newSet: SetSize, oldSets: readonly SetSize[]): number {
  if (newSet.replicas > bounds.desired) return bounds.desired;
  const room = maxTotal(bounds) - sum(oldSets, held) - held(newSet);
  if (room <= 0) return newSet.replicas;
  return Math.min(newSet.replicas + room, bounds.desired);
}

/**
 * What the old ReplicaSets give up, oldest first: replicas that are not available, then available ones as far as
 * those that remain are enough.
 */
export function shrinkOldSets(bounds: RollingBounds, newSet: SetSize | undefined, oldSets: readonly SetSize[]): Resize[] {
  const newUnavailable = newSet ? newSet.replicas - kept(newSet) : 0;
  const total = sum(oldSets, (s) => s.replicas) + (newSet?.replicas ?? 0);
  const mayGo = total - minAvailable(bounds) - newUnavailable;
  if (mayGo <= 0) return [];
  const sizes = new Map(oldSets.map((s) => [s.name, s.replicas]));
  let cleaned = 0;
  for (const set of oldSets) {
    const go = Math.min(mayGo - cleaned, set.replicas - kept(set));
    if (go <= 0) continue;
    sizes.set(set.name, set.replicas - go);
    cleaned += go;
  }
  const available = sum(oldSets, kept) + (newSet ? kept(newSet) : 0);
  let spare = available - minAvailable(bounds);
  for (const set of oldSets) {
    if (spare <= 0) break;
    const size = sizes.get(set.name)!;
    // Replicas that cleaning left for want of leave are not available: to end an available one, they go with it.
    const go = Math.min(size, spare);
    sizes.set(set.name, size - go);
    spare -= go;
  }
  return oldSets
    .map((s) => ({ name: s.name, from: s.replicas, to: sizes.get(s.name)! }))
    .filter((r) => r.from !== r.to);
}

/** What the Deployment's size was when a ReplicaSet was last sized: the annotation that proportions are taken from. */
export interface ScaledSet extends SetSize {
  readonly maxReplicasBefore: number;
  readonly createdMs: number;
}

/**
 * A Deployment that is resized in the middle of an update grows or shrinks all its ReplicaSets in proportion, the largest
 * taking what rounding leaves over. Of equals the newer grows and the older shrinks.
 */
export function proportionalSizes(bounds: RollingBounds, sets: readonly ScaledSet[]): Resize[] {
  const allowed = bounds.desired > 0 ? maxTotal(bounds) : 0;
  const toAdd = allowed - sum(sets, (s) => s.replicas);
  const newerFirst = toAdd > 0;
  const sorted = [...sets].sort((a, b) => b.replicas - a.replicas || (newerFirst ? b.createdMs - a.createdMs : a.createdMs - b.createdMs));
  let added = 0;
  const sizes = sorted.map((set) => {
    const share = proportion(bounds, set, toAdd, added);
    added += share;
    return set.replicas + share;
  });
  if (sizes.length > 0) sizes[0] = Math.max(0, sizes[0]! + toAdd - added);
  return sorted.map((set, i) => ({ name: set.name, from: set.replicas, to: sizes[i]! }));
}

function proportion(bounds: RollingBounds, set: ScaledSet, toAdd: number, added: number): number {
  if (set.replicas === 0 || toAdd === added) return 0;
  const fraction = fractionOf(bounds, set);
  return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
}

function fractionOf(bounds: RollingBounds, set: ScaledSet): number {
  if (bounds.desired === 0) return -set.replicas;
  if (set.maxReplicasBefore === 0) return 0;
  const scaledSize = set.replicas * maxTotal(bounds);
  return Math.floor((2 * scaledSize + set.maxReplicasBefore) / (2 * set.maxReplicasBefore)) - set.replicas;
}

function sum(sets: readonly SetSize[], of: (set: SetSize) => number): number {
  let total = 0;
  for (const set of sets) total += of(set);
  return total;
}
