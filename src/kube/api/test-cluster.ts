/** A store, a server and an administrator's client, for tests of this room. */
import { answerText, ask, encodeUtf8, Utf8Decoder, type Headers } from '../../base/index.ts';
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
  void server.door; // with what the first request brings
  const client = new ApiClient(server, 'kubernetes-admin', { component: 'test' });
  return { clock, trace, store, server, client };
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly json: any;
}

const contentTypes: Readonly<Record<string, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

/** Asks at the door as a client would. `type` names the kind of patch. */
export function send(server: ApiServer, method: string, target: string, body?: unknown, more: { type?: string; accept?: string; user?: string; cause?: number; headers?: Headers } = {}): Answered {
  const [path = '', search = ''] = target.split('?');
  const query = new Map<string, string[]>();
  for (const pair of search.split('&').filter(Boolean)) {
    const [name = '', value = ''] = pair.split('=').map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
    query.set(name, [...(query.get(name) ?? []), value]);
  }
  const bytes = body === undefined ? new Uint8Array() : encodeUtf8(typeof body === 'string' ? body : JSON.stringify(body));
  const headers = {
    'user-agent': 'kubectl/v1.36.0',
    ...(body !== undefined && { 'content-type': contentTypes[more.type ?? ''] ?? more.type ?? 'application/json' }),
    ...(more.accept !== undefined && { accept: more.accept }),
    ...more.headers,
  };
  const peer = { address: '10.0.0.2', user: more.user ?? 'kubernetes-admin' };
  const answer = ask(server.door, { method, path, query, headers, body: bytes, peer, cause: more.cause ?? 0 });
  const text = answerText(answer);
  return { status: answer.status, headers: answer.headers, text, json: text.startsWith('{') ? JSON.parse(text) : undefined };
}

export interface WatchedEvent {
  readonly type: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly object: any;
}

/** A client that watches: what it has received so far, and how it goes away or falls behind. */
export function openStream(server: ApiServer, target: string, accept = 'application/json') {
  const [path = '', search = ''] = target.split('?');
  const query = new Map(search.split('&').filter(Boolean).map((pair) => pair.split('=').map(decodeURIComponent)).map(([name = '', value = '']) => [name, [value]]));
  const decoder = new Utf8Decoder();
  let text = '';
  let close: () => void = () => {};
  let drain: () => void = () => {};
  const state = { status: 0, ended: false, isBehind: false, writes: 0, bytes: [] as Uint8Array[] };
  server.door.open(
    { method: 'GET', path, query, headers: { accept }, body: new Uint8Array(), peer: { address: '10.0.0.2', user: 'kubernetes-admin' }, cause: 0 },
    {
      head: (status) => void (state.status = status),
      write(chunk) {
        state.writes++;
        state.bytes.push(chunk);
        text += decoder.push(chunk);
        return !state.isBehind;
      },
      end: () => void (state.ended = true),
      onInput() {},
      acceptInput() {},
      onClose: (handler) => void (close = handler),
      onDrain: (handler) => void (drain = handler),
    },
  );
  return {
    state,
    events: (): WatchedEvent[] => text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as WatchedEvent),
    close: () => close(),
    drain() {
      state.isBehind = false;
      drain();
    },
  };
}
