/**
 * How a component talks to the API: it reads its view, and writes by the same verbs that the door has, without bytes.
 * Cut off, or with the server down, the view stays where it was and every write fails, as a lost connection does.
 */
import { parseRfc3339 } from '../../base/index.ts';
import { Store, View, type TraceId } from '../../sim/index.ts';
import type { ApiServer, Deleted } from '../api/api-server.ts';
import type { ClusterStore } from '../api/cluster-store.ts';
import { clusterCode } from '../cluster-code.ts';
import type { DeleteOptions, WriteOptions } from '../api/write-options.ts';
import type { ComponentAct } from '../api/rbac/component-access.ts';
import type { Event } from '../kinds/event/event.ts';
import { eventKind } from '../kinds/event/kind.ts';
import type { Kind } from '../kinds/kind.ts';
import type { Namespace } from '../kinds/namespace/namespace.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import { ApiStatus } from '../meta/api-status.ts';
import type { KubeObject, NewObject } from '../meta/object.ts';
import { EventRecorder, type EventSource, type NewEvent } from './event-recorder.ts';

/** What a write gets while there is no connection. */
export class ApiUnreachable extends Error {
  override name = 'ApiUnreachable';
}

export class ApiClient {
  readonly user: string;
  readonly view: View<KubeObject>;
  private link: ApiServer | undefined;
  private cutReason = '';
  /** Who reaches a server over the network is judged; who was handed it is part of a test. */
  private readonly isJudged: boolean;
  private readonly recorder: EventRecorder;

  /** Connected to a server; or, given a store instead, to none yet: it sees nothing until it is. */
  constructor(server: ApiServer | ClusterStore, user: string, source: EventSource) {
    this.user = user;
    this.recorder = new EventRecorder(source);
    this.isJudged = server instanceof Store;
    if (server instanceof Store) {
      this.view = new View(server);
      this.disconnect('dial tcp: connect: connection refused');
    } else {
      this.link = server;
      this.view = new View(server.store);
    }
  }

  get connected(): boolean {
    return this.link !== undefined;
  }

  /** The connection is lost: `reason` is what a write says meanwhile. */
  disconnect(reason: string): void {
    this.link = undefined;
    this.cutReason = reason;
    this.view.disconnect();
  }

  /** There is a server again, perhaps another process over the same store. */
  reconnect(server: ApiServer): void {
    this.link = server;
    this.view.reconnect(server.store);
  }

  /** The server; throws ApiUnreachable when there is no connection. */
  get server(): ApiServer {
    if (this.link === undefined) throw new ApiUnreachable(this.cutReason);
    return this.link;
  }

  create<T extends KubeObject>(object: NewObject<T>, options?: WriteOptions): T {
    const kind = this.allowed<T>('create', object);
    return this.server.create(this.user, kind, object, options);
  }

  update<T extends KubeObject>(object: T, options?: WriteOptions): T {
    const kind = this.allowed<T>(options?.part === undefined ? 'update' : `update/${options.part}`, object);
    return this.server.update(this.user, kind, object, options);
  }

  updateStatus<T extends KubeObject>(object: T, options?: WriteOptions): T {
    const kind = this.allowed<T>('update/status', object);
    return this.server.updateStatus(this.user, kind, object, options);
  }

  delete<T extends KubeObject>(object: T, options?: DeleteOptions): Deleted<T> {
    const kind = this.allowed<T>('delete', object);
    const { namespace, name } = object.metadata;
    return this.server.delete(this.user, kind, namespace, name, options);
  }

  /** Assigns a pod to a node. */
  bind(pod: Pod, nodeName: string, options?: WriteOptions): Pod {
    this.allowed('create/binding', pod);
    return this.server.bind(this.user, pod, nodeName, options);
  }

  /** Writes the finalizers of a namespace's spec. */
  finalize(namespace: Namespace, options?: WriteOptions): Namespace {
    this.allowed('update/finalize', namespace);
    return this.server.finalize(this.user, namespace, options);
  }

  /** The object's kind, provided that the user may do this. Throws 403. */
  private allowed<T extends KubeObject>(act: ComponentAct, object: NewObject<T>): Kind<T> {
    const kind = this.server.kinds.kindOf(object) as Kind<T>;
    this.demand(act, kind, object.metadata);
    return kind;
  }

  private demand(act: ComponentAct, kind: Kind, object: { readonly name?: string; readonly namespace?: string }): void {
    if (this.isJudged && clusterCode.isThere) clusterCode.get().demandAccess(this.server, this.user, kind, act, object);
  }

  /**
   * Records an event of `regarding`; a repeated one is counted. Undefined when the recorder holds it back as spam, and when it could
   * not be written: nobody's work waits for an event.
   */
  event(event: NewEvent): Event | undefined {
    try {
      this.demand('create', eventKind, event.regarding.metadata);
      return this.recorder.record(this.server, this.user, event);
    } catch (error) {
      if (error instanceof ApiUnreachable || error instanceof ApiStatus) return undefined;
      throw error;
    }
  }

  /** The present second as the API writes it. */
  now(): string {
    return this.server.now();
  }

  /** The virtual time of a timestamp of the API. */
  atMs(timestamp: string): number {
    return parseRfc3339(timestamp)! - this.epochMs;
  }

  private get epochMs(): number {
    return this.server.epochMs;
  }
}

export type { EventSource, NewEvent, TraceId };
