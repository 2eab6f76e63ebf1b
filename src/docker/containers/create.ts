/** Making a container: checks what was asked for, adds what the image says, and has the runtime make it. */
import { configDocument, podUidLabel, type ContainerSpec, type Image, type NamespaceChoice, type NamespaceChoices } from '../../containers/index.ts';
import { parseSignal } from '../../host/index.ts';
import { badRequest, notFound } from '../errors.ts';
import type { DockerEngine } from '../engine.ts';
import type { DockerNetwork, Endpoint } from '../networks/docker-network.ts';
import { portOf } from '../networks/published-ports.ts';
import type { ContainerConfig, CreateBody, HostConfig } from './container-config.ts';
import { DockerContainer } from './docker-container.ts';
import { checkLimits, limitsOf } from './limits.ts';
import { mountPointsOf, runtimeMount, type MountPoint } from './mount-points.ts';

const policies = new Set(['', 'no', 'always', 'on-failure', 'unless-stopped']);

export function createContainer(engine: DockerEngine, body: CreateBody, askedName: string): DockerContainer {
  const { runtime, containers, host } = engine;
  const hostConfig = body.HostConfig ?? {};
  check(engine, body, hostConfig);
  const record = runtime.images.resolve(body.Image ?? '');
  if (!record) throw notFound(`No such image: ${engine.imageNameShown(body.Image ?? '')}`);
  const name = containers.freeName(askedName);
  const config = withImage(body, record.image);
  const argv = [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])];
  if (argv.length === 0) throw badRequest('no command specified');
  const inherited = (hostConfig.VolumesFrom ?? []).flatMap((from) => mountsFrom(engine, from));
  const mounts = mountPointsOf({ hostConfig, volumes: config.Volumes, inherited }, engine.volumes, host);
  const spec = runtimeSpec(engine, { name, config, hostConfig, argv, mounts, imageId: record.image.id });
  const made = runtime.create(spec);
  const container = new DockerContainer(made, { name, config: { ...config, Hostname: config.Hostname || made.id.slice(0, 12) }, hostConfig: withDefaults(hostConfig), argv, mounts });
  addEndpoints(engine, container, body);
  containers.add(container);
  engine.events.add('container', 'create', container.id, container.attributes);
  return container;
}

function check(engine: DockerEngine, body: CreateBody, hostConfig: HostConfig): void {
  if ((body.Image ?? '') === '') throw badRequest('no image specified');
  checkLimits(hostConfig, engine.host);
  const { Name = '', MaximumRetryCount = 0 } = hostConfig.RestartPolicy ?? {};
  if (!policies.has(Name)) throw badRequest(`invalid restart policy: unknown policy '${Name}'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'`);
  if (Name !== 'on-failure' && MaximumRetryCount > 0) throw badRequest(`invalid restart policy: maximum retry count can only be used with 'on-failure'`);
  if (hostConfig.AutoRemove && Name !== '' && Name !== 'no') throw badRequest("can't create 'AutoRemove' container with restart policy");
  for (const port of Object.keys(body.ExposedPorts ?? {})) portOf(port);
  for (const port of Object.keys(hostConfig.PortBindings ?? {})) portOf(port);
  if (body.StopSignal && !parseSignal(body.StopSignal)) throw badRequest(`Invalid signal: ${body.StopSignal}`);
  if (body.WorkingDir && !body.WorkingDir.startsWith('/')) throw badRequest(`the working directory '${body.WorkingDir}' is invalid, it needs to be an absolute path`);
  for (const pair of body.Env ?? []) if (pair.startsWith('=')) throw badRequest(`invalid environment variable: ${pair}`);
}

/** The client's own first, then what the image adds to it. */
function withImage(body: CreateBody, image: Image): ContainerConfig {
  const { HostConfig: _, NetworkingConfig: __, ...own } = body;
  const base = configDocument(image.config) as ContainerConfig;
  const env = [...(own.Env ?? [])];
  const named = new Set(env.map(nameOf));
  for (const pair of base.Env ?? []) if (!named.has(nameOf(pair))) env.push(pair);
  const overrides = own.Entrypoint !== undefined && own.Entrypoint !== null && own.Entrypoint.length > 0;
  const entrypoint = overrides ? own.Entrypoint!.filter((word, i, all) => !(all.length === 1 && word === '')) : (base.Entrypoint ?? null);
  const cmd = own.Cmd && own.Cmd.length > 0 ? own.Cmd : overrides ? null : (base.Cmd ?? null);
  const exposed = { ...base.ExposedPorts, ...own.ExposedPorts };
  const volumes = { ...base.Volumes, ...own.Volumes };
  return {
    ...own,
    Env: env,
    Cmd: cmd,
    Entrypoint: entrypoint && entrypoint.length > 0 ? entrypoint : null,
    ...(Object.keys(exposed).length > 0 ? { ExposedPorts: exposed } : {}),
    Volumes: Object.keys(volumes).length > 0 ? volumes : null,
    User: own.User || base.User || '',
    WorkingDir: own.WorkingDir || base.WorkingDir || '',
    Labels: { ...base.Labels, ...own.Labels },
    ...(own.StopSignal || base.StopSignal ? { StopSignal: own.StopSignal || base.StopSignal || '' } : {}),
    ...(own.Healthcheck ?? base.Healthcheck ? { Healthcheck: { ...base.Healthcheck, ...own.Healthcheck } } : {}),
  };
}

function nameOf(pair: string): string {
  return pair.split('=')[0]!;
}

function withDefaults(config: HostConfig): HostConfig {
  const { Memory = 0, MemorySwap = 0 } = config;
  return {
    ...config,
    NetworkMode: !config.NetworkMode || config.NetworkMode === 'default' ? 'bridge' : config.NetworkMode,
    RestartPolicy: { Name: config.RestartPolicy?.Name || 'no', MaximumRetryCount: config.RestartPolicy?.MaximumRetryCount ?? 0 },
    ...(Memory > 0 && MemorySwap === 0 ? { MemorySwap: Memory * 2 } : {}),
  };
}

function mountsFrom(engine: DockerEngine, text: string): readonly MountPoint[] {
  const [name = '', mode = ''] = text.split(':');
  const other = engine.containers.get(name);
  return other.mounts.map((mount) => (mode === 'ro' ? { ...mount, writable: false, mode } : mount));
}

interface SpecParts {
  readonly name: string;
  readonly config: ContainerConfig;
  readonly hostConfig: HostConfig;
  readonly argv: readonly string[];
  readonly mounts: readonly MountPoint[];
  readonly imageId: string;
}

function runtimeSpec(engine: DockerEngine, { name, config, hostConfig, argv, mounts, imageId }: SpecParts): ContainerSpec {
  const env = new Map<string, string>();
  for (const pair of config.Env ?? []) {
    const at = pair.indexOf('=');
    if (at >= 0) env.set(pair.slice(0, at), pair.slice(at + 1));
  }
  const stopSignal = config.StopSignal ? parseSignal(config.StopSignal) : undefined;
  const { [podUidLabel]: _, ...labels } = config.Labels ?? {};
  return {
    name,
    owner: 'docker',
    image: config.Image ?? '',
    imageId,
    argv,
    env,
    cwd: config.WorkingDir || '/',
    user: config.User ?? '',
    ...(config.Hostname ? { hostname: config.Hostname } : {}),
    mounts: mounts.map(runtimeMount),
    namespaces: namespacesOf(engine, hostConfig),
    limits: limitsOf(hostConfig),
    labels,
    tty: config.Tty ?? false,
    stdin: config.OpenStdin ?? false,
    stdinOnce: config.StdinOnce ?? false,
    readOnly: hostConfig.ReadonlyRootfs ?? false,
    privileged: hostConfig.Privileged ?? false,
    ...(hostConfig.CapAdd || hostConfig.CapDrop ? { capabilities: { add: hostConfig.CapAdd ?? [], drop: hostConfig.CapDrop ?? [] } } : {}),
    ...(stopSignal ? { stopSignal } : {}),
  };
}

function namespacesOf(engine: DockerEngine, config: HostConfig): NamespaceChoices {
  const choice = (mode: string | undefined): NamespaceChoice => {
    if (mode === 'host') return 'host';
    if (mode?.startsWith('container:')) return { container: engine.containers.get(mode.slice('container:'.length)).id };
    return 'new';
  };
  const net = choice(config.NetworkMode);
  const uts: NamespaceChoice = config.UTSMode === 'host' || net === 'host' ? 'host' : 'new';
  return { net, pid: choice(config.PidMode), ipc: choice(config.IpcMode), uts };
}

function networkNamed(engine: DockerEngine, name: string): DockerNetwork | undefined {
  return engine.networks.find(name === 'default' ? 'bridge' : name);
}

/** Places on networks. Whether they exist is found out when it starts. */
function addEndpoints(engine: DockerEngine, container: DockerContainer, body: CreateBody): void {
  const mode = container.networkMode;
  if (mode === 'host' || mode.startsWith('container:')) return;
  const asked = Object.entries(body.NetworkingConfig?.EndpointsConfig ?? {}).map(([name, config]) => ({ network: networkNamed(engine, name), config }));
  for (const network of [networkNamed(engine, mode), ...asked.map((one) => one.network)]) {
    if (!network || container.endpoints.has(network.name)) continue;
    const config = asked.find((one) => one.network === network)?.config;
    const endpoint: Endpoint = { network, aliases: config?.Aliases ?? [], wantedIp: config?.IPAMConfig?.IPv4Address ?? '', id: '', ip: '' };
    container.endpoints.set(network.name, endpoint);
  }
}
