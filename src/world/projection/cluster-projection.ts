/**
 * A cluster's store as rows. A write only marks keys; rows are made when the page is ready to take them, so that a thousand
 * changes between two messages cost one row each. Which rows hang on a changed object is said in one place: `mark`.
 */
import { parseRfc3339 } from '../../base/index.ts';
import type { NodeRow, ObjectRow, Outbox, PodRow, RowKey } from '../../client/index.ts';
import { bytesTable, controllerOf, Release, serviceNameLabel, type EndpointSlice, type KubeObject, type Namespace, type Node, type Pod, type Service } from '../../kube/index.ts';
import type { Change, Store } from '../../sim/index.ts';
import { Hues } from './hues.ts';
import { nodeRow } from './node-row.ts';
import { ownerRow } from './owner-row.ts';
import { podRow } from './pod-row.ts';
import { serviceRow } from './service-row.ts';
import { storageRow } from './storage-row.ts';

/** What the projection asks of the world besides the cluster's own store. */
export interface ClusterSurroundings {
  readonly name: string;
  readonly release: string;
  readonly controlPlane: string; // host
  readonly epochMs: number;
  hostOf(node: string): string; // '' when no host carries it
  /** When a pod's kubelet tries an image again; 0 when it does not say. */
  triesAt(uid: string, image: string): number;
}

type Projector = (object: KubeObject, key: string) => void;

/** Tables whose objects make pods, directly or through others. */
const OWNER_TABLES = ['deployments.apps', 'replicasets.apps', 'statefulsets.apps', 'daemonsets.apps', 'jobs.batch', 'cronjobs.batch', 'replicationcontrollers'];
const STORAGE_TABLES = ['persistentvolumeclaims', 'persistentvolumes'];
/** Tables that are no news to a learner, and change often; Events are told of what is looked at (`event-rows.ts`). */
const HIDDEN_TABLES = [
  'events', 'leases.coordination.k8s.io', 'endpoints', 'endpointslices.discovery.k8s.io', 'clusterroles.rbac.authorization.k8s.io', 'clusterrolebindings.rbac.authorization.k8s.io',
  'priorityclasses.scheduling.k8s.io', bytesTable,
];

export class ClusterProjection {
  private readonly store: Store<KubeObject>;
  private readonly release: Release;
  private readonly outbox: Outbox;
  private readonly around: ClusterSurroundings;
  private readonly dirty = new Set<string>();
  private readonly uids = new Map<string, string>(); // key -> uid, for rows of what has gone
  private readonly keysByUid = new Map<string, string>();
  private readonly podsOfNode = new Map<string, Map<string, PodRow>>();
  private readonly hues = new Hues();
  private readonly projectors: ReadonlyMap<string, Projector>;
  readonly stop: () => void;

  constructor(store: Store<KubeObject>, outbox: Outbox, around: ClusterSurroundings) {
    this.store = store;
    this.release = new Release(around.release);
    this.outbox = outbox;
    this.around = around;
    this.projectors = new Map<string, Projector>([
      ['pods', (o) => this.putPod(o as Pod)],
      ['nodes', (o) => this.putNode(o as Node)],
      ['services', (o) => this.putService(o as Service)],
      ['namespaces', () => this.putCluster()],
      ...OWNER_TABLES.map((t): [string, Projector] => [t, (o) => this.outbox.put('owners', ownerRow(o, around.name, around.epochMs, this.hues.of(o)))]),
      ...STORAGE_TABLES.map((t): [string, Projector] => [t, (o) => this.outbox.put('storage', storageRow(o, around.name, around.epochMs))]),
      ...HIDDEN_TABLES.map((t): [string, Projector] => [t, () => {}]),
    ]);
    this.putCluster();
    for (const table of store.tableNames()) for (const key of store.keys(table)) this.mark(key, store.get(key)!);
    this.hueByBirth();
    this.stop = store.watch(store.revision, (change: Change<KubeObject>) => this.mark(change.key, (change.after ?? change.before)!));
  }

  /** The row that shows the object, whether it still is or has gone; '' when none does. */
  rowOf(key: string): RowKey | '' {
    const table = key.slice(0, key.indexOf('/'));
    if (table === 'nodes') return `nodes/${this.around.name}/${key.slice('nodes/'.length)}`;
    const uid = this.store.get(key)?.metadata.uid ?? this.uids.get(key);
    if (!uid || HIDDEN_TABLES.includes(table)) return '';
    return `${this.tableOfRows(table)}/${uid}`;
  }

  /** The store key of the object with this uid, while it is. */
  keyOf(uid: string): string | undefined {
    return this.keysByUid.get(uid);
  }

  /** As an Event names what it speaks of: its kubelet files what it tells of a node under the node's name. */
  rowOfUid(uid: string): RowKey | '' {
    const node = `nodes/${uid}`;
    const key = this.keysByUid.get(uid) ?? (this.store.get(node) && node);
    return key ? this.rowOf(key) : '';
  }

  flush(): void {
    while (this.dirty.size > 0) {
      const keys = [...this.dirty];
      this.dirty.clear();
      for (const key of keys) {
        const object = this.store.get(key);
        if (object) this.put(key, object);
        else this.drop(key);
      }
    }
  }

  private mark(key: string, object: KubeObject): void {
    this.dirty.add(key);
    const { uid } = object.metadata;
    if (this.store.get(key)?.metadata.uid === uid) this.keysByUid.set(uid, key);
    else if (this.uids.get(key) !== uid) this.keysByUid.delete(uid); // gone before it had a row
    const table = key.slice(0, key.indexOf('/'));
    if (table === 'endpointslices.discovery.k8s.io') {
      const service = object.metadata.labels?.[serviceNameLabel];
      if (service) this.dirty.add(`services/${object.metadata.namespace}/${service}`);
    }
  }

  private put(key: string, object: KubeObject): void {
    const before = this.uids.get(key);
    if (before !== undefined && before !== object.metadata.uid) this.drop(key); // made anew under the same name
    this.uids.set(key, object.metadata.uid);
    const table = key.slice(0, key.indexOf('/'));
    const project = this.projectors.get(table);
    if (project) project(object, key);
    else this.outbox.put('objects', this.objectRow(object, table));
  }

  private drop(key: string): void {
    const table = key.slice(0, key.indexOf('/'));
    const uid = this.uids.get(key);
    if (table === 'namespaces') this.putCluster();
    if (table === 'nodes') this.outbox.drop('nodes', `${this.around.name}/${key.slice('nodes/'.length)}`);
    else if (uid && !HIDDEN_TABLES.includes(table)) this.outbox.drop(this.tableOfRows(table), uid);
    if (uid && table === 'pods') this.seatPod(uid, undefined, undefined);
    this.uids.delete(key);
    if (uid && this.keysByUid.get(uid) === key) this.keysByUid.delete(uid);
  }

  private tableOfRows(table: string): 'pods' | 'services' | 'owners' | 'storage' | 'objects' {
    if (table === 'pods' || table === 'services') return table;
    if (STORAGE_TABLES.includes(table)) return 'storage';
    return OWNER_TABLES.includes(table) ? 'owners' : 'objects';
  }

  private putPod(pod: Pod): void {
    const { nodeName } = pod.spec;
    const host = nodeName ? this.around.hostOf(nodeName) : '';
    const { uid } = pod.metadata;
    const row = podRow(pod, {
      cluster: this.around.name,
      epochMs: this.around.epochMs,
      release: this.release,
      hue: this.hueOf(pod),
      host,
      triesAt: (image) => this.around.triesAt(uid, image),
    });
    this.outbox.put('pods', row);
    const ended = row.phase === 'Succeeded' || row.phase === 'Failed';
    this.seatPod(uid, ended ? undefined : nodeName, row);
  }

  private hueOf(pod: Pod): number {
    const owner = controllerOf(pod);
    const key = owner && this.keysByUid.get(owner.uid);
    const object = key === undefined ? undefined : this.store.get(key);
    return object ? this.hues.of(object) : 0;
  }

  /** What was there before it was looked at gets the hues that it would have got, before any pod asks for them. */
  private hueByBirth(): void {
    const owners = OWNER_TABLES.flatMap((table) => this.store.keys(table).map((key) => this.store.get(key)!));
    const born = (owner: KubeObject) => owner.metadata.creationTimestamp ?? '';
    owners.sort((a, b) => (born(a) < born(b) ? -1 : born(a) > born(b) ? 1 : 0));
    for (const owner of owners) this.hues.of(owner);
  }

  /** Keeps each node's requests: a pod that comes, goes or ends changes the gauge of its node. */
  private seatPod(uid: string, node: string | undefined, row: PodRow | undefined): void {
    for (const [name, seats] of this.podsOfNode) if (name !== node && seats.delete(uid)) this.putNodeNamed(name);
    if (node === undefined || !row) return;
    const seats = this.podsOfNode.get(node) ?? new Map<string, PodRow>();
    const before = seats.get(uid);
    seats.set(uid, row);
    this.podsOfNode.set(node, seats);
    if (!before) this.putNodeNamed(node);
  }

  private putNodeNamed(name: string): void {
    const node = this.store.get(`nodes/${name}`);
    if (node) this.dirty.add(`nodes/${name}`);
  }

  private putNode(node: Node): void {
    const { name } = node.metadata;
    const pods = [...(this.podsOfNode.get(name)?.values() ?? [])];
    const row: NodeRow = nodeRow(node, this.around.name, this.around.epochMs, this.around.hostOf(name), pods);
    this.outbox.put('nodes', row);
  }

  private putService(service: Service): void {
    const { namespace, name } = service.metadata;
    const keys = this.store.keysBy('endpointslices.discovery.k8s.io', 'label', `${namespace}/${serviceNameLabel}=${name}`);
    const slices = [...keys].map((k) => this.store.get(k) as EndpointSlice);
    this.outbox.put('services', serviceRow(service, slices, this.around.name, this.around.epochMs));
  }

  private putCluster(): void {
    const { name, release, controlPlane } = this.around;
    const namespaces = this.store.list('namespaces').map((n) => (n as Namespace).metadata.name);
    this.outbox.put('clusters', { id: name, release, host: controlPlane, namespaces });
  }

  private objectRow(object: KubeObject, resource: string): ObjectRow {
    const { uid, namespace = '', name, creationTimestamp } = object.metadata;
    return { id: uid, cluster: this.around.name, kind: object.kind, resource, namespace, name, createdMs: this.atMs(creationTimestamp) };
  }

  private atMs(timestamp: string): number {
    return parseRfc3339(timestamp)! - this.around.epochMs;
  }
}
