/** What a kubeconfig and the flags come to: which address to dial, as whom, in which namespace. */
import { decodeBase64, decodeUtf8, distrustServer, encodeBase64, encodeUtf8, readCertificate, type JsonObject } from '../../../base/index.ts';
import type { Process, RequestInit } from '../../../host/index.ts';
import type { ClientRelease } from '../command/client-release.ts';
import { CommandError } from '../command/errors.ts';
import type { Flags } from '../command/flag.ts';
import { text } from '../objects/member.ts';
import { refuseProgram, refuseUnusable } from './usable.ts';
import { withLocalFiles, type Kubeconfig } from './kubeconfig.ts';

export interface Connection {
  readonly url: string; // as errors name the server: https://192.168.49.10:6443
  readonly host: string;
  readonly port: number;
  readonly basePath: string; // in front of every path, without a slash at its end
  readonly headers: Readonly<Record<string, string>>;
  /** What the connection shows of who is calling, and what it demands of who answers. */
  readonly identity: Pick<RequestInit, 'user' | 'certificate' | 'verify'>;
  readonly namespace: string;
  readonly context: string;
}

const accountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';
const noServer = 'http://localhost:8080';

export function connectionOf(config: Kubeconfig, flags: Flags, p: Process, release: ClientRelease): Connection {
  const explicit = flags.text('kubeconfig');
  if (explicit !== '' && !p.files.exists(explicit)) throw new CommandError(`stat ${explicit}: no such file or directory`);
  const context = flags.text('context') || config.currentContext;
  const found = config.entries.contexts.get(context);
  if (flags.has('context') && !found) throw new CommandError(`Error in configuration: context was not found for specified context: ${context}`, { isBare: true });
  const settings: JsonObject = found?.settings ?? {};
  const clusterName = flags.text('cluster') || text(settings, 'cluster');
  const cluster = config.entries.clusters.get(clusterName);
  if (flags.has('cluster') && !cluster) throw new CommandError(`no server found for cluster ${JSON.stringify(clusterName)}`);
  const userName = flags.text('user') || text(settings, 'user');
  const user = config.entries.users.get(userName);
  if (flags.has('user') && !user) throw new CommandError(`auth info ${JSON.stringify(userName)} does not exist`);
  refuseUnusable(p, cluster, user, userName);
  const server = flags.text('server') || text(cluster?.settings, 'server');
  const pod = server === '' && !user ? inPod(p) : undefined;
  const login = pod?.user ?? (user ? withLocalFiles(p, user) : {});
  const address = addressOf(server || pod?.server || noServer);
  refuseProgram(user, address.url);
  return {
    ...address,
    headers: headersOf(login, userName, flags, p),
    identity: { ...certificateIdentity(login, userName, p), ...trustOf(pod ? { 'certificate-authority': `${accountFolder}/ca.crt` } : cluster ? withLocalFiles(p, cluster) : {}, flags, address, p, release) },
    namespace: flags.text('namespace') || text(settings, 'namespace') || pod?.namespace || 'default',
    context,
  };
}

/** What a pod is given, for who has nothing else: the API by its service, as the pod's account. */
function inPod(p: Process): { readonly server: string; readonly user: JsonObject; readonly namespace: string } | undefined {
  const [host, port] = [p.env.get('KUBERNETES_SERVICE_HOST'), p.env.get('KUBERNETES_SERVICE_PORT')];
  const tokenFile = `${accountFolder}/token`;
  if (!host || !port || !p.files.exists(tokenFile)) return undefined;
  const at = `${accountFolder}/namespace`;
  return { server: `https://${host}:${port}`, user: { tokenFile }, namespace: p.files.exists(at) ? p.files.readText(at).trim() : '' };
}

function addressOf(server: string): Pick<Connection, 'url' | 'host' | 'port' | 'basePath'> {
  const match = /^(?:(https?):\/\/)?(\[[^\]]+\]|[^:/]*)(?::(\d+))?(\/.*)?$/.exec(server);
  if (!match) throw new CommandError(`invalid server address ${JSON.stringify(server)}`);
  const scheme = match[1] ?? 'http';
  const host = match[2]!;
  const port = match[3] === undefined ? (scheme === 'https' ? 443 : 80) : Number(match[3]);
  const url = `${scheme}://${host}${match[3] === undefined ? '' : `:${port}`}`;
  return { url, host: host.replace(/^\[|\]$/g, ''), port, basePath: (match[4] ?? '').replace(/\/+$/, '') };
}

function headersOf(user: JsonObject, userName: string, flags: Flags, p: Process): Record<string, string> {
  const headers: Record<string, string> = {};
  const tokenFile = text(user, 'tokenFile');
  const token = flags.text('token') || text(user, 'token') || (tokenFile === '' ? '' : p.files.readText(tokenFile).trim());
  const name = flags.text('username') || text(user, 'username');
  if (token !== '') headers.authorization = `Bearer ${token}`;
  else if (name !== '') {
    const password = flags.text('password') || text(user, 'password');
    headers.authorization = `Basic ${encodeBase64(encodeUtf8(`${name}:${password}`))}`;
  }
  if (flags.text('as') === '' && ['as-group', 'as-uid', 'as-user-extra'].some((flag) => flags.has(flag))) throw new CommandError(`requesting uid, groups or user-extra for ${userName} without impersonating a user`);
  if (flags.text('as') !== '') headers['impersonate-user'] = flags.text('as');
  if (flags.list('as-group').length > 0) headers['impersonate-group'] = flags.list('as-group').join(',');
  if (flags.text('as-uid') !== '') headers['impersonate-uid'] = flags.text('as-uid');
  for (const pair of flags.list('as-user-extra')) {
    const at = pair.indexOf('=');
    if (at < 0) throw new CommandError(`the --as-user-extra flag value ${JSON.stringify(pair)} is not in the form key=value`);
    const header = `impersonate-extra-${encodeURIComponent(pair.slice(0, at).toLowerCase())}`;
    headers[header] = headers[header] === undefined ? pair.slice(at + 1) : `${headers[header]},${pair.slice(at + 1)}`;
  }
  return headers;
}

/** The first client whose library says of a certificate that it is one which it cannot verify. */
const SAYS_VERIFY_SINCE = 27;

/** A server over TLS is believed when an authority that is known vouches for it, and for the host that was asked for. */
function trustOf(cluster: JsonObject, flags: Flags, { url, host }: { readonly url: string; readonly host: string }, p: Process, release: ClientRelease): Connection['identity'] {
  if (!url.startsWith('https:') || flags.bool('insecure-skip-tls-verify') || cluster['insecure-skip-tls-verify'] === true) return {};
  const own = flags.text('certificate-authority');
  const file = own || text(cluster, 'certificate-authority');
  const data = own === '' ? text(cluster, 'certificate-authority-data') : '';
  const name = flags.text('tls-server-name') || text(cluster, 'tls-server-name') || host;
  return {
    verify(shown) {
      const wrong = distrustServer(shown, data !== '' ? decodeText(data) : file === '' ? '' : p.files.readText(file), name, p.host.wallMs);
      return wrong === undefined ? undefined : new CommandError(`Unable to connect to the server: ${release.minor >= SAYS_VERIFY_SINCE ? 'tls: failed to verify certificate: ' : ''}${wrong}`, { isBare: true });
    },
  };
}

/** A client certificate; of one that cannot be read, the entry's own name. */
function certificateIdentity(user: JsonObject, entryName: string, p: Process): Connection['identity'] {
  const file = text(user, 'client-certificate');
  const data = text(user, 'client-certificate-data');
  if (file === '' && data === '') return {};
  const pem = file !== '' ? p.files.readText(file) : decodeText(data);
  const certificate = readCertificate(pem);
  return certificate ? { certificate: pem } : { user: entryName };
}

function decodeText(base64: string): string {
  const decoded = decodeBase64(base64);
  return 'bytes' in decoded ? decodeUtf8(decoded.bytes) : '';
}
