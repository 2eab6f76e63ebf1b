/** What a kubelet's acts are called in its log, in the form of Kubernetes' own logs. */
import { klogHead, type KlogLevel } from '../../base/index.ts';
import type { TraceArgs } from '../../sim/index.ts';

type Line = readonly [level: KlogLevel, source: string, text: string, keys: readonly (readonly [key: string, arg: string])[]];

const lines: Readonly<Record<string, Line>> = {
  'kubelet-begins': ['I', 'server.go:533', 'Kubelet version', [['kubeletVersion', 'version'], ['nodeName', 'node'], ['staticPodPath', 'manifests']]],
  'kubelet-loses-server': ['E', 'controller.go:145', 'Failed to ensure lease exists, will retry', [['node', 'node'], ['server', 'address']]],
  'kubelet-is-refused': ['E', 'kubelet_node_status.go:107', 'Unable to register node with API server', [['err', 'message'], ['node', 'node']]],
  'kubelet-registers-node': ['I', 'kubelet_node_status.go:75', 'Attempting to register node', [['node', 'node']]],
  'kubelet-reports-node': ['I', 'kubelet_node_status.go:501', 'Fast updating node status', [['node', 'node'], ['ready', 'ready']]],
  'kubelet-begins-lease': ['I', 'controller.go:115', 'Created lease', [['node', 'node']]],
  'kubelet-refuses-pod': ['I', 'kubelet.go:2306', 'Pod admission denied', [['pod', 'pod'], ['reason', 'reason'], ['message', 'message']]],
  'kubelet-ends-orphan': ['I', 'kubelet_pods.go:1155', 'Clean up containers for orphaned pod', [['pod', 'pod']]],
  'kubelet-ends-pod': ['I', 'kubelet.go:2564', 'SyncLoop DELETE', [['pod', 'pod'], ['gracePeriod', 'graceSeconds']]],
  'kubelet-starts-sandbox': ['I', 'util.go:30', 'No sandbox for pod can be found. Need to start a new one', [['pod', 'pod'], ['attempt', 'attempt']]],
  'kubelet-cannot-mount': ['E', 'nestedpendingoperations.go:348', 'Operation for volume failed', [['pod', 'pod'], ['volume', 'volume'], ['err', 'message']]],
  'kubelet-ends-container': ['I', 'kuberuntime_container.go:863', 'Killing container with a grace period', [['pod', 'pod'], ['containerName', 'container'], ['reason', 'message']]],
  'kubelet-removes-pod': ['I', 'kubelet.go:2576', 'SyncLoop REMOVE', [['pod', 'pod']]],
  'kubelet-pulls-image': ['I', 'kuberuntime_image.go:48', 'Pulling image without credentials', [['image', 'image']]],
  'kubelet-lacks-image': ['E', 'kuberuntime_manager.go:1341', 'Container start failed', [['pod', 'pod'], ['containerName', 'container'], ['image', 'image']]],
  'kubelet-starts-container': ['I', 'kuberuntime_container.go:187', 'Starting container', [['pod', 'pod'], ['containerName', 'container'], ['attempt', 'attempt']]],
  'kubelet-restarts-container': ['I', 'kuberuntime_container.go:187', 'Starting container', [['pod', 'pod'], ['containerName', 'container'], ['attempt', 'attempt']]],
  'kubelet-resizes-pod': ['I', 'kuberuntime_manager.go:790', 'Resizing pod', [['pod', 'pod'], ['containers', 'containers']]],
  'kubelet-keeps-amounts': ['I', 'allocation_manager.go:676', 'Pod resize pending', [['pod', 'pod'], ['reason', 'reason'], ['message', 'message']]],
  'kubelet-mirrors-pod': ['I', 'mirror_client.go:130', 'Creating a mirror pod', [['pod', 'pod']]],
  'kubelet-reports': ['I', 'status_manager.go:895', 'Patch status for pod', [['pod', 'pod'], ['phase', 'phase'], ['ready', 'ready'], ['waiting', 'waiting']]],
};

const failures = new Set(['ErrImagePull', 'ImagePullBackOff', 'CrashLoopBackOff', 'CreateContainerConfigError', 'CreateContainerError', 'RunContainerError', 'InvalidImageName']);

interface Said {
  readonly code: string;
  readonly args: TraceArgs;
  readonly atMs: number;
  readonly pid: number;
}

export function kubeletLine({ code, args, atMs, pid }: Said): string {
  const failure = code === 'kubelet-reports' && failures.has(String(args['waiting']));
  const [level, source, text, keys] = failure ? syncFailure : (lines[code] ?? (['I', 'kubelet.go:1', code, Object.keys(args).map((key) => [key, key] as const)] as const));
  const values = keys.filter(([, arg]) => args[arg] !== undefined && args[arg] !== '').map(([key, arg]) => ` ${key}=${valueText(args[arg])}`);
  return `${klogHead(level, atMs, pid)} ${source}] "${text}"${values.join('')}`;
}

const syncFailure: Line = ['E', 'pod_workers.go:1301', 'Error syncing pod, skipping', [['err', 'waiting'], ['pod', 'pod']]];

function valueText(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
