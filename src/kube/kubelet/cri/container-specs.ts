/** A pod's sandbox and containers as the runtime is asked for them, and the labels by which a kubelet knows them again. */
import { bytesContent, fileNode, metaOf, treeOf, TreeFs } from '../../../files/index.ts';
import { podUidLabel, type ContainerMount, type ContainerSpec, type EtcFiles, type Image } from '../../../containers/index.ts';
import { parseSignal, type Cgroup, type Signal } from '../../../host/index.ts';
import type { Container } from '../../kinds/pod/container.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { expand } from '../expansion.ts';
import type { ContainerRequest, SandboxRequest, VolumeMountRequest } from '../runtime-client.ts';
import type { VolumeFiles } from '../volumes/volume-files.ts';
import { containerLimits } from './pod-cgroups.ts';
import { hostNameOf } from './pod-etc.ts';

type LabelSet = Readonly<Record<string, string>>;

/** Reading the labels again. */
export const labels = {
  isSandbox: (set: LabelSet) => set['io.cri-containerd.kind'] === 'sandbox',
  podNameOf: (set: LabelSet) => set['io.kubernetes.pod.name'] ?? '',
  namespaceOf: (set: LabelSet) => set['io.kubernetes.pod.namespace'] ?? '',
  containerNameOf: (set: LabelSet) => set['io.kubernetes.container.name'] ?? '',
  attemptOf: (set: LabelSet) => Number(set['io.kubernetes.container.restartCount'] ?? 0),
  imageOf: (set: LabelSet) => set['io.kubernetes.cri.image-name'] ?? '',
  imageDigestOf: (set: LabelSet) => set['io.kubernetes.cri.image-ref'] ?? '',
  specHashOf: (set: LabelSet) => set['io.kubernetes.container.hash'] ?? '',
  messagePathOf: (set: LabelSet) => set['io.kubernetes.container.terminationMessagePath'] ?? '',
  fallsBackToLog: (set: LabelSet) => set['io.kubernetes.container.terminationMessagePolicy'] === 'FallbackToLogsOnError',
} as const;

const sandboxLimits = { weight: 2 };

export function sandboxSpecOf({ pod, attempt }: SandboxRequest, image: Image, cgroupParent: Cgroup): ContainerSpec {
  const { spec, metadata } = pod;
  const { Entrypoint = [], Cmd = [] } = image.config;
  return {
    name: 'POD',
    owner: 'cri',
    image: 'pause',
    imageId: image.id,
    argv: Entrypoint.concat(Cmd),
    env: envOf(image, noEnv),
    user: image.config.User ?? '',
    hostname: hostNameOf(pod),
    namespaces: {
      net: spec.hostNetwork ? 'host' : 'new',
      ipc: spec.hostIPC ? 'host' : 'new',
      uts: spec.hostNetwork ? 'host' : 'new',
      pid: spec.hostPID ? 'host' : 'new',
    },
    limits: sandboxLimits,
    cgroupParent,
    labels: {
      'io.kubernetes.pod.name': metadata.name,
      'io.kubernetes.pod.namespace': metadata.namespace,
      [podUidLabel]: metadata.uid,
      'io.cri-containerd.kind': 'sandbox',
      'io.kubernetes.container.restartCount': String(attempt),
    },
    title: `${metadata.namespace}/${metadata.name}`,
  };
}

export function containerSpecOf(request: ContainerRequest, image: Image, etc: EtcFiles | undefined, cgroupParent: Cgroup): ContainerSpec {
  const { pod, container, sandboxId, targetId, mounts } = request;
  const { spec, metadata } = pod;
  const env = envOf(image, request.env);
  const sandbox = { container: sandboxId };
  const { config } = image;
  const security = container.securityContext ?? {};
  const groups = spec.securityContext?.fsGroup === undefined ? spec.securityContext?.supplementalGroups : [...(spec.securityContext.supplementalGroups ?? []), spec.securityContext.fsGroup];
  return {
    name: container.name,
    owner: 'cri',
    image: container.image ?? '',
    imageId: image.id,
    argv: argvOf(container, image, env),
    env,
    cwd: container.workingDir || config.WorkingDir || '/',
    user: userOf(pod, container, image),
    ...(groups && { groups }),
    hostname: hostNameOf(pod),
    ...(mounts.length > 0 && { mounts: mounts.map(mountOf) }),
    ...(etc && { etc }),
    namespaces: {
      net: spec.hostNetwork ? 'host' : sandbox,
      ipc: spec.hostIPC ? 'host' : sandbox,
      uts: spec.hostNetwork ? 'host' : sandbox,
      pid: targetId !== undefined ? { container: targetId } : spec.hostPID ? 'host' : spec.shareProcessNamespace ? sandbox : 'new',
    },
    limits: containerLimits(container),
    cgroupParent,
    labels: labelsOf(request),
    ...(container.tty && { tty: true }),
    ...(container.stdin && { stdin: true }),
    ...(container.stdinOnce && { stdinOnce: true }),
    ...(security.privileged && { privileged: true }),
    ...(security.capabilities && { capabilities: { add: security.capabilities.add ?? [], drop: security.capabilities.drop ?? [] } }),
    ...(security.readOnlyRootFilesystem && { readOnly: true }),
    ...stopSignalOf(container, image),
    title: `${metadata.namespace}/${metadata.name}/${container.name}`,
  };
}

function mountOf(mount: VolumeMountRequest): ContainerMount {
  if ('files' in mount) return { point: mount.point, fs: sharedTree(mount.files), source: 'tmpfs', readOnly: true, options: 'relatime' };
  return { point: mount.point, bind: mount.hostPath, readOnly: mount.readOnly };
}

const trees = new WeakMap<VolumeFiles, TreeFs>();

function sharedTree(files: VolumeFiles): TreeFs {
  let tree = trees.get(files);
  if (!tree) {
    const placed = [...files].map(([path, { bytes, mode }]) => ({ path: `/${path}`, node: fileNode(bytesContent(bytes), metaOf(mode, 0)) }));
    tree = new TreeFs(treeOf(placed, metaOf(0o755, 0)), { type: 'tmpfs' });
    trees.set(files, tree);
  }
  return tree;
}

/** One literal, so that all containers' labels are of one shape. */
function labelsOf({ pod, container, attempt, image, specHash }: ContainerRequest): LabelSet {
  const { metadata } = pod;
  return {
    'io.kubernetes.pod.name': metadata.name,
    'io.kubernetes.pod.namespace': metadata.namespace,
    [podUidLabel]: metadata.uid,
    'io.cri-containerd.kind': 'container',
    'io.kubernetes.container.name': container.name,
    'io.kubernetes.container.restartCount': String(attempt),
    'io.kubernetes.container.hash': specHash,
    'io.kubernetes.container.terminationMessagePath': container.terminationMessagePath ?? '',
    'io.kubernetes.container.terminationMessagePolicy': container.terminationMessagePolicy ?? 'File',
    'io.kubernetes.cri.image-name': image.reference,
    'io.kubernetes.cri.image-ref': image.digest,
  };
}

/** The spec's command replaces the image's entrypoint, and with it the image's arguments. */
function argvOf(container: Container, { config }: Image, env: ReadonlyMap<string, string>): readonly string[] {
  const command = container.command?.length ? container.command.map((text) => expand(text, env)) : undefined;
  const args = container.args?.length ? container.args.map((text) => expand(text, env)) : undefined;
  if (!command && !args) return (config.Entrypoint ?? []).concat(config.Cmd ?? []);
  return [...(command ?? config.Entrypoint ?? []), ...(args ?? (command ? [] : (config.Cmd ?? [])))];
}

function userOf(pod: Pod, container: Container, { config }: Image): string {
  const user = container.securityContext?.runAsUser ?? pod.spec.securityContext?.runAsUser;
  const group = container.securityContext?.runAsGroup ?? pod.spec.securityContext?.runAsGroup;
  const name = user === undefined ? (config.User ?? '') : String(user);
  return group === undefined ? name : `${name.split(':')[0] || '0'}:${group}`;
}

function stopSignalOf(container: Container, { config }: Image): { stopSignal?: Signal } {
  const wanted = container.lifecycle?.stopSignal ?? config.StopSignal;
  const signal = wanted === undefined ? undefined : parseSignal(wanted);
  return signal ? { stopSignal: signal } : {};
}

const noEnv: ReadonlyMap<string, string> = new Map();
const merged = new WeakMap<ReadonlyMap<string, string>, WeakMap<Image, ReadonlyMap<string, string>>>();

/** The image's variables, and over them the pod's. Containers of one template share the outcome. */
function envOf(image: Image, env: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  let byImage = merged.get(env);
  if (!byImage) merged.set(env, (byImage = new WeakMap()));
  let whole = byImage.get(image);
  if (!whole) {
    const map = new Map<string, string>();
    for (const pair of image.config.Env ?? []) map.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    for (const [name, value] of env) map.set(name, value);
    whole = map;
    byImage.set(image, whole);
  }
  return whole;
}
