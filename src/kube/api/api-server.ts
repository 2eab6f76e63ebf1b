/**
 * The API server's core: the verbs on objects, without bytes. Components use it through an ApiClient, everybody else
 * through its door. Objects go in and come out in the form that is stored, and are never changed in place.
 */
import type { AggregatedGroup } from './aggregated.ts';
import { Conflict, type Clock, type Random, type Trace, type TraceId } from '../../sim/index.ts';
import { formatRfc3339, randomSuffix, randomUuid, type Door } from '../../base/index.ts';
import { demandKind } from '../kinds/demand.ts';
import { storeKey, type AdmissionContext, type Kind, type KindContext } from '../kinds/kind.ts';
import type { KindRegistry } from '../kinds/registry.ts';
import type { Namespace } from '../kinds/namespace/namespace.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import { alreadyExists, ApiStatus, conflict, modifiedMeanwhile, notFound } from '../meta/api-status.ts';
import type { KubeObject, NewObject } from '../meta/object.ts';
import type { Release } from '../meta/release.ts';
import { clusterCode } from '../cluster-code.ts';
import type { Structure } from '../schema/structure-reader.ts';
import type { ClusterStore } from './cluster-store.ts';
import { createObject } from './create.ts';
import type { KubeletDialer } from './door/kubelet-parts.ts';
import { Streams } from './streams.ts';
import { updateObject, updateStatusOf } from './update.ts';
import type { DeleteOptions, WriteOptions } from './write-options.ts';

export interface ApiServerOptions {
  readonly store: ClusterStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly trace: Trace;
  readonly kinds: KindRegistry;
  /** Milliseconds since 1970 when the clock stands at 0. */
  readonly epochMs: number;
  readonly serviceCidr?: string;
  /** Whether the store can be reached now; it always can when left out. */
  readonly hasStore?: () => boolean;
  /** How kubelets are reached, for logs and exec. */
  readonly kubelets?: KubeletDialer;
  /** The address that the service `kubernetes` leads to. */
  readonly advertiseAddress?: string;
  readonly port?: number; // 6443
  /** As PEM: who shows a certificate of another is nobody. Left out, the names that the network gives are believed. */
  readonly clientAuthority?: string;
  /** As PEM: what it shows to etcd. */
  readonly etcdCertificate?: string;
}

const noKubelets: KubeletDialer = { dial: (_address, _port, _request, _call, fail) => fail('no route to host') };

export class ApiServer {
  readonly store: ClusterStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly trace: Trace;
  readonly kinds: KindRegistry;
  readonly release: Release;
  readonly epochMs: number;
  readonly streams = new Streams();
  /** By the names of their APIServices, those that can be had. */
  readonly aggregated = new Map<string, AggregatedGroup>();
  readonly kubelets: KubeletDialer;
  readonly hasStore: () => boolean;
  readonly serviceCidr: string;
  readonly advertiseAddress: string;
  readonly port: number;
  readonly clientAuthority: string | undefined;
  readonly etcdCertificate: string | undefined;
  readonly context: KindContext;
  readonly admission: AdmissionContext;
  private opened: { readonly door: Door; readonly structure: Structure } | undefined;
  private readonly nameSource: Random;
  private readonly uidStreams = new Map<string, Random>();
  private readonly nameStreams = new Map<string, Random>();
  private readonly startText: string;
  private nowSecond = -1;
  private nowText = '';

  constructor(options: ApiServerOptions) {
    this.store = options.store;
    this.clock = options.clock;
    this.random = options.random;
    this.nameSource = options.random.fork('names');
    this.trace = options.trace;
    this.kinds = options.kinds;
    this.release = options.kinds.release;
    this.epochMs = options.epochMs;
    this.kubelets = options.kubelets ?? noKubelets;
    this.hasStore = options.hasStore ?? (() => true);
    this.startText = this.now();
    this.serviceCidr = options.serviceCidr ?? '10.96.0.0/12';
    this.advertiseAddress = options.advertiseAddress ?? '10.0.0.10';
    this.port = options.port ?? 6443;
    this.clientAuthority = options.clientAuthority;
    this.etcdCertificate = options.etcdCertificate;
    this.context = { release: this.release, get: (key) => this.store.get(key), now: () => this.now() };
    this.admission = {
      ...this.context,
      serviceCidr: this.serviceCidr,
      list: (table) => this.store.list(table),
      countBy: (table, index, value) => this.store.countBy(table, index, value),
      suffix: () => this.newSuffix('admission'),
      below: (n) => this.random.below(n),
    };
  }

  /** For requests. Throws NeedsAsset until its code is there; see ApiPort. */
  get door(): Door {
    return this.demandCode().door;
  }

  /** What objects look like, by kind. Nobody needs it before a request has come. */
  get structure(): Structure {
    return this.demandCode().structure;
  }

  private demandCode(): { readonly door: Door; readonly structure: Structure } {
    if (this.opened) return this.opened;
    const { ApiDoor, followDefinitions, Structure, writePolicy } = clusterCode.get();
    writePolicy(this, this.startText);
    this.opened = { door: new ApiDoor(this), structure: new Structure(this.release) };
    followDefinitions(this);
    return this.opened;
  }

  get nowMs(): number {
    return this.epochMs + this.clock.now;
  }

  /** The present second as the API writes it. */
  now(): string {
    const second = Math.floor(this.nowMs / 1000);
    if (second !== this.nowSecond) {
      this.nowSecond = second;
      this.nowText = formatRfc3339(second * 1000);
    }
    return this.nowText;
  }

  /** By table, so that one more event changes no pod's name. */
  newUid(table: string): string {
    const stream = this.streamOf(this.uidStreams, 'uid', table);
    return randomUuid(() => stream.next());
  }

  newSuffix(table: string): string {
    const stream = this.streamOf(this.nameStreams, 'name', table);
    return randomSuffix(() => stream.next());
  }

  private streamOf(streams: Map<string, Random>, use: string, table: string): Random {
    let stream = streams.get(table);
    if (!stream) streams.set(table, (stream = this.nameSource.fork(`${use} ${table}`)));
    return stream;
  }

  /** Throws what every request gets while etcd does not answer. */
  demandStore(): void {
    if (!this.hasStore()) throw new ApiStatus(500, '', 'etcdserver: request timed out');
  }

  get<T extends KubeObject>(kind: Kind<T>, namespace: string | undefined, name: string): T {
    const found = this.store.get(storeKey(kind, namespace, name));
    if (found === undefined) throw notFound(kind, name);
    return found as T;
  }

  create<T extends KubeObject>(user: string, kind: Kind<T>, object: NewObject<T>, options: WriteOptions = {}): T {
    demandKind(kind);
    this.demandStore();
    return createObject(this, user, kind, object, options);
  }

  /** Replaces everything but the status. Without a resourceVersion in the object it overwrites what is there. */
  update<T extends KubeObject>(user: string, kind: Kind<T>, object: T, options: WriteOptions = {}): T {
    this.demandStore();
    return updateObject(this, user, kind, object, options);
  }

  /** Replaces the status alone. */
  updateStatus<T extends KubeObject>(user: string, kind: Kind<T>, object: T, options: WriteOptions = {}): T {
    this.demandStore();
    return updateStatusOf(this, user, kind, object, options);
  }

  /** Answers what is left of the object: as it stays while it terminates, or as it last was. */
  delete<T extends KubeObject>(user: string, kind: Kind<T>, namespace: string | undefined, name: string, options: DeleteOptions = {}): Deleted<T> {
    this.demandStore();
    return clusterCode.get().deleteObject(this, user, kind, namespace, name, options);
  }

  /** Assigns a pod to a node, once. */
  bind(user: string, pod: Pod, nodeName: string, options: WriteOptions = {}): Pod {
    this.demandStore();
    return clusterCode.get().bindPod(this, user, pod, nodeName, options);
  }

  /** Writes the finalizers of a namespace's spec. */
  finalize(user: string, namespace: Namespace, options: WriteOptions = {}): Namespace {
    this.demandStore();
    return clusterCode.get().finalizeNamespace(this, user, namespace, options);
  }

  /** The act that a write is filed under: the one given, else the request itself. */
  traceOf(user: string, act: string, kind: Kind, key: string, options: WriteOptions): TraceId {
    return options.trace ?? this.trace.record(user, options.act ?? act, 'request', { kind: kind.kind, key });
  }

  /** Runs a write on the store and puts its refusals into the API's words. */
  write<T>(kind: Kind, name: string, run: () => T): T {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      const key = error.message;
      if (key.endsWith('already exists')) throw alreadyExists(kind, name);
      if (key.endsWith('not found')) throw notFound(kind, name);
      throw conflict(kind, name, modifiedMeanwhile);
    }
  }
}

export interface Deleted<T> {
  readonly object: T;
  /** False while it terminates. */
  readonly gone: boolean;
}
