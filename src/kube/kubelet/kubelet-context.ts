/** What the parts of one kubelet share: who it is, its clock, its API client, and its way to tell of what happens. */
import { formatRfc3339 } from '../../base/index.ts';
import type { Clock, Random, Read, Trace, TraceArgs, TraceId } from '../../sim/index.ts';
import { ApiUnreachable, type ApiClient } from '../client/api-client.ts';
import type { NewEvent } from '../client/event-recorder.ts';
import { reading } from '../controllers/controller-context.ts';
import { containerField } from '../kinds/pod/container-named.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import type { Release } from '../meta/release.ts';
import type { RuntimeClient } from './runtime-client.ts';

export const actor = 'kubelet';

export interface KubeletOptions {
  readonly nodeName: string;
  readonly client: ApiClient;
  readonly runtime: RuntimeClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly trace: Trace;
  readonly release: Release;
  readonly epochMs: number;
  readonly hostIp: string;
  readonly latencyMs: () => number;
  /** How long a change in the runtime may go unnoticed. */
  readonly relistMs: () => number;
  /** How long telling the API the status of one pod takes: no time when left out. */
  readonly statusMs?: () => number;
  /** Where it notes when an image that could not be had may be tried again, by uid of the pod and image. */
  readonly pullWaits?: Map<string, number>;
  /** Takes note of each act, for those who read the log. */
  readonly log?: (code: string, args: TraceArgs) => void;
}

export class KubeletContext {
  readonly nodeName: string;
  readonly client: ApiClient;
  readonly runtime: RuntimeClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly trace: Trace;
  readonly release: Release;
  readonly epochMs: number;
  readonly hostIp: string;
  readonly latencyMs: () => number;
  readonly relistMs: () => number;
  readonly statusMs: () => number;
  readonly pullWaits: Map<string, number>;
  readonly log: ((code: string, args: TraceArgs) => void) | undefined;
  private nowSecond = -1;
  private nowText = '';

  constructor(options: KubeletOptions) {
    this.nodeName = options.nodeName;
    this.client = options.client;
    this.runtime = options.runtime;
    this.clock = options.clock;
    this.random = options.random;
    this.trace = options.trace;
    this.release = options.release;
    this.epochMs = options.epochMs;
    this.hostIp = options.hostIp;
    this.latencyMs = options.latencyMs;
    this.relistMs = options.relistMs;
    this.statusMs = options.statusMs ?? (() => 0);
    this.pullWaits = options.pullWaits ?? new Map<string, number>();
    this.log = options.log;
  }

  /** The present second by the node's own clock: a kubelet that is cut off still knows the time. */
  now(): string {
    const second = Math.floor((this.epochMs + this.clock.now) / 1000);
    if (second !== this.nowSecond) {
      this.nowSecond = second;
      this.nowText = formatRfc3339(second * 1000);
    }
    return this.nowText;
  }

  record(act: string, code: string, args: TraceArgs, reads: readonly Read[]): TraceId {
    this.log?.(code, args);
    return this.trace.record(actor, act, code, args, reads);
  }

  read(key: string, field: string): Read {
    return reading(this.client, key, field);
  }

  /** Tells of something; what cannot be told now is lost, as it is with a real recorder that gives up. */
  tell(event: NewEvent): void {
    if (!this.client.connected) return;
    try {
      this.client.event(event);
    } catch (error) {
      if (!(error instanceof ApiUnreachable) && !(error instanceof Error && error.name === 'ApiStatus')) throw error;
    }
  }

  tellPod(pod: Pod, type: NewEvent['type'], reason: string, message: string, trace: TraceId, container?: string): void {
    if (container === undefined) this.tell({ regarding: pod, type, reason, message, trace });
    else this.tell({ regarding: pod, type, reason, message, trace, fieldPath: fieldPathOf(containerField(pod.spec, container) ?? 'containers', container) });
  }
}

let last = { field: '', container: '', path: '' };

/** The same text for the same container of pods that follow one another: three events of each name it. */
function fieldPathOf(field: string, container: string): string {
  if (field !== last.field || container !== last.container) last = { field, container, path: `spec.${field}{${container}}` };
  return last.path;
}
