/** kubectl create configmap. */
import { decodeUtf8, encodeBase64, encodeUtf8, setMember, type Json } from '../../../base/index.ts';
import type { Verb } from '../command/verb.ts';
import { generatorFlags, generatorNameFlag, newMetadata, oneName, sendGenerated, typedSince } from './generate.ts';
import { appendHashFlag, dataFlags, dataOf } from './key-files.ts';

export const generateConfigMap: Verb = {
  name: 'configmap',
  aliases: ['cm'],
  summary: 'Create a config map from a local file, directory or literal value',
  usage: 'create configmap NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  completes: 'none',
  flags: [...generatorFlags, generatorNameFlag, appendHashFlag, ...dataFlags],
  examples: [{ does: 'From a value and a file', command: 'kubectl create configmap settings --from-literal=mode=fast --from-file=app.conf' }],
  *run(k) {
    const name = oneName(k);
    const data: Record<string, Json> = {};
    const binaryData: Record<string, Json> = {};
    for (const [key, value] of yield* dataOf(k, 'ConfigMap')) {
      const bytes = typeof value === 'string' ? encodeUtf8(value) : value;
      if (isUtf8(bytes)) setMember(data, key, decodeUtf8(bytes));
      else setMember(binaryData, key, encodeBase64(bytes));
    }
    const object = {
      apiVersion: 'v1',
      ...(Object.keys(binaryData).length > 0 && { binaryData }),
      ...(Object.keys(data).length > 0 && { data }),
      kind: 'ConfigMap',
      metadata: newMetadata(k, { name }),
    };
    yield* sendGenerated(k, { group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true, typedSince }, object, 'failed to create configmap: ');
  },
};

function isUtf8(bytes: Uint8Array): boolean {
  const again = encodeUtf8(decodeUtf8(bytes));
  return again.length === bytes.length && again.every((byte, i) => byte === bytes[i]);
}
