/**
 * A machine inside another: a process of the outer one is its power and its memory. Such a machine has a kernel of its own, boots as
 * any other does, and what it holds stays with that process, whatever in it is used.
 */
import { memory, sleep, type Host, type Program, type UnitSpec } from '../host/index.ts';
import type { HostSpec } from './scenario.ts';

const MIB = 2 ** 20;
const GUEST_KERNEL_BYTES = 110 * MIB; // its code, page tables and caches: what a small distribution's kernel holds at rest
const LOOK_MS = 2_000;

export function machineUnit(name: string): string {
  return `vm-${name}`;
}

export function machineUnitOf({ name, memoryBytes, cores }: HostSpec, guest: Host, bootMs: () => number): UnitSpec {
  return {
    name: machineUnit(name),
    description: `Virtual machine ${name}`,
    argv: ['/usr/bin/qemu-system-x86_64', '-enable-kvm', '-name', name, '-smp', String(cores), '-m', `${memoryBytes / MIB}M`],
    program: machineProgram(guest, bootMs),
    restart: 'no',
    enabled: false,
  };
}

export function machineProgram(guest: Host, bootMs: () => number): Program {
  return function* qemu() {
    try {
      yield memory(GUEST_KERNEL_BYTES);
      guest.powerOn(bootMs());
      let held = 0;
      do {
        yield sleep(LOOK_MS);
        held = Math.max(held, guest.cgroups.memoryBytes); // what a guest has touched it does not give back
        yield memory(GUEST_KERNEL_BYTES + held);
      } while (guest.powered);
      return 0;
    } finally {
      guest.crash();
    }
  };
}
