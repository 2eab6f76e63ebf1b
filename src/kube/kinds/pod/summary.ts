/** A pod in a word and a few numbers: the word that sums up how it is, how many of its containers are ready, how often they started again. */
import { parseRfc3339 } from '../../../base/index.ts';
import type { Release } from '../../meta/release.ts';
import type { ContainerState, ContainerStatus, Pod } from './pod.ts';
import { isPodReady, podCondition } from './readiness.ts';

/** The word of the STATUS column. */
export function podStatusWord(pod: Pod, release: Release): string {
  return summarize(pod, { release }).reason;
}

export interface PodSummary {
  ready: string;
  reason: string;
  restarts: number;
  lastRestartMs: number;
}

export function summarize(pod: Pod, { release }: { readonly release: Release }): PodSummary {
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
