/** etcd's own protocol, as its gateway has it: keys read, written, watched and deleted, leases, what is forgotten, and who the members are. */
import { compareBytes, decodeBase64, decodeUtf8, distrust, encodeBase64, encodeUtf8, readCertificate, sha256Bytes, type Call, type Door, type Request } from '../../base/index.ts';
import type { Host } from '../../host/index.ts';
import { Gone } from '../../sim/index.ts';
import type { ClusterStore } from '../api/cluster-store.ts';
import { healthAnswers } from '../processes/etcd.ts';
import { isWithin, keyOf, keyValue, putKey, valuesWithin, type KeyRange, type KeyValue } from './keys.ts';
import { leasesOf, type Leases } from './leases.ts';
import { membersOf, ownId } from './members.ts';
import { Refusal } from './refusal.ts';
import { bodyOf, type Amount, type Body, type WatchBody } from './request-body.ts';
import { snapshotBytes } from './snapshot-file.ts';
import { holds } from './transaction.ts';

const clusterId = '14841639068965178418';
const json = { 'content-type': 'application/json' };
const compacted = 'etcdserver: mvcc: required revision has been compacted';
const future = 'etcdserver: mvcc: required revision is a future revision';

export interface Parts {
  readonly host: Host;
  readonly store: ClusterStore;
  readonly clientAuthority: string | undefined;
}

export class KeyDoor implements Door {
  private readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  open(request: Request, call: Call): void {
    const { store } = this.parts;
    if (!this.letsIn(request)) return answer(call, 401, { 'content-type': 'text/plain; charset=utf-8' }, 'tls: bad certificate\n');
    const health = healthAnswers[request.path];
    if (health !== undefined) return answer(call, 200, json, health);
    if (request.path === '/v3/maintenance/snapshot') {
      call.head(200, { 'content-type': 'application/octet-stream' });
      call.write(snapshotBytes(store));
      return call.end();
    }
    try {
      const body = bodyOf(request);
      if (request.path === '/v3/watch') return watch(store, body.create_request ?? {}, call);
      const fields = answers[request.path]?.(this.parts, body);
      if (fields === undefined) answer(call, 404, { 'content-type': 'text/plain; charset=utf-8' }, '404 page not found\n');
      else answer(call, 200, json, JSON.stringify({ header: headerOf(store), ...fields }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answer(call, 400, json, JSON.stringify({ error: error.message, code: error.code, message: error.message }));
    }
  }

  private letsIn({ peer }: Request): boolean {
    const { clientAuthority, host } = this.parts;
    if (clientAuthority === undefined) return true;
    const certificate = peer.certificate === undefined ? undefined : readCertificate(peer.certificate);
    return certificate !== undefined && distrust(certificate, clientAuthority, host.wallMs) === undefined;
  }
}

function answer(call: Call, status: number, headers: Readonly<Record<string, string>>, said: string): void {
  call.head(status, headers);
  call.write(encodeUtf8(said));
  call.end();
}

function headerOf(store: ClusterStore): object {
  return { cluster_id: clusterId, member_id: ownId, revision: String(store.revision), raft_term: '2' };
}

const LEASE_MAX_S = 9_000_000_000;

type Answer = (parts: Parts, body: Body) => object;

const range: Answer = ({ host, store }, body) => {
  const found = sorted(valuesOf(store, body).filter((kv) => isBetween(kv, body)), body);
  if (body.count_only) return { count: String(found.length) };
  const limit = Number(body.limit ?? 0);
  const kvs = limit > 0 ? found.slice(0, limit) : found;
  return { kvs: kvs.map((kv) => encoded(kv, leasesOf(host, store))), ...(kvs.length < found.length && { more: true }), count: String(found.length) };
};

/** 0 is no bound. */
function isBetween({ createRevision, modRevision }: KeyValue, { min_create_revision: createdFrom, max_create_revision: createdTo, min_mod_revision: changedFrom, max_mod_revision: changedTo }: Body): boolean {
  const least = (bound: Amount | undefined): number => Number(bound ?? 0);
  const most = (bound: Amount | undefined): number => Number(bound ?? 0) || Infinity;
  return createRevision >= least(createdFrom) && createRevision <= most(createdTo) && modRevision >= least(changedFrom) && modRevision <= most(changedTo);
}

const put: Answer = ({ host, store }, body) => {
  const key = text(body.key);
  if (key === '') throw new Refusal('etcdserver: key is not provided');
  const leases = leasesOf(host, store);
  const lease = String(body.lease ?? 0);
  if (lease !== '0' && !leases.has(lease)) throw new Refusal('etcdserver: requested lease not found', 5);
  const [before] = valuesOf(store, { key: encodeBase64(key) });
  if ((body.ignore_value || body.ignore_lease) && !before) throw new Refusal('etcdserver: key not found');
  const decoded = decodeBase64(body.value ?? '');
  putKey(store, key, body.ignore_value ? before!.value : 'bytes' in decoded ? decoded.bytes : new Uint8Array(0));
  if (!body.ignore_lease) leases.attach(key, lease);
  return body.prev_kv && before ? { prev_kv: encoded(before, leases) } : {};
};

/** Watches tell of it, and whoever ran for an object ends it: no grace, no finalizer is asked. */
const deleteRange: Answer = ({ host, store }, body) => {
  const gone = valuesOf(store, { ...body, keys_only: !body.prev_kv });
  for (const { own } of gone) store.delete(own, 0);
  return { deleted: String(gone.length), ...(body.prev_kv && { prev_kvs: gone.map((kv) => encoded(kv, leasesOf(host, store))) }) };
};

const transaction: Answer = (parts, { compare = [], success = [], failure = [] }) => {
  const succeeded = compare.every((one) => holds(one, valuesOf(parts.store, { key: one.key })[0]));
  const responses = (succeeded ? success : failure).map(({ request_range: r, request_put: p, request_delete_range: d }) =>
    r ? { response_range: range(parts, r) } : p ? { response_put: put(parts, p) } : { response_delete_range: deleteRange(parts, d ?? {}) });
  return { succeeded, responses };
};

const leaseOf: Answer = ({ host, store }, { ID = '0', keys }) => {
  const leases = leasesOf(host, store);
  const { ttl, granted } = leases.look(String(ID));
  return { ID: String(ID), TTL: String(ttl), ...(granted > 0 && { grantedTTL: String(granted) }), ...(keys && { keys: leases.keysOf(String(ID)).map((key) => encodeBase64(key)) }) };
};

const answers: Readonly<Record<string, Answer>> = {
  '/v3/kv/range': range,
  '/v3/kv/put': put,
  '/v3/kv/deleterange': deleteRange,
  '/v3/kv/txn': transaction,
  '/v3/kv/compaction': ({ store }, body) => {
    const revision = Number(body.revision ?? 0);
    if (revision > store.revision) throw new Refusal(future);
    if (revision <= store.floor) throw new Refusal(compacted);
    store.compact(revision);
    return {};
  },
  '/v3/lease/grant': ({ host, store }, { TTL = '0' }) => {
    const seconds = Number(TTL);
    if (seconds <= 0) throw new Refusal('etcdserver: lease TTL is not positive');
    if (seconds > LEASE_MAX_S) throw new Refusal('etcdserver: too large lease TTL');
    return { ID: leasesOf(host, store).grant(seconds), TTL: String(seconds) };
  },
  '/v3/lease/revoke': ({ host, store }, { ID = '0' }) => {
    leasesOf(host, store).revoke(String(ID));
    return {};
  },
  '/v3/lease/keepalive': ({ host, store }, { ID = '0' }) => ({ result: { ID: String(ID), TTL: String(leasesOf(host, store).keepAlive(String(ID))) } }),
  '/v3/lease/timetolive': leaseOf,
  '/v3/lease/leases': ({ host, store }) => ({ leases: leasesOf(host, store).ids.map((ID) => ({ ID })) }),
  '/v3/cluster/member/list': ({ host, store }) => ({ members: membersOf(host, store).list() }),
  '/v3/cluster/member/add': ({ host, store }, { peerURLs = [], isLearner = false }) => {
    const members = membersOf(host, store);
    return { member: members.add(peerURLs, isLearner), members: members.list() };
  },
  '/v3/cluster/member/remove': ({ host, store }, { ID = '0' }) => {
    membersOf(host, store).remove(String(ID));
    return { members: membersOf(host, store).list() };
  },
  '/v3/cluster/member/update': ({ host, store }, { ID = '0', peerURLs = [] }) => {
    membersOf(host, store).update(String(ID), peerURLs);
    return { members: membersOf(host, store).list() };
  },
  '/v3/cluster/member/promote': ({ host, store }, { ID = '0' }) => membersOf(host, store).promote(String(ID)),
  '/v3/auth/status': () => ({ authRevision: '1' }),
  '/v3/auth/user/list': () => ({}),
  '/v3/auth/role/list': () => ({}),
  '/v3/maintenance/hashkv': ({ store }, { revision = 0 }) => {
    const upTo = Number(revision) || store.revision;
    const lines = valuesOf(store, { key: encodeBase64('\0'), range_end: encodeBase64('\0'), revision: upTo }).map(({ key, value, modRevision }) => `${key} ${modRevision} ${decodeUtf8(value)}\n`).join('');
    const [a = 0, b = 0, c = 0, d = 0] = sha256Bytes(encodeUtf8(lines));
    return { hash: ((a << 24) | (b << 16) | (c << 8) | d) >>> 0, compact_revision: String(store.floor), hash_revision: String(upTo) };
  },
  '/v3/maintenance/status': ({ store }) => ({ version: '3.6.6', storageVersion: '3.6.0', dbSize: String(bytesOf(store)), leader: ownId, raftIndex: String(store.revision), raftAppliedIndex: String(store.revision), raftTerm: '2' }),
  '/v3/maintenance/defragment': () => ({}),
  '/v3/maintenance/alarm': () => ({ alarms: [] }),
};

/** The changes of a range, from a revision on or from now, a line each, until the client hangs up. */
function watch(store: ClusterStore, body: WatchBody, call: Call): void {
  const wanted = keyRange(body);
  const start = Number(body.start_revision ?? 0);
  const tell = (result: object): void => void call.write(encodeUtf8(`${JSON.stringify({ result: { header: headerOf(store), ...result } })}\n`));
  call.head(200, json);
  tell({ watch_id: '0', created: true });
  try {
    const stop = store.watch(start > 0 ? start - 1 : store.revision, ({ key, before, after, revision }) => {
      if (!isWithin(wanted, keyOf(key))) return;
      const previous = body.prev_kv && before ? { prev_kv: encoded(keyValue(store, key, before)) } : {};
      const kv = after ? encoded(keyValue(store, key, after)) : { key: encodeBase64(keyOf(key)), mod_revision: String(revision) };
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
  return valuesWithin(store, store, { key: '\0', end: '\0' }, false).reduce((sum, { key, value }) => sum + key.length + value.length, 0);
}

function valuesOf(store: ClusterStore, body: Body): readonly KeyValue[] {
  const revision = Number(body.revision ?? 0);
  if (revision > store.revision) throw new Refusal(future);
  try {
    return valuesWithin(store, revision > 0 ? store.at(revision) : store, keyRange(body), body.keys_only === true || body.count_only === true);
  } catch (error) {
    if (error instanceof Gone) throw new Refusal(compacted);
    throw error;
  }
}

const orders: Readonly<Record<string, (a: KeyValue, b: KeyValue) => number>> = {
  KEY: (a, b) => compareBytes(a.key, b.key),
  MOD: (a, b) => a.modRevision - b.modRevision,
  CREATE: (a, b) => a.createRevision - b.createRevision,
  VERSION: (a, b) => a.version - b.version,
  VALUE: (a, b) => compareBytes(decodeUtf8(a.value), decodeUtf8(b.value)),
};

function sorted(found: readonly KeyValue[], { sort_order: order = 'NONE', sort_target: target = 'KEY' }: Body): readonly KeyValue[] {
  const compare = orders[target]!;
  return order === 'NONE' ? found : found.toSorted((a, b) => (order === 'DESCEND' ? compare(b, a) : compare(a, b)));
}

function keyRange({ key, range_end: end }: Pick<Body, 'key' | 'range_end'>): KeyRange {
  return { key: text(key), end: text(end) };
}

function encoded({ key, value, modRevision, createRevision, version }: KeyValue, leases?: Leases): object {
  const lease = leases?.of(key);
  return { key: encodeBase64(key), create_revision: String(createRevision), mod_revision: String(modRevision), version: String(version), ...(value.length > 0 && { value: encodeBase64(value) }), ...(lease !== undefined && { lease }) };
}

function text(base64 = ''): string {
  const decoded = decodeBase64(base64);
  return 'bytes' in decoded ? decodeUtf8(decoded.bytes) : '';
}
