/** The table of pods: readiness, restarts and the one word that sums up how the pod is. */
import { humanDuration, parseRfc3339 } from '../../../base/index.ts';
import type { Release } from '../../meta/release.ts';
import { ageColumn, nameColumn, text, wide, type Column, type ColumnContext } from '../column.ts';
import type { ContainerState, ContainerStatus, Pod } from './pod.ts';
import { isPodReady, podCondition } from './readiness.ts';

export const podColumns: readonly Column<Pod>[] = [
  nameColumn,
  text('Ready', (pod, context) => summary(pod, context).ready),
  text('Status', (pod, context) => summary(pod, context).reason),
  { name: 'Restarts', type: 'integer', until: 22, cell: (pod, context) => summary(pod, context).restarts },
  text('Restarts', (pod, context) => restartsText(summary(pod, context), context), { since: 22 }),
  ageColumn,
  text('IP', (pod) => pod.status.podIPs?.[0]?.ip ?? (pod.status.podIP || '<none>'), wide),
  text('Node', (pod) => pod.spec.nodeName || '<none>', wide),
  text('Nominated Node', (pod) => pod.status.nominatedNodeName || '<none>', wide),
  text('Readiness Gates', readinessGates, wide),
];

/** The word of the STATUS column. */
export function podStatusWord(pod: Pod, release: Release): string {
  return summarize(pod, { release }).reason;
}

interface PodSummary {
  ready: string;
  reason: string;
  restarts: number;
  lastRestartMs: number;
}

const summaries = new WeakMap<Pod, PodSummary>();

/** Several cells of a row ask, and every list of an unchanged pod. */
function summary(pod: Pod, context: ColumnContext): PodSummary {
  let known = summaries.get(pod);
  if (known === undefined) summaries.set(pod, (known = summarize(pod, context)));
  return known;
}

function restartsText({ restarts, lastRestartMs }: PodSummary, { nowMs }: ColumnContext): string {
  if (restarts === 0 || lastRestartMs === 0) return String(restarts);
  return `${restarts} (${humanDuration(nowMs - lastRestartMs)} ago)`;
}

function summarize(pod: Pod, { release }: Pick<ColumnContext, 'release'>): PodSummary {
  const { status, spec } = pod;
  const sidecars = new Set((spec.initContainers ?? []).filter((container) => container.restartPolicy === 'Always').map((container) => container.name));
  const init = summarizeInit(pod, sidecars);
  const all: PodSummary = { ready: '', reason: init.reason ?? phaseReason(pod), restarts: init.restarts, lastRestartMs: init.lastRestartMs };
  let readyContainers = init.readySidecars;
  if (init.reason === undefined || podCondition(pod, 'Initialized')?.status === 'True') {
    const main = summarizeContainers(status.containerStatuses ?? []);
    readyContainers += main.readyContainers;
    all.reason = main.reason ?? phaseReason(pod);
    all.restarts = init.sidecarRestarts + main.restarts;
    all.lastRestartMs = Math.max(init.lastSidecarRestartMs, main.lastRestartMs);
    if (all.reason === 'Completed' && main.hasRunning) all.reason = isPodReady(pod) ? 'Running' : 'NotReady';
  }
  const isOver = status.phase === 'Succeeded' || status.phase === 'Failed';
  if (pod.metadata.deletionTimestamp !== undefined) {
    if (status.reason === 'NodeLost') all.reason = 'Unknown';
    else if (!isOver || !release.atLeast(27)) all.reason = 'Terminating';
  }
  all.ready = `${readyContainers}/${spec.containers.length + sidecars.size}`;
  return all;
}

function phaseReason({ status }: Pod): string {
  if (status.conditions?.some((condition) => condition.type === 'PodScheduled' && condition.reason === 'SchedulingGated')) return 'SchedulingGated';
  return status.reason || status.phase;
}

function summarizeInit(pod: Pod, sidecars: ReadonlySet<string>) {
  const found = { reason: undefined as string | undefined, restarts: 0, lastRestartMs: 0, sidecarRestarts: 0, lastSidecarRestartMs: 0, readySidecars: 0 };
  for (const [i, container] of (pod.status.initContainerStatuses ?? []).entries()) {
    found.restarts += container.restartCount;
    found.lastRestartMs = Math.max(found.lastRestartMs, lastEndMs(container));
    const isSidecar = sidecars.has(container.name);
    if (isSidecar) {
      found.sidecarRestarts += container.restartCount;
      found.lastSidecarRestartMs = Math.max(found.lastSidecarRestartMs, lastEndMs(container));
    }
    if (container.state?.terminated?.exitCode === 0) continue;
    if (isSidecar && container.started === true) {
      if (container.ready) found.readySidecars++;
      continue;
    }
    found.reason = `Init:${initReason(container.state, i, pod.spec.initContainers?.length ?? 0)}`;
    break;
  }
  return found;
}

function initReason(state: ContainerState | undefined, index: number, count: number): string {
  if (state?.terminated) return endReason(state.terminated);
  const waiting = state?.waiting?.reason;
  return waiting && waiting !== 'PodInitializing' ? waiting : `${index}/${count}`;
}

function endReason({ reason, signal, exitCode }: NonNullable<ContainerState['terminated']>): string {
  return reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`);
}

function summarizeContainers(containers: readonly ContainerStatus[]) {
  const found = { reason: undefined as string | undefined, restarts: 0, lastRestartMs: 0, readyContainers: 0, hasRunning: false };
  for (const container of containers.toReversed()) {
    found.restarts += container.restartCount;
    found.lastRestartMs = Math.max(found.lastRestartMs, lastEndMs(container));
    const { waiting, terminated, running } = container.state ?? {};
    if (waiting?.reason) found.reason = waiting.reason;
    else if (terminated) found.reason = endReason(terminated);
    else if (container.ready && running) {
      found.hasRunning = true;
      found.readyContainers++;
    }
  }
  return found;
}

function lastEndMs({ lastState }: ContainerStatus): number {
  const at = lastState?.terminated?.finishedAt;
  return at ? (parseRfc3339(at) ?? 0) : 0;
}

function readinessGates(pod: Pod): string {
  const gates = pod.spec.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  const met = gates.filter((gate) => podCondition(pod, gate.conditionType)?.status === 'True');
  return `${met.length}/${gates.length}`;
}
