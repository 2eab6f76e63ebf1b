// What a world that has come to rest still means to try again: nothing changes while it waits, but it is not where it was asked to be.
import { useMemo } from 'react';
import type { ContainerRow, OwnerRow, PodRow, RowKey } from '../../client/index.ts';
import { useTable } from './use-rows.ts';

export interface Wait {
  readonly about: RowKey;
  readonly name: string; // "pod/web-1"
  readonly reason: string; // in the product's word
  readonly untilMs: number; // of the next try; 0 when it is not told
}

const COMES = ['', 'ContainerCreating', 'PodInitializing']; // waits for nothing but what is under way

export function waitsOf(pods: readonly PodRow[], owners: readonly OwnerRow[], containers: readonly ContainerRow[]): Wait[] {
  const ofPods = pods.flatMap(({ id, name, node, message, deletion, containers: parts }): Wait[] => {
    if (deletion) return [];
    const part = parts.find(({ state, reason }) => state === 'waiting' && !COMES.includes(reason));
    const reason = part?.reason ?? (node === '' && message !== '' ? 'Unschedulable' : '');
    return reason === '' ? [] : [{ about: `pods/${id}`, name: `pod/${name}`, reason, untilMs: part?.backoffUntilMs ?? 0 }];
  });
  const jobs = owners.filter(isBetweenPods);
  const restarting = containers.filter(({ runtime, state }) => runtime === 'docker' && state === 'restarting');
  return [
    ...ofPods,
    ...jobs.map(({ id, name }): Wait => ({ about: `owners/${id}`, name: `job/${name}`, reason: 'BackOff', untilMs: 0 })),
    ...restarting.map(({ id, name, state }): Wait => ({ about: `containers/${id}`, name, reason: state, untilMs: 0 })),
  ];
}

/** A Job that is not over though none of its pods runs: after a failure it takes its time. */
function isBetweenPods({ kind, paused, deleting, wanted, have, ready, conditions }: OwnerRow): boolean {
  return kind === 'Job' && !paused && !deleting && have === ready && ready < wanted && !conditions.some(({ status }) => status === 'True');
}

export function useWaits(): readonly Wait[] {
  const [pods, owners, containers] = [useTable('pods'), useTable('owners'), useTable('containers')];
  return useMemo(() => waitsOf(pods, owners, containers), [pods, owners, containers]);
}
