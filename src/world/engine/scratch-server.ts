/**
 * An API server of the cluster's release over an empty store of its own: what the editor asks about schemas and what is wrong
 * with a file. A question must not change the world, and even a dry run draws a uid.
 */
import { ask, encodeUtf8, type Answer as HttpAnswer } from '../../base/index.ts';
import { allKinds, ApiServer, bootstrapCluster, createClusterStore, KindRegistry, Release } from '../../kube/index.ts';
import { Clock, Random, Trace } from '../../sim/index.ts';

const servers = new Map<string, ApiServer>();

/** Throws NeedsAsset when the answer needs what is not loaded yet. */
export function askScratch(release: string, method: string, path: string, options: { query?: Readonly<Record<string, string>>; contentType?: string; body?: string } = {}): HttpAnswer {
  const { query = {}, contentType = 'application/json', body = '' } = options;
  return ask(serverOf(release).door, {
    method,
    path,
    query: new Map(Object.entries(query).map(([name, value]) => [name, [value]])),
    headers: { accept: 'application/json', ...(body !== '' && { 'content-type': contentType }) },
    body: encodeUtf8(body),
    peer: { address: '127.0.0.1', user: 'kubernetes-admin' },
    cause: 0,
  });
}

function serverOf(release: string): ApiServer {
  let server = servers.get(release);
  if (!server) {
    const clock = new Clock();
    const store = createClusterStore('scratch', clock);
    server = new ApiServer({ store, clock, random: new Random('scratch'), trace: new Trace(clock), kinds: new KindRegistry(allKinds, new Release(release)), epochMs: 0 });
    bootstrapCluster(server);
    servers.set(release, server);
  }
  return server;
}
