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

const nothing: readonly never[] = [];
const remembered = 4096;
const similarMax = 10;
const similarForMs = 600_000;
const combined = '(combined from similar events): ';
const burst = 25;
const refillMs = 300_000; // one more after each

/** What was told of one object. */
interface About {
  told: readonly Told[];
  left: number; // how often it may be talked about
  refilledMs: number;
}

/** What was told of it for one reason. Few: lists are less than maps. */
interface Told {
  readonly type: string;
  readonly reason: string;
  readonly fieldPath: string | undefined;
  readonly mark: string | undefined;
  messages: readonly string[];
  names: readonly string[]; // of the events that say them
  combinedName: string | undefined;
  lastMs: number;
}

export class EventRecorder {
  private readonly source: EventSource;
  private readonly objects = new RecentMap<About>(remembered); // by uid
  private serial = 0;

  constructor(source: EventSource) {
    this.source = source;
  }

  /** Undefined when it is one too many about the object. */
  record(server: ApiServer, user: string, event: NewEvent): Event | undefined {
    const nowMs = server.clock.now;
    const about = this.aboutOf(event.regarding.metadata.uid, nowMs);
    const told = toldOf(about, event, nowMs);
    if (!isAllowed(about, nowMs)) return undefined;
    const known = told.messages.indexOf(event.message);
    const isCombined = known < 0 && told.messages.length >= similarMax - 1;
    const message = isCombined ? combined + event.message : event.message;
    const name = isCombined ? told.combinedName : told.names[known];
    const old = name === undefined ? undefined : (server.store.get(keyOf(event, name)) as Event | undefined);
    if (old) return server.update(user, eventKind, { ...old, message, count: (old.count ?? 1) + 1, lastTimestamp: server.now() }, { trace: event.trace });
    const made = server.create(user, eventKind, this.begin(server, event, message), { trace: event.trace, isHandedOver: true });
    if (isCombined) told.combinedName = made.metadata.name;
    else if (known >= 0) told.names = told.names.with(known, made.metadata.name);
    else {
      told.messages = told.messages.concat(message); // seldom more than one: lists that grow in place keep room for seventeen
      told.names = told.names.concat(made.metadata.name);
    }
    return made;
  }

  private aboutOf(uid: string, nowMs: number): About {
    let about = this.objects.get(uid);
    if (about === undefined) this.objects.set(uid, (about = { told: nothing, left: burst, refilledMs: nowMs }));
    return about;
  }

  private begin(server: ApiServer, event: NewEvent, message: string) {
    const { regarding, type, reason, fieldPath } = event;
    const now = server.now();
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: this.freeName(server, event), namespace: namespaceOf(regarding) },
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
  private freeName(server: ApiServer, event: NewEvent): string {
    for (;;) {
      const name = `${event.regarding.metadata.name}.${this.moment(server.nowMs)}`;
      if (!server.store.get(keyOf(event, name))) return name;
    }
  }

  /** Nanoseconds since 1970 in hexadecimal, told apart within a millisecond by a count. */
  private moment(nowMs: number): string {
    const low = (nowMs % 1000) * 1_000_000 + (this.serial++ % 1_000_000);
    return nanosecondsHex(Math.floor(nowMs / 1000), low);
  }
}

function keyOf({ regarding }: NewEvent, name: string): string {
  return storeKey(eventKind, namespaceOf(regarding), name);
}

function namespaceOf({ metadata }: KubeObject): string {
  return metadata.namespace ?? 'default';
}

function toldOf(about: About, { fieldPath, type, reason, mark }: NewEvent, nowMs: number): Told {
  let before = about.told.find((t) => t.reason === reason && t.fieldPath === fieldPath && t.mark === mark && t.type === type);
  if (before === undefined) {
    before = { type, reason, fieldPath, mark, messages: nothing, names: nothing, combinedName: undefined, lastMs: nowMs };
    about.told = about.told.concat(before);
  } else if (nowMs - before.lastMs > similarForMs) Object.assign(before, { messages: nothing, names: nothing, combinedName: undefined });
  before.lastMs = nowMs;
  return before;
}

function isAllowed(about: About, nowMs: number): boolean {
  const refilled = Math.floor((nowMs - about.refilledMs) / refillMs);
  if (refilled > 0) {
    about.left = Math.min(burst, about.left + refilled);
    about.refilledMs += refilled * refillMs;
  }
  if (about.left === 0) return false;
  about.left--;
  return true;
}

/** In two halves, since the number is past 2⁵³ and big integers cost a microsecond each. */
function nanosecondsHex(seconds: number, nanoseconds: number): string {
  const high = Math.floor(seconds / 65_536) * 1_000_000_000; // times 65,536
  const low = (high % 65_536) * 65_536 + (seconds % 65_536) * 1_000_000_000 + nanoseconds;
  const upper = Math.floor(high / 65_536) + Math.floor(low / 2 ** 32);
  return upper.toString(16) + (low % 2 ** 32).toString(16).padStart(8, '0');
}
