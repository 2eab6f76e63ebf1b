/**
 * The bootstrap signer and the token cleaner: whoever knows a token can tell by its signature that the cluster's description in
 * kube-public is the right one, before it trusts anything of the cluster. A token that is over goes, and its signature with it.
 */
import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8, hmacSha256, parseRfc3339 } from '../../../base/index.ts';
import type { Reconciler } from '../../../sim/index.ts';
import type { ConfigMap } from '../../kinds/config-map/config-map.ts';
import type { Secret } from '../../kinds/secret/secret.ts';
import type { KubeObject } from '../../meta/object.ts';
import { reading, type ControllerContext } from '../controller-context.ts';
import { bootstrapTokenType } from '../crews.ts';

const infoKey = 'configmaps/kube-public/cluster-info';
const signatureHead = 'jws-kubeconfig-';

export function bootstrapSigner(context: ControllerContext): Reconciler<KubeObject> {
  return {
    name: 'bootstrapsigner',
    watches: [
      { table: 'secrets', keys: (key) => (key.startsWith('secrets/kube-system/bootstrap-token-') ? [infoKey] : []) },
      { table: 'configmaps', keys: (key) => (key === infoKey ? [infoKey] : []) },
    ],
    reconcile(key) {
      const { client, trace } = context;
      const info = client.view.get(key) as ConfigMap | undefined;
      const kubeconfig = info?.data?.['kubeconfig'];
      if (!info || kubeconfig === undefined) return;
      const data: Record<string, string> = Object.fromEntries(Object.entries(info.data ?? {}).filter(([name]) => !name.startsWith(signatureHead)));
      for (const { id, secret, signs } of tokens(context)) if (signs) data[signatureHead + id] = signature(id, secret, kubeconfig);
      if (same(data, info.data ?? {})) return;
      const act = trace.record('bootstrapsigner', 'update', 'bootstrap-signs', { tokens: Object.keys(data).length - 1 }, [reading(client, key, 'data')]);
      client.update<ConfigMap>({ ...info, data }, { trace: act });
    },
  };
}

export function tokenCleaner(context: ControllerContext): Reconciler<KubeObject> {
  return {
    name: 'tokencleaner',
    watches: [{ table: 'secrets', keys: (key) => (key.startsWith('secrets/kube-system/bootstrap-token-') ? [key] : []) }],
    reconcile(key) {
      const { client, trace } = context;
      const secret = client.view.get(key) as Secret | undefined;
      const expiration = secret && parseRfc3339(field(secret, 'expiration'));
      if (!secret || secret.type !== bootstrapTokenType || expiration === undefined) return undefined;
      const leftMs = expiration - client.server.nowMs;
      if (leftMs > 0) return { requeueAfterMs: leftMs };
      const act = trace.record('tokencleaner', 'delete', 'bootstrap-token-expired', { secret: secret.metadata.name }, [reading(client, key, 'data')]);
      client.delete(secret, { trace: act });
      return undefined;
    },
  };
}

interface Token {
  readonly id: string;
  readonly secret: string;
  readonly signs: boolean;
}

function tokens({ client }: ControllerContext): Token[] {
  const secrets = client.view.list('secrets') as readonly Secret[];
  return secrets
    .filter((s) => s.type === bootstrapTokenType && s.metadata.namespace === 'kube-system' && s.metadata.deletionTimestamp === undefined)
    .map((s) => ({ id: field(s, 'token-id'), secret: field(s, 'token-secret'), signs: field(s, 'usage-bootstrap-signing') === 'true' }));
}

function field({ data }: Secret, name: string): string {
  const decoded = decodeBase64(data?.[name] ?? '');
  return 'bytes' in decoded ? decodeUtf8(decoded.bytes) : '';
}

/** A JSON web signature without the content in its middle. */
function signature(id: string, secret: string, content: string): string {
  const url = (bytes: Uint8Array | string) => encodeBase64(bytes, 'url').replace(/=+$/, '');
  const head = url(`{"alg":"HS256","kid":"${id}"}`);
  return `${head}..${url(hmacSha256(encodeUtf8(`${id}.${secret}`), `${head}.${url(content)}`))}`;
}

function same(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
