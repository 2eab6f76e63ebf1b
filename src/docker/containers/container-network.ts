/** A container's networks at its start and its end: addresses, published ports, its hosts file and resolver. */
import { EtcFiles } from '../../containers/index.ts';
import type { NetNamespace } from '../../host/index.ts';
import { badRequest, EngineError, notFound } from '../errors.ts';
import type { DockerEngine } from '../engine.ts';
import { EmbeddedDns } from '../networks/embedded-dns.ts';
import type { Endpoint } from '../networks/docker-network.ts';
import { PortRefusal } from '../networks/published-ports.ts';
import type { PortMap } from './container-config.ts';
import type { DockerContainer } from './docker-container.ts';

const localNames = '127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::\tip6-localnet\nff00::\tip6-mcastprefix\nff02::1\tip6-allnodes\nff02::2\tip6-allrouters\n';

/** From this minor version of the API on, whoever runs in a container may listen on its ports below 1024. */
const OPENS_LOW_PORTS = 41;

/** Throws when a network is not there, an address or a port cannot be had; what was done is undone. */
export function connectAll(engine: DockerEngine, container: DockerContainer): void {
  const mode = container.networkMode;
  const { runtime } = container;
  if (mode.startsWith('container:')) {
    const other = engine.containers.get(mode.slice('container:'.length));
    if (!other.isRunning) throw new EngineError(409, `cannot join network of a non running container: ${other.id}`);
    if (other.runtime.etc) runtime.setEtc(other.runtime.etc);
    return;
  }
  if (mode !== 'host' && !engine.networks.find(mode)) throw notFound(`network ${mode} not found`);
  container.sandboxId = engine.networks.newId();
  if (mode !== 'host' && Number(engine.release.apiVersion.split('.')[1]) >= OPENS_LOW_PORTS) runtime.network.unprivilegedPortStart = 0;
  try {
    for (const endpoint of container.endpoints.values()) attach(engine, container, endpoint);
    if (mode !== 'host' && container.ip !== '') publish(engine, container);
  } catch (error) {
    disconnectAll(container);
    throw error;
  }
  runtime.setEtc(etcOf(engine, container));
  if (usesEmbeddedDns(container)) container.closeDns = EmbeddedDns.serve(engine, container);
}

/** The addresses and ports go back. */
export function disconnectAll(container: DockerContainer): void {
  container.releasePorts();
  container.releasePorts = () => {};
  container.closeDns();
  container.closeDns = () => {};
  container.ports = [];
  for (const endpoint of container.endpoints.values()) detach(container, endpoint);
}

/** Hangs the container on the network, also while it runs. */
export function attach(engine: DockerEngine, container: DockerContainer, endpoint: Endpoint): void {
  const { network } = endpoint;
  network.endpoints.set(container.id, endpoint);
  endpoint.id = engine.networks.newId();
  const { bridge, cidr } = network;
  if (!bridge || !cidr) return;
  if (endpoint.wantedIp !== '' && network.isBuiltin) throw badRequest(`invalid config for network ${network.name}: invalid endpoint settings:\nuser specified IP address is supported on user defined networks only`);
  const ip = endpoint.wantedIp || network.freeAddress();
  if (ip === undefined) throw new EngineError(500, `could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network`);
  if (endpoint.wantedIp !== '' && !cidr.contains(endpoint.wantedIp)) throw badRequest(`invalid config for network ${network.name}: invalid endpoint settings:\nno configured subnet or ip-range contain the IP address ${endpoint.wantedIp}`);
  if (bridge.members.has(ip) || ip === bridge.gateway) throw new EngineError(403, 'Address already in use');
  const namespace = container.runtime.network;
  bridge.attach(namespace, ip, `eth${namespace.addresses.length}`);
  endpoint.ip = ip;
  engine.events.add('network', 'connect', network.id, { container: container.id, name: network.name, type: network.spec.driver });
}

export function detach(container: DockerContainer, endpoint: Endpoint, namespace?: NetNamespace): void {
  const { network, ip } = endpoint;
  network.endpoints.delete(container.id);
  endpoint.id = '';
  if (ip === '') return;
  const member = namespace ?? network.bridge?.members.get(ip);
  if (member && network.bridge) network.bridge.detach(member, ip);
  endpoint.ip = '';
}

function publish(engine: DockerEngine, container: DockerContainer): void {
  const wanted = portsWanted(container);
  try {
    const { ports, release } = engine.ports.publish(wanted, container.ip);
    container.ports = ports;
    container.releasePorts = release;
  } catch (error) {
    if (!(error instanceof PortRefusal)) throw error;
    const endpoint = [...container.endpoints.values()].find(({ ip }) => ip !== '')!;
    throw new EngineError(500, `failed to set up container networking: driver failed programming external connectivity on endpoint ${container.name} (${endpoint.id}): ${error.message}`);
  }
}

function portsWanted({ hostConfig, config }: DockerContainer): PortMap {
  const wanted: Record<string, PortMap[string]> = { ...hostConfig.PortBindings };
  if (hostConfig.PublishAllPorts) for (const port of Object.keys(config.ExposedPorts ?? {})) wanted[port] ??= [{}];
  return wanted;
}

function usesEmbeddedDns(container: DockerContainer): boolean {
  return [...container.endpoints.values()].some(({ network }) => network.resolvesNames);
}

function etcOf(engine: DockerEngine, container: DockerContainer): EtcFiles {
  const { files, name } = engine.host;
  const isHost = container.networkMode === 'host';
  const hostname = isHost ? name : (container.config.Hostname ?? '');
  const own = isHost && files.exists('/etc/hosts') ? files.readText('/etc/hosts') : localNames;
  const extra = (container.hostConfig.ExtraHosts ?? []).map((text) => extraHost(engine, text)).join('');
  const addresses = [...container.endpoints.values()].filter(({ ip }) => ip !== '').map(({ ip }) => `${ip}\t${hostname}\n`);
  const texts = { hostname, hosts: own + extra + addresses.join(''), resolvConf: resolvConf(engine, container) };
  return new EtcFiles(engine.host, () => texts);
}

/** "db:10.0.0.9"; `host-gateway` stands for the host's own address on the default bridge. */
function extraHost(engine: DockerEngine, text: string): string {
  const at = text.indexOf(':');
  const address = text.slice(at + 1);
  return `${address === 'host-gateway' ? engine.networks.get('bridge').spec.gateway : address}\t${text.slice(0, at)}\n`;
}

function resolvConf(engine: DockerEngine, container: DockerContainer): string {
  const { files } = engine.host;
  const host = files.exists('/etc/resolv.conf') ? files.readText('/etc/resolv.conf') : '';
  const { Dns, DnsSearch, DnsOptions } = container.hostConfig;
  const servers = Dns && Dns.length > 0 ? Dns : EmbeddedDns.serversIn(host);
  const searches = DnsSearch && DnsSearch.length > 0 ? [...DnsSearch] : searchesIn(host);
  const embedded = usesEmbeddedDns(container);
  const lines = (embedded ? ['127.0.0.11'] : servers).map((server) => `nameserver ${server}\n`);
  if (searches.length > 0) lines.push(`search ${searches.join(' ')}\n`);
  const options = [...(DnsOptions ?? []), ...(embedded ? ['ndots:0'] : [])];
  if (options.length > 0) lines.push(`options ${options.join(' ')}\n`);
  const head = '# Generated by Docker Engine.\n# This file can be edited; Docker Engine will not make further changes once it\n# has been modified.\n\n';
  const tail = embedded
    ? `\n# Based on host file: '/etc/resolv.conf' (internal resolver)\n# ExtServers: [${servers.map((server) => `host(${server})`).join(' ')}]\n# Overrides: []\n# Option ndots from: internal\n`
    : `\n# Based on host file: '/etc/resolv.conf' (legacy)\n# Overrides: []\n`;
  return head + lines.join('') + tail;
}

function searchesIn(text: string): string[] {
  const line = text.split('\n').find((l) => l.startsWith('search '));
  return line ? line.slice('search '.length).trim().split(/\s+/) : [];
}
