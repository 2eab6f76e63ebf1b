/** Leases: keys that go when nobody says in time that they are still wanted. Time stands still for them while etcd does not run. */
import type { Host } from '../../host/index.ts';
import type { Cancel } from '../../sim/index.ts';
import type { ClusterStore } from '../api/cluster-store.ts';
import { bytesTable, etcdPort } from '../processes/etcd.ts';
import { keyOf } from './keys.ts';
import { Refusal } from './refusal.ts';

interface Lease {
  readonly granted: number; // seconds
  endsAtMs: number;
  cancel: Cancel;
  readonly keys: Set<string>;
}

const ofStore = new WeakMap<ClusterStore, Leases>();

export function leasesOf(host: Host, store: ClusterStore): Leases {
  let leases = ofStore.get(store);
  if (!leases) ofStore.set(store, (leases = new Leases(host, store)));
  return leases;
}

export class Leases {
  private readonly host: Host;
  private readonly store: ClusterStore;
  private readonly leases = new Map<string, Lease>();
  private readonly byKey = new Map<string, string>();

  constructor(host: Host, store: ClusterStore) {
    this.host = host;
    this.store = store;
  }

  get ids(): readonly string[] {
    return [...this.leases.keys()];
  }

  has(id: string): boolean {
    return this.leases.has(id);
  }

  /** Of the key; undefined when it has none. */
  of(key: string): string | undefined {
    return this.byKey.get(key);
  }

  keysOf(id: string): readonly string[] {
    return [...(this.leases.get(id)?.keys ?? [])].sort();
  }

  grant(seconds: number): string {
    const id = String((0x694d_0000_0000_0000n | (BigInt(this.host.random.next() >>> 0) << 16n)) + BigInt(this.leases.size));
    const lease: Lease = { granted: seconds, endsAtMs: 0, cancel: () => {}, keys: new Set() };
    this.leases.set(id, lease);
    this.arm(id, lease);
    return id;
  }

  /** Seconds that are left; -1 for one that is over. */
  look(id: string): { readonly ttl: number; readonly granted: number } {
    const lease = this.leases.get(id);
    return lease ? { ttl: Math.max(0, Math.ceil((lease.endsAtMs - this.host.clock.now) / 1000)), granted: lease.granted } : { ttl: -1, granted: 0 };
  }

  /** Answers the seconds that it has from now on; 0 for one that is over. */
  keepAlive(id: string): number {
    const lease = this.leases.get(id);
    if (lease) this.arm(id, lease);
    return lease?.granted ?? 0;
  }

  /** A key has one lease, or none ("0"). */
  attach(key: string, id: string): void {
    this.leases.get(this.byKey.get(key) ?? '')?.keys.delete(key);
    this.byKey.delete(key);
    if (id === '0') return;
    this.leases.get(id)!.keys.add(key);
    this.byKey.set(key, id);
  }

  revoke(id: string): void {
    const lease = this.leases.get(id);
    if (!lease) throw new Refusal('etcdserver: requested lease not found', 5);
    lease.cancel();
    this.leases.delete(id);
    for (const key of lease.keys) {
      this.byKey.delete(key);
      const own = [`${bytesTable}/${key}`, ...this.store.tableNames().flatMap((table) => this.store.keys(table).filter((one) => keyOf(one) === key))].find((one) => this.store.get(one));
      if (own !== undefined) this.store.delete(own, 0);
    }
  }

  private arm(id: string, lease: Lease): void {
    const { clock, network } = this.host;
    lease.cancel();
    lease.endsAtMs = clock.now + lease.granted * 1000;
    lease.cancel = clock.after(lease.granted * 1000, 'etcd', () => (network.namespace.listenerAt('tcp', '127.0.0.1', etcdPort) ? this.revoke(id) : this.arm(id, lease)));
  }
}
