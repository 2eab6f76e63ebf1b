/** A node as the page draws it: a tray with its gauge. */
import { parseQuantity, parseRfc3339, quantityMilliValue, quantityValue } from '../../base/index.ts';
import type { NodeRow, PodRow } from '../../client/index.ts';
import { conditionOf, type Node } from '../../kube/index.ts';

const ROLE = 'node-role.kubernetes.io/';

/** `pods` are the rows of those bound to the node that have not ended. */
export function nodeRow(node: Node, cluster: string, epochMs: number, host: string, pods: readonly PodRow[]): NodeRow {
  const { metadata, spec, status } = node;
  const ready = conditionOf(status.conditions, 'Ready');
  const allocatable = status.allocatable ?? {};
  const quantity = (name: string) => parseQuantity(allocatable[name] ?? '0');
  return {
    id: `${cluster}/${metadata.name}`,
    cluster,
    name: metadata.name,
    host,
    roles: Object.keys(metadata.labels ?? {}).filter((l) => l.startsWith(ROLE)).map((l) => l.slice(ROLE.length)),
    ready: ready?.status ?? 'Unknown',
    reason: ready?.reason ?? '',
    message: ready?.message ?? '',
    cordoned: spec.unschedulable ?? false,
    taints: (spec.taints ?? []).map((t) => `${t.key}${t.value ? `=${t.value}` : ''}:${t.effect}`),
    pressure: (status.conditions ?? []).filter((c) => c.type !== 'Ready' && c.status === 'True').map((c) => c.type),
    version: status.nodeInfo?.kubeletVersion ?? '',
    cpuAllocatableMilli: quantityMilliValue(quantity('cpu')),
    cpuRequestedMilli: pods.reduce((total, p) => total + p.cpuRequestedMilli, 0),
    memoryAllocatableBytes: quantityValue(quantity('memory')),
    memoryRequestedBytes: pods.reduce((total, p) => total + p.memoryRequestedBytes, 0),
    podsAllocatable: quantityValue(quantity('pods')),
    createdMs: parseRfc3339(metadata.creationTimestamp)! - epochMs,
  };
}
