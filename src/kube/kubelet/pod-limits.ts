/** What ends a pod for good although its containers would run on: its time is up, or what it writes has outgrown what it may. */
import { parseQuantity, parseRfc3339, quantityMilliValue } from '../../base/index.ts';
import type { Cancel } from '../../sim/index.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import { actor, type KubeletContext } from './kubelet-context.ts';
import type { VolumeManager } from './volumes/volume-manager.ts';

export interface Failure {
  readonly reason: string;
  readonly message: string;
}

export interface LimitedPod {
  readonly pod: Pod;
  readonly context: KubeletContext;
  readonly volumes: VolumeManager;
  readonly startTime: string;
  /** Ends it, with what its status is to say. */
  readonly fail: (failure: Failure, graceSeconds?: number) => void;
}

/** How often the sizes of volumes are looked at. */
const measureMs = 10_000;

export class PodLimits {
  private readonly of: () => LimitedPod;
  private cancelDeadline: Cancel | undefined;
  private cancelMeasure: Cancel | undefined;
  private deadline = 0;

  constructor(of: () => LimitedPod) {
    this.of = of;
  }

  /** The pod may have been given another deadline. */
  look(): void {
    const { pod, context, startTime } = this.of();
    const { activeDeadlineSeconds: deadline = 0 } = pod.spec;
    if (deadline !== this.deadline) {
      this.deadline = deadline;
      this.cancelDeadline?.();
      const leftMs = (parseRfc3339(startTime) ?? 0) + deadline * 1000 - context.epochMs - context.clock.now;
      this.cancelDeadline = deadline === 0 ? undefined : context.clock.after(Math.max(0, leftMs), actor, () => this.timeIsUp());
    }
    if (this.cancelMeasure === undefined && pod.spec.volumes?.some(({ emptyDir }) => emptyDir?.sizeLimit !== undefined)) this.measureLater(context);
  }

  stop(): void {
    this.cancelDeadline?.();
    this.cancelMeasure?.();
  }

  private timeIsUp(): void {
    const { pod, context, fail } = this.of();
    const failure = { reason: 'DeadlineExceeded', message: 'Pod was active on the node longer than the specified deadline' };
    context.tellPod(pod, 'Normal', failure.reason, failure.message, 0);
    fail(failure);
  }

  private measureLater(context: KubeletContext): void {
    this.cancelMeasure = context.clock.after(measureMs, actor, () => this.measure());
  }

  private measure(): void {
    const { pod, context, volumes, fail } = this.of();
    const over = pod.spec.volumes?.find((volume) => volume.emptyDir?.sizeLimit !== undefined && volumes.bytesIn(pod, volume) * 1000 > quantityMilliValue(parseQuantity(String(volume.emptyDir.sizeLimit))));
    if (!over) return this.measureLater(context);
    const failure = { reason: 'Evicted', message: `Usage of EmptyDir volume "${over.name}" exceeds the limit "${over.emptyDir!.sizeLimit!}". ` };
    context.tellPod(pod, 'Warning', failure.reason, failure.message, 0);
    fail(failure, 1);
  }
}
