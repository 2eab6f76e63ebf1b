/** A pod as the page draws it. */
import { parseDuration, parseQuantity, parseRfc3339, quantityMilliValue, quantityValue } from '../../base/index.ts';
import { familiarReference, tryReference, withDefaultTag } from '../../containers/index.ts';
import type { PodContainer, PodRow } from '../../client/index.ts';
import { conditionOf, controllerOf, podStatusWord, type Container, type ContainerStatus, type Pod, type Release } from '../../kube/index.ts';

/** What the row needs that does not stand in the pod. */
export interface PodSurroundings {
  readonly cluster: string;
  readonly epochMs: number;
  readonly hue: number;
  readonly release: Release;
  readonly host: string; // of its node, '' while it has none
  /** When its kubelet tries an image again that could not be had; 0 when it does not say. */
  readonly triesAt: (image: string) => number;
}

export function podRow(pod: Pod, around: PodSurroundings): PodRow {
  const { metadata, spec, status } = pod;
  const at = (time: string) => parseRfc3339(time)! - around.epochMs;
  const init = (spec.initContainers ?? []).map((c) => containerOf(c, status.initContainerStatuses, true, around));
  const main = spec.containers.map((c) => containerOf(c, status.containerStatuses, false, around));
  const later = (spec.ephemeralContainers ?? []).map((c) => containerOf(c, status.ephemeralContainerStatuses, false, around));
  const requests = spec.containers.map((c) => c.resources?.requests ?? {});
  const graceMs = (metadata.deletionGracePeriodSeconds ?? 0) * 1000;
  return {
    id: metadata.uid,
    cluster: around.cluster,
    namespace: metadata.namespace,
    name: metadata.name,
    owner: controllerOf(pod)?.uid ?? '',
    hue: around.hue,
    node: spec.nodeName ? `${around.cluster}/${spec.nodeName}` : '',
    status: podStatusWord(pod, around.release),
    phase: status.phase,
    ready: conditionOf(status.conditions, 'Ready')?.status === 'True',
    message: messageOf(pod),
    containers: [...init, ...main, ...later],
    pulls: around.host === '' ? [] : waitingImages(pod).map((image) => `${around.host}/${image}`),
    claims: (spec.volumes ?? []).flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []),
    ip: status.podIP ?? '',
    cpuRequestedMilli: sum(requests.map((r) => (r['cpu'] ? quantityMilliValue(parseQuantity(String(r['cpu']))) : 0))),
    memoryRequestedBytes: sum(requests.map((r) => (r['memory'] ? quantityValue(parseQuantity(String(r['memory']))) : 0))),
    createdMs: at(metadata.creationTimestamp),
    deletion: metadata.deletionTimestamp === undefined ? null : { startedMs: at(metadata.deletionTimestamp) - graceMs, graceMs },
  };
}

function containerOf(container: Container, statuses: readonly ContainerStatus[] | undefined, init: boolean, around: PodSurroundings): PodContainer {
  const status = statuses?.find((s) => s.name === container.name);
  const { waiting, running, terminated } = status?.state ?? {};
  const id = status?.containerID?.replace(/^[a-z]+:\/\//, '') ?? '';
  return {
    name: container.name,
    init,
    image: container.image ?? '',
    state: running ? 'running' : terminated ? 'terminated' : 'waiting',
    reason: waiting?.reason ?? terminated?.reason ?? '',
    exitCode: terminated?.exitCode ?? status?.lastState?.terminated?.exitCode ?? 0,
    ready: status?.ready ?? false,
    started: status?.started ?? false,
    restarts: status?.restartCount ?? 0,
    container: id && around.host ? `${around.host}/${id}` : '',
    backoffUntilMs: backoffUntilMs(status, around, container.image ?? ''),
  };
}

/** When its next start or pull is due, worked out from what the kubelet says of it; 0 when it waits for none. */
function backoffUntilMs(status: ContainerStatus | undefined, { epochMs, triesAt }: PodSurroundings, image: string): number {
  if (pullReasons.has(status?.state?.waiting?.reason ?? '')) return triesAt(image);
  const delay = /^back-off (\S+) restarting/.exec(status?.state?.waiting?.message ?? '')?.[1];
  const endedAt = status?.lastState?.terminated?.finishedAt;
  const answer = delay === undefined ? undefined : parseDuration(delay);
  return answer && 'milliseconds' in answer && endedAt ? parseRfc3339(endedAt)! - epochMs + answer.milliseconds : 0;
}

const pullReasons: ReadonlySet<string> = new Set(['ErrImagePull', 'ImagePullBackOff']);

/** Why it waits or failed: the container that says something, else the pod, else the scheduler. */
function messageOf({ status }: Pod): string {
  for (const s of [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])]) {
    const message = s.state?.waiting?.message ?? s.state?.terminated?.message;
    if (message) return message;
  }
  if (status.message) return status.message;
  const scheduled = conditionOf(status.conditions, 'PodScheduled');
  return scheduled?.status === 'False' ? (scheduled.message ?? '') : '';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

/** Images of containers that have not begun, as their pulls name them: "nginx:latest" of "nginx". */
function waitingImages({ spec, status }: Pod): string[] {
  const statuses = status.containerStatuses;
  const waits = (name: string) => !statuses || statuses.some((s) => s.name === name && s.state?.waiting);
  return spec.containers.flatMap(({ name, image = '' }) => {
    const reference = waits(name) ? tryReference(image) : undefined;
    return reference ? familiarReference(withDefaultTag(reference)) : [];
  });
}
