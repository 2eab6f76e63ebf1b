/** What a pod's imagePullSecrets say: who it may be at which registry. Those that are not there are told of, and left out. */
import { decodeBase64, decodeUtf8, encodeBase64, isJsonObject, parseJson, type Json } from '../../base/index.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import type { Secret } from '../kinds/secret/secret.ts';
import type { KubeletContext } from './kubelet-context.ts';

export function tellMissingPullSecrets(context: KubeletContext, pod: Pod): void {
  const missing = (pod.spec.imagePullSecrets ?? []).filter(({ name }) => name && !secretOf(context, pod, name)).map(({ name }) => name);
  if (missing.length === 0) return;
  context.tellPod(pod, 'Warning', 'FailedToRetrieveImagePullSecret', `Unable to retrieve some image pull secrets (${missing.join(', ')}); attempting to pull the image may not succeed.`, 0);
}

/** "user:password" in base64, for the registry that the image is fetched from; undefined when no secret knows it. */
export function pullCredentials(context: KubeletContext, pod: Pod, image: string): string | undefined {
  const first = image.slice(0, Math.max(0, image.indexOf('/')));
  const registry = /[.:]|^localhost$/.test(first) ? first : 'docker.io';
  for (const { name } of pod.spec.imagePullSecrets ?? []) {
    const secret = name ? secretOf(context, pod, name) : undefined;
    const found = secret && entryFor(authsOf(secret), registry);
    if (found !== undefined) return found;
  }
  return undefined;
}

function secretOf({ client }: KubeletContext, { metadata }: Pod, name: string): Secret | undefined {
  return client.view.get(`secrets/${metadata.namespace}/${name}`) as Secret | undefined;
}

/** By the registry's address, in the form of today or of old. */
function authsOf({ data = {} }: Secret): Json | undefined {
  const today = parsed(data['.dockerconfigjson']);
  return isJsonObject(today) ? today['auths'] : parsed(data['.dockercfg']);
}

function parsed(base64: string | undefined): Json | undefined {
  const decoded = base64 === undefined ? undefined : decodeBase64(base64);
  try {
    return decoded && 'bytes' in decoded ? parseJson(decodeUtf8(decoded.bytes)) : undefined;
  } catch {
    return undefined;
  }
}

function entryFor(auths: Json | undefined, registry: string): string | undefined {
  if (!isJsonObject(auths)) return undefined;
  for (const [address, entry] of Object.entries(auths)) {
    const host = address.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
    if ((host !== registry && !(registry === 'docker.io' && host === 'index.docker.io')) || !isJsonObject(entry)) continue;
    const { auth, username, password } = entry;
    if (typeof auth === 'string' && auth !== '') return auth;
    if (typeof username === 'string' && typeof password === 'string') return encodeBase64(`${username}:${password}`);
  }
  return undefined;
}
