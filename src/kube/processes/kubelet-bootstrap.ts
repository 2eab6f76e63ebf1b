/** A kubelet that was let in by a token asks for a certificate of its own, and shows that one from then on. */
import { decodeBase64, decodeUtf8, distrustServer, encodeBase64, encodeUtf8, isJsonObject, makeCertificateRequest, makePrivateKey, parseJson, printJson, publicKeyOfPrivate, subjectOf, type JsonObject } from '../../base/index.ts';
import { NetError, request, sleep, type Process, type Response, type Syscall } from '../../host/index.ts';
import type { Release } from '../meta/release.ts';
import { kubeconfigText } from '../cluster-files/kubeconfigs.ts';
import type { ApiAddress } from './api-link.ts';
import { apiOfKubeconfig, readSettings, textAt } from './flags.ts';

const identityFile = '/var/lib/kubelet/pki/kubelet-client-current.pem';
const lookMs = 1_000;
const retryMs = 5_000;

interface Settings {
  readonly clusters?: readonly { readonly name?: string; readonly cluster?: { readonly server?: string } }[];
  readonly users?: readonly { readonly user?: { readonly token?: string } }[];
}

type Step<T> = Generator<Syscall, T, unknown>;

export function* bootstrapKubelet(p: Process, release: Release, nodeName: string, bootstrap: string, own: string): Step<void> {
  const api = apiOfKubeconfig(p, bootstrap);
  const user = `system:node:${nodeName}`;
  const key = makePrivateKey(Array.from({ length: 4 }, () => p.random.next()).join(' '));
  const pem = makeCertificateRequest(subjectOf([['O', 'system:nodes'], ['CN', user]])!, publicKeyOfPrivate(key)!);
  const version = release.atLeast(19) ? 'v1' : 'v1beta1';
  const path = `/apis/certificates.k8s.io/${version}/certificatesigningrequests`;
  const spec = { request: encodeBase64(encodeUtf8(pem)), ...(release.atLeast(18) && { signerName: 'kubernetes.io/kube-apiserver-client-kubelet' }), usages: ['digital signature', 'key encipherment', 'client auth'] };
  const body = { apiVersion: `certificates.k8s.io/${version}`, kind: 'CertificateSigningRequest', metadata: { generateName: 'csr-' }, spec };
  const settings = readSettings(p, bootstrap) as Settings;
  const token = settings.users?.[0]?.user?.token ?? '';
  let name = '';
  let certificate = '';
  while (certificate === '') {
    const answer = yield* call(p, api, token, name === '' ? { method: 'POST', path, body } : { method: 'GET', path: `${path}/${name}` });
    if (typeof answer === 'string') {
      yield p.error(`Error: failed to run Kubelet: cannot ${name === '' ? 'create' : 'get'} certificate signing request: ${answer}\n`);
      yield sleep(retryMs);
      continue;
    }
    name = textAt(answer, 'metadata', 'name');
    certificate = decoded(textAt(answer, 'status', 'certificate'));
    if (certificate === '') yield sleep(lookMs);
  }
  p.files.mkdir(identityFile.slice(0, identityFile.lastIndexOf('/')), { recursive: true });
  p.files.writeFile(identityFile, certificate + key, { mode: 0o600 });
  const [entry] = settings.clusters ?? [];
  const credentials = { 'client-certificate': identityFile, 'client-key': identityFile };
  p.files.writeFile(own, kubeconfigText({ cluster: entry?.name || 'kubernetes', server: entry?.cluster?.server ?? '', authority: api.authority ?? '', user, credentials }), { mode: 0o600 });
  p.files.unlink(bootstrap);
}

class Untrusted extends Error {
  override name = 'Untrusted';
}

function untrusted(why: string | undefined): Untrusted | undefined {
  return why === undefined ? undefined : new Untrusted(`tls: failed to verify certificate: ${why}`);
}

/** The answer, or why there is none. */
function* call(p: Process, { address, port, authority }: ApiAddress, token: string, { method, path, body }: { readonly method: string; readonly path: string; readonly body?: JsonObject }): Step<JsonObject | string> {
  try {
    const headers = { accept: 'application/json', 'content-type': 'application/json', 'user-agent': 'kubelet', authorization: `Bearer ${token}` };
    const response = (yield request({ address, port }, { method, path, headers, timeoutMs: 10_000, ...(authority && { verify: (shown: string) => untrusted(distrustServer(shown, authority, address, p.host.wallMs)) }), ...(body && { body: printJson(body) }) })) as Response;
    const answer = parseJson(decodeUtf8((yield response.readAll()) as Uint8Array));
    if (!isJsonObject(answer)) return 'unexpected answer';
    return response.status >= 400 ? textAt(answer, 'message') : answer;
  } catch (error) {
    if (error instanceof NetError || error instanceof Untrusted) return error.message;
    throw error;
  }
}

function decoded(base64: string): string {
  const bytes = decodeBase64(base64);
  return 'bytes' in bytes ? decodeUtf8(bytes.bytes) : '';
}
