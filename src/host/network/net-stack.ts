/** The network side of a host: its own namespace and addresses, its bridges, its routes to other hosts' ranges. */
import type { Host } from '../host.ts';
import { Cidr } from './address.ts';
import { machineCode } from '../machine-code.ts';
import { Bridge } from './bridge.ts';
import type { Connection } from './connection.ts';
import type { Protocol } from './nat.ts';
import { NetNamespace } from './net-namespace.ts';
import type { Network } from './network.ts';

export interface Route {
  readonly to: Cidr;
  readonly via: string; // the address of another host
}

/** Whether a packet may leave a container of this host, or come to one: addresses and port are those after rewriting. */
export type PacketFilter = (direction: 'egress' | 'ingress', source: string, target: string, protocol: Protocol, port: number) => boolean;

export class NetStack {
  readonly host: Host;
  readonly network: Network;
  readonly namespace: NetNamespace; // the host's own
  /** Nothing gets in to this machine from outside, and what it sends goes by the name of this other one, whose program passes it on. */
  behind: NetStack | undefined;
  readonly bridges = new Map<string, Bridge>();
  filter?: PacketFilter;
  private routeTable: Route[] = [];
  private readonly vias = new Map<string, string>(); // by range, of the routes
  /** Connections to other hosts that are open: what a cut or a crash strikes. */
  readonly connections = new Set<Connection>();

  constructor(host: Host, network: Network, inode: number) {
    this.host = host;
    this.network = network;
    this.namespace = new NetNamespace(inode, this);
    this.namespace.forwards = true;
  }

  /** Its first address; '' when it is on no network. */
  get address(): string {
    return this.namespace.address;
  }

  /** The kernel runs and so answers. */
  get up(): boolean {
    return this.host.running;
  }

  /** Whether a question from this namespace gets to the resolver of the network itself. */
  reachesResolver(from: NetNamespace): boolean {
    return this.address !== '' && (from.isHost || from.bridge !== undefined || (this.network.isRuled && machineCode.get().isPassedOn(from, this.network.resolverAddress))) && this.network.connected(this);
  }

  bridge(name: string): Bridge | undefined {
    return this.bridges.get(name);
  }

  addBridge(name: string, cidr: string, options: { readonly gateway?: string; readonly isolated?: boolean } = {}): Bridge {
    const bridge = new Bridge(name, Cidr.parse(cidr)!, options);
    this.bridges.set(name, bridge);
    this.namespace.addInterface({ name, address: bridge.gateway, bits: bridge.cidr.bits });
    return bridge;
  }

  removeBridge(name: string): void {
    this.bridges.delete(name);
    this.namespace.removeInterface(name);
  }

  get routes(): readonly Route[] {
    return this.routeTable;
  }

  /** Replaces an earlier route to the same range. */
  addRoute(to: string, via: string): void {
    const cidr = Cidr.parse(to)!;
    const text = cidr.toString();
    if (this.vias.has(text)) this.removeRoute(text);
    this.vias.set(text, via);
    let at = this.routeTable.length; // narrower ranges come first
    while (at > 0 && this.routeTable[at - 1]!.to.bits < cidr.bits) at--;
    this.routeTable.splice(at, 0, { to: cidr, via });
    this.network.retryWaiting();
  }

  /** Where packets to just this range go; undefined without such a route. */
  viaOf(range: string): string | undefined {
    return this.vias.get(range);
  }

  removeRoute(to: string): void {
    const cidr = Cidr.parse(to)!.toString();
    this.vias.delete(cidr);
    this.routeTable = this.routeTable.filter((r) => r.to.toString() !== cidr);
  }

  /** The namespace on this host that has the address: its own, a gateway's, or a member of a bridge. */
  owner(address: string): NetNamespace | undefined {
    for (const bridge of this.bridges.values()) {
      const member = bridge.members.get(address);
      if (member) return member;
    }
    return this.namespace.hasAddress(address) ? this.namespace : undefined;
  }

  /** What the kernel forgets when the machine stops. */
  reset(): void {
    this.bridges.clear();
    this.routeTable = [];
    this.vias.clear();
    for (const link of [...this.namespace.links.values()]) link.remove();
    this.namespace.handRoutes = [];
    this.namespace.nat.clear();
    this.namespace.rules = undefined;
    for (const { name } of this.namespace.interfaces) if (name !== 'lo' && name !== 'eth0') this.namespace.removeInterface(name);
  }
}
