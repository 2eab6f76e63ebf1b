/** The status of a pod: its phase and its conditions, from the statuses of its containers. Pure: the same sights give the same status. */
import type { Container } from '../kinds/pod/container.ts';
import type { ContainerStatus, Pod, PodCondition, PodPhase, PodSpec, PodStatus } from '../kinds/pod/pod.ts';
import type { Release } from '../meta/release.ts';
import { containerStatuses, ephemeralContainerStatuses, initContainerStatuses, type StatusSources } from './container-status.ts';
import { readySandbox, type ObservedPod } from './observed.ts';
import type { ResizePending } from './resize.ts';

export interface PodSights extends StatusSources {
  readonly release: Release;
  readonly now: string;
  readonly hostIp: string;
  readonly startTime: string;
  /** Amounts that the pod asks for and has not been granted. */
  readonly pending: ResizePending | undefined;
}

type Verdict = Pick<PodCondition, 'status' | 'reason' | 'message'>;

/** What was told is the status as it was last worked out here; what others have put into the pod's is read from the pod. */
export function podStatus(pod: Pod, observed: ObservedPod, sights: PodSights): PodStatus {
  const { spec } = pod;
  const { told: old } = sights;
  const containers = containerStatuses(spec, observed, sights);
  const inits = initContainerStatuses(spec, observed, sights);
  const phase = phaseOf(spec, old.phase, containers, inits);
  const sandbox = observed.sandboxes[0];
  const ip = spec.hostNetwork ? (sandbox ? sights.hostIp : '') : (sandbox?.ip ?? '') || (old.podIP ?? '');
  const conditions = conditionsOf(pod, old.conditions ?? none, phase, containers, inits, readySandbox(observed) !== undefined, sights);
  const { release, hostIp, startTime } = sights;
  // Field by field, since literals with parts that may be missing cost ten times as much.
  const status: Partial<{ -readonly [field in keyof PodStatus]: PodStatus[field] }> = { conditions };
  if (containers.length > 0) status.containerStatuses = containers;
  if (hostIp !== '') status.hostIP = hostIp;
  if (hostIp !== '' && release.atLeast(29)) status.hostIPs = old.hostIPs?.[0]?.ip === hostIp ? old.hostIPs : [{ ip: hostIp }];
  if (spec.ephemeralContainers?.length) status.ephemeralContainerStatuses = ephemeralContainerStatuses(spec, observed, sights);
  if (inits.length > 0) status.initContainerStatuses = inits;
  if (phase === 'Failed' && old.reason !== undefined) Object.assign(status, { message: old.message ?? '', reason: old.reason });
  if (release.atLeast(34)) status.observedGeneration = pod.metadata.generation ?? 1;
  status.phase = phase;
  if (ip !== '') status.podIP = ip;
  if (ip !== '' && release.atLeast(16)) status.podIPs = [{ ip }];
  if (old.qosClass) status.qosClass = old.qosClass;
  status.startTime = startTime;
  return status as PodStatus;
}

const none: readonly PodCondition[] = [];

export function phaseOf(spec: PodSpec, before: PodPhase, containers: readonly ContainerStatus[], inits: readonly ContainerStatus[]): PodPhase {
  if (before === 'Succeeded' || before === 'Failed') return before; // an ended pod does not begin again
  const policy = spec.restartPolicy ?? 'Always';
  const init = initProgress(spec, inits);
  if (init.failed && policy === 'Never') return 'Failed';
  if (init.pending) return 'Pending';
  let waiting = 0;
  let running = 0;
  let stopped = 0;
  let succeeded = 0;
  for (const { state, lastState } of containers) {
    if (state?.running) running++;
    else if (state?.terminated) {
      stopped++;
      if (state.terminated.exitCode === 0) succeeded++;
    } else if (lastState?.terminated) stopped++;
    else waiting++;
  }
  if (waiting > 0) return 'Pending';
  if (running > 0 || policy === 'Always') return 'Running';
  if (stopped === succeeded) return 'Succeeded';
  return policy === 'Never' ? 'Failed' : 'Running';
}

function initProgress(spec: PodSpec, inits: readonly ContainerStatus[]): { pending: boolean; failed: boolean } {
  let pending = false;
  let failed = false;
  inits.forEach((status, i) => {
    const isSidecar = spec.initContainers![i]!.restartPolicy === 'Always';
    const { terminated, running } = status.state ?? {};
    if (isSidecar) {
      if (!status.started && !running) pending = true;
    } else if (terminated) {
      if (terminated.exitCode !== 0) failed = pending = true;
    } else {
      pending = true;
      if ((status.lastState?.terminated?.exitCode ?? 0) !== 0) failed = true;
    }
  });
  return { pending, failed };
}

function conditionsOf(
  pod: Pod,
  old: readonly PodCondition[],
  phase: PodPhase,
  containers: readonly ContainerStatus[],
  inits: readonly ContainerStatus[],
  hasSandbox: boolean,
  { release, now, pending }: PodSights,
): readonly PodCondition[] {
  const { spec, status, metadata } = pod;
  const containersReady = readyVerdict(spec, phase, containers, release);
  const observedGeneration = release.atLeast(34) ? (metadata.generation ?? 1) : undefined;
  const condition = (type: string, verdict: Verdict): PodCondition => conditionOf(type, verdict, old.find((c) => c.type === type), observedGeneration, now);
  const initialized = condition('Initialized', initializedVerdict(spec, phase, inits));
  const ready = condition('Ready', gatesVerdict(spec, status.conditions ?? none, containersReady));
  const others = [initialized, ready, condition('ContainersReady', containersReady), condition('PodScheduled', yes)];
  const usual = shared(release.atLeast(29) ? [condition('PodReadyToStartContainers', hasSandbox ? yes : no)].concat(others) : others);
  return pending ? [condition('PodResizePending', { status: 'True', ...pending }), ...usual] : usual;
}

const yes: Verdict = { status: 'True' };
const no: Verdict = { status: 'False' };

const lately = new Map<string, PodCondition>(); // the last that was made, by type
let latest = none; // all of a pod's, the last that were made

/** The same value as before for the same conditions: pods that begin together have all of them in common. */
function shared(conditions: readonly PodCondition[]): readonly PodCondition[] {
  if (conditions.length !== latest.length || conditions.some((condition, i) => condition !== latest[i])) latest = conditions;
  return latest;
}

/** One that says what it said before, or what the last one of another pod says, is the same value: most of them are. */
function conditionOf(type: string, verdict: Verdict, before: PodCondition | undefined, observedGeneration: number | undefined, now: string): PodCondition {
  const { status, reason, message } = verdict;
  const since = (before?.status === status && before.lastTransitionTime) || now;
  if (before && isAlike(before, verdict, observedGeneration, since)) return before;
  const last = lately.get(type);
  if (last && isAlike(last, verdict, observedGeneration, since)) return last;
  const condition: Partial<{ -readonly [field in keyof PodCondition]: PodCondition[field] }> = { lastProbeTime: null, lastTransitionTime: since };
  if (message) condition.message = message;
  if (observedGeneration !== undefined) condition.observedGeneration = observedGeneration;
  if (reason) condition.reason = reason;
  condition.status = status;
  condition.type = type;
  lately.set(type, condition as PodCondition);
  return condition as PodCondition;
}

function isAlike(known: PodCondition, { status, reason, message }: Verdict, observedGeneration: number | undefined, since: string): boolean {
  return known.status === status && known.lastTransitionTime === since && known.reason === reason && known.message === message && known.observedGeneration === observedGeneration && known.lastProbeTime === null;
}

function initializedVerdict(spec: PodSpec, phase: PodPhase, inits: readonly ContainerStatus[]): Verdict {
  if (inits.length === 0) return yes;
  const left = names(spec.initContainers!, inits, (s) => s.state?.terminated?.exitCode !== 0 && !s.started);
  if (phase === 'Succeeded' && left.length === 0) return { status: 'True', reason: 'PodCompleted' };
  if (left.length === 0) return { status: 'True' };
  return { status: 'False', reason: 'ContainersNotInitialized', message: `containers with incomplete status: [${left.join(' ')}]` };
}

function readyVerdict(spec: PodSpec, phase: PodPhase, containers: readonly ContainerStatus[], release: Release): Verdict {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed' && release.atLeast(26)) return { status: 'False', reason: 'PodFailed' };
  const unready = names(spec.containers, containers, (s) => !s.ready);
  if (unready.length === 0) return yes;
  return { status: 'False', reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` };
}

/** Ready gates are conditions that others set: all must be true. */
function gatesVerdict(spec: PodSpec, old: readonly PodCondition[], containersReady: Verdict): Verdict {
  if (containersReady.status !== 'True') return containersReady;
  const missing = (spec.readinessGates ?? []).map((gate) => gate.conditionType).filter((type) => old.find((c) => c.type === type)?.status !== 'True');
  if (missing.length === 0) return containersReady;
  const texts = missing.map((type) => (old.some((c) => c.type === type) ? `the status of pod readiness gate "${type}" is not "True", but ${old.find((c) => c.type === type)!.status}` : `corresponding condition of pod readiness gate "${type}" does not exist.`));
  return { status: 'False', reason: 'ReadinessGatesNotReady', message: texts.join(', ') };
}

function names(containers: readonly Container[], statuses: readonly ContainerStatus[], wanted: (status: ContainerStatus) => boolean): string[] {
  return containers.filter((_, i) => statuses[i] === undefined || wanted(statuses[i])).map((c) => c.name);
}
