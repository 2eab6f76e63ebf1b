// What containers and virtual machines hold in memory, by their control groups: reckoned once when a group changes, however many
// cards ask, and a card is drawn again only when its own number is another.
import { useCallback, useSyncExternalStore } from 'react';
import type { CgroupRow, HostRow } from '../../../client/index.ts';
import { useMirror } from '../../page-context.ts';

export interface Held {
  readonly byContainer: ReadonlyMap<string, number>; // bytes, by id of the container row
  readonly ofContainers: ReadonlyMap<string, number>; // together, by host
  readonly ofMachines: ReadonlyMap<string, number>;
}

const MACHINE = /^\/system\.slice\/vm-[^/]+\.service$/;
const known = new WeakMap<readonly CgroupRow[], Held>();

export function heldBy(groups: readonly CgroupRow[]): Held {
  const found = known.get(groups);
  if (found) return found;
  const byContainer = new Map<string, number>();
  const ofContainers = new Map<string, number>();
  const ofMachines = new Map<string, number>();
  for (const { host, path, container, memoryBytes } of groups) {
    const sums = container !== '' ? ofContainers : MACHINE.test(path) ? ofMachines : undefined;
    if (container !== '') byContainer.set(container, memoryBytes);
    sums?.set(host, (sums.get(host) ?? 0) + memoryBytes);
  }
  const held = { byContainer, ofContainers, ofMachines };
  known.set(groups, held);
  return held;
}

/** A number of the groups as they are. */
export function useHeld(number: (held: Held) => number | undefined): number {
  const mirror = useMirror();
  const subscribe = useCallback((fn: () => void) => mirror.onTable('cgroups', fn), [mirror]);
  return useSyncExternalStore(subscribe, () => number(heldBy(mirror.list('cgroups'))) ?? 0);
}

/** The group of the process that is the machine. */
export function machineGroup(inside: string, machine: string): string {
  return `${inside}/system.slice/vm-${machine}.service`;
}

/** Whether a virtual machine has power: its process runs. Before its init does, it boots. */
export function machineState(machine: HostRow, group: CgroupRow | undefined): 'off' | 'booting' | 'up' {
  if ((group?.processes ?? 0) === 0) return 'off';
  return machine.up ? 'up' : 'booting';
}
