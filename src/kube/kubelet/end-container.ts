/** Ends a container with grace: its preStop hook, its stop signal, and when the time is over the signal that nothing survives. */
import type { Cancel, TraceId } from '../../sim/index.ts';
import type { Container } from '../kinds/pod/container.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import type { KubeletContext } from './kubelet-context.ts';
import type { ObservedContainer } from './observed.ts';
import type { HookRunner } from './lifecycle-hooks.ts';

export interface EndRequest {
  readonly pod: Pod;
  readonly spec: Container | undefined; // undefined when the pod's spec no longer has it
  readonly container: ObservedContainer;
  readonly graceSeconds: number;
  readonly message: string; // of the event
  readonly trace: TraceId;
}

/** Seconds that a container has after its hook, however long that took. */
const leastGraceMs = 2000;
/** How long to wait before a runtime that did not answer is asked again. */
const retryMs = 2000;

export class Ending {
  private readonly context: KubeletContext;
  private readonly request: EndRequest;
  private readonly hooks: HookRunner;
  private deadlineMs: number;
  private cancelKill: Cancel = () => {};
  private cancelHook: Cancel = () => {};
  private signalled = false;

  constructor(context: KubeletContext, hooks: HookRunner, request: EndRequest) {
    this.context = context;
    this.hooks = hooks;
    this.request = request;
    this.deadlineMs = context.clock.now + request.graceSeconds * 1000;
  }

  begin(): void {
    const { pod, spec, container, message, trace, graceSeconds } = this.request;
    this.context.tellPod(pod, 'Normal', 'Killing', message, trace, container.name);
    const preStop = spec?.lifecycle?.preStop;
    if (!preStop || graceSeconds === 0) return this.terminate();
    const over = this.context.clock.after(graceSeconds * 1000, 'kubelet', () => {
      this.cancelHook();
      this.deadlineMs = this.context.clock.now + leastGraceMs;
      this.terminate();
    });
    this.cancelKill = over;
    this.cancelHook = this.hooks.run(pod, spec, container, preStop, (failure) => {
      over();
      if (failure !== undefined) this.context.tellPod(pod, 'Warning', 'FailedPreStopHook', failure, trace, container.name);
      this.deadlineMs = Math.max(this.deadlineMs, this.context.clock.now + leastGraceMs);
      this.terminate();
    });
  }

  /** A deletion with less grace shortens what is left. */
  shorten(graceSeconds: number): void {
    const deadlineMs = this.context.clock.now + graceSeconds * 1000;
    if (deadlineMs >= this.deadlineMs) return;
    this.deadlineMs = deadlineMs;
    if (this.signalled) this.killAtDeadline();
    else if (graceSeconds === 0) {
      this.cancelKill();
      this.cancelHook();
      this.terminate();
    }
  }

  /** The container has ended, or the kubelet has. */
  stop(): void {
    this.cancelKill();
    this.cancelHook();
  }

  private terminate(): void {
    if (this.signalled) return;
    const { container, trace, spec } = this.request;
    const { clock, runtime } = this.context;
    if (this.deadlineMs > clock.now && !runtime.signal(container.id, spec?.lifecycle?.stopSignal ?? '', trace)) {
      this.deadlineMs += retryMs; // none of the grace is used up
      this.cancelKill();
      this.cancelKill = clock.after(retryMs, 'kubelet', () => this.terminate());
      return;
    }
    this.signalled = true;
    this.killAtDeadline();
  }

  private killAtDeadline(): void {
    const { container, trace } = this.request;
    const { clock, runtime } = this.context;
    this.cancelKill();
    this.cancelKill = clock.after(Math.max(0, this.deadlineMs - clock.now), 'kubelet', () => {
      if (runtime.signal(container.id, 'SIGKILL', trace)) return;
      this.deadlineMs = clock.now + retryMs;
      this.killAtDeadline();
    });
  }
}
