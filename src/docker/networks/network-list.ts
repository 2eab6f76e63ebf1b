/** The networks of the engine: the three built in and those that people make, each bridge with a range that no other has. */
import { randomHex } from '../../base/index.ts';
import type { Host } from '../../host/index.ts';
import type { Random } from '../../sim/index.ts';
import { badRequest, notFound } from '../errors.ts';
import type { EventLog } from '../event-log.ts';
import { DockerNetwork, type Driver, type NetworkSpec } from './docker-network.ts';

export type NewNetwork = { readonly name: string; readonly driver: Driver } & Partial<NetworkSpec>;

const bridgeOptions: Readonly<Record<string, string>> = {
  'com.docker.network.bridge.default_bridge': 'true',
  'com.docker.network.bridge.enable_icc': 'true',
  'com.docker.network.bridge.enable_ip_masquerade': 'true',
  'com.docker.network.bridge.host_binding_ipv4': '0.0.0.0',
  'com.docker.network.bridge.name': 'docker0',
  'com.docker.network.driver.mtu': '1500',
};

export class NetworkList {
  readonly host: Host;
  private readonly random: Random;
  private readonly events: EventLog;
  private readonly byId = new Map<string, DockerNetwork>();

  constructor(host: Host, random: Random, events: EventLog) {
    this.host = host;
    this.random = random;
    this.events = events;
    this.add({ name: 'bridge', driver: 'bridge', subnet: '172.17.0.0/16', gateway: '172.17.0.1', options: bridgeOptions });
    this.add({ name: 'host', driver: 'host' });
    this.add({ name: 'none', driver: 'null' });
  }

  /** Makes the bridges that the kernel does not have (any more). */
  boot(): void {
    for (const network of this.byId.values()) this.raise(network);
  }

  get all(): readonly DockerNetwork[] {
    return [...this.byId.values()];
  }

  /** By name, id, or the beginning of an id. */
  find(text: string): DockerNetwork | undefined {
    const all = this.all;
    const exact = this.byId.get(text) ?? all.find((n) => n.name === text);
    if (exact) return exact;
    const begun = all.filter((n) => text !== '' && n.id.startsWith(text));
    if (begun.length > 1) throw badRequest(`network ${text} is ambiguous (${begun.length} matches found on ID prefix)`);
    return begun[0];
  }

  get(text: string): DockerNetwork {
    const network = this.find(text);
    if (!network) throw notFound(`network ${text} not found`);
    return network;
  }

  /** As checked by who was asked for it. */
  create(parts: NewNetwork): DockerNetwork {
    const network = this.add(parts);
    this.raise(network);
    this.events.add('network', 'create', network.id, { name: parts.name, type: parts.driver });
    return network;
  }

  remove(network: DockerNetwork): void {
    this.byId.delete(network.id);
    this.host.network.removeBridge(network.bridgeName);
    this.events.add('network', 'destroy', network.id, { name: network.name, type: network.spec.driver });
  }

  /** A new id for an endpoint or a sandbox. */
  newId(): string {
    return randomHex(() => this.random.next(), 64);
  }

  private add(parts: NewNetwork): DockerNetwork {
    const spec: NetworkSpec = { subnet: '', gateway: '', internal: false, attachable: false, labels: {}, options: {}, ...parts, id: this.newId(), createdMs: this.host.wallMs };
    const network = new DockerNetwork(spec);
    this.byId.set(spec.id, network);
    return network;
  }

  private raise(network: DockerNetwork): void {
    const { cidr, bridgeName, spec } = network;
    if (!cidr) return;
    network.bridge = this.host.network.bridge(bridgeName) ?? this.host.network.addBridge(bridgeName, cidr.toString(), { gateway: spec.gateway, isolated: true });
  }
}
