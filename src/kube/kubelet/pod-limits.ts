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
  /** The pod as it is now. */
  readonly pod: Pod;
  readonly startTime: string;
  /** Ends it, with what its status is to say. */
  fail(failure: Failure, graceSeconds?: number): void;
}

/** How often the sizes of volumes are looked at. */
const measureMs = 10_000;

export class PodLimits {
  private readonly site: LimitedPod;
  private readonly context: KubeletContext;
  private readonly volumes: VolumeManager;
  private cancelDeadline: Cancel | undefined;
  private cancelMeasure: Cancel | undefined;
  private deadline = 0;

  constructor(site: LimitedPod, { context, volumes }: { readonly context: KubeletContext; readonly volumes: VolumeManager }) {
    this.site = site;
    this.context = context;
    this.volumes = volumes;
  }

  /** The pod may have been given another deadline. */
  look(): void {
    const { context, site: { pod, startTime } } = this;
    const { activeDeadlineSeconds: deadline = 0 } = pod.spec;
    if (deadline !== this.deadline) {
      this.deadline = deadline;
      this.cancelDeadline?.();
      const leftMs = (parseRfc3339(startTime) ?? 0) + deadline * 1000 - context.epochMs - context.clock.now;
      this.cancelDeadline = deadline === 0 ? undefined : context.clock.after(Math.max(0, leftMs), actor, () => this.timeIsUp());
    }
    if (this.cancelMeasure === undefined && pod.spec.volumes?.some(({ emptyDir }) => emptyDir?.sizeLimit !== undefined)) this.measureLater();
  }

  stop(): void {
    this.cancelDeadline?.();
    this.cancelMeasure?.();
  }

  private timeIsUp(): void {
    const { context, site } = this;
    const failure = { reason: 'DeadlineExceeded', message: 'Pod was active on the node longer than the specified deadline' };
    context.tellPod(site.pod, 'Normal', failure.reason, failure.message, 0);
    site.fail(failure);
  }

  private measureLater(): void {
    this.cancelMeasure = this.context.clock.after(measureMs, actor, () => this.measure());
  }

  private measure(): void {
    const { context, volumes, site } = this;
    const { pod } = site;
    const over = pod.spec.volumes?.find((volume) => volume.emptyDir?.sizeLimit !== undefined && volumes.bytesIn(pod, volume) * 1000 > quantityMilliValue(parseQuantity(String(volume.emptyDir.sizeLimit))));
    if (!over) return this.measureLater();
    const failure = { reason: 'Evicted', message: `Usage of EmptyDir volume "${over.name}" exceeds the limit "${over.emptyDir!.sizeLimit!}". ` };
    context.tellPod(pod, 'Warning', failure.reason, failure.message, 0);
    site.fail(failure, 1);
  }
}
