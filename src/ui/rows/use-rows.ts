// Rows as React sees them: one row or one table at a time, drawn again only when it changes. What is read is the mirror of the
// moment that is looked at, which may lie in the past.
import { useCallback, useSyncExternalStore } from 'react';
import type { Act, ClockState, TableName, Tables } from '../../client/index.ts';
import { useClient, useMirror } from '../page-context.ts';

export function useRow<T extends TableName>(table: T, id: string): Tables[T] | undefined {
  const mirror = useMirror();
  const subscribe = useCallback((fn: () => void) => mirror.onRow(table, id, fn), [mirror, table, id]);
  return useSyncExternalStore(subscribe, () => mirror.get(table, id));
}

export function useTable<T extends TableName>(table: T): readonly Tables[T][] {
  const mirror = useMirror();
  const subscribe = useCallback((fn: () => void) => mirror.onTable(table, fn), [mirror, table]);
  return useSyncExternalStore(subscribe, () => mirror.list(table));
}

/** The clock of now, even while the past is looked at. */
export function useClock<V extends string | number | boolean>(select: (clock: ClockState) => V): V {
  const client = useClient();
  const subscribe = useCallback((fn: () => void) => client.onClock(fn), [client]);
  return useSyncExternalStore(subscribe, () => select(client.clock));
}

export function useActs(): readonly Act[] {
  const client = useClient();
  const subscribe = useCallback((fn: () => void) => client.acts.onChange(fn), [client]);
  return useSyncExternalStore(subscribe, () => client.acts.list);
}
