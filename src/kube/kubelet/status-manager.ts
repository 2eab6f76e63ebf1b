/**
 * Tells the API of the pods' statuses: what has changed, together, a moment later, where telling takes no time, and else one
 * after the other; what could not be told when it can be again. It also takes a pod away when nothing of it is left here.
 */
import { deepEqual } from '../../base/index.ts';
import type { Cancel, TraceId } from '../../sim/index.ts';
import { ApiUnreachable } from '../client/api-client.ts';
import { mirrorAnnotation } from '../kinds/pod/mirror.ts';
import type { Pod, PodCondition, PodStatus } from '../kinds/pod/pod.ts';
import { ApiStatus } from '../meta/api-status.ts';
import { actor, type KubeletContext } from './kubelet-context.ts';

export interface Report {
  readonly podKey: string;
  readonly uid: string;
  readonly status: PodStatus;
  /** The act that it follows from. */
  readonly because: TraceId;
  /** Nothing of the pod is left: it may go. */
  readonly finished: boolean;
}

const retryMs = 10_000;

export class StatusManager {
  private readonly context: KubeletContext;
  private readonly latest = new Map<string, Report>(); // by uid
  private readonly dirty = new Set<string>();
  /** What the API had of a status after it was last written from here. */
  private readonly written = new Map<string, PodStatus>();
  private cancelFlush: Cancel | undefined;
  private dueMs = 0;
  private freeAtMs = 0; // when the status before has been told

  constructor(context: KubeletContext) {
    this.context = context;
  }

  set(report: Report): void {
    const before = this.latest.get(report.uid);
    if (before && before.finished === report.finished && deepEqual(before.status, report.status)) return;
    this.latest.set(report.uid, report);
    this.dirty.add(report.uid);
    this.schedule(this.context.latencyMs());
  }

  statusOf(uid: string): PodStatus | undefined {
    return this.latest.get(uid)?.status;
  }

  /** The pod has ended here, and the API is still to be told. */
  isEnding(uid: string): boolean {
    return this.latest.get(uid)?.finished === true;
  }

  /** The API has this status of a pod: when it is not what was written, somebody else wrote, and what is known here is told again. */
  noticed(uid: string, status: PodStatus): void {
    if (this.latest.has(uid) && this.written.get(uid) !== status) this.again(uid);
  }

  /** Its mirror has come, and shows nothing yet. */
  again(uid: string): void {
    if (!this.latest.has(uid)) return;
    this.dirty.add(uid);
    this.schedule(this.context.latencyMs());
  }

  /** The connection is back: what is still to be told may be told now. */
  retry(): void {
    if (this.dirty.size > 0) this.schedule(this.context.latencyMs());
  }

  stop(): void {
    this.cancelFlush?.();
    this.cancelFlush = undefined;
  }

  private schedule(delayMs: number): void {
    const { clock } = this.context;
    const dueMs = Math.max(clock.now + delayMs, this.freeAtMs);
    if (this.cancelFlush && this.dueMs <= dueMs) return;
    this.cancelFlush?.();
    this.dueMs = dueMs;
    this.cancelFlush = clock.after(dueMs - clock.now, actor, () => this.flush());
  }

  private flush(): void {
    this.cancelFlush = undefined;
    const { clock, statusMs } = this.context;
    const failed: string[] = [];
    for (const uid of [...this.dirty]) {
      if (clock.now < this.freeAtMs) break;
      this.dirty.delete(uid);
      const report = this.latest.get(uid);
      if (!report) continue;
      if (!this.tell(report)) failed.push(uid);
      else if (report.finished && this.latest.get(uid) === report) this.forget(uid);
      this.freeAtMs = clock.now + statusMs();
    }
    if (this.dirty.size > 0 && clock.now < this.freeAtMs) this.schedule(0);
    for (const uid of failed) this.dirty.add(uid);
    if (failed.length > 0) this.schedule(retryMs);
  }

  /** What was known of it is over: a manifest that has come back is the same pod, begun anew. */
  forget(uid: string): void {
    this.dirty.delete(uid);
    this.latest.delete(uid);
    this.written.delete(uid);
  }

  /** False when it must be told again. */
  private tell(report: Report): boolean {
    if (!this.context.client.connected) return false;
    try {
      this.write(report);
      return true;
    } catch (error) {
      if (error instanceof ApiStatus) return error.code === 404;
      if (error instanceof ApiUnreachable) return false;
      throw error;
    }
  }

  private write(report: Report): void {
    const { client } = this.context;
    const { podKey, uid, finished } = report;
    let pod = client.view.get(podKey) as Pod | undefined;
    const isMirror = pod?.metadata.annotations?.[mirrorAnnotation] === uid;
    if (!pod || (pod.metadata.uid !== uid && !isMirror)) return; // it has gone, or its mirror is not there yet
    const status = merged(pod.status, report.status);
    const id = deepEqual(status, pod.status) ? 0 : this.record(report, status);
    if (id !== 0) pod = client.updateStatus<Pod>({ ...pod, status }, { trace: id });
    this.written.set(uid, pod.status);
    if (!finished || isMirror || pod.metadata.deletionTimestamp === undefined) return;
    const reads = [{ store: client.view.store.name, key: podKey, field: 'status', trace: report.because }, this.context.read(podKey, 'metadata')];
    const trace = this.context.record('delete', 'kubelet-removes-pod', { pod: pod.metadata.name }, reads);
    client.delete(pod, { gracePeriodSeconds: 0, preconditions: { uid }, trace });
  }

  private record({ podKey, because }: Report, status: PodStatus): TraceId {
    const { client } = this.context;
    const waiting = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].find((s) => s.state?.waiting)?.state?.waiting;
    const isReady = status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') ?? false;
    const args = { pod: podKey.slice(podKey.lastIndexOf('/') + 1), phase: status.phase, ready: isReady, waiting: waiting?.reason ?? '' };
    const decided = { store: client.view.store.name, key: podKey, field: 'status', trace: because };
    return this.context.record('update-status', 'kubelet-reports', args, [decided, this.context.read(podKey, 'spec')]);
  }
}

const own = new Set(['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled', 'PodResizePending']);

const none: readonly PodCondition[] = [];

function isForeign({ type }: PodCondition): boolean {
  return !own.has(type);
}

/** What others write into the status stays as they have it. */
function merged(current: PodStatus, reported: PodStatus): PodStatus {
  const foreign: readonly PodCondition[] = current.conditions?.some(isForeign) ? current.conditions.filter(isForeign) : none;
  if (foreign.length === 0 && !reported.conditions?.some(isForeign) && reported.nominatedNodeName === undefined && (reported.qosClass || !current.qosClass)) return reported; // nearly always
  const mine = (reported.conditions ?? []).filter((c) => !isForeign(c));
  const { nominatedNodeName: _, ...rest } = reported;
  const merge = { ...rest, conditions: foreign.length > 0 ? [...mine, ...foreign] : mine };
  return current.qosClass && !merge.qosClass ? { ...merge, qosClass: current.qosClass } : merge;
}

