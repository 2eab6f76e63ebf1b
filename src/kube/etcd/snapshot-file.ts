/**
 * A snapshot of etcd: what it holds, as bytes that another etcd can be filled from. A line on the whole, a line a key, and the digest of both
 * at the end, by which a damaged file is found out.
 */
import { bytesToHex, concat, decodeBase64, decodeUtf8, encodeBase64, encodeUtf8, JsonError, parseJson, sha256Bytes } from '../../base/index.ts';
import type { ClusterStore } from '../api/cluster-store.ts';
import { valuesWithin } from './keys.ts';

const digestBytes = 32;

export interface SavedKey {
  readonly key: string;
  readonly value: Uint8Array;
}

export function snapshotBytes(store: ClusterStore): Uint8Array {
  const pairs = valuesWithin(store, store, { key: '\0', end: '\0' }, false);
  const lines = pairs.map(({ key, value, createRevision, modRevision, version }) => JSON.stringify({ key, create_revision: createRevision, mod_revision: modRevision, version, ...textOrBytes(value) }));
  const body = encodeUtf8(`${[JSON.stringify({ etcd: 'snapshot', revision: store.revision, keys: pairs.length }), ...lines].join('\n')}\n`);
  return concat([body, sha256Bytes(body)]);
}

/** Texts stay readable, as they are in a real one. */
function textOrBytes(value: Uint8Array): object {
  const text = decodeUtf8(value);
  const again = encodeUtf8(text);
  return again.length === value.length && again.every((byte, i) => byte === value[i]) ? { value: text } : { bytes: encodeBase64(value) };
}

/** Undefined when the bytes are no snapshot, or are no longer what was saved. */
export function readSnapshotFile(bytes: Uint8Array): readonly SavedKey[] | undefined {
  const body = bytes.subarray(0, Math.max(0, bytes.length - digestBytes));
  if (bytesToHex(sha256Bytes(body)) !== bytesToHex(bytes.subarray(body.length))) return undefined;
  try {
    const [head = '', ...lines] = decodeUtf8(body).trimEnd().split('\n');
    if ((parseJson(head) as { readonly etcd?: string }).etcd !== 'snapshot') return undefined;
    return lines.map((line) => {
      const { key, value, bytes: base64 = '' } = parseJson(line) as { readonly key: string; readonly value?: string; readonly bytes?: string };
      const decoded = decodeBase64(base64);
      return { key, value: value === undefined && 'bytes' in decoded ? decoded.bytes : encodeUtf8(value ?? '') };
    });
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}
