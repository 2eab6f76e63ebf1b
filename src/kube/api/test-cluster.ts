/** A store, a server and an administrator's client, for tests of this room. */
import { Clock, Random, Trace } from '../../sim/index.ts';
import { ApiClient } from '../client/api-client.ts';
import { allKinds } from '../kinds/all.ts';
import { KindRegistry } from '../kinds/registry.ts';
import { Release } from '../meta/release.ts';
import { ApiServer } from './api-server.ts';
import { bootstrapCluster } from './bootstrap.ts';
import { createClusterStore } from './cluster-store.ts';

/** 2026-11-21T20:00:00Z */
const epochMs = 1_795_291_200_000;

export function makeCluster(release = '1.36') {
  const clock = new Clock();
  const trace = new Trace(clock);
  const store = createClusterStore('etcd', clock);
  const kinds = new KindRegistry(allKinds, new Release(release));
  const server = new ApiServer({ store, clock, random: new Random(1), trace, kinds, epochMs });
  bootstrapCluster(server);
  const client = new ApiClient(server, 'kubernetes-admin', { component: 'test' });
  return { clock, trace, store, server, client };
}
