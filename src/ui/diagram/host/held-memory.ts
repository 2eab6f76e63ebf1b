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

// Around the machine's name, in the path of its unit's group.
const BEFORE = '/system.slice/vm-';
const AFTER = '.service';
const known = new WeakMap<readonly CgroupRow[], Held>();

export function heldBy(groups: readonly CgroupRow[]): Held {
  const found = known.get(groups);
  if (found) return found;
  const byContainer = new Map<string, number>();
  const ofContainers = new Map<string, number>();
  const ofMachines = new Map<string, number>();
  for (const { host, path, container, memoryBytes } of groups) {
    const sums = container !== '' ? ofContainers : isMachine(path) ? ofMachines : undefined;
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
  return `${inside}${BEFORE}${machine}${AFTER}`;
}

function isMachine(path: string): boolean {
  const machine = path.slice(BEFORE.length, -AFTER.length);
  return path === `${BEFORE}${machine}${AFTER}` && /^[^/]+$/.test(machine);
}

/** Ids of the groups of the machines that have power, as text: another only when a machine gets or loses its process, not when it needs more memory. */
export function useMachinesOn(): string {
  const mirror = useMirror();
  const subscribe = useCallback((fn: () => void) => mirror.onTable('cgroups', fn), [mirror]);
  const on = () => mirror.list('cgroups').filter(({ path, processes }) => isMachine(path) && processes > 0);
  return useSyncExternalStore(subscribe, () => on().map(({ id }) => id).join(' '));
}

/** Whether a virtual machine has power: its process runs. Before its init does, it boots. */
export function machineState(machine: HostRow, power: boolean): 'off' | 'booting' | 'up' {
  if (!power) return 'off';
  return machine.up ? 'up' : 'booting';
}
