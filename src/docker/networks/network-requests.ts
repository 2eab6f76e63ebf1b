/** What somebody may ask of the networks: done, or refused in the engine's words. */
import { Cidr, parseAddress } from '../../host/index.ts';
import { badRequest, conflict, EngineError, notFound } from '../errors.ts';
import type { DockerNetwork } from './docker-network.ts';
import type { NetworkList } from './network-list.ts';

export interface NetworkRequest {
  readonly Name?: string;
  readonly Driver?: string;
  readonly Internal?: boolean;
  readonly Attachable?: boolean;
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly Options?: Readonly<Record<string, string>> | null;
  readonly IPAM?: { readonly Config?: readonly { readonly Subnet?: string; readonly Gateway?: string }[] | null } | null;
}

export function createNetwork(networks: NetworkList, request: NetworkRequest): DockerNetwork {
  const name = request.Name ?? '';
  if (name.trim() === '') throw badRequest('name is required');
  if (['bridge', 'host', 'none', 'default'].includes(name)) throw new EngineError(403, `operation is not permitted on predefined ${name} network `);
  const driver = request.Driver || 'bridge';
  if (driver !== 'bridge') throw driver === 'host' || driver === 'null' ? new EngineError(403, `only one instance of "${driver}" network is allowed`) : notFound(`could not find plugin ${driver} in v1 plugin registry: plugin not found`);
  if (networks.all.some((n) => n.name === name)) throw conflict(`network with name ${name} already exists`);
  const wanted = request.IPAM?.Config?.[0];
  const subnet = wanted?.Subnet ? checkedSubnet(networks, wanted.Subnet) : freeSubnet(networks);
  const gateway = wanted?.Gateway || Cidr.parse(subnet)!.at(1);
  return networks.create({ name, driver, subnet, gateway, internal: request.Internal ?? false, attachable: request.Attachable ?? false, labels: request.Labels ?? {}, options: request.Options ?? {} });
}

export function removeNetwork(networks: NetworkList, network: DockerNetwork): void {
  if (network.isBuiltin) throw new EngineError(403, `${network.name} is a pre-defined network and cannot be removed`);
  if (isUsed(network)) throw new EngineError(403, `error while removing network: network ${network.name} id ${network.id} has active endpoints`);
  networks.remove(network);
}

export function isUsed(network: DockerNetwork): boolean {
  return [...network.endpoints.values()].some(({ ip }) => ip !== '');
}

function checkedSubnet(networks: NetworkList, text: string): string {
  const cidr = Cidr.parse(text);
  if (!cidr) throw badRequest(`invalid subnet ${text}: invalid CIDR block notation`);
  if (overlaps(networks, cidr)) throw new EngineError(403, 'invalid pool request: Pool overlaps with other one on this address space');
  return cidr.toString();
}

function freeSubnet(networks: NetworkList): string {
  const pools = [...numbers(18, 31).map((n) => `172.${n}.0.0/16`), ...numbers(0, 15).map((n) => `192.168.${n * 16}.0/20`)];
  const free = pools.find((pool) => !overlaps(networks, Cidr.parse(pool)!));
  if (free === undefined) throw new EngineError(400, 'all predefined address pools have been fully subnetted');
  return free;
}

function overlaps({ all, host }: NetworkList, cidr: Cidr): boolean {
  const meets = (other: Cidr): boolean => other.base < cidr.base + cidr.size && cidr.base < other.base + other.size;
  if (all.some((n) => n.cidr && meets(n.cidr))) return true;
  return host.network.namespace.addresses.some((address) => cidr.contains(address) && parseAddress(address) !== undefined);
}

function numbers(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
