/** Network devices that are made by hand: veth pairs, bridges and dummies, with the frames that get from one to another. */
import type { Bridge } from './bridge.ts';
import type { NetNamespace } from './net-namespace.ts';

export interface LinkAddress {
  readonly address: string;
  readonly bits: number;
}

export class Link {
  readonly index: number;
  readonly kind: 'veth' | 'bridge' | 'dummy';
  name: string;
  mac: string;
  mtu = 1_500;
  up = false;
  space: NetNamespace;
  peer: Link | undefined;
  /** The bridge whose port it is: one made by hand, or one of a daemon's. */
  master: Link | Bridge | undefined;
  readonly ports = new Set<Link>(); // of a bridge
  addresses: readonly LinkAddress[] = [];

  constructor(index: number, kind: Link['kind'], name: string, mac: string, space: NetNamespace) {
    this.index = index;
    this.kind = kind;
    this.name = name;
    this.mac = mac;
    this.space = space;
  }

  /** Its other end is up too; a bridge has a port that is. */
  get hasCarrier(): boolean {
    if (!this.up) return false;
    if (this.kind === 'veth') return this.peer?.up === true;
    return this.kind === 'dummy' || [...this.ports].some((port) => port.hasCarrier);
  }

  setMaster(master: Link | Bridge | undefined): void {
    const before = this.master;
    if (before) before.ports.delete(this);
    this.master = master;
    if (master) master.ports.add(this);
  }

  /** With its peer. */
  remove(): void {
    for (const end of this.peer ? [this, this.peer] : [this]) {
      end.setMaster(undefined);
      for (const port of end.ports) port.setMaster(undefined);
      end.space.links.delete(end.name);
    }
  }
}

/** Who answers for the address on the wire behind a link; undefined when nobody does. */
export function neighbour(from: Link, address: string): NetNamespace | undefined {
  if (!from.up) return undefined;
  const seen = new Set<Link | Bridge>([from]);
  return from.kind === 'veth' ? arrive(from.peer, address, seen) : onBridge(from, address, seen);
}

/** The same for a bridge of a daemon's, through the ports that were put on it by hand. */
export function neighbourOn(bridge: Bridge, address: string): NetNamespace | undefined {
  return throughPorts(bridge.ports, address, new Set<Link | Bridge>([bridge]));
}

function arrive(at: Link | undefined, address: string, seen: Set<Link | Bridge>): NetNamespace | undefined {
  if (!at?.up || seen.has(at)) return undefined;
  seen.add(at);
  if (!at.master) return at.space.hasAddress(address) ? at.space : undefined;
  if (at.master instanceof Link) return at.master.up ? onBridge(at.master, address, seen) : undefined;
  const bridge = at.master;
  if (seen.has(bridge)) return undefined;
  seen.add(bridge);
  if (bridge.gateway === address) return at.space.stack.namespace;
  return bridge.members.get(address) ?? throughPorts(bridge.ports, address, seen);
}

function onBridge(bridge: Link, address: string, seen: Set<Link | Bridge>): NetNamespace | undefined {
  seen.add(bridge);
  if (bridge.space.hasAddress(address)) return bridge.space;
  return throughPorts(bridge.ports, address, seen);
}

function throughPorts(ports: ReadonlySet<Link>, address: string, seen: Set<Link | Bridge>): NetNamespace | undefined {
  for (const port of ports) {
    if (!port.up || seen.has(port)) continue;
    seen.add(port);
    const found = arrive(port.peer, address, seen);
    if (found) return found;
  }
  return undefined;
}
