/** What a component tells of an object: makes an Event, or counts one up that says the same. */
import { formatRfc3339 } from '../../base/index.ts';
import type { TraceId } from '../../sim/index.ts';
import type { ApiServer } from '../api/api-server.ts';
import type { Event } from '../kinds/event/event.ts';
import { eventKind } from '../kinds/event/kind.ts';
import { storeKey } from '../kinds/kind.ts';
import { referenceTo, type KubeObject } from '../meta/object.ts';

export interface EventSource {
  readonly component: string; // "replicaset-controller"
  readonly host?: string;
}

export interface NewEvent {
  readonly regarding: KubeObject;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string; // "SuccessfulCreate"
  readonly message: string;
  readonly fieldPath?: string; // "spec.containers{nginx}"
  readonly trace?: TraceId;
}

/** The same message again within this time counts the event up; later it begins a new one. */
const countedMs = 600_000;

interface Told {
  readonly key: string;
  atMs: number;
}

export class EventRecorder {
  private readonly source: EventSource;
  private readonly told = new Map<string, Told>();
  private serial = 0;

  constructor(source: EventSource) {
    this.source = source;
  }

  record(server: ApiServer, user: string, event: NewEvent): Event | undefined {
    const { regarding, type, reason, message, fieldPath } = event;
    const same = `${regarding.metadata.uid}\n${fieldPath ?? ''}\n${type}\n${reason}\n${message}`;
    const told = this.told.get(same);
    const nowMs = server.clock.now;
    const options = event.trace === undefined ? {} : { trace: event.trace };
    if (told && nowMs - told.atMs < countedMs) {
      const old = server.store.get(told.key) as Event | undefined;
      told.atMs = nowMs;
      if (old) return server.update(user, eventKind, { ...old, count: (old.count ?? 1) + 1, lastTimestamp: server.now() }, options);
    }
    const made = server.create(user, eventKind, this.begin(server, event), options);
    this.told.set(same, { key: storeKey(eventKind, made.metadata.namespace, made.metadata.name), atMs: nowMs });
    return made;
  }

  private begin(server: ApiServer, { regarding, type, reason, message, fieldPath }: NewEvent) {
    const nanos = BigInt(server.nowMs) * 1_000_000n + BigInt(this.serial++ % 1_000_000);
    const now = formatRfc3339(server.nowMs);
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${regarding.metadata.name}.${nanos.toString(16)}`, namespace: regarding.metadata.namespace ?? 'default' },
      involvedObject: referenceTo(regarding, fieldPath),
      reason,
      message,
      source: this.source,
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
      type,
      eventTime: null,
      reportingComponent: '',
      reportingInstance: '',
    };
  }
}
