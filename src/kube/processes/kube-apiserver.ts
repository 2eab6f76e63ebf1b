/** kube-apiserver: the process behind port 6443. It keeps nothing itself: without etcd it answers that it cannot. */
import { sleep, type Process, type Program } from '../../host/index.ts';
import { ApiPort } from '../api/api-port.ts';
import { ApiServer } from '../api/api-server.ts';
import { bootstrapCluster } from '../api/bootstrap.ts';
import type { ClusterStore } from '../api/cluster-store.ts';
import { expireEvents } from '../api/event-expiry.ts';
import { clusterCode } from '../cluster-code.ts';
import { allKinds } from '../kinds/all.ts';
import { KindRegistry } from '../kinds/registry.ts';
import type { Release } from '../meta/release.ts';
import { EtcdDoor, etcdPort } from './etcd.ts';
import { kubeletDialer } from './kubelet-dialer.ts';
import { untilTerminated } from './until-terminated.ts';

export interface EtcdAddress {
  readonly address: string;
  readonly port: number;
  /** Whom it believes, and what it shows itself; both as PEM. */
  readonly authority?: string;
  readonly certificate?: string;
}

export interface KubeApiServerOptions {
  readonly release: Release;
  readonly etcd?: EtcdAddress;
  readonly port?: number;
  readonly serviceCidr?: string;
  /** What it shows to who connects, and the authority whose certificates it believes; both as PEM. */
  readonly certificate?: string;
  readonly clientAuthority?: string;
}

export const securePort = 6443;
/** How long it tries to reach etcd before it gives up and is started anew. */
const etcdWaitMs = 20_000;
const etcdRetryMs = 1_000;

export function kubeApiserver(options: KubeApiServerOptions): Program {
  const { release, etcd = { address: '127.0.0.1', port: etcdPort }, port = securePort, serviceCidr = '10.96.0.0/12' } = options;
  return function* run(p) {
    let store = reachEtcd(p, etcd);
    for (let waitedMs = 0; store === undefined; waitedMs += etcdRetryMs) {
      if (waitedMs >= etcdWaitMs) {
        yield p.error('Error: context deadline exceeded\n');
        return 1;
      }
      yield sleep(etcdRetryMs);
      store = reachEtcd(p, etcd);
    }
    const { host } = p;
    const server = new ApiServer({
      store,
      clock: host.clock,
      random: host.random.fork(`kube-apiserver at ${store.revision}`), // another one after each start that followed a write
      trace: host.trace,
      kinds: new KindRegistry(allKinds, release),
      epochMs: host.wallMs - host.clock.now,
      serviceCidr,
      advertiseAddress: host.network.address,
      port,
      ...(options.clientAuthority !== undefined && { clientAuthority: options.clientAuthority }),
      ...(etcd.certificate !== undefined && { etcdCertificate: etcd.certificate }),
      kubelets: kubeletDialer(p),
      hasStore: () => reachEtcd(p, etcd, store) === store,
    });
    bootstrapCluster(server);
    const cancelExpiry = expireEvents(server);
    p.listen({ port, door: new ApiPort(server), ...(options.certificate !== undefined && { certificate: options.certificate }) });
    try {
      return yield* untilTerminated(p);
    } finally {
      cancelExpiry();
      server.streams.endAll();
    }
  };
}

/** The store behind etcd's port, if there is a way to it at this moment. Once they have believed each other they go on doing so. */
function reachEtcd(p: Process, etcd: EtcdAddress, believed?: ClusterStore): ClusterStore | undefined {
  const { address, port } = etcd;
  const from = p.host.network;
  const isOwn = address.startsWith('127.') || from.namespace.addresses.includes(address);
  const to = isOwn ? from : from.network.stackAt(address);
  if (to === undefined || !from.network.reachable(from, to)) return undefined;
  const listener = to.namespace.listenerAt('tcp', address, port);
  const door = listener?.door;
  if (!(door instanceof EtcdDoor)) return undefined;
  const certificate = listener?.certificateFor('');
  if (door.store === believed || certificate === undefined) return door.store;
  return clusterCode.get().trustEachOther(etcd, certificate, door.clientAuthority, p.host.wallMs) ? door.store : undefined;
}
