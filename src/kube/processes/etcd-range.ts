/** etcd's own protocol, as far as its clients read: the keys of a range. */
import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8, parseJson, type Call, type Request } from '../../base/index.ts';
import type { ClusterStore } from '../api/cluster-store.ts';
import { registryRange } from './etcd-keys.ts';

/** As the gateway of etcd's own protocol has it: keys and values in base64. */
export function answerRange(store: ClusterStore, request: Request, call: Call): void {
  const body = parseJson(decodeUtf8(request.body ?? new Uint8Array(0))) as { readonly key?: string; readonly range_end?: string; readonly keys_only?: boolean };
  const text = (base64 = ''): string => {
    const decoded = decodeBase64(base64);
    return 'bytes' in decoded ? decodeUtf8(decoded.bytes) : '';
  };
  const [key, end] = [text(body.key), text(body.range_end)];
  const found = registryRange(store, key, isPrefix(key, end), body.keys_only === true);
  const kvs = found.map(({ key: name, value, modRevision }) => ({ key: encodeBase64(name), mod_revision: String(modRevision), ...(value !== '' && { value: encodeBase64(value) }) }));
  call.head(200, { 'content-type': 'application/json' });
  call.write(encodeUtf8(JSON.stringify({ header: { revision: String(store.revision) }, kvs, count: String(kvs.length) })));
  call.end();
}

/** The end of the range of keys that begin alike: etcd counts the last byte up. */
function isPrefix(key: string, end: string): boolean {
  return end !== '' && end.length === key.length && end.slice(0, -1) === key.slice(0, -1) && end.charCodeAt(end.length - 1) === key.charCodeAt(key.length - 1) + 1;
}
