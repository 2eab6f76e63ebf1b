/** The status of a pod's containers as the API shows it: made from what the runtime has, and from why a start failed or waits. */
import { formatRfc3339 } from '../../base/index.ts';
import type { Release } from '../meta/release.ts';
import type { Container } from '../kinds/pod/container.ts';
import type { ContainerState, ContainerStatus, PodSpec, PodStatus } from '../kinds/pod/pod.ts';
import type { ObservedContainer, ObservedPod } from './observed.ts';
import { containerId, imageNames } from './runtime-name.ts';

/** Why a container does not run, from the last attempt to start it. */
export interface WaitingReason {
  readonly reason: string; // "CrashLoopBackOff"
  readonly message: string;
}

export interface StatusSources {
  readonly epochMs: number;
  readonly release: Release;
  readonly reasons: ReadonlyMap<string, WaitingReason>; // by container
  readonly told: PodStatus; // the last time: it knows of a container that has been removed since
  isReady(container: Container, observed: ObservedContainer): boolean;
  isStarted(container: Container, observed: ObservedContainer): boolean;
}

export function containerStatuses(spec: PodSpec, pod: ObservedPod, sources: StatusSources): ContainerStatus[] {
  const waitingFor = spec.initContainers?.length ? 'PodInitializing' : 'ContainerCreating';
  return spec.containers.map((container) => statusOf(container, pod, waitingFor, shouldRestart(spec), sources));
}

export function initContainerStatuses(spec: PodSpec, pod: ObservedPod, sources: StatusSources): ContainerStatus[] {
  const restarts = (exitCode: number, container: Container) => container.restartPolicy === 'Always' || (exitCode !== 0 && spec.restartPolicy !== 'Never');
  return (spec.initContainers ?? []).map((container) => {
    const status = statusOf(container, pod, 'PodInitializing', restarts, sources);
    // An init container is ready when it has done its work.
    return status.state?.terminated?.exitCode === 0 ? { ...status, ready: true } : status;
  });
}

/** Never ready, and not started again. */
export function ephemeralContainerStatuses(spec: PodSpec, pod: ObservedPod, sources: StatusSources): ContainerStatus[] {
  const waitingFor = spec.initContainers?.length ? 'PodInitializing' : 'ContainerCreating';
  return (spec.ephemeralContainers ?? []).map((container) => {
    const { started: _, ...status } = statusOf(container, pod, waitingFor, () => false, sources);
    return { ...status, ready: false };
  });
}

function shouldRestart(spec: PodSpec): (exitCode: number) => boolean {
  const policy = spec.restartPolicy ?? 'Always';
  return (exitCode) => policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}

function statusOf(
  container: Container,
  pod: ObservedPod,
  waitingFor: string,
  restarts: (exitCode: number, container: Container) => boolean,
  sources: StatusSources,
): ContainerStatus {
  const [last, former] = pod.containers.get(container.name) ?? [];
  const reason = sources.reasons.get(container.name);
  if (!last) {
    const state = { waiting: reason ? waiting(reason) : { reason: waitingFor } };
    return withStarted({ name: container.name, state, lastState: noState, ready: false, restartCount: 0, image: container.image ?? '', imageID: '' }, sources.release, false);
  }
  let state = stateOf(last, sources);
  let lastState: ContainerState = former && former.state === 'exited' ? stateOf(former, sources) : stateBefore(last, container.name, sources);
  if (reason && last.state !== 'running' && (last.state !== 'exited' || restarts(last.exitCode, container))) {
    if (last.state === 'exited') lastState = state;
    state = { waiting: waiting(reason) };
  }
  const isRunning = last.state === 'running';
  const ready = isRunning && sources.isReady(container, last);
  const status = { name: container.name, state, lastState, ready, restartCount: last.attempt, ...imageNames(sources.release, last.image, last.imageId), containerID: containerId(sources.release, last.id) };
  const amounts = amountsOf(sources.release, container);
  return withStarted(amounts ? { ...status, ...amounts } : status, sources.release, isRunning && sources.isStarted(container, last));
}

const noState: ContainerState = {};

/** What a container runs with, since it can be changed. */
function amountsOf(release: Release, { resources }: Container): Pick<ContainerStatus, 'allocatedResources' | 'resources'> | undefined {
  if (!resources || !release.atLeast(33)) return undefined;
  const { limits, requests } = resources;
  if (!limits && !requests) return undefined;
  return { ...(requests && { allocatedResources: requests }), resources: { ...(limits && { limits }), ...(requests && { requests }) } };
}

/** Of releases that have it. */
function withStarted(status: { started?: boolean } & ContainerStatus, release: Release, started: boolean): ContainerStatus {
  if (release.atLeast(16)) status.started = started;
  return status;
}

/** The end of the attempt before, when the runtime no longer has it. */
function stateBefore({ attempt, id }: ObservedContainer, name: string, { told: before, release }: StatusSources): ContainerState {
  if (attempt === 0) return noState;
  const isNamed = (status: ContainerStatus): boolean => status.name === name;
  const told = before.containerStatuses?.find(isNamed) ?? before.initContainerStatuses?.find(isNamed);
  const isOfBefore = told?.restartCount === attempt && told.lastState?.terminated?.containerID !== containerId(release, id);
  return (isOfBefore && told.lastState) || {};
}

function waiting({ reason, message }: WaitingReason): NonNullable<ContainerState['waiting']> {
  return message === '' ? { reason } : { message, reason };
}

function stateOf(observed: ObservedContainer, { epochMs, release }: StatusSources): ContainerState {
  const { id, state, startedMs, finishedMs, exitCode, message } = observed;
  if (state === 'created') return { waiting: { reason: 'ContainerCreating' } };
  if (state === 'running') return { running: { startedAt: formatRfc3339(epochMs + startedMs) } };
  const text = message || observed.startError;
  return {
    terminated: {
      containerID: containerId(release, id),
      exitCode,
      finishedAt: formatRfc3339(epochMs + finishedMs),
      ...(text !== '' && { message: text }),
      reason: terminatedReason(observed),
      startedAt: startedMs < 0 ? formatRfc3339(0) : formatRfc3339(epochMs + startedMs),
    },
  };
}

function terminatedReason({ exitCode, oomKilled, startError }: ObservedContainer): string {
  if (oomKilled) return 'OOMKilled';
  if (startError !== '') return 'StartError';
  return exitCode === 0 ? 'Completed' : 'Error';
}
