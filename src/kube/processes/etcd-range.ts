/** etcd's own protocol, as its gateway has it: the keys of a range, read, watched or deleted, what is forgotten, and who the members are. */
import { compareBytes, decodeBase64, decodeUtf8, encodeBase64, encodeUtf8, parseJson, type Call, type Request } from '../../base/index.ts';
import { Gone } from '../../sim/index.ts';
import type { ClusterStore } from '../api/cluster-store.ts';
import { isWithin, keyValue, registryKey, registryRange, type KeyRange, type KeyValue } from './etcd-keys.ts';

const member = { id: '9372538179322589801', cluster: '14841639068965178418' };
const json = { 'content-type': 'application/json' };
const compacted = 'etcdserver: mvcc: required revision has been compacted';
const future = 'etcdserver: mvcc: required revision is a future revision';
const outOfRange = 11;

class Refusal extends Error {}

export function answerEtcd(store: ClusterStore, name: string, request: Request, call: Call): void {
  const body = parseJson(decodeUtf8(request.body ?? new Uint8Array(0))) as Body;
  if (request.path === '/v3/watch') return watch(store, body.create_request ?? {}, call);
  const answer = answers[request.path];
  try {
    const fields = answer?.(store, body, name);
    call.head(fields === undefined ? 404 : 200, fields === undefined ? { 'content-type': 'text/plain; charset=utf-8' } : json);
    call.write(encodeUtf8(fields === undefined ? '404 page not found\n' : JSON.stringify({ header: headerOf(store), ...fields })));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    call.head(400, json);
    call.write(encodeUtf8(JSON.stringify({ error: error.message, code: outOfRange, message: error.message })));
  }
  call.end();
}

function headerOf(store: ClusterStore): object {
  return { cluster_id: member.cluster, member_id: member.id, revision: String(store.revision), raft_term: '2' };
}

interface Body {
  readonly key?: string;
  readonly range_end?: string;
  readonly keys_only?: boolean;
  readonly count_only?: boolean;
  readonly limit?: string | number;
  readonly revision?: string | number;
  readonly sort_order?: string;
  readonly sort_target?: string;
  readonly create_request?: WatchBody;
}

interface WatchBody extends Pick<Body, 'key' | 'range_end'> {
  readonly start_revision?: string | number;
  readonly prev_kv?: boolean;
}

const answers: Readonly<Record<string, (store: ClusterStore, body: Body, name: string) => object>> = {
  '/v3/kv/range': (store, body) => {
    const found = sorted(rangeOf(store, body), body);
    if (body.count_only) return { count: String(found.length) };
    const kvs = found.slice(0, Number(body.limit ?? 0) || undefined);
    return { kvs: kvs.map(encoded), ...(kvs.length < found.length && { more: true }), count: String(found.length) };
  },
  /** Watches tell of it, and whoever ran for an object ends it: no grace, no finalizer is asked. */
  '/v3/kv/deleterange': (store, body) => {
    const gone = rangeOf(store, { ...body, keys_only: true });
    for (const { own } of gone) store.delete(own, 0);
    return { deleted: String(gone.length) };
  },
  '/v3/kv/compaction': (store, body) => {
    const revision = Number(body.revision ?? 0);
    if (revision > store.revision) throw new Refusal(future);
    if (revision <= store.floor) throw new Refusal(compacted);
    store.compact(revision);
    return {};
  },
  '/v3/cluster/member/list': (_, __, name) => ({ members: [{ ID: member.id, name, peerURLs: ['https://127.0.0.1:2380'], clientURLs: ['https://127.0.0.1:2379'] }] }),
  '/v3/maintenance/status': (store) => ({ version: '3.6.6', storageVersion: '3.6.0', dbSize: String(bytesOf(store)), leader: member.id, raftIndex: String(store.revision), raftAppliedIndex: String(store.revision), raftTerm: '2' }),
};

/** The changes of a range, from a revision on or from now, a line each, until the client hangs up. */
function watch(store: ClusterStore, body: WatchBody, call: Call): void {
  const range = keyRange(body);
  const start = Number(body.start_revision ?? 0);
  const tell = (result: object): void => void call.write(encodeUtf8(`${JSON.stringify({ result: { header: headerOf(store), ...result } })}\n`));
  call.head(200, json);
  tell({ watch_id: '0', created: true });
  try {
    const stop = store.watch(start > 0 ? start - 1 : store.revision, ({ key, before, after, revision }) => {
      if (!isWithin(range, registryKey(key))) return;
      const previous = body.prev_kv && before ? { prev_kv: encoded(keyValue(key, before)) } : {};
      const kv = after ? encoded(keyValue(key, after)) : { key: encodeBase64(registryKey(key)), mod_revision: String(revision) };
      tell({ events: [{ ...(after === undefined && { type: 'DELETE' }), kv, ...previous }] });
    });
    call.onClose(stop);
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
    tell({ canceled: true, compact_revision: String(store.floor), cancel_reason: compacted });
    call.end();
  }
}

/** Of all keys and values: what they take. */
function bytesOf(store: ClusterStore): number {
  return registryRange(store, store.tableNames(), { key: '/registry/', end: '\0' }, false).reduce((sum, { key, value }) => sum + key.length + value.length, 0);
}

function rangeOf(store: ClusterStore, body: Body): readonly KeyValue[] {
  const revision = Number(body.revision ?? 0);
  if (revision > store.revision) throw new Refusal(future);
  try {
    return registryRange(revision > 0 ? store.at(revision) : store, store.tableNames(), keyRange(body), body.keys_only === true || body.count_only === true);
  } catch (error) {
    if (error instanceof Gone) throw new Refusal(compacted);
    throw error;
  }
}

function sorted(found: readonly KeyValue[], { sort_order: order = 'NONE', sort_target: target = 'KEY' }: Body): readonly KeyValue[] {
  const compare = (a: KeyValue, b: KeyValue): number => (target === 'MOD' ? a.modRevision - b.modRevision : target === 'VALUE' ? compareBytes(a.value, b.value) : compareBytes(a.key, b.key));
  return order === 'NONE' ? found : found.toSorted((a, b) => (order === 'DESCEND' ? compare(b, a) : compare(a, b)));
}

function keyRange({ key, range_end: end }: Pick<Body, 'key' | 'range_end'>): KeyRange {
  return { key: text(key), end: text(end) };
}

function encoded({ key, value, modRevision }: KeyValue): object {
  return { key: encodeBase64(key), mod_revision: String(modRevision), ...(value !== '' && { value: encodeBase64(value) }) };
}

function text(base64 = ''): string {
  const decoded = decodeBase64(base64);
  return 'bytes' in decoded ? decodeUtf8(decoded.bytes) : '';
}
