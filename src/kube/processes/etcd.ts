/**
 * etcd: the process through which a cluster's store is reached. The data lies on the host and outlives the process; it is
 * gone when its directory is.
 */
import { encodeUtf8, type Call, type Door, type Request } from '../../base/index.ts';
import type { Host, Program } from '../../host/index.ts';
import { clusterCode } from '../cluster-code.ts';
import { createClusterStore, type ClusterStore } from '../api/cluster-store.ts';
import { untilTerminated } from './until-terminated.ts';

export interface EtcdOptions {
  /** What the store is called in the record: the cluster's name. */
  readonly name: string;
  readonly dataDir?: string;
  readonly port?: number;
  /** Where it tells of its health without asking for a certificate. */
  readonly metricsPort?: number;
}

export const etcdPort = 2379;
const defaultDataDir = '/var/lib/etcd';

/** The client port. Whoever holds the door holds the store: that is how an API server reads and writes without bytes. */
export class EtcdDoor implements Door {
  readonly store: ClusterStore;
  private readonly member: string; // its name

  constructor(store: ClusterStore, member = 'default') {
    this.store = store;
    this.member = member;
  }

  open(request: Request, call: Call): void {
    if (request.method === 'POST' && request.path.startsWith('/v3/')) return clusterCode.get().answerEtcd(this.store, this.member, request, call);
    const body = answers[request.path];
    call.head(body === undefined ? 404 : 200, { 'content-type': body === undefined ? 'text/plain; charset=utf-8' : 'application/json' });
    call.write(encodeUtf8(body ?? '404 page not found\n'));
    call.end();
  }
}

const answers: Readonly<Record<string, string>> = {
  '/health': '{"health":"true","reason":""}',
  '/version': '{"etcdserver":"3.6.6","etcdcluster":"3.6.0"}',
};

const stores = new WeakMap<Host, Map<string, ClusterStore>>();

/** An empty store for an etcd that has not run yet, so that others can hold it before. */
export function prepareEtcd(host: Host, name: string, dataDir = defaultDataDir): ClusterStore {
  const store = createClusterStore(name, host.clock);
  storesOf(host).set(dataDir, store);
  return store;
}

function storesOf(host: Host): Map<string, ClusterStore> {
  let known = stores.get(host);
  if (known === undefined) stores.set(host, (known = new Map()));
  return known;
}

/** The store that lies in a directory of a host, whether etcd runs or not. */
export function etcdData(host: Host, dataDir = defaultDataDir): ClusterStore | undefined {
  return stores.get(host)?.get(dataDir);
}

export function etcd({ name, dataDir = defaultDataDir, port = etcdPort, metricsPort }: EtcdOptions): Program {
  return function* run(p) {
    const file = `${dataDir}/member/snap/db`;
    const onHost = storesOf(p.host);
    let store = onHost.get(dataDir);
    if (store === undefined || !p.files.exists(file)) {
      if (store === undefined || store.revision > 0) onHost.set(dataDir, (store = createClusterStore(name, p.host.clock)));
      p.files.mkdir(`${dataDir}/member/snap`, { recursive: true });
      p.files.writeFile(file, 'etcd\n', { mode: 0o600 });
    }
    p.listen({ port, door: new EtcdDoor(store, p.host.name) });
    if (metricsPort !== undefined) p.listen({ port: metricsPort, address: '127.0.0.1', door: new EtcdDoor(store) });
    return yield* untilTerminated(p);
  };
}
