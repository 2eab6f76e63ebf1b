/**
 * One probe of one container: asks again and again, and changes its verdict after as many equal answers as the threshold says.
 * It is an event of the clock, not a program: a thousand pods cost a thousand timers and nothing between.
 */
import type { Cancel } from '../../../sim/index.ts';
import type { Container, Probe } from '../../kinds/pod/container.ts';
import type { Pod } from '../../kinds/pod/pod.ts';
import { actor, type KubeletContext } from '../kubelet-context.ts';
import { newest, type ObservedContainer } from '../observed.ts';
import type { Prober } from './prober.ts';

export type ProbeKind = 'liveness' | 'readiness' | 'startup';
export type ProbeVerdict = 'success' | 'failure' | 'unknown';

export interface ProbeAnswer {
  readonly ok: boolean;
  readonly output: string;
}

const beginning: Readonly<Record<ProbeKind, ProbeVerdict>> = { liveness: 'success', readiness: 'failure', startup: 'unknown' };
const titles: Readonly<Record<ProbeKind, string>> = { liveness: 'Liveness', readiness: 'Readiness', startup: 'Startup' };

export interface ProbeSite {
  /** The pod as it is now. */
  readonly pod: Pod;
  /** Where it is reached. */
  readonly address: string;
  /** Whether the container's startup probe, if it has one, has succeeded. */
  isStarted(container: Container): boolean;
  verdictChanged(kind: ProbeKind, container: Container, answer: ProbeAnswer): void;
}

export class ProbeWorker {
  readonly kind: ProbeKind;
  readonly container: Container;
  private readonly probe: Probe;
  private readonly context: KubeletContext;
  private readonly prober: Prober;
  private readonly site: ProbeSite;
  private readonly bornMs: number;
  private containerId = '';
  private run = 0;
  private lastOk: boolean | undefined;
  private onHold = false; // it has failed: nothing more until there is another container
  private asking = false;
  private cancelTimer: Cancel = () => {};
  private cancelAsk: Cancel = () => {};
  verdict: ProbeVerdict;

  constructor(context: KubeletContext, prober: Prober, site: ProbeSite, kind: ProbeKind, container: Container, probe: Probe) {
    this.context = context;
    this.prober = prober;
    this.site = site;
    this.kind = kind;
    this.container = container;
    this.probe = probe;
    this.bornMs = context.clock.now;
    this.verdict = beginning[kind];
  }

  get id(): string {
    return this.containerId;
  }

  /** Its container may have been started, or another one have taken its place. */
  look(): void {
    const observed = newest(this.context.runtime.observe(this.site.pod.metadata.uid), this.container.name);
    if (observed?.state !== 'running' || observed.id === this.containerId) return;
    this.containerId = observed.id;
    this.verdict = beginning[this.kind];
    this.run = 0;
    this.lastOk = undefined;
    this.onHold = false;
    this.cancelTimer();
    this.schedule(this.firstDelayMs(observed));
  }

  stop(): void {
    this.cancelTimer();
    this.cancelAsk();
    this.asking = false;
  }

  /** Later releases ask as soon as the container runs; earlier ones at the next beat since the pod came. */
  private firstDelayMs(observed: ObservedContainer): number {
    const { clock, release } = this.context;
    const initialMs = (this.probe.initialDelaySeconds ?? 0) * 1000;
    const dueMs = Math.max(clock.now, observed.startedMs + initialMs);
    if (release.atLeast(22)) return dueMs - clock.now;
    const beats = Math.ceil((dueMs - this.bornMs) / this.periodMs);
    return this.bornMs + Math.max(1, beats) * this.periodMs - clock.now;
  }

  private get periodMs(): number {
    return (this.probe.periodSeconds ?? 10) * 1000;
  }

  private schedule(delayMs: number): void {
    this.cancelTimer = this.context.clock.after(delayMs, actor, () => this.beat());
  }

  private beat(): void {
    this.schedule(this.periodMs);
    if (this.asking || this.onHold) return;
    const observed = newest(this.context.runtime.observe(this.site.pod.metadata.uid), this.container.name);
    if (observed?.id !== this.containerId || observed.state !== 'running') return;
    if (this.kind === 'startup' ? this.verdict === 'success' : !this.site.isStarted(this.container)) return;
    this.asking = true;
    let answered = false;
    const cancel = this.prober.ask(this.site.address, this.container, observed, this.probe, (answer) => {
      answered = true;
      this.asking = false;
      this.take(answer);
    });
    this.cancelAsk = answered ? () => {} : cancel;
  }

  private take(answer: ProbeAnswer): void {
    if (!answer.ok) {
      const { pod } = this.site;
      this.context.tellPod(pod, 'Warning', 'Unhealthy', `${titles[this.kind]} probe failed: ${answer.output}`, 0, this.container.name);
    }
    if (answer.ok === this.lastOk) this.run++;
    else this.run = 1;
    this.lastOk = answer.ok;
    const threshold = answer.ok ? (this.probe.successThreshold ?? 1) : (this.probe.failureThreshold ?? 3);
    if (this.run < threshold) return;
    const verdict = answer.ok ? 'success' : 'failure';
    const changed = verdict !== this.verdict;
    this.verdict = verdict;
    if (verdict === 'failure' && this.kind !== 'readiness') {
      this.onHold = true;
      this.run = 0;
    }
    if (verdict === 'success' && this.kind === 'startup') this.cancelTimer();
    if (changed) this.site.verdictChanged(this.kind, this.container, answer);
  }
}
