/** The neighbours' table of a namespace: whom it has spoken with over its own wires, and by which hardware address. */
import { isLoopback, type Cidr } from './address.ts';
import { devicesOf } from './net-devices.ts';
import type { NetNamespace } from './net-namespace.ts';
import { findNamespace } from './way.ts';

interface Neighbour {
  readonly address: string;
  readonly dev: string;
  /** Undefined when nobody answers for the address. */
  readonly mac: string | undefined;
  readonly atMs: number;
}

interface Route {
  readonly to: Cidr;
  readonly via: string | undefined;
  readonly dev: string;
}

/** Who is further away stands there as the next one on the way to him. */
export function neighboursOf(space: NetNamespace, routes: readonly Route[]): Neighbour[] {
  const found = new Map<string, Neighbour>();
  for (const [address, atMs] of space.heardOf) {
    const best = routes.filter((r) => r.to.contains(address)).sort((a, b) => b.to.bits - a.to.bits)[0];
    if (!best || isLoopback(address) || space.hasAddress(address)) continue;
    const next = best.via ?? address;
    found.set(next, { address: next, dev: best.dev, mac: hardwareOf(space, next), atMs });
  }
  return [...found.values()];
}

function hardwareOf(space: NetNamespace, address: string): string | undefined {
  const there = findNamespace(space, address);
  if ('code' in there) return undefined;
  const devices = devicesOf(there);
  return (devices.find((d) => d.addresses.some((a) => a.address === address)) ?? devices.find((d) => d.kind !== 'loopback'))?.mac;
}
