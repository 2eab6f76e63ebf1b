/**
 * What a component tells of an object: makes an Event, or counts one up that says the same. Of many that differ in their
 * message alone only the first ten are kept apart, and an object that is talked about without end is talked about less.
 */
import type { TraceId } from '../../sim/index.ts';
import type { ApiServer } from '../api/api-server.ts';
import type { Event } from '../kinds/event/event.ts';
import { eventKind } from '../kinds/event/kind.ts';
import { storeKey } from '../kinds/kind.ts';
import { referenceTo, type KubeObject } from '../meta/object.ts';
import { RecentMap } from './recent-map.ts';

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
  /** Told apart from what was told before under another mark. */
  readonly mark?: string;
}

const remembered = 4096;
const similarMax = 10;
const similarForMs = 600_000;
const combined = '(combined from similar events): ';
const burst = 25;
const refillMs = 300_000; // one more after each

/** What was told of one object for one reason. */
interface Told {
  readonly keys: Map<string, string>; // message -> key of the event that says it
  combinedKey: string | undefined;
  lastMs: number;
}

interface Allowance {
  left: number;
  atMs: number;
}

export class EventRecorder {
  private readonly source: EventSource;
  private readonly told = new RecentMap<Told>(remembered);
  private readonly allowances = new RecentMap<Allowance>(remembered);
  private serial = 0;

  constructor(source: EventSource) {
    this.source = source;
  }

  /** Undefined when it is one too many about the object. */
  record(server: ApiServer, user: string, event: NewEvent): Event | undefined {
    const nowMs = server.clock.now;
    const told = this.toldOf(event, nowMs);
    if (!this.isAllowed(event.regarding.metadata.uid, nowMs)) return undefined;
    const isCombined = !told.keys.has(event.message) && told.keys.size >= similarMax - 1;
    const message = isCombined ? combined + event.message : event.message;
    const options = event.trace === undefined ? undefined : { trace: event.trace };
    const key = isCombined ? told.combinedKey : told.keys.get(event.message);
    const old = key === undefined ? undefined : (server.store.get(key) as Event | undefined);
    if (old) return server.update(user, eventKind, { ...old, message, count: (old.count ?? 1) + 1, lastTimestamp: server.now() }, options);
    const made = server.create(user, eventKind, this.begin(server, event, message), options);
    const madeKey = storeKey(eventKind, made.metadata.namespace, made.metadata.name);
    if (isCombined) told.combinedKey = madeKey;
    else told.keys.set(event.message, madeKey);
    return made;
  }

  private toldOf({ regarding, fieldPath = '', type, reason, mark = '' }: NewEvent, nowMs: number): Told {
    const about = `${regarding.metadata.uid} ${type} ${reason} ${fieldPath} ${mark}`;
    let told = this.told.get(about);
    if (told === undefined || nowMs - told.lastMs > similarForMs) this.told.set(about, (told = { keys: new Map(), combinedKey: undefined, lastMs: nowMs }));
    told.lastMs = nowMs;
    return told;
  }

  private isAllowed(uid: string, nowMs: number): boolean {
    let allowance = this.allowances.get(uid);
    if (allowance === undefined) this.allowances.set(uid, (allowance = { left: burst, atMs: nowMs }));
    const refilled = Math.floor((nowMs - allowance.atMs) / refillMs);
    if (refilled > 0) {
      allowance.left = Math.min(burst, allowance.left + refilled);
      allowance.atMs += refilled * refillMs;
    }
    if (allowance.left === 0) return false;
    allowance.left--;
    return true;
  }

  private begin(server: ApiServer, { regarding, type, reason, fieldPath }: NewEvent, message: string) {
    const now = server.now();
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: this.freeName(server, regarding), namespace: regarding.metadata.namespace ?? 'default' },
      involvedObject: referenceTo(regarding, fieldPath),
      reason,
      message,
      source: this.source,
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
      type,
      eventTime: null,
      reportingComponent: server.release.atLeast(27) ? this.source.component : '',
      reportingInstance: server.release.atLeast(27) ? (this.source.host ?? '') : '',
    };
  }

  /** Another recorder may have told of the same object in the same millisecond. */
  private freeName(server: ApiServer, { metadata }: NewEvent['regarding']): string {
    for (;;) {
      const name = `${metadata.name}.${this.moment(server.nowMs)}`;
      if (!server.store.get(storeKey(eventKind, metadata.namespace ?? 'default', name))) return name;
    }
  }

  /** Nanoseconds since 1970 in hexadecimal, told apart within a millisecond by a count. */
  private moment(nowMs: number): string {
    const low = (nowMs % 1000) * 1_000_000 + (this.serial++ % 1_000_000);
    return nanosecondsHex(Math.floor(nowMs / 1000), low);
  }
}

/** In two halves, since the number is past 2⁵³ and big integers cost a microsecond each. */
function nanosecondsHex(seconds: number, nanoseconds: number): string {
  const high = Math.floor(seconds / 65_536) * 1_000_000_000; // times 65,536
  const low = (high % 65_536) * 65_536 + (seconds % 65_536) * 1_000_000_000 + nanoseconds;
  const upper = Math.floor(high / 65_536) + Math.floor(low / 2 ** 32);
  return upper.toString(16) + (low % 2 ** 32).toString(16).padStart(8, '0');
}
