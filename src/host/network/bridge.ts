/** A bridge of a host: a little network of its own with a gateway, on which containers or pods hang. */
import type { Cidr } from './address.ts';
import type { Link } from './link.ts';
import type { Interface, NetNamespace } from './net-namespace.ts';
import { Traffic } from './traffic.ts';

export class Bridge {
  readonly name: string;
  readonly cidr: Cidr;
  readonly gateway: string;
  /** Members of other bridges cannot reach its members: Docker's networks are so, a cluster's are not. */
  readonly isolated: boolean;
  /** What came into the machine by it, or went out. */
  readonly traffic = new Traffic();
  readonly members = new Map<string, NetNamespace>();
  /** Devices that were put on it by hand. */
  readonly ports = new Set<Link>();

  constructor(name: string, cidr: Cidr, options: { readonly gateway?: string; readonly isolated?: boolean } = {}) {
    this.name = name;
    this.cidr = cidr;
    this.gateway = options.gateway ?? cidr.at(1);
    this.isolated = options.isolated ?? false;
  }

  /** Gives the namespace an interface with this address. */
  attach(namespace: NetNamespace, address: string, name = 'eth0'): void {
    this.members.set(address, namespace);
    namespace.addInterface({ name, address, bits: this.cidr.bits });
    namespace.bridge ??= this;
  }

  detach(namespace: NetNamespace, address: string): void {
    this.members.delete(address);
    const used = namespace.interfaces.find((i) => i.address === address);
    if (used) namespace.removeInterface(used.name);
    if (namespace.bridge === this) namespace.bridge = undefined;
  }
}

/** The hardware address of an interface, by Docker's rule: 02:42 and the four bytes of its address. */
export function macOf({ name, address }: Interface): string {
  if (name === 'lo') return '00:00:00:00:00:00';
  return ['02', '42', ...address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))].join(':');
}
