/** How a node that knows an address, a token and a hash finds out whether what answers there is the cluster that they mean. */
import { encodeBase64, encodeUtf8, hmacSha256, publicKeyPin } from '../../../base/index.ts';
import { sleep, type Process } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { text } from '../../kubectl/objects/member.ts';
import { addressOf, callServer, decoded, parseConfig, type Server } from './cluster-call.ts';
import { parseToken } from './tokens.ts';

const infoPath = '/api/v1/namespaces/kube-public/configmaps/cluster-info';
const retryMs = 5_000;
const timeoutMs = 300_000;

export interface Discovered {
  readonly server: Server; // as whom the token lets it in
  readonly url: string;
  readonly authority: string; // PEM
}

/** Tries for five minutes: the server may still come up, the token's signature still be written. */
export function* discover(p: Process, endpoint: string, token: string, pins: readonly string[], timeout = timeoutMs): Task<Discovered> {
  const { id, secret } = parseToken(token);
  const server: Server = addressOf(endpoint);
  let why = '';
  for (let waitedMs = 0; waitedMs < timeout; waitedMs += retryMs) {
    if (waitedMs > 0) yield sleep(retryMs);
    const found = yield* attempt(p, server, id, secret);
    if (typeof found === 'string') why = found;
    else {
      demandPin(found.authority, pins);
      return { server: { ...server, token, authority: found.authority }, ...found };
    }
  }
  throw new CommandError(`error execution phase preflight: couldn't validate the identity of the API Server: ${why}`);
}

function* attempt(p: Process, server: Server, id: string, secret: string): Task<{ readonly url: string; readonly authority: string } | string> {
  try {
    const { status, body } = yield* callServer(p, server, 'GET', infoPath);
    if (status >= 400) return text(body, 'message');
    const kubeconfig = text(body, 'data', 'kubeconfig');
    const given = text(body, 'data', `jws-kubeconfig-${id}`);
    if (given === '') return `could not find a JWS signature in the cluster-info ConfigMap for token ID "${id}"`;
    if (given !== signatureOf(id, secret, kubeconfig)) return `failed to verify JWS signature of received cluster info object, can't trust this API Server`;
    const config = parseConfig(kubeconfig, 'cluster-info');
    return { url: text(config, 'clusters', 0, 'cluster', 'server'), authority: decoded(text(config, 'clusters', 0, 'cluster', 'certificate-authority-data')) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return error.message;
  }
}

function signatureOf(id: string, secret: string, content: string): string {
  const url = (bytes: Uint8Array | string) => encodeBase64(bytes, 'url').replace(/=+$/, '');
  const head = url(`{"alg":"HS256","kid":"${id}"}`);
  return `${head}..${url(hmacSha256(encodeUtf8(`${id}.${secret}`), `${head}.${url(content)}`))}`;
}

/** The hash is that of the public key in the certificate that the cluster shows. Without any, the token's signature has to do. */
function demandPin(authority: string, pins: readonly string[]): void {
  const pin = publicKeyPin(authority);
  if (pins.length === 0 || pins.some((p) => p.toLowerCase() === pin)) return;
  throw new CommandError(`error execution phase preflight: couldn't validate the identity of the API Server: cluster CA found in cluster-info ConfigMap is invalid: none of the public keys "${pin}" are pinned`);
}
