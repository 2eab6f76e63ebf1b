// What a world that has come to rest still means to try again: nothing changes while it waits, but it is not where it was asked to be.
import { useMemo } from 'react';
import type { ContainerRow, PodRow, RowKey } from '../../client/index.ts';
import { useTable } from './use-rows.ts';

export interface Wait {
  readonly about: RowKey;
  readonly name: string; // "pod/web-1"
  readonly reason: string; // in the product's word
  readonly untilMs: number; // of the next try; 0 when it is not told
}

export function waitsOf(pods: readonly PodRow[], containers: readonly ContainerRow[]): Wait[] {
  const ofPods = pods.flatMap(({ id, name, deletion, containers: parts }): Wait[] => {
    const part = deletion ? undefined : parts.find(({ reason }) => reason.endsWith('BackOff'));
    return part ? [{ about: `pods/${id}`, name: `pod/${name}`, reason: part.reason, untilMs: part.backoffUntilMs }] : [];
  });
  const restarting = containers.filter(({ runtime, state }) => runtime === 'docker' && state === 'restarting');
  return [...ofPods, ...restarting.map(({ id, name, state }): Wait => ({ about: `containers/${id}`, name, reason: state, untilMs: 0 }))];
}

export function useWaits(): readonly Wait[] {
  const pods = useTable('pods');
  const containers = useTable('containers');
  return useMemo(() => waitsOf(pods, containers), [pods, containers]);
}
