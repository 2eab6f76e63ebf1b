/** The networks of the engine: the three built in and those that people make, each bridge with a range that no other has. */
import { randomHex } from '../../base/index.ts';
import { Cidr, parseAddress, type Host } from '../../host/index.ts';
import type { Random } from '../../sim/index.ts';
import { badRequest, conflict, EngineError, notFound } from '../errors.ts';
import type { EventLog } from '../event-log.ts';
import { DockerNetwork, type Driver, type Endpoint, type NetworkSpec } from './docker-network.ts';

export interface NetworkRequest {
  readonly Name?: string;
  readonly Driver?: string;
  readonly Internal?: boolean;
  readonly Attachable?: boolean;
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly Options?: Readonly<Record<string, string>> | null;
  readonly IPAM?: { readonly Config?: readonly { readonly Subnet?: string; readonly Gateway?: string }[] | null } | null;
}

const bridgeOptions: Readonly<Record<string, string>> = {
  'com.docker.network.bridge.default_bridge': 'true',
  'com.docker.network.bridge.enable_icc': 'true',
  'com.docker.network.bridge.enable_ip_masquerade': 'true',
  'com.docker.network.bridge.host_binding_ipv4': '0.0.0.0',
  'com.docker.network.bridge.name': 'docker0',
  'com.docker.network.driver.mtu': '1500',
};

export class NetworkList {
  private readonly host: Host;
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

  create(request: NetworkRequest): DockerNetwork {
    const name = request.Name ?? '';
    if (name.trim() === '') throw badRequest('name is required');
    const driver = request.Driver || 'bridge';
    if (driver !== 'bridge') throw driver === 'host' || driver === 'null' ? new EngineError(403, `only one instance of "${driver}" network is allowed`) : notFound(`could not find plugin ${driver} in v1 plugin registry: plugin not found`);
    if (this.all.some((n) => n.name === name)) throw conflict(`network with name ${name} already exists`);
    const wanted = request.IPAM?.Config?.[0];
    const subnet = wanted?.Subnet ? this.checkedSubnet(wanted.Subnet) : this.freeSubnet();
    const gateway = wanted?.Gateway || Cidr.parse(subnet)!.at(1);
    const network = this.add({ name, driver, subnet, gateway, internal: request.Internal ?? false, attachable: request.Attachable ?? false, labels: request.Labels ?? {}, options: request.Options ?? {} });
    this.raise(network);
    this.events.add('network', 'create', network.id, { name, type: driver });
    return network;
  }

  remove(network: DockerNetwork): void {
    if (network.isBuiltin) throw new EngineError(403, `${network.name} is a pre-defined network and cannot be removed`);
    const active = [...network.endpoints.values()].some((endpoint) => endpoint.ip !== '');
    if (active) throw new EngineError(403, `error while removing network: network ${network.name} id ${network.id} has active endpoints`);
    this.byId.delete(network.id);
    this.host.network.removeBridge(network.bridgeName);
    this.events.add('network', 'destroy', network.id, { name: network.name, type: network.spec.driver });
  }

  /** A new id for an endpoint or a sandbox. */
  newId(): string {
    return randomHex(() => this.random.next(), 64);
  }

  isUsed(network: DockerNetwork): boolean {
    return [...network.endpoints.values()].some((e: Endpoint) => e.ip !== '');
  }

  private add(parts: { readonly name: string; readonly driver: Driver } & Partial<NetworkSpec>): DockerNetwork {
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

  private checkedSubnet(text: string): string {
    const cidr = Cidr.parse(text);
    if (!cidr) throw badRequest(`invalid subnet ${text}: invalid CIDR block notation`);
    if (this.overlaps(cidr)) throw new EngineError(403, 'invalid pool request: Pool overlaps with other one on this address space');
    return cidr.toString();
  }

  private freeSubnet(): string {
    const pools = [...numbers(18, 31).map((n) => `172.${n}.0.0/16`), ...numbers(0, 15).map((n) => `192.168.${n * 16}.0/20`)];
    const free = pools.find((pool) => !this.overlaps(Cidr.parse(pool)!));
    if (free === undefined) throw new EngineError(400, 'all predefined address pools have been fully subnetted');
    return free;
  }

  private overlaps(cidr: Cidr): boolean {
    const meets = (other: Cidr): boolean => other.base < cidr.base + cidr.size && cidr.base < other.base + other.size;
    if (this.all.some((n) => n.cidr && meets(n.cidr))) return true;
    return this.host.network.namespace.addresses.some((address) => cidr.contains(address) && parseAddress(address) !== undefined);
  }
}

function numbers(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
