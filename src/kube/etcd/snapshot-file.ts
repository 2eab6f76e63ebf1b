/**
 * A snapshot of etcd: what it holds, as bytes that another etcd can be filled from. A line on the whole, a line a key, filled up to whole
 * pages as etcd's own file is, and the digest of it all at the end, by which a damaged file is found out.
 */
import { bytesToHex, concat, decodeBase64, decodeUtf8, encodeBase64, encodeUtf8, isJsonObject, JsonError, parseJson, sha256Bytes, type Json } from '../../base/index.ts';
import type { ClusterStore } from '../api/cluster-store.ts';
import { valuesWithin } from './keys.ts';

const digestBytes = 32;
const pageBytes = 512;

export interface Snapshot {
  /** Every byte is as this store has written it. */
  readonly isOwn: boolean;
  readonly keys: readonly SavedKey[];
}

interface SavedKey {
  readonly key: string;
  readonly value: Uint8Array;
}

export function snapshotBytes(store: ClusterStore): Uint8Array {
  const pairs = valuesWithin(store, store, { key: '\0', end: '\0' }, false);
  const lines = pairs.map(({ key, value, createRevision, modRevision, version }) => JSON.stringify({ key, create_revision: createRevision, mod_revision: modRevision, version, ...textOrBytes(value) }));
  const text = encodeUtf8(`${[JSON.stringify({ etcd: 'snapshot', revision: store.revision, keys: pairs.length }), ...lines].join('\n')}\n`);
  const body = new Uint8Array(Math.ceil(text.length / pageBytes) * pageBytes).fill(newline);
  body.set(text);
  const digest = sha256Bytes(body);
  const own = madeOf.get(store) ?? new Set();
  madeOf.set(store, own.add(bytesToHex(digest)));
  return concat([body, digest]);
}

/** The digests of a store's snapshots: what it has once written itself needs no check, and gets no other release's defaults. */
const madeOf = new WeakMap<ClusterStore, Set<string>>();

const newline = 0x0a;

/** Texts stay readable, as they are in a real one. */
function textOrBytes(value: Uint8Array): object {
  const text = decodeUtf8(value);
  const again = encodeUtf8(text);
  return again.length === value.length && again.every((byte, i) => byte === value[i]) ? { value: text } : { bytes: encodeBase64(value) };
}

/** Undefined when there is something else in it than snapshots have. Whether it is still what was saved, restoring has looked at: of the digest etcd knows nothing. */
export function readSnapshotFile(store: ClusterStore, bytes: Uint8Array): Snapshot | undefined {
  const body = bytes.length % pageBytes === digestBytes ? bytes.subarray(0, bytes.length - digestBytes) : bytes;
  const [head = '', ...lines] = decodeUtf8(body).trimEnd().split('\n');
  const about = jsonOf(head);
  if (!isJsonObject(about) || about['etcd'] !== 'snapshot') return undefined;
  const keys = lines.map(savedKey);
  return keys.every((one) => one !== undefined) ? { isOwn: madeOf.get(store)?.has(bytesToHex(sha256Bytes(body))) === true, keys } : undefined;
}

function savedKey(line: string): SavedKey | undefined {
  const said = jsonOf(line);
  if (!isJsonObject(said)) return undefined;
  const { key, value, bytes } = said;
  if (typeof key !== 'string' || key === '') return undefined;
  if (typeof value === 'string') return { key, value: encodeUtf8(value) };
  const decoded = typeof bytes === 'string' ? decodeBase64(bytes) : undefined;
  return decoded && 'bytes' in decoded ? { key, value: decoded.bytes } : undefined;
}

function jsonOf(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}
