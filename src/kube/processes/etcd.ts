/**
 * etcd: the process through which a cluster's store is reached. The data lies on the host and outlives the process; it is
 * gone when its directory is, and another directory holds other data.
 */
import { encodeUtf8, type Call, type Door, type Request } from '../../base/index.ts';
import { OnDemandDoor, until, type Host, type Program } from '../../host/index.ts';
import { createClusterStore, type ClusterStore } from '../api/cluster-store.ts';
import { etcdCode } from '../etcd-code.ts';
import type { KubeObject } from '../meta/object.ts';
import { untilTerminated } from './until-terminated.ts';

export interface EtcdOptions {
  /** What the store is called in the record: the cluster's name. */
  readonly name: string;
  readonly dataDir?: string;
  readonly port?: number;
  /** Where it tells of its health without asking for a certificate. */
  readonly metricsPort?: number;
  /** What it shows to who connects, and whose clients it lets in; both as PEM. Left out, it speaks with anybody in the clear. */
  readonly certificate?: string;
  readonly clientAuthority?: string;
}

export const etcdPort = 2379;
const defaultDataDir = '/var/lib/etcd';
/** Of the store: what is no object of the API. */
export const bytesTable = 'etcd';

/** The client port. Whoever holds the door holds the store: that is how an API server reads and writes without bytes. */
export class EtcdDoor implements Door {
  readonly store: ClusterStore;
  readonly clientAuthority: string | undefined;
  private readonly keys: Door;

  constructor(host: Host, store: ClusterStore, clientAuthority?: string) {
    this.store = store;
    this.clientAuthority = clientAuthority;
    this.keys = new OnDemandDoor(host, 'etcd', () => new (etcdCode.get().KeyDoor)({ host, store, clientAuthority }));
  }

  open(request: Request, call: Call): void {
    if (request.path.startsWith('/v3/') || this.clientAuthority !== undefined) return this.keys.open(request, call);
    healthDoor.open(request, call);
  }
}

/** Of its health it tells everybody. */
const healthDoor: Door = {
  open(request, call) {
    const body = healthAnswers[request.path];
    call.head(body === undefined ? 404 : 200, { 'content-type': body === undefined ? 'text/plain; charset=utf-8' : 'application/json' });
    call.write(encodeUtf8(body ?? '404 page not found\n'));
    call.end();
  },
};

export const healthAnswers: Readonly<Record<string, string>> = {
  '/health': '{"health":"true","reason":""}',
  '/version': '{"etcdserver":"3.6.6","etcdcluster":"3.6.0"}',
};

/** Of a host: the store of the etcd that ran last, what its directory says, and what other directories held, by what they say. */
export interface EtcdData {
  readonly store: ClusterStore;
  mark: string;
  readonly parked: Map<string, ReadonlyMap<string, KubeObject>>;
}

const dataOf = new WeakMap<Host, EtcdData>();

/** An empty store for an etcd that has not run yet, so that others can hold it before. */
export function prepareEtcd(host: Host, name: string): EtcdData {
  const data: EtcdData = { store: createClusterStore(name, host.clock), mark: 'etcd\n', parked: new Map() };
  dataOf.set(host, data);
  return data;
}

/** The store of a host, whether etcd runs or not. */
export function etcdData(host: Host): ClusterStore | undefined {
  return dataOf.get(host)?.store;
}

export function etcd({ name, dataDir = defaultDataDir, port = etcdPort, metricsPort, certificate, clientAuthority }: EtcdOptions): Program {
  return function* run(p) {
    const { host, files } = p;
    const data = dataOf.get(host) ?? prepareEtcd(host, name);
    const { store } = data;
    const file = `${dataDir}/member/snap/db`;
    if (p.namespaces.net.listenerAt('tcp', '127.0.0.1', port)) {
      yield p.error(`{"level":"fatal","caller":"etcdmain/etcd.go:204","msg":"discovery failed","error":"listen tcp 127.0.0.1:${port}: bind: address already in use"}\n`);
      return 1;
    }
    const bytes = files.exists(file) ? files.readFile(file) : undefined;
    if (bytes === undefined ? store.revision > 0 : files.readText(file) !== data.mark) {
      let isTaken = false;
      yield until((wake) => host.clock.after(0, p.name, () => {
        isTaken = etcdCode.get().takeDirectory(data, bytes);
        wake();
      }));
      if (!isTaken) {
        yield p.error(`{"level":"panic","caller":"backend/backend.go:189","msg":"failed to open database","path":"${file}","error":"invalid database"}\n`);
        return 2;
      }
    }
    files.mkdir(`${dataDir}/member/snap`, { recursive: true });
    files.writeFile(file, data.mark, { mode: 0o600 });
    p.listen({ port, door: new EtcdDoor(host, store, clientAuthority), ...(certificate !== undefined && { certificate }) });
    if (metricsPort !== undefined) p.listen({ port: metricsPort, address: '127.0.0.1', door: healthDoor });
    return yield* untilTerminated(p);
  };
}
