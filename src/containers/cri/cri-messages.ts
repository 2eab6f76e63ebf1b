/** Sandboxes, containers and images as messages of the CRI. */
import type { Container } from '../runtime/container.ts';
import type { ImageRecord } from '../runtime/rows.ts';
import { podUidLabel, type Runtime } from '../runtime/runtime.ts';

const nanos = (host: { readonly wallMs: number; readonly clock: { readonly now: number } }, ms: number): string => (ms < 0 ? '0' : `${host.wallMs - host.clock.now + ms}000000`);
const labelsOf = (container: Container): Readonly<Record<string, string>> => container.spec.labels ?? {};

export function isSandbox(container: Container): boolean {
  return labelsOf(container)['io.cri-containerd.kind'] === 'sandbox';
}

/** Labels as clients see them, without those that are the runtime's own. */
function shownLabels(container: Container): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labelsOf(container)).filter(([name]) => /^io\.kubernetes\.(?:pod\.(?:name|namespace|uid)|container\.name)$/.test(name) || !/^io\.(?:kubernetes|cri-containerd)\./.test(name)));
}

export function sandboxMessage(container: Container): object {
  const labels = labelsOf(container);
  const metadata = { name: labels['io.kubernetes.pod.name'], uid: labels[podUidLabel], namespace: labels['io.kubernetes.pod.namespace'], attempt: attemptOf(container) };
  return { id: container.id, metadata, state: container.running ? 'SANDBOX_READY' : 'SANDBOX_NOTREADY', createdAt: nanos(container.host, container.record.createdMs), labels: shownLabels(container), annotations: {}, runtimeHandler: '' };
}

export function sandboxStatus(container: Container): object {
  const [ip = ''] = container.running && container.spec.namespaces?.net !== 'host' ? container.network.addresses : [];
  const { pid = 'new', net = 'new', ipc = 'new' } = container.spec.namespaces ?? {};
  const mode = (choice: unknown): string => (choice === 'host' ? 'NODE' : 'POD');
  const namespaces = { options: { ipc: mode(ipc), network: mode(net), pid: pid === 'host' ? 'NODE' : 'CONTAINER', targetId: '', usernsOptions: null } };
  return { status: { ...sandboxMessage(container), linux: { namespaces }, network: { additionalIps: [], ip } }, info: { pid: container.record.status.pid } };
}

/** The newest sandbox of its pod, or the one whose network it shares. */
function sandboxOf(runtime: Runtime, container: Container): string {
  const net = container.spec.namespaces?.ipc;
  if (typeof net === 'object' && 'container' in net) return net.container;
  return runtime.ofPod(labelsOf(container)[podUidLabel] ?? '').findLast(isSandbox)?.id ?? '';
}

export function underSandbox(runtime: Runtime, sandbox: Container): Container[] {
  return runtime.ofPod(labelsOf(sandbox)[podUidLabel] ?? '').filter((container) => !isSandbox(container) && sandboxOf(runtime, container) === sandbox.id);
}

const states = { created: 'CONTAINER_CREATED', running: 'CONTAINER_RUNNING', paused: 'CONTAINER_RUNNING', exited: 'CONTAINER_EXITED' } as const;

function attemptOf(container: Container): number {
  return Number(labelsOf(container)['io.kubernetes.container.restartCount'] ?? 0);
}

export function containerMessage(runtime: Runtime, container: Container): object {
  const labels = labelsOf(container);
  return {
    id: container.id,
    podSandboxId: sandboxOf(runtime, container),
    metadata: { name: container.record.name, attempt: attemptOf(container) },
    image: { annotations: {}, image: container.spec.imageId, userSpecifiedImage: container.spec.image },
    imageRef: container.spec.imageId,
    state: states[container.state],
    createdAt: nanos(container.host, container.record.createdMs),
    labels: shownLabels(container),
    annotations: { 'io.kubernetes.container.hash': labels['io.kubernetes.container.hash'] ?? '', 'io.kubernetes.container.restartCount': String(attemptOf(container)) },
  };
}

export function containerStatus(runtime: Runtime, container: Container): object {
  const { host, record } = container;
  const { startedMs, finishedMs, exitCode, oomKilled, pid, error } = record.status;
  const labels = labelsOf(container);
  const directory = `/var/log/pods/${labels['io.kubernetes.pod.namespace']}_${labels['io.kubernetes.pod.name']}_${labels[podUidLabel]}/${record.name}`;
  const reason = container.state !== 'exited' ? '' : oomKilled ? 'OOMKilled' : exitCode === 0 ? 'Completed' : 'Error';
  const status = {
    ...containerMessage(runtime, container),
    imageRef: labels['io.kubernetes.cri.image-ref'] ?? container.spec.imageId,
    imageId: container.spec.imageId,
    startedAt: nanos(host, startedMs),
    finishedAt: nanos(host, finishedMs),
    exitCode,
    reason,
    message: error,
    mounts: (container.spec.mounts ?? []).map((mount) => ({ containerPath: mount.point, hostPath: 'bind' in mount ? mount.bind : '', readonly: 'readOnly' in mount && mount.readOnly === true })),
    logPath: `${directory}/${attemptOf(container)}.log`,
  };
  return { status, info: { sandboxID: sandboxOf(runtime, container), pid, removing: false, runtimeSpec: { process: { args: container.spec.argv, cwd: container.spec.cwd ?? '/', env: [...container.spec.env].map(([name, value]) => `${name}=${value}`) }, hostname: container.spec.hostname ?? '' } } };
}

export function containerStats(runtime: Runtime, container: Container): object {
  const { id, metadata, labels } = containerMessage(runtime, container) as { id: string; metadata: object; labels: object };
  const timestamp = nanos(container.host, container.host.clock.now);
  return {
    attributes: { id, metadata, labels },
    cpu: { timestamp, usageCoreNanoSeconds: { value: String(Math.floor(container.cgroup?.usageNs ?? 0)) } },
    memory: { timestamp, workingSetBytes: { value: String(container.cgroup?.memoryBytes ?? 0) } },
    writableLayer: { timestamp, usedBytes: { value: String(container.writtenBytes()) }, inodesUsed: { value: String(container.changes().length) } },
  };
}

export function imageMessage({ image, tags, digests }: ImageRecord): object {
  return { id: image.id, repoTags: tags, repoDigests: digests, size: String(image.sizeBytes), username: image.config.User ?? '', pinned: tags.some((tag) => tag.includes('/pause:')) };
}
