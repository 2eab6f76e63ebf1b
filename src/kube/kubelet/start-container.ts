/**
 * Starts one container: waits its back-off out, makes sure of the image, works out its environment and mounts, makes it, starts
 * it, and runs its hook. What fails is said in the words that the pod's status and its events show.
 */
import type { TraceId } from '../../sim/index.ts';
import { clusterCode } from '../cluster-code.ts';
import type { Container } from '../kinds/pod/container.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import { ConfigError } from './config-error.ts';
import type { WaitingReason } from './container-status.ts';
import type { BackOff } from '../client/back-off.ts';
import type { EnvironmentMaker } from './environment.ts';
import type { ImagePulls, ImageStanding } from './image-pulls.ts';
import type { KubeletContext } from './kubelet-context.ts';
import type { HookRunner } from './lifecycle-hooks.ts';
import { newest, readySandbox, type ObservedPod } from './observed.ts';
import { RuntimeRefusal, type RuntimeImage } from './runtime-client.ts';
import { specHash } from './spec-hash.ts';
import type { VolumeManager } from './volumes/volume-manager.ts';

export interface Starters {
  readonly context: KubeletContext;
  readonly images: ImagePulls;
  readonly restarts: BackOff;
  readonly environment: EnvironmentMaker;
  readonly volumes: VolumeManager;
  readonly hooks: () => HookRunner;
}

export interface StartRequest {
  readonly pod: Pod;
  readonly podKey: string;
  readonly container: Container;
  /** As the sync saw it when it began: what has ended since does not count for the back-off. */
  readonly seen: ObservedPod;
  readonly isOver: () => boolean;
  /** With the reason why it does not run, or without one when it does. */
  readonly done: (failure: WaitingReason | undefined, trace: TraceId) => void;
}

export function startContainer(starters: Starters, request: StartRequest): void {
  const { context, images } = starters;
  const { pod, container, isOver } = request;
  const waiting = backOff(starters, request);
  if (waiting) return request.done(waiting, 0);
  const observed = context.runtime.observe(pod.metadata.uid);
  const attempt = (newest(observed, container.name)?.attempt ?? -1) + 1;
  const begins = (): TraceId => {
    const why = attempt === 0 ? 'kubelet-starts-container' : 'kubelet-restarts-container';
    return context.record('start', why, { pod: pod.metadata.name, container: container.name, attempt }, [context.read(request.podKey, 'spec')]);
  };
  const standing = images.standing(pod, container);
  const trace = standing === 'present' ? begins() : withoutImage(starters, request, standing);
  images.ensure({
    pod,
    container,
    trace,
    isOver,
    done: (image) => create(starters, request, image, attempt, standing === 'present' ? trace : begins()),
    fail: ({ reason, message }) => {
      context.tellPod(pod, 'Warning', 'Failed', `Error: ${reason}`, trace, container.name);
      request.done({ reason, message }, trace);
    },
  });
}

/** Whoever waits for its image's next pull does nothing. */
function withoutImage({ context }: Starters, { pod, container, podKey }: StartRequest, standing: ImageStanding): TraceId {
  if (standing === 'waits') return 0;
  const code = standing === 'to-pull' ? 'kubelet-pulls-image' : 'kubelet-lacks-image';
  return context.record('pull', code, { pod: pod.metadata.name, container: container.name, image: container.image ?? '' }, [context.read(podKey, 'spec')]);
}

/** A container that ended lately waits, each time twice as long. */
function backOff({ context, restarts }: Starters, { pod, container, seen }: StartRequest): WaitingReason | undefined {
  const ended = seen.containers.get(container.name)?.find((c) => c.state === 'exited' || c.startError !== '');
  if (!ended) return undefined;
  const { clock, release } = context;
  const id = `${pod.metadata.uid}_${container.name}`;
  const finishedMs = ended.finishedMs < 0 ? ended.createdMs : ended.finishedMs;
  if (restarts.waitMs(id, finishedMs, clock.now) === 0) {
    restarts.next(id, finishedMs, clock.now);
    return undefined;
  }
  context.tellPod(pod, 'Warning', 'BackOff', clusterCode.get().phrases.restartBackOff(release, container.name, pod), 0, container.name);
  return { reason: 'CrashLoopBackOff', message: clusterCode.get().phrases.waitsBackOff(restarts.delayMs(id), container.name, pod) };
}

function create(starters: Starters, request: StartRequest, image: RuntimeImage, attempt: number, trace: TraceId): void {
  const { context, environment, volumes } = starters;
  const { pod, container } = request;
  const fail = (reason: string, message: string): void => {
    context.tellPod(pod, 'Warning', 'Failed', `Error: ${message}`, trace, container.name);
    request.done({ reason, message }, trace);
  };
  const sandbox = readySandbox(context.runtime.observe(pod.metadata.uid));
  if (!sandbox) return fail('CreateContainerError', `failed to get sandbox container task: no running task found`);
  let id: string;
  try {
    if (container.securityContext?.runAsNonRoot || pod.spec.securityContext?.runAsNonRoot) clusterCode.get().demandNonRoot(pod, container, image.user);
    const env = environment.of(pod, container, sandbox.ip);
    const mounts = volumes.mountsOf(pod, container, env);
    const target = targetOf(container, context.runtime.observe(pod.metadata.uid));
    id = context.runtime.createContainer({ pod, container, attempt, image, sandboxId: sandbox.id, ...target, env, mounts, specHash: specHash(container), trace });
  } catch (error) {
    if (error instanceof ConfigError) return fail('CreateContainerConfigError', error.message);
    if (error instanceof RuntimeRefusal) return fail(error.reason, error.message);
    throw error;
  }
  const { release } = context;
  context.tellPod(pod, 'Normal', 'Created', clusterCode.get().phrases.created(release, container.name), trace, container.name);
  try {
    context.runtime.startContainer(id, trace);
  } catch (error) {
    if (error instanceof RuntimeRefusal) return fail(error.reason, error.message);
    throw error;
  }
  context.tellPod(pod, 'Normal', 'Started', clusterCode.get().phrases.started(release, container.name), trace, container.name);
  runHook(starters, request, trace);
}

/** The container whose processes an ephemeral one wants to see. */
function targetOf({ targetContainerName }: Container, pod: ObservedPod): { readonly targetId?: string } {
  if (!targetContainerName) return {};
  const target = newest(pod, targetContainerName);
  if (!target) throw new ConfigError(`unable to find target container ${targetContainerName}`);
  return { targetId: target.id };
}

/** The next container waits for this one's hook; a hook that fails ends its container. */
function runHook({ context, hooks }: Starters, { pod, container, done, isOver }: StartRequest, trace: TraceId): void {
  const hook = container.lifecycle?.postStart;
  if (!hook) return done(undefined, trace);
  const observed = newest(context.runtime.observe(pod.metadata.uid), container.name);
  if (!observed) return done(undefined, trace);
  hooks().run(pod, container, observed, hook, (failure) => {
    if (isOver()) return;
    if (failure === undefined) return done(undefined, trace);
    context.tellPod(pod, 'Warning', 'FailedPostStartHook', failure, trace, container.name);
    context.tellPod(pod, 'Normal', 'Killing', 'FailedPostStartHook', trace, container.name);
    context.runtime.signal(observed.id, 'SIGKILL', trace);
    done({ reason: 'PostStartHookError', message: failure }, trace);
  });
}
