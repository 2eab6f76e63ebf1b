/**
 * What is to be done for a pod now, from its spec and from what the runtime has of it: a new sandbox, the next init container,
 * containers to start and to kill. Pure, so that a kubelet that starts again decides as the one before it.
 */
import type { Container } from '../kinds/pod/container.ts';
import type { PodSpec } from '../kinds/pod/pod.ts';
import { newest, readySandbox, type ObservedContainer, type ObservedPod } from './observed.ts';

export interface PodActions {
  /** Everything of the pod is killed, and all of it begins anew if `createSandbox` says so. */
  readonly killPod: boolean;
  readonly createSandbox: boolean;
  readonly sandboxAttempt: number;
  /** Init containers to start now: sidecars may start along with the one after them. */
  readonly startInit: readonly Container[];
  readonly start: readonly Container[];
  /** Containers that were put in while the pod ran. They begin whatever the others do, and once. */
  readonly startEphemeral: readonly Container[];
  readonly kill: readonly { readonly container: ObservedContainer; readonly spec: Container; readonly reason: KillReason }[];
}

export type KillReason = 'liveness' | 'startup' | 'changed' | 'unknown';

export interface ProbeVerdicts {
  liveness(containerId: string): 'success' | 'failure' | undefined;
  startup(containerId: string): 'success' | 'failure' | undefined;
}

type RestartPolicy = 'Always' | 'OnFailure' | 'Never';

const none: readonly Container[] = [];
const nothing = { startInit: [], start: [], kill: [] };

export function podActions(spec: PodSpec, pod: ObservedPod, probes: ProbeVerdicts, hashOf: (container: Container) => string): PodActions {
  const policy = spec.restartPolicy ?? 'Always';
  const sandbox = readySandbox(pod);
  const sandboxAttempt = pod.sandboxes[0] ? pod.sandboxes[0].attempt + 1 : 0;
  if (!sandbox) return withoutSandbox(spec, pod, policy, sandboxAttempt);
  const startEphemeral = spec.ephemeralContainers?.filter(({ name }) => newest(pod, name) === undefined) ?? none;
  const base = { killPod: false, createSandbox: false, sandboxAttempt, startEphemeral, ...nothing };
  const inits = spec.initContainers ?? [];
  const begun = spec.containers.some((container) => newest(pod, container.name) !== undefined);
  const init = nextInits(inits, pod, policy, probes, begun);
  if (init === 'failed') {
    // A pod whose initialisation failed for good ends, sandbox and all.
    return { ...base, killPod: true };
  }
  if (init.waiting) return { ...base, startInit: init.start, kill: init.kill };
  return { ...base, ...mainActions(spec, pod, policy, probes, hashOf, init) };
}

function withoutSandbox(spec: PodSpec, pod: ObservedPod, policy: RestartPolicy, sandboxAttempt: number): PodActions {
  const isOver = policy === 'Never' && sandboxAttempt > 0 && pod.containers.size > 0;
  const left = spec.containers.filter((container) => {
    const last = newest(pod, container.name);
    return !last || policy === 'Always' || (policy === 'OnFailure' && last.exitCode !== 0);
  });
  const createSandbox = !isOver && left.length > 0;
  const inits = spec.initContainers ?? [];
  return {
    killPod: true,
    createSandbox,
    sandboxAttempt,
    startInit: createSandbox ? inits.slice(0, 1) : [],
    start: createSandbox && inits.length === 0 ? left : [],
    startEphemeral: none,
    kill: [],
  };
}

interface Inits {
  readonly start: readonly Container[];
  readonly kill: PodActions['kill'];
  /** The pod's own containers have to wait. */
  readonly waiting: boolean;
}

function nextInits(inits: readonly Container[], pod: ObservedPod, policy: RestartPolicy, probes: ProbeVerdicts, begun: boolean): Inits | 'failed' {
  const start: Container[] = [];
  const kill: PodActions['kill'][number][] = [];
  for (const container of inits) {
    const last = newest(pod, container.name);
    if (container.restartPolicy === 'Always') {
      const sidecar = sidecarStep(container, last, probes);
      if (sidecar === 'kill') kill.push({ container: last!, spec: container, reason: 'liveness' });
      if (sidecar === 'start') start.push(container);
      if (sidecar !== 'up' && !begun) return { start, kill, waiting: true };
      continue;
    }
    if (begun) continue; // it has done its work
    if (!last) return { start: [...start, container], kill, waiting: true };
    if (last.state !== 'exited') return { start, kill, waiting: true };
    if (last.exitCode === 0) continue;
    if (policy === 'Never') return 'failed';
    return { start: [...start, container], kill, waiting: true };
  }
  return { start, kill, waiting: false };
}

function sidecarStep(container: Container, last: ObservedContainer | undefined, probes: ProbeVerdicts): 'start' | 'wait' | 'kill' | 'up' {
  if (!last || last.state === 'exited') return 'start';
  if (last.state === 'created') return 'wait';
  if (probes.startup(last.id) === 'failure' || probes.liveness(last.id) === 'failure') return 'kill';
  return container.startupProbe && probes.startup(last.id) !== 'success' ? 'wait' : 'up';
}

function mainActions(spec: PodSpec, pod: ObservedPod, policy: RestartPolicy, probes: ProbeVerdicts, hashOf: (container: Container) => string, init: Inits) {
  const start: Container[] = [];
  const kill: PodActions['kill'][number][] = [...init.kill];
  let keep = init.start.length;
  for (const container of spec.containers) {
    const last = newest(pod, container.name);
    if (!last || last.state !== 'running') {
      if (last?.state === 'created' && last.startError === '') keep++;
      else if (!last || shouldRestart(policy, last)) start.push(container);
      continue;
    }
    const reason = killReason(container, last, probes, hashOf);
    if (reason === undefined) {
      keep++;
      continue;
    }
    kill.push({ container: last, spec: container, reason });
    if (policy !== 'Never' || reason === 'changed') start.push(container);
  }
  return { killPod: keep === 0 && start.length === 0, startInit: init.start, start, kill };
}

function shouldRestart(policy: RestartPolicy, last: ObservedContainer): boolean {
  if (last.state === 'created') return policy !== 'Never'; // it could not be started
  return policy === 'Always' || (policy === 'OnFailure' && last.exitCode !== 0);
}

function killReason(container: Container, last: ObservedContainer, probes: ProbeVerdicts, hashOf: (container: Container) => string): KillReason | undefined {
  if (last.specHash !== hashOf(container)) return 'changed';
  if (probes.liveness(last.id) === 'failure') return 'liveness';
  return probes.startup(last.id) === 'failure' ? 'startup' : undefined;
}
