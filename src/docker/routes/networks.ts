/** /networks. */
import { formatRfc3339Nano } from '../../base/index.ts';
import { attach, detach } from '../containers/container-network.ts';
import type { EndpointConfig } from '../containers/container-config.ts';
import { patternFor } from '../containers/name-pattern.ts';
import type { ApiCall } from '../door/exchange.ts';
import type { Route } from '../door/engine-door.ts';
import type { DockerEngine } from '../engine.ts';
import { conflict, EngineError } from '../errors.ts';
import { hardwareAddress, type DockerNetwork, type Endpoint } from '../networks/docker-network.ts';
import { createNetwork, isUsed, removeNetwork } from '../networks/network-requests.ts';

const accepted = ['dangling', 'driver', 'id', 'label', 'name', 'scope', 'type'];

export function networkRoutes(engine: DockerEngine): readonly Route[] {
  const { networks } = engine;
  return [
    { method: 'GET', path: '/networks', handle: (api) => list(engine, api) },
    { method: 'POST', path: '/networks/create', handle: (api) => api.json({ Id: createNetwork(networks, api.body()).id, Warning: '' }, 201) },
    { method: 'POST', path: '/networks/prune', handle: (api) => prune(engine, api) },
    { method: 'GET', path: '/networks/*', handle: (api) => api.json(networkDocument(engine, networks.get(api.part(0)), true)) },
    {
      method: 'DELETE',
      path: '/networks/*',
      handle: (api) => {
        removeNetwork(networks, networks.get(api.part(0)));
        api.empty();
      },
    },
    { method: 'POST', path: '/networks/*/connect', handle: (api) => connect(engine, api) },
    { method: 'POST', path: '/networks/*/disconnect', handle: (api) => disconnect(engine, api) },
  ];
}

function list(engine: DockerEngine, api: ApiCall): void {
  const filters = api.filters(accepted);
  const shown = engine.networks.all.filter(
    (network) =>
      filters.allows('name', (value) => patternFor(value)(network.name)) &&
      filters.allows('id', (value) => network.id.startsWith(value)) &&
      filters.allows('driver', (value) => network.spec.driver === value) &&
      filters.allows('scope', (value) => value === 'local') &&
      filters.allows('type', (value) => (value === 'builtin') === network.isBuiltin) &&
      filters.labels(network.spec.labels),
  );
  api.json([...shown].sort((a, b) => (a.name < b.name ? -1 : 1)).map((network) => networkDocument(engine, network, false)));
}

function networkDocument(engine: DockerEngine, network: DockerNetwork, withContainers: boolean): object {
  const { spec } = network;
  const containers = [...network.endpoints].map(([id, endpoint]) => [
    id,
    {
      Name: engine.containers.byWholeId(id)?.name ?? '',
      EndpointID: endpoint.id,
      MacAddress: hardwareAddress(endpoint.ip),
      IPv4Address: endpoint.ip === '' ? '' : `${endpoint.ip}/${network.cidr?.bits ?? 0}`,
      IPv6Address: '',
    },
  ]);
  return {
    Name: spec.name,
    Id: spec.id,
    Created: formatRfc3339Nano(spec.createdMs),
    Scope: 'local',
    Driver: spec.driver,
    EnableIPv4: true,
    EnableIPv6: false,
    IPAM: { Driver: 'default', Options: network.isBuiltin ? null : {}, Config: spec.subnet === '' ? (spec.driver === 'bridge' ? [] : null) : [{ Subnet: spec.subnet, Gateway: spec.gateway }] },
    Internal: spec.internal,
    Attachable: spec.attachable,
    Ingress: false,
    ConfigFrom: { Network: '' },
    ConfigOnly: false,
    Containers: withContainers ? Object.fromEntries(containers) : {},
    Options: spec.options ?? {},
    Labels: spec.labels,
  };
}

function prune(engine: DockerEngine, api: ApiCall): void {
  const filters = api.filters(['label', 'label!', 'until']);
  const gone = engine.networks.all.filter((network) => !network.isBuiltin && !isUsed(network) && filters.labels(network.spec.labels));
  for (const network of gone) engine.networks.remove(network);
  api.json({ NetworksDeleted: gone.length > 0 ? gone.map(({ name }) => name) : null });
}

function connect(engine: DockerEngine, api: ApiCall): void {
  const network = engine.networks.get(api.part(0));
  const { Container = '', EndpointConfig: config } = (api.body() as { Container?: string; EndpointConfig?: EndpointConfig | null });
  const container = engine.containers.get(Container);
  if (container.networkMode === 'host') throw conflict('cannot connect container to network: host network mode');
  if (container.endpoints.has(network.name) && network.endpoints.has(container.id)) throw new EngineError(403, `endpoint with name ${container.name} already exists in network ${network.name}`);
  const endpoint: Endpoint = { network, aliases: config?.Aliases ?? [], wantedIp: config?.IPAMConfig?.IPv4Address ?? '', id: '', ip: '' };
  container.endpoints.set(network.name, endpoint);
  if (container.isRunning) attach(engine, container, endpoint);
  api.empty(200);
}

function disconnect(engine: DockerEngine, api: ApiCall): void {
  const network = engine.networks.get(api.part(0));
  const { Container = '' } = (api.body() as { Container?: string });
  const container = engine.containers.get(Container);
  const endpoint = container.endpoints.get(network.name);
  if (!endpoint) throw new EngineError(403, `container ${container.id} is not connected to network ${network.name}`);
  detach(container, endpoint);
  container.endpoints.delete(network.name);
  engine.events.add('network', 'disconnect', network.id, { container: container.id, name: network.name, type: network.spec.driver });
  api.empty(200);
}
