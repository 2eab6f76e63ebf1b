/** The API's documents of a container: its line in a list, and all that inspect tells. */
import { formatRfc3339Nano } from '../../base/index.ts';
import { layerBytes } from '../../containers/index.ts';
import type { Host } from '../../host/index.ts';
import type { DockerEngine } from '../engine.ts';
import { hardwareAddress, type Endpoint } from '../networks/docker-network.ts';
import { graphDriver } from '../system/graph-driver.ts';
import type { DockerContainer } from './docker-container.ts';
import { hostConfigDocument } from './host-config-document.ts';
import { mountDocument } from './mount-points.ts';
import { statusText, timeText, wallOf } from './status-text.ts';

export function rootFsBytes(container: DockerContainer): number {
  return container.image.layers.reduce((sum, layer) => sum + layerBytes(layer), 0) + container.runtime.writtenBytes();
}

export function summary(engine: DockerEngine, container: DockerContainer, withSize: boolean): object {
  const { host } = engine;
  const { record } = container.runtime;
  return {
    Id: container.id,
    Names: [`/${container.name}`],
    Image: shownImage(engine, container),
    ImageID: container.image.id,
    Command: commandText(container.argv),
    Created: Math.floor(wallOf(host, record.createdMs) / 1000),
    Ports: portsSummary(engine, container),
    ...(withSize ? sizes(container) : {}),
    Labels: container.labels,
    State: container.state,
    Status: statusText(host, container),
    HostConfig: { NetworkMode: container.networkMode },
    NetworkSettings: { Networks: endpointDocuments(container) },
    Mounts: container.mounts.map(mountDocument),
  };
}

function sizes(container: DockerContainer): object {
  const written = container.runtime.writtenBytes();
  return { ...(written > 0 ? { SizeRw: written } : {}), SizeRootFs: rootFsBytes(container) };
}

/** The name it was made from, unless that now means another image. */
function shownImage(engine: DockerEngine, container: DockerContainer): string {
  const asked = container.config.Image ?? '';
  const now = engine.runtime.images.resolve(asked);
  return now?.image.id === container.image.id ? asked : container.image.id.slice('sha256:'.length, 'sha256:'.length + 12);
}

function commandText([path = '', ...args]: readonly string[]): string {
  return [path, ...args.map((arg) => (arg.includes(' ') ? `'${arg}'` : arg))].join(' ');
}

/** A port for all addresses is bound for those of either version, where the machine has both. */
function hostIps({ host }: DockerEngine, hostIp: string): readonly string[] {
  return hostIp === '0.0.0.0' && host.facts.ipv6 ? ['0.0.0.0', '::'] : [hostIp];
}

function portsSummary(engine: DockerEngine, { ports, config, isRunning }: DockerContainer): readonly object[] {
  if (!isRunning) return [];
  const published = ports.flatMap(({ hostIp, containerPort, hostPort, protocol }) =>
    hostIps(engine, hostIp).map((IP) => ({ IP, PrivatePort: containerPort, PublicPort: hostPort, Type: protocol })),
  );
  const exposed = Object.keys(config.ExposedPorts ?? {})
    .filter((name) => !ports.some((p) => `${p.containerPort}/${p.protocol}` === name))
    .map((name) => ({ PrivatePort: Number(name.split('/')[0]), Type: name.split('/')[1] ?? 'tcp' }));
  return [...exposed, ...published];
}

export function inspection(engine: DockerEngine, container: DockerContainer, withSize: boolean): object {
  const { host } = engine;
  const driver = engine.release.storageDriver;
  const { id, runtime } = container;
  const { record } = runtime;
  const folder = `/var/lib/docker/containers/${id}`;
  const [path = '', ...args] = container.argv;
  return {
    Id: id,
    Created: timeText(host, record.createdMs),
    Path: path,
    Args: args,
    State: stateDocument(host, container),
    Image: container.image.id,
    ResolvConfPath: runtime.etc ? `${folder}/resolv.conf` : '',
    HostnamePath: runtime.etc ? `${folder}/hostname` : '',
    HostsPath: runtime.etc ? `${folder}/hosts` : '',
    LogPath: record.status.starts > 0 ? `${folder}/${id}-json.log` : '',
    Name: `/${container.name}`,
    RestartCount: container.restartCount,
    Driver: driver,
    Platform: 'linux',
    MountLabel: '',
    ProcessLabel: '',
    AppArmorProfile: container.isRunning ? 'docker-default' : '',
    ExecIDs: container.execIds.size > 0 ? [...container.execIds] : null,
    HostConfig: hostConfigDocument(container.hostConfig),
    GraphDriver: graphDriver(driver, container.image.layers.map((l) => l.id), id),
    ...(withSize ? { SizeRw: runtime.writtenBytes(), SizeRootFs: rootFsBytes(container) } : {}),
    Mounts: container.mounts.map(mountDocument),
    Config: configOf(container),
    NetworkSettings: networkSettings(engine, container),
  };
}

function configOf({ config }: DockerContainer): object {
  const { Hostname = '', Domainname = '', User = '', AttachStdin = false, AttachStdout = false, AttachStderr = false } = config;
  const { ExposedPorts, Tty = false, OpenStdin = false, StdinOnce = false, Env, Cmd, Healthcheck, Image = '', Volumes, WorkingDir = '', Entrypoint, OnBuild, Labels, StopSignal, StopTimeout } = config;
  return {
    Hostname,
    Domainname,
    User,
    AttachStdin,
    AttachStdout,
    AttachStderr,
    ExposedPorts,
    Tty,
    OpenStdin,
    StdinOnce,
    Env: Env ?? [],
    Cmd: Cmd ?? null,
    Healthcheck,
    Image,
    Volumes: Volumes ?? null,
    WorkingDir,
    Entrypoint: Entrypoint ?? null,
    OnBuild: OnBuild ?? null,
    Labels: Labels ?? {},
    StopSignal,
    StopTimeout,
  };
}

function stateDocument(host: Host, container: DockerContainer): object {
  const { record } = container.runtime;
  const { state, health } = container;
  return {
    Status: state,
    Running: container.isRunning || state === 'restarting',
    Paused: state === 'paused',
    Restarting: state === 'restarting',
    OOMKilled: record.status.oomKilled,
    Dead: false,
    Pid: record.status.pid,
    ExitCode: record.status.exitCode,
    Error: record.status.error === '' ? '' : `failed to create task for container: ${record.status.error}`,
    StartedAt: timeText(host, record.status.startedMs),
    FinishedAt: timeText(host, record.status.finishedMs),
    ...(health
      ? {
          Health: {
            Status: health.status,
            FailingStreak: health.failingStreak,
            Log: health.log.map((p) => ({ Start: formatRfc3339Nano(p.startMs), End: formatRfc3339Nano(p.endMs), ExitCode: p.exitCode, Output: p.output })),
          },
        }
      : {}),
  };
}

function networkSettings(engine: DockerEngine, container: DockerContainer): object {
  const bridge = container.endpoints.get('bridge');
  return {
    Bridge: '',
    SandboxID: container.isRunning ? container.sandboxId : '',
    SandboxKey: container.isRunning ? `/var/run/docker/netns/${container.sandboxId.slice(0, 12)}` : '',
    Ports: portMap(engine, container),
    HairpinMode: false,
    LinkLocalIPv6Address: '',
    LinkLocalIPv6PrefixLen: 0,
    SecondaryIPAddresses: null,
    SecondaryIPv6Addresses: null,
    ...addressDocument(bridge),
    Networks: endpointDocuments(container),
  };
}

function portMap(engine: DockerEngine, { ports, config, isRunning }: DockerContainer): object {
  const map: Record<string, { HostIp: string; HostPort: string }[] | null> = {};
  if (!isRunning) return map;
  for (const name of Object.keys(config.ExposedPorts ?? {})) map[name] = null;
  for (const { containerPort, protocol, hostIp, hostPort } of ports) {
    const list = (map[`${containerPort}/${protocol}`] ??= []);
    for (const HostIp of hostIps(engine, hostIp)) list.push({ HostIp, HostPort: String(hostPort) });
  }
  return map;
}

function addressDocument(endpoint: Endpoint | undefined): object {
  const ip = endpoint?.ip ?? '';
  return {
    EndpointID: endpoint?.id ?? '',
    Gateway: ip === '' ? '' : (endpoint?.network.spec.gateway ?? ''),
    GlobalIPv6Address: '',
    GlobalIPv6PrefixLen: 0,
    IPAddress: ip,
    IPPrefixLen: ip === '' ? 0 : (endpoint?.network.cidr?.bits ?? 0),
    IPv6Gateway: '',
    MacAddress: hardwareAddress(ip),
  };
}

export function endpointDocuments(container: DockerContainer): object {
  return Object.fromEntries([...container.endpoints].map(([name, endpoint]) => [name, endpointDocument(container, endpoint)]));
}

function endpointDocument(container: DockerContainer, endpoint: Endpoint): object {
  const { network, aliases, ip } = endpoint;
  const names = network.resolvesNames ? [container.name, ...aliases, container.id.slice(0, 12)] : null;
  return {
    IPAMConfig: endpoint.wantedIp === '' ? null : { IPv4Address: endpoint.wantedIp },
    Links: null,
    Aliases: aliases.length > 0 ? aliases : null,
    MacAddress: hardwareAddress(ip),
    DriverOpts: null,
    GwPriority: 0,
    NetworkID: network.id,
    EndpointID: endpoint.id,
    Gateway: ip === '' ? '' : network.spec.gateway,
    IPAddress: ip,
    IPPrefixLen: ip === '' ? 0 : (network.cidr?.bits ?? 0),
    IPv6Gateway: '',
    GlobalIPv6Address: '',
    GlobalIPv6PrefixLen: 0,
    DNSNames: names,
  };
}
