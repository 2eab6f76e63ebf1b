/** The whole world as rows: one projection for each cluster and runtime, and what stands between them. */
import type { Look, Outbox, RowKey } from '../../client/index.ts';
import { parseReference, type ImageRecord } from '../../containers/index.ts';
import type { TraceEntry } from '../../sim/index.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { unitComponent, type Component } from '../cluster/component.ts';
import type { World } from '../world.ts';
import { ClusterProjection } from './cluster-projection.ts';
import { componentRow, hostRow, putTerminals } from './host-projection.ts';
import type { LookProjection } from './look-projection.ts';
import { RuntimeProjection } from './runtime-projection.ts';
import { ActLinks, actOf } from './trace-projection.ts';
import { Trips } from './trips.ts';

export class WorldProjection {
  private readonly world: World;
  private readonly outbox: Outbox;
  private readonly clusters: ReadonlyMap<string, { cluster: Cluster; rows: ClusterProjection }>; // by name of the store
  private readonly runtimes: ReadonlyMap<string, RuntimeProjection>; // by host
  private readonly links = new ActLinks();
  private readonly entries: TraceEntry[] = [];
  private readonly actCounts = new Map<string, number>();
  private looked: LookProjection | undefined; // from the first look on
  private looks: readonly Look[] = [];
  private readonly stops: (() => void)[] = [];
  private readonly components: readonly Component[];
  private readonly trips: Trips;

  constructor(world: World, outbox: Outbox) {
    this.world = world;
    this.outbox = outbox;
    this.clusters = new Map(world.clusters.map((cluster) => [cluster.store.name, { cluster, rows: this.projectCluster(cluster) }]));
    const dockers = world.scenario.hosts.filter((h) => h.docker).map((h) => unitComponent({ host: world.hostNamed(h.name), name: 'docker', cluster: '', actors: ['dockerd'], connected: () => true }));
    this.components = [...world.clusters.flatMap((c) => c.components), ...dockers];
    this.runtimes = new Map([...world.runtimes].map(([host, runtime]) => [host, this.projectRuntime(host, runtime)]));
    this.trips = new Trips(world, outbox);
    this.stops.push(() => this.trips.stop());
    for (const store of world.stores) this.links.watch(store, ({ key }) => key.startsWith('events/'));
    this.stops.push(world.trace.observe((entry) => this.noteEntry(entry)));
    for (const entry of world.trace.since(1)) if (entry.atMs >= world.startMs) this.noteEntry(entry);
  }

  /** What somebody looks at from now on; what is no longer looked at loses its rows. The last call holds, however long its code took to come. */
  async setLooks(looks: readonly Look[], bring: <T>(fetch: () => Promise<T>) => Promise<T>): Promise<void> {
    this.looks = looks;
    if (!this.looked && looks.length === 0) return;
    const { LookProjection } = await bring(() => import('./look-projection.ts'));
    this.looked ??= new LookProjection(this.world, this.outbox, this.rowOfUid);
    this.looked.set(this.looks);
  }

  /** Makes the rows of all that has changed. */
  flush(): void {
    for (const { rows } of this.clusters.values()) rows.flush();
    for (const runtime of this.runtimes.values()) runtime.flush();
    this.putHosts();
    putTerminals(this.outbox, this.world.terminals.all);
    for (const entry of this.entries.splice(0)) this.outbox.act(this.act(entry));
    this.trips.flush();
    this.looked?.flush();
  }

  /** The row that shows what stands under a key of a store; '' when none does. */
  rowOf(store: string, key: string): RowKey | '' {
    const cluster = this.clusters.get(store);
    if (cluster) return cluster.rows.rowOf(key);
    const [, host = ''] = /^runtime (.*)$/.exec(store) ?? [];
    if (host === '') return '';
    const slash = key.indexOf('/');
    const [table, id] = [key.slice(0, slash), key.slice(slash + 1)];
    if (table === 'layers') return `layers/${id}`;
    return table === 'images' || table === 'containers' || table === 'pulls' || table === 'builds' ? `${table}/${host}/${id}` : '';
  }

  readonly rowOfUid = (store: string, uid: string): RowKey | '' => this.clusters.get(store)?.rows.rowOfUid(uid) ?? '';

  /** Where the object of a cluster's row stands; undefined when the row is of something else, or has gone. */
  objectOf(uid: string): { cluster: Cluster; key: string } | undefined {
    for (const { cluster, rows } of this.clusters.values()) {
      const key = rows.keyOf(uid);
      if (key !== undefined) return { cluster, key };
    }
    return undefined;
  }

  act(entry: TraceEntry): ReturnType<typeof actOf> {
    return actOf(entry, this.links, { rowOf: (s, k) => this.rowOf(s, k), rowOfActor: (a, o) => this.rowOfActor(a, o) });
  }

  markImages(): void {
    for (const runtime of this.runtimes.values()) runtime.markImages();
  }

  stop(): void {
    for (const { rows } of this.clusters.values()) rows.stop();
    for (const runtime of this.runtimes.values()) runtime.stop();
    for (const stop of this.stops) stop();
    this.links.stop();
  }

  private noteEntry(entry: TraceEntry): void {
    this.entries.push(entry);
    this.actCounts.set(entry.actor, (this.actCounts.get(entry.actor) ?? 0) + 1);
  }

  private projectCluster(cluster: Cluster): ClusterProjection {
    const { world } = this;
    const { spec } = cluster;
    return new ClusterProjection(cluster.store, this.outbox, {
      name: spec.name,
      release: spec.server,
      controlPlane: spec.controlPlane,
      epochMs: world.epochMs,
      hostOf: (node) => (world.hosts.has(node) ? node : ''),
      triesAt: (uid, image) => world.pullWaits.get(`${uid}_${image}`) ?? 0,
    });
  }

  private projectRuntime(host: string, runtime: NonNullable<ReturnType<World['runtimes']['get']>>): RuntimeProjection {
    const { world } = this;
    return new RuntimeProjection(runtime, this.outbox, {
      epochMs: world.epochMs,
      isBroken: (reference) => world.registries.some((r) => r.isBroken(parseReference(reference))),
      imagesOn: (layer) => this.imagesOn(layer),
      networkOf: (on, id) => world.networkOf(on, id),
    });
  }

  private imagesOn(layer: string): number {
    let count = 0;
    for (const { store } of this.world.runtimes.values())
      for (const row of store.list('images')) if ((row as ImageRecord).image.layers.some((l) => l.id === layer)) count++;
    return count;
  }

  private putHosts(): void {
    const { world, outbox } = this;
    for (const spec of world.scenario.hosts) outbox.put('hosts', hostRow(world.hostNamed(spec.name), spec, world.network, this.roleOf(spec.name)));
    for (const component of this.components) {
      const ticks = component.actors.reduce((sum, actor) => sum + world.trace.ticks(actor), 0);
      const acts = component.actors.reduce((sum, actor) => sum + (this.actCounts.get(actor) ?? 0), 0);
      outbox.put('components', componentRow(component, ticks, acts));
    }
  }

  private roleOf(host: string): 'laptop' | 'node' | 'registry' | 'other' {
    const { scenario } = this.world;
    if (scenario.hosts[0]!.name === host) return 'laptop';
    if (scenario.clusters.some((c) => c.nodes.some((n) => n.host === host))) return 'node';
    return scenario.registries.some((r) => r.host === host) ? 'registry' : 'other';
  }

  private rowOfActor(actor: string, object: { store: string; key: string } | undefined): RowKey | '' {
    const able = this.components.filter((c) => c.actors.includes(actor));
    const node = object && able.length > 1 ? this.nodeOf(object) : '';
    const found = able.find((c) => c.host.name === node) ?? (able.length === 1 ? able[0] : undefined);
    if (found) return `components/${found.host.name}/${found.name}`;
    return this.world.hosts.has(actor) ? `hosts/${actor}` : '';
  }

  /** The node that a pod is on, or that the object is; '' when it is neither. */
  private nodeOf({ store, key }: { store: string; key: string }): string {
    if (key.startsWith('nodes/')) return key.slice('nodes/'.length);
    const spec: { readonly nodeName?: string } | undefined = this.clusters.get(store)?.cluster.store.get(key)?.spec;
    return spec?.nodeName ?? '';
  }
}
