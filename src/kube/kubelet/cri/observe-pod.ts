/** What a kubelet sees of a pod in the runtime: its sandboxes, and its containers, the newest of each first. */
import type { Container as RunningContainer } from '../../../containers/index.ts';
import { nothingObserved, type ObservedContainer, type ObservedPod, type ObservedSandbox } from '../observed.ts';
import { labels } from './container-specs.ts';

export function observePod(all: readonly RunningContainer[]): ObservedPod {
  if (all.length === 0) return nothingObserved;
  let sandboxes: readonly ObservedSandbox[] = none;
  const containers = new Map<string, ObservedContainer[]>();
  for (let i = all.length - 1; i >= 0; i--) {
    const container = all[i]!;
    const own = labelsOf(container);
    if (labels.isSandbox(own)) sandboxes = sandboxes.concat(observedSandbox(container));
    else {
      const name = labels.containerNameOf(own);
      const observed = observedContainer(container, name);
      const list = containers.get(name);
      if (list) list.push(observed);
      else containers.set(name, [observed]);
    }
  }
  return { sandboxes, containers };
}

const none: readonly ObservedSandbox[] = [];

export function sandboxIp(sandbox: RunningContainer): string {
  return sandbox.running && sandbox.spec.namespaces?.net !== 'host' ? (sandbox.network.addresses[0] ?? '') : '';
}

export function labelsOf(container: RunningContainer): Readonly<Record<string, string>> {
  return container.spec.labels ?? noLabels;
}

const noLabels: Readonly<Record<string, string>> = {};

function observedSandbox(container: RunningContainer): ObservedSandbox {
  const { id, createdMs, status } = container.record;
  return { id, attempt: labels.attemptOf(labelsOf(container)), isReady: status.state === 'running', ip: sandboxIp(container), createdMs };
}

function observedContainer(container: RunningContainer, name: string): ObservedContainer {
  const { id, createdMs, status } = container.record;
  const { state, startedMs, finishedMs, exitCode, oomKilled, error } = status;
  const own = labelsOf(container);
  const couldNotStart = state === 'created' && error !== '';
  return {
    id,
    name,
    attempt: labels.attemptOf(own),
    image: labels.imageOf(own),
    imageId: labels.imageDigestOf(own),
    state: couldNotStart ? 'exited' : state === 'paused' ? 'running' : state,
    createdMs,
    startedMs,
    finishedMs: couldNotStart ? createdMs : finishedMs,
    exitCode: couldNotStart ? 128 : exitCode,
    oomKilled,
    message: state === 'exited' ? terminationMessage(container, exitCode) : '',
    startError: couldNotStart ? startError(error) : '',
    specHash: labels.specHashOf(own),
  };
}

const messageBytesMax = 4096;

/** What the container left in the file that its spec names; for the other policy the end of its log, when it failed. */
function terminationMessage(container: RunningContainer, exitCode: number): string {
  const path = labels.messagePathOf(labelsOf(container));
  const files = path === '' ? undefined : container.files; // they can be read after its end
  const text = files?.exists(path) ? files.readText(path).slice(0, messageBytesMax) : '';
  if (text !== '') return text;
  if (!labels.fallsBackToLog(labelsOf(container)) || exitCode === 0) return '';
  return container.log.lines().slice(-80).map((line) => line.text).join('').slice(-2048);
}

export function startError(message: string): string {
  return `failed to create containerd task: ${message}`;
}
