/** Sandboxes and containers as somebody asks for them at containerd's socket without a kubelet. A kubelet that is at work ends what it knows nothing of. */
import type { Json, JsonObject } from '../../base/index.ts';
import type { CgroupLimits, Host, NetNamespace } from '../../host/index.ts';
import { tryReference } from '../images/reference.ts';
import type { Container } from '../runtime/container.ts';
import type { ContainerMount, ContainerSpec } from '../runtime/container-spec.ts';
import { EtcFiles } from '../runtime/rootfs.ts';
import { RuntimeError } from '../runtime/runtime-error.ts';
import type { ImageRecord } from '../runtime/rows.ts';
import { podUidLabel, type Runtime } from '../runtime/runtime.ts';
import { count, given, isOn, items, mode, pairs, text, words } from './cri-config.ts';
import { CriError } from './cri-error.ts';
import { isSandbox, underSandbox } from './cri-messages.ts';

const defaultPause = 'registry.k8s.io/pause:3.8'; // of containerd 1.7
const podBridge = 'cni0';
const ownGroup = 'k8s.io';
const leastWeight = 2;
const GROUPS_MAX = 16; // of a path

type Done = (answer: object) => void;
type Fail = (error: CriError) => void;

/** Which pod it is one of: NAME_NAMESPACE_UID_ATTEMPT. */
function reserved(labels: Readonly<Record<string, string>>): string {
  return [labels['io.kubernetes.pod.name'], labels['io.kubernetes.pod.namespace'], labels[podUidLabel], labels['io.kubernetes.container.restartCount'] ?? '0'].join('_');
}

export function runSandbox(runtime: Runtime, message: JsonObject, done: Done, fail: Fail): void {
  const config = given(message, 'config');
  if (given(config, 'metadata') === undefined) throw new CriError('Unknown', 'sandbox config must include metadata');
  const labels = {
    ...ownLabels(pairs(config, 'labels')),
    'io.kubernetes.pod.name': text(config, 'metadata', 'name'),
    'io.kubernetes.pod.namespace': text(config, 'metadata', 'namespace'),
    [podUidLabel]: text(config, 'metadata', 'uid'),
    'io.cri-containerd.kind': 'sandbox',
    'io.kubernetes.container.restartCount': String(count(config, 'metadata', 'attempt')),
  };
  const name = reserved(labels);
  const other = runtime.list('cri').find((one) => isSandbox(one) && reserved(one.spec.labels ?? {}) === name);
  if (other) throw new CriError('Unknown', `failed to reserve sandbox name "${name}": name "${name}" is reserved for "${other.id}"`);
  withPauseImage(runtime, (record) => {
    try {
      done({ podSandboxId: makeSandbox(runtime, config, labels, record) });
    } catch (error) {
      fail(asRefusal(error));
    }
  }, fail);
}

function asRefusal(error: unknown): CriError {
  if (error instanceof CriError) return error;
  if (error instanceof RuntimeError) return new CriError('Unknown', error.message);
  throw error;
}

/** That of the node's kubelet when it is here. */
function withPauseImage(runtime: Runtime, use: (record: ImageRecord) => void, fail: Fail): void {
  const here = runtime.images.list().find(({ tags }) => tags.some((tag) => tag.includes('/pause:')));
  if (here) return use(here);
  runtime.pull({ reference: tryReference(defaultPause)! }, (outcome) => {
    if ('error' in outcome) fail(new CriError('Unknown', `failed to get sandbox image "${defaultPause}": failed to pull image "${defaultPause}": ${outcome.error.criMessage}`));
    else use(outcome.pulled.record);
  });
}

function makeSandbox(runtime: Runtime, config: Json | undefined, labels: Readonly<Record<string, string>>, { image }: ImageRecord): string {
  const { host } = runtime;
  const options = (name: string): string => mode(config, 'linux', 'securityContext', 'namespaceOptions', name);
  const usesHost = options('network') === 'NODE';
  const bridge = host.network.bridge(podBridge);
  if (!usesHost && !bridge) throw new CriError('Unknown', 'failed to setup network for sandbox: cni plugin not initialized');
  const hostname = usesHost ? host.name : text(config, 'hostname') || text(config, 'metadata', 'name');
  const spec: ContainerSpec = {
    name: 'POD',
    owner: 'cri',
    image: 'pause',
    imageId: image.id,
    argv: [...(image.config.Entrypoint ?? []), ...(image.config.Cmd ?? [])],
    env: imageEnv(image.config.Env),
    user: image.config.User ?? '',
    hostname,
    namespaces: { net: usesHost ? 'host' : 'new', uts: usesHost ? 'host' : 'new', ipc: options('ipc') === 'NODE' ? 'host' : 'new', pid: options('pid') === 'NODE' ? 'host' : 'new' },
    limits: { weight: leastWeight },
    cgroupParent: groupOf(host, text(config, 'linux', 'cgroupParent')),
    labels,
    title: `${labels['io.kubernetes.pod.namespace']}/${labels['io.kubernetes.pod.name']}`,
  };
  const sandbox = runtime.create(spec, image);
  try {
    const ip = usesHost ? host.network.address : attach(host, sandbox.network);
    sandbox.setEtc(new EtcFiles(host, () => ({ hostname, hosts: `127.0.0.1\tlocalhost\n${ip}\t${hostname}\n`, resolvConf: resolvText(host, config) })));
    sandbox.start();
    if (!usesHost) sandbox.onExit(() => release(host, sandbox.network, ip));
  } catch (error) {
    runtime.remove(sandbox);
    throw error;
  }
  return sandbox.id;
}

/** The next free address of the node's range, as the network plugin hands them out. */
function attach(host: Host, namespace: NetNamespace): string {
  const bridge = host.network.bridge(podBridge)!;
  for (let number = 2; number < bridge.cidr.size - 1; number++) {
    const address = bridge.cidr.at(number);
    if (bridge.members.has(address)) continue;
    bridge.attach(namespace, address);
    return address;
  }
  throw new CriError('Unknown', 'failed to setup network for sandbox: failed to allocate for range 0: no IP addresses available in range set');
}

/** A kubelet may have been quicker, and another sandbox have the address. */
function release(host: Host, namespace: NetNamespace, address: string): void {
  const bridge = host.network.bridge(podBridge);
  if (bridge?.members.get(address) === namespace) bridge.detach(namespace, address);
}

function resolvText(host: Host, config: Json | undefined): string {
  const servers = words(config, 'dnsConfig', 'servers');
  if (servers.length === 0) return host.files.exists('/etc/resolv.conf') ? host.files.readText('/etc/resolv.conf') : '';
  const searches = words(config, 'dnsConfig', 'searches');
  const options = words(config, 'dnsConfig', 'options');
  return `${searches.length > 0 ? `search ${searches.join(' ')}\n` : ''}${servers.map((server) => `nameserver ${server}\n`).join('')}${options.length > 0 ? `options ${options.join(' ')}\n` : ''}`;
}

function groupOf(host: Host, path: string) {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..').slice(0, GROUPS_MAX);
  return (parts.length > 0 ? parts : [ownGroup]).reduce((group, part) => group.child(part), host.cgroups);
}

/** Those that the runtime goes by are its own to set. */
function ownLabels(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !name.startsWith('io.kubernetes.') && !name.startsWith('io.cri-containerd.')));
}

function imageEnv(env: readonly string[] = []): ReadonlyMap<string, string> {
  return new Map(env.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

export function createContainer(runtime: Runtime, sandbox: Container, config: Json | undefined): string {
  const { host } = runtime;
  const pod = sandbox.spec.labels ?? {};
  const name = text(config, 'metadata', 'name');
  const attempt = count(config, 'metadata', 'attempt');
  if (given(config, 'metadata') === undefined || name === '') throw new CriError('Unknown', 'container config must include metadata');
  const full = `${name}_${[pod['io.kubernetes.pod.name'], pod['io.kubernetes.pod.namespace'], pod[podUidLabel]].join('_')}_${attempt}`;
  const other = underSandbox(runtime, sandbox).find((one) => one.record.name === name && Number(one.spec.labels?.['io.kubernetes.container.restartCount'] ?? 0) === attempt);
  if (other) throw new CriError('Unknown', `failed to reserve container name "${full}": name "${full}" is reserved for "${other.id}"`);
  if (!sandbox.running) throw new CriError('Unknown', `sandbox container "${sandbox.id}" is not running`);
  const asked = text(config, 'image', 'image');
  const record = runtime.images.resolve(asked);
  if (!record) throw new CriError('NotFound', `failed to resolve image "${asked}": not found`);
  const { image, tags, digests } = record;
  const security = (...path: readonly string[]): readonly string[] => ['linux', 'securityContext', ...path];
  const usesHost = sandbox.spec.namespaces?.net === 'host';
  const shared = { container: sandbox.id };
  const [command, args] = [words(config, 'command'), words(config, 'args')];
  const user = given(config, ...security('runAsUser', 'value'));
  const spec: ContainerSpec = {
    name,
    owner: 'cri',
    image: asked,
    imageId: image.id,
    argv: command.length + args.length === 0 ? [...(image.config.Entrypoint ?? []), ...(image.config.Cmd ?? [])] : [...(command.length > 0 ? command : (image.config.Entrypoint ?? [])), ...(args.length > 0 || command.length > 0 ? args : (image.config.Cmd ?? []))],
    env: new Map([...imageEnv(image.config.Env), ...items(config, 'envs').map((one) => [text(one, 'key'), text(one, 'value')] as const)]),
    cwd: text(config, 'workingDir') || image.config.WorkingDir || '/',
    user: typeof user === 'number' || typeof user === 'string' ? String(user) : text(config, ...security('runAsUsername')) || (image.config.User ?? ''),
    ...(sandbox.spec.hostname !== undefined && { hostname: sandbox.spec.hostname }),
    ...(sandbox.etc && { etc: sandbox.etc }),
    mounts: items(config, 'mounts').map((one): ContainerMount => ({ point: text(one, 'containerPath'), bind: text(one, 'hostPath'), readOnly: isOn(one, 'readonly') })),
    namespaces: { net: usesHost ? 'host' : shared, ipc: shared, uts: usesHost ? 'host' : shared, pid: mode(config, ...security('namespaceOptions', 'pid')) === 'POD' && given(config, ...security('namespaceOptions', 'pid')) !== undefined ? shared : 'new' },
    limits: limitsOf(given(config, 'linux', 'resources')),
    cgroupParent: sandbox.spec.cgroupParent ?? host.cgroups.child(ownGroup),
    labels: {
      ...ownLabels(pairs(config, 'labels')),
      'io.kubernetes.pod.name': pod['io.kubernetes.pod.name'] ?? '',
      'io.kubernetes.pod.namespace': pod['io.kubernetes.pod.namespace'] ?? '',
      [podUidLabel]: pod[podUidLabel] ?? '',
      'io.cri-containerd.kind': 'container',
      'io.kubernetes.container.name': name,
      'io.kubernetes.container.restartCount': String(attempt),
      'io.kubernetes.cri.image-name': tags[0] ?? asked,
      'io.kubernetes.cri.image-ref': digests[0] ?? image.id,
    },
    ...(isOn(config, 'tty') && { tty: true }),
    ...(isOn(config, 'stdin') && { stdin: true }),
    ...(isOn(config, ...security('privileged')) && { privileged: true }),
    ...(isOn(config, ...security('readonlyRootfs')) && { readOnly: true }),
    capabilities: { add: words(config, ...security('capabilities', 'addCapabilities')), drop: words(config, ...security('capabilities', 'dropCapabilities')) },
    title: `${pod['io.kubernetes.pod.namespace']}/${pod['io.kubernetes.pod.name']}/${name}`,
  };
  return runtime.create(spec, image).id;
}

/** What is not named stays as it is. */
export function limitsOf(resources: Json | undefined, before: CgroupLimits = { weight: leastWeight }): CgroupLimits {
  const [quotaUs, periodUs, weight, memoryBytes] = ['cpuQuota', 'cpuPeriod', 'cpuShares', 'memoryLimitInBytes'].map((name) => count(resources, name)) as [number, number, number, number];
  return {
    ...before,
    ...(weight > 0 && { weight: Math.max(leastWeight, weight) }),
    ...(quotaUs > 0 && { quotaUs, periodUs: periodUs > 0 ? periodUs : (before.periodUs ?? 100_000) }),
    ...(memoryBytes > 0 && { memoryBytes }),
  };
}

export function startContainer(container: Container): void {
  if (container.state !== 'created') throw new CriError('Unknown', `failed to set starting state for container "${container.id}": container is in ${container.running ? 'CONTAINER_RUNNING' : 'CONTAINER_EXITED'} state`);
  try {
    container.start();
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    throw new CriError('Unknown', `failed to create containerd task: ${error.message}`);
  }
}
