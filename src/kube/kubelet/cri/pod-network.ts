/**
 * The pod network of one node: what the CNI plugins bridge and host-local do. The node's range hangs on one bridge, each sandbox
 * gets the next free address of it, and the ranges of the other nodes are reached by routes to them.
 */
import { Cidr, parseAddress, type Bridge, type Host, type NetNamespace } from '../../../host/index.ts';

const bridgeName = 'cni0';

export class PodNetwork {
  private readonly host: Host;
  private bridge: Bridge | undefined;
  private last = 1; // the gateway's number in the range

  constructor(host: Host) {
    this.host = host;
    this.bridge = host.network.bridge(bridgeName);
    for (const address of this.bridge?.members.keys() ?? []) this.last = Math.max(this.last, this.numberOf(address));
  }

  /** Pods can be given addresses. */
  get ready(): boolean {
    return this.bridge !== undefined;
  }

  get range(): string | undefined {
    return this.bridge?.cidr.toString();
  }

  setRange(cidr: string): void {
    if (this.range === Cidr.parse(cidr)?.toString()) return;
    if (this.bridge) this.host.network.removeBridge(bridgeName);
    this.bridge = this.host.network.addBridge(bridgeName, cidr);
    this.last = 1;
  }

  /** Hangs the namespace on the bridge; undefined when the range is used up. */
  attach(namespace: NetNamespace): string | undefined {
    const { bridge } = this;
    if (!bridge) return undefined;
    const { size } = bridge.cidr;
    for (let tried = 0; tried < size; tried++) {
      this.last = this.last + 1 >= size - 1 ? 2 : this.last + 1;
      const address = bridge.cidr.at(this.last);
      if (bridge.members.has(address)) continue;
      bridge.attach(namespace, address);
      return address;
    }
    return undefined;
  }

  detach(address: string): void {
    const namespace = this.bridge?.members.get(address);
    if (namespace) this.bridge!.detach(namespace, address);
  }

  /** Takes back every address but these: sandboxes may have ended while no kubelet ran. */
  keep(addresses: ReadonlySet<string>): void {
    for (const address of [...(this.bridge?.members.keys() ?? [])]) if (!addresses.has(address)) this.detach(address);
  }

  private numberOf(address: string): number {
    return parseAddress(address)! - this.bridge!.cidr.base;
  }
}
