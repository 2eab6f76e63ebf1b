/** etcd's own protocol, as its gateway has it: the keys of a range, read or deleted, and who the members are. */
import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8, parseJson, type Call, type Request } from '../../base/index.ts';
import type { ClusterStore } from '../api/cluster-store.ts';
import { registryRange, type KeyValue } from './etcd-keys.ts';

const member = { id: '9372538179322589801', cluster: '14841639068965178418' };

export function answerEtcd(store: ClusterStore, name: string, request: Request, call: Call): void {
  const answer = answers[request.path]?.(store, request, name);
  call.head(answer === undefined ? 404 : 200, { 'content-type': answer === undefined ? 'text/plain; charset=utf-8' : 'application/json' });
  const header = { cluster_id: member.cluster, member_id: member.id, revision: String(store.revision), raft_term: '2' };
  call.write(encodeUtf8(answer === undefined ? '404 page not found\n' : JSON.stringify({ header, ...answer })));
  call.end();
}

const answers: Readonly<Record<string, (store: ClusterStore, request: Request, name: string) => object>> = {
  '/v3/kv/range': (store, request) => {
    const body = bodyOf(request);
    const found = rangeOf(store, body);
    const kvs = found.slice(0, Number(body.limit ?? 0) || undefined);
    return { kvs: kvs.map(encoded), ...(kvs.length < found.length && { more: true }), count: String(found.length) };
  },
  /** Watches tell of it, and whoever ran for an object ends it: no grace, no finalizer is asked. */
  '/v3/kv/deleterange': (store, request) => {
    const gone = rangeOf(store, { ...bodyOf(request), keys_only: true });
    for (const { own } of gone) store.delete(own, 0);
    return { deleted: String(gone.length) };
  },
  '/v3/cluster/member/list': (_, __, name) => ({ members: [{ ID: member.id, name, peerURLs: ['https://127.0.0.1:2380'], clientURLs: ['https://127.0.0.1:2379'] }] }),
  '/v3/maintenance/status': (store) => ({ version: '3.6.6', storageVersion: '3.6.0', dbSize: String(bytesOf(store)), leader: member.id, raftIndex: String(store.revision), raftAppliedIndex: String(store.revision), raftTerm: '2' }),
};

/** Of all keys and values: what they take. */
function bytesOf(store: ClusterStore): number {
  return registryRange(store, '/registry/', true, false).reduce((sum, { key, value }) => sum + key.length + value.length, 0);
}

interface RangeBody {
  readonly key?: string;
  readonly range_end?: string;
  readonly keys_only?: boolean;
  readonly limit?: string | number;
}

function bodyOf(request: Request): RangeBody {
  return parseJson(decodeUtf8(request.body ?? new Uint8Array(0))) as RangeBody;
}

function rangeOf(store: ClusterStore, body: RangeBody): readonly KeyValue[] {
  const [key, end] = [text(body.key), text(body.range_end)];
  return registryRange(store, key, isPrefix(key, end), body.keys_only === true);
}

function encoded({ key, value, modRevision }: KeyValue): object {
  return { key: encodeBase64(key), mod_revision: String(modRevision), ...(value !== '' && { value: encodeBase64(value) }) };
}

function text(base64 = ''): string {
  const decoded = decodeBase64(base64);
  return 'bytes' in decoded ? decodeUtf8(decoded.bytes) : '';
}

/** The end of the range of keys that begin alike: etcd counts the last byte up. */
function isPrefix(key: string, end: string): boolean {
  return end !== '' && end.length === key.length && end.slice(0, -1) === key.slice(0, -1) && end.charCodeAt(end.length - 1) === key.charCodeAt(key.length - 1) + 1;
}
