/**
 * One pod on this node, as a state machine on events of the clock: it looks at what the runtime has, reports it, does what is
 * to be done next, and looks again when something changes or a wait is over. A pod whose containers just run costs nothing.
 */
import type { Cancel, TraceId } from '../../sim/index.ts';
import type { Container } from '../kinds/pod/container.ts';
import { containerNamed } from '../kinds/pod/container-named.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import type { WaitingReason } from './container-status.ts';
import { clusterCode } from '../cluster-code.ts';
import type { Ending } from './end-container.ts';
import type { Failure, LimitedPod, PodLimits } from './pod-limits.ts';
import { actor } from './kubelet-context.ts';
import { isRunning, type ObservedContainer, type ObservedPod } from './observed.ts';
import { PodAmounts } from './pod-amounts.ts';
import { podActions, type KillReason, type PodActions } from './pod-actions.ts';
import { podStatus } from './pod-status.ts';
import type { ProbeSite } from './probes/probe-worker.ts';
import { PodProbes } from './probes/pod-probes.ts';
import type { Prober } from './probes/prober.ts';
import type { ResizePending } from './resize.ts';
import { specHash } from './spec-hash.ts';
import { startContainer, type Starters } from './start-container.ts';
import type { StatusManager } from './status-manager.ts';

export interface PodParts extends Starters {
  readonly statuses: StatusManager;
  readonly prober: Prober;
  readonly resize: (pod: Pod) => ResizePending | undefined; // grants the amounts that it asks for now, or says why not
  /** Nothing of the pod is left. */
  readonly finished: (worker: PodWorker) => void;
}

/** After a step that failed, the next look comes after this and up to half as much more. */
const retryMs = 10_000;
const mountRetryFirstMs = 500;
const mountRetryLastMs = 122_000;

export class PodWorker implements ProbeSite, LimitedPod {
  readonly key: string; // of the pod in the API's store
  readonly uid: string;
  readonly isStatic: boolean;
  pod: Pod;
  private readonly parts: PodParts;
  private readonly probes: PodProbes;
  private reasons: ReadonlyMap<string, WaitingReason> = nothing;
  private endings: ReadonlyMap<string, Ending> = nothing; // by id of the container
  readonly startTime: string;
  private readonly amounts: PodAmounts;
  private phase = 'Pending';
  private terminating = false;
  private over = false;
  private busy = false;
  /** Of what it is busy with only waiting is left, for an image or a hook: nothing of it needs to be taken back. */
  private starting = false;
  private again = false;
  private limits: PodLimits | undefined;
  private lastGrace: number | undefined; // instead of the pod's own
  private act: TraceId = 0;
  private mountRetryMs = 0;
  private sandboxIsNew = false;
  /** What it removes itself needs no look. */
  isRemoving = false;
  /** Goes on with the sync when the containers that it kills have ended. */
  private afterKills: (() => void) | undefined;
  private wakeMs = Infinity;
  private cancelWake: Cancel = () => {};

  /** `isStatic`: it comes from a manifest of the node, and the API only shows it. */
  constructor(parts: PodParts, key: string, pod: Pod, isStatic: boolean) {
    this.parts = parts;
    this.isStatic = isStatic;
    this.key = key;
    this.uid = pod.metadata.uid;
    this.pod = pod;
    const { context } = parts;
    this.amounts = new PodAmounts({ context, key, grant: parts.resize, end: (last, container, act) => this.end(last, container, this.grace, clusterCode.get().phrases.restartsToResize(container.name), act) }, pod);
    this.startTime = pod.status.startTime ?? context.now();
    this.probes = new PodProbes(context, parts.prober, this);
    this.probes.look();
  }

  get running(): Pod {
    return this.amounts.runningOf(this.pod);
  }

  get isWaitingForEnds(): boolean {
    return this.afterKills !== undefined;
  }

  get isTerminating(): boolean {
    return this.terminating;
  }

  /** The pod's spec, its labels or its end have changed. */
  update(pod: Pod): void {
    if (!this.isStatic) this.pod = pod;
    const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata;
    if (deletionTimestamp !== undefined) {
      if (this.terminating) for (const ending of this.endings.values()) ending.shorten(deletionGracePeriodSeconds);
      else this.terminate(deletionGracePeriodSeconds);
    } else this.look();
  }

  /** Ends the pod although the API still has it, or knows nothing of it. */
  terminate(graceSeconds: number): void {
    if (this.terminating) return;
    this.terminating = true;
    this.cancelWake();
    this.wakeMs = Infinity;
    const { context } = this.parts;
    this.act = context.record('end', 'kubelet-ends-pod', { pod: this.pod.metadata.name, graceSeconds }, [context.read(this.key, 'metadata')]);
    this.report();
    this.endRunning(graceSeconds);
    this.finishWhenEmpty();
  }

  /** Looks at the pod at once; or after what is under way. */
  look(): void {
    if (this.over) return;
    if (this.terminating) {
      this.report();
      return this.finishWhenEmpty();
    }
    if (this.busy) {
      this.again = true;
      return;
    }
    this.cancelWake();
    this.wakeMs = Infinity;
    this.sync();
  }

  /** The kubelet ends: containers run on, nothing more is done for them. */
  stop(): void {
    this.over = true;
    this.cancelWake();
    this.probes.stop();
    this.limits?.stop();
    for (const ending of this.endings.values()) ending.stop();
  }

  fail(failure: Failure, graceSeconds?: number): void {
    if (this.isOver()) return;
    const { statuses } = this.parts;
    this.lastGrace = graceSeconds;
    statuses.set({ podKey: this.key, uid: this.uid, status: { ...(statuses.statusOf(this.uid) ?? this.pod.status), phase: 'Failed', ...failure }, because: this.act, finished: false });
    this.look();
  }

  get address(): string {
    return this.pod.spec.hostNetwork ? this.parts.context.hostIp : (this.observed.sandboxes[0]?.ip ?? '');
  }

  isStarted(container: Container): boolean {
    return this.probes.isStarted(container);
  }

  verdictChanged(kind: 'liveness' | 'readiness' | 'startup'): void {
    if (this.over) return;
    if (kind === 'readiness') this.report();
    else this.look();
  }

  private get observed(): ObservedPod {
    return this.parts.context.runtime.observe(this.uid);
  }

  private readonly isOver = (): boolean => this.over || this.terminating;

  private report(finished = false): void {
    const { context, statuses } = this.parts;
    this.probes.look();
    for (const [id, ending] of this.endings) {
      if (isRunning(this.observed, id)) continue;
      ending.stop();
      this.endings = without(this.endings, id);
    }
    const status = podStatus(this.running, this.observed, {
      told: statuses.statusOf(this.uid) ?? this.pod.status,
      release: context.release,
      now: context.now(),
      epochMs: context.epochMs,
      hostIp: context.hostIp,
      startTime: this.startTime,
      pending: this.amounts.pending,
      reasons: this.reasons,
      isReady: (container, observed) => this.probes.isReady(container, observed),
      isStarted: (container, observed) => this.probes.isStarted(container, observed),
    });
    const ended = finished && context.release.atLeast(27) && status.phase !== 'Succeeded' && status.phase !== 'Failed';
    const failed = ended && (status.containerStatuses ?? []).some((s) => (s.state?.terminated?.exitCode ?? 1) !== 0);
    statuses.set({ podKey: this.key, uid: this.uid, status: ended ? { ...status, phase: failed ? 'Failed' : 'Succeeded' } : status, because: this.act, finished });
    this.phase = status.phase;
  }

  private sync(): void {
    const { context, volumes } = this.parts;
    const seen = this.observed;
    this.amounts.take(this.pod, seen);
    if (this.amounts.pending?.reason === 'Deferred') this.wake(retryMs);
    this.report();
    this.removeDead(seen);
    if (isLimited(this.pod)) this.limits ??= new (clusterCode.get().PodLimits)(this, this.parts);
    this.limits?.look();
    if (this.phase === 'Succeeded' || this.phase === 'Failed') return this.endAll();
    const failure = volumes.setUp(this.pod);
    if (failure) return this.retryMount(failure);
    this.mountRetryMs = 0;
    const actions = podActions(this.amounts.granted, seen, this.probes, specHash);
    if (actions.killPod && !actions.createSandbox) return this.endAll();
    this.busy = true;
    if (actions.createSandbox) {
      if (seen.sandboxes.length > 0) {
        context.tellPod(this.pod, 'Normal', 'SandboxChanged', clusterCode.get().phrases.sandboxChanged, this.act);
        for (const sandbox of seen.sandboxes) context.runtime.stopSandbox(sandbox.id, this.act);
      }
      return this.runSandbox(actions, seen);
    }
    this.perform(actions, seen);
  }

  /** Of each container's ends only the last one is kept, with its log. */
  private removeDead({ containers }: ObservedPod): void {
    this.isRemoving = true;
    try {
      for (const all of containers.values()) {
        if (all.length < 2) continue;
        for (const { id } of all.filter(({ state }) => state === 'exited').slice(1)) this.parts.context.runtime.removeContainer(id);
      }
    } finally {
      this.isRemoving = false;
    }
  }

  private runSandbox(actions: PodActions, seen: ObservedPod): void {
    const { context } = this.parts;
    const refused = this.pod.spec.runtimeClassName && clusterCode.get().handlerRefusal(context, this.pod);
    this.act = context.record('start', 'kubelet-starts-sandbox', { pod: this.pod.metadata.name, attempt: actions.sandboxAttempt }, [context.read(this.key, 'spec')]);
    const fail = (why: string): void => {
      context.tellPod(this.pod, 'Warning', 'FailedCreatePodSandBox', clusterCode.get().phrases.sandboxFailed(why), this.act);
      this.settle(true);
    };
    if (refused) return fail(refused);
    context.runtime.runSandbox(
      { pod: this.running, attempt: actions.sandboxAttempt, trace: this.act },
      () => {
        if (this.isOver()) return this.settle(false);
        this.sandboxIsNew = true;
        this.perform(actions, seen);
      },
      fail,
    );
  }

  /** Something of the pod has changed in the runtime: what waits for an end need not wait for the next look. */
  noticed(): void {
    if (this.over || !this.afterKills) return;
    const { afterKills } = this;
    this.afterKills = undefined;
    afterKills();
  }

  /** Kills what must be killed, then starts what must be started, one after the other. */
  private perform(actions: PodActions, seen: ObservedPod): void {
    for (const { container, spec, reason } of actions.kill) this.end(container, spec, this.grace, killMessage(reason, spec.name));
    const proceed = (): void => {
      if (actions.kill.some(({ container }) => isRunning(this.observed, container.id))) this.afterKills = proceed;
      else this.startAll(actions, seen);
    };
    proceed();
  }

  private startAll(actions: PodActions, seen: ObservedPod): void {
    const starts = [...actions.startEphemeral, ...actions.startInit, ...actions.start];
    if (starts.length > 0 && this.pod.spec.imagePullSecrets) clusterCode.get().tellMissingPullSecrets(this.parts.context, this.pod);
    let failed = false;
    this.starting = true;
    const next = (): void => {
      const container = starts.shift();
      if (!container || this.isOver()) return this.settle(failed);
      startContainer(this.parts, {
        pod: this.running,
        podKey: this.key,
        container,
        seen,
        isOver: this.isOver,
        done: (failure, trace) => {
          if (trace !== 0) this.act = trace;
          if (failure) {
            this.reasons = new Map([...this.reasons, [container.name, failure]]);
            failed = true;
            if (failure.reason === 'CrashLoopBackOff') this.lookAfterNewSandbox();
          } else this.reasons = without(this.reasons, container.name);
          next();
        },
      });
    };
    next();
  }

  /** The sync is over. What has changed meanwhile is looked at by the next one, a failure tried again later. */
  private settle(failed: boolean): void {
    this.busy = false;
    this.starting = false;
    if (this.over) return;
    if (this.terminating) return this.finishWhenEmpty();
    const { context } = this.parts;
    if (this.again) {
      this.again = false;
      this.wake(context.latencyMs());
    }
    if (failed) this.wake(retryMs + context.random.below(retryMs / 2));
  }

  /** The runtime tells of a new sandbox besides its container: whoever waits then for the first time is looked at once more. */
  private lookAfterNewSandbox(): void {
    if (this.sandboxIsNew) this.wake(this.parts.context.relistMs());
    this.sandboxIsNew = false;
  }

  private retryMount({ volume, message }: { readonly volume: string; readonly message: string }): void {
    const { context } = this.parts;
    const trace = context.record('mount', 'kubelet-cannot-mount', { pod: this.pod.metadata.name, volume, message }, [context.read(this.key, 'spec')]);
    context.tellPod(this.pod, 'Warning', 'FailedMount', clusterCode.get().phrases.mountFailed(volume, message), trace);
    this.mountRetryMs = this.mountRetryMs === 0 ? mountRetryFirstMs : Math.min(2 * this.mountRetryMs, mountRetryLastMs);
    this.wake(this.mountRetryMs);
  }

  /** A look after so long, unless one comes earlier. */
  private wake(delayMs: number): void {
    const { clock } = this.parts.context;
    const dueMs = clock.now + delayMs;
    if (dueMs >= this.wakeMs) return;
    this.cancelWake();
    this.wakeMs = dueMs;
    this.cancelWake = clock.after(delayMs, actor, () => {
      this.wakeMs = Infinity;
      this.look();
    });
  }

  private get grace(): number {
    return this.lastGrace ?? this.pod.spec.terminationGracePeriodSeconds ?? 30;
  }

  /** A pod that has done its work, or never will: what still runs ends, and then its sandbox. */
  private endAll(): void {
    this.endRunning(this.grace);
    if (isRunning(this.observed)) return;
    const { context } = this.parts;
    for (const sandbox of this.observed.sandboxes) if (sandbox.isReady) context.runtime.stopSandbox(sandbox.id, this.act);
  }

  private endRunning(graceSeconds: number): void {
    for (const [name, containers] of this.observed.containers) {
      for (const container of containers) if (container.state === 'running') this.end(container, containerNamed(this.pod.spec, name), graceSeconds, clusterCode.get().phrases.stopping(this.parts.context.release, name));
    }
  }

  private end(container: ObservedContainer, spec: Container | undefined, graceSeconds: number, message: string, because: TraceId = this.act): void {
    if (this.endings.has(container.id)) return;
    const { context, hooks } = this.parts;
    const trace = context.record('end', 'kubelet-ends-container', { pod: this.pod.metadata.name, container: container.name, message }, [
      { store: context.client.view.store.name, key: this.key, field: 'status', trace: because },
      context.read(this.key, 'metadata'),
    ]);
    const ending = new (clusterCode.get().Ending)(context, hooks(), { pod: this.pod, spec, container, graceSeconds, message, trace });
    this.endings = new Map([...this.endings, [container.id, ending]]);
    ending.begin();
  }

  /** When no container runs any more, sandbox and volumes go, and the pod may. */
  private finishWhenEmpty(): void {
    if ((this.busy && !this.starting) || this.over) return;
    if (isRunning(this.observed)) return;
    const { context, finished } = this.parts;
    for (const sandbox of this.observed.sandboxes) if (sandbox.isReady) context.runtime.stopSandbox(sandbox.id, this.act);
    if (this.observed.sandboxes.some((sandbox) => sandbox.isReady)) return this.wake(retryMs);
    this.report(true);
    this.stop();
    finished(this);
  }
}

/** Most pods never have anything to remember: a map of their own is made for those that do. */
const nothing: ReadonlyMap<string, never> = new Map<string, never>();

function without<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
  return map.has(key) ? new Map([...map].filter(([other]) => other !== key)) : map;
}

function killMessage(reason: KillReason, name: string): string {
  return reason === 'liveness' || reason === 'startup' ? clusterCode.get().phrases.failedProbe(name, reason) : clusterCode.get().phrases.changed(name);
}

/** A deadline may come to a pod while it runs. */
function isLimited({ spec: { activeDeadlineSeconds, volumes } }: Pod): boolean {
  return activeDeadlineSeconds !== undefined || volumes?.some(({ emptyDir }) => emptyDir?.sizeLimit !== undefined) === true;
}
