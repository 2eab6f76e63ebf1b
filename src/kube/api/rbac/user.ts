/** Who makes a request: by the connection's certificate, by a token, or as somebody whom that one may act for. */
import { decodeBase64, decodeUtf8, distrust, isJsonObject, parseJson, parseRfc3339, readCertificate, type Certificate, type Headers, type Json, type Peer, type Request } from '../../../base/index.ts';
import { bootstrapTokenType } from '../../controllers/crews.ts';
import { serviceAccountToken } from '../../controllers/service-accounts/token.ts';
import type { Secret } from '../../kinds/secret/secret.ts';
import type { ServiceAccount } from '../../kinds/service-account/service-account.ts';
import { ApiStatus } from '../../meta/api-status.ts';
import type { Release } from '../../meta/release.ts';
import { RecentMap } from '../../client/recent-map.ts';
import type { ApiServer } from '../api-server.ts';

export interface User {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

const administrators = new Set(['kubernetes-admin', 'kubernetes-super-admin', 'admin', 'system:apiserver']);
export const anonymous = 'system:anonymous';
const everybody = 'system:authenticated';
const accountPrefix = 'system:serviceaccount:';
export const mastersGroup = 'system:masters';
/** Since 1.29 the administrator that kubeadm makes has a role, and no longer stands above all roles. */
const boundAdministrator = { name: 'kubernetes-admin', group: 'kubeadm:cluster-admins', since: 29 };

/** Throws 401 for a token that nobody here has made. */
export function userOfRequest(server: ApiServer, { headers, peer }: Request): { readonly user: User; readonly self: User } {
  const [scheme, token = ''] = (headers['authorization'] ?? '').split(' ');
  const self = scheme === 'Bearer' ? userOfToken(server, token) : peer.certificate === undefined ? userOfPeer(peer, server.release) : userOfCertificate(server, peer.certificate);
  if (self === undefined) throw new ApiStatus(401, 'Unauthorized', 'Unauthorized');
  const name = headers['impersonate-user'];
  if (name === undefined) return { user: self, self };
  const uid = headers['impersonate-uid'];
  const groups = [...groupsOfName(name), ...impersonatedGroups(headers)];
  const extra = impersonatedExtra(headers);
  const implied = name === anonymous ? 'system:unauthenticated' : everybody;
  return { user: { name, ...(uid !== undefined && { uid }), groups: groups.includes(implied) ? groups : [...groups, implied], ...(extra && { extra }) }, self };
}

export function impersonatedGroups(headers: Headers): readonly string[] {
  return (headers['impersonate-group'] ?? '').split(',').map((name) => name.trim()).filter(Boolean);
}

const extraPrefix = 'impersonate-extra-';

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What else is said of the user, by the header's end; undefined when nothing is. */
export function impersonatedExtra(headers: Headers): Readonly<Record<string, readonly string[]>> | undefined {
  const names = Object.keys(headers).filter((header) => header.startsWith(extraPrefix)).sort();
  if (names.length === 0) return undefined;
  return Object.fromEntries(names.map((header) => [percentDecoded(header.slice(extraPrefix.length)), headers[header]!.split(',').map((value) => value.trim())]));
}

const believed = new WeakMap<ApiServer, RecentMap<Certificate>>();

/** Whom a certificate names, provided that the cluster's authority has signed it and it holds now. A node's is renewed before it ends. */
export function userOfCertificate(server: ApiServer, pem: string): User | undefined {
  let known = believed.get(server);
  if (!known) believed.set(server, (known = new RecentMap(100)));
  const certificate = known.get(pem) ?? readCertificate(pem);
  if (!certificate) return undefined;
  const { commonName: name, organizations, notBeforeMs, notAfterMs } = certificate;
  const atMs = name.startsWith('system:node:') ? notAfterMs : server.nowMs;
  const isKnown = known.get(pem) !== undefined && atMs >= notBeforeMs && atMs <= notAfterMs;
  if (!isKnown && server.clientAuthority !== undefined && distrust(certificate, server.clientAuthority, atMs) !== undefined) return undefined;
  known.set(pem, certificate);
  return { name, groups: [...organizations, everybody] };
}

/** Who shows no certificate is anonymous. */
function userOfPeer({ user = anonymous, groups }: Peer, release: Release): User {
  return groups && user !== anonymous ? { name: user, groups: [...groups, everybody] } : named(user, release);
}

/** Somebody of whom the name alone is known: the cluster's own users have their groups. */
export function named(name: string, release: Release): User {
  if (name === anonymous) return { name, groups: ['system:unauthenticated'] };
  if (name.startsWith('system:node:')) return { name, groups: ['system:nodes', everybody] };
  if (name === boundAdministrator.name && release.has(boundAdministrator)) return { name, groups: [boundAdministrator.group, everybody] };
  return { name, groups: [...(administrators.has(name) ? [mastersGroup] : groupsOfName(name)), everybody] };
}

function groupsOfName(name: string): readonly string[] {
  if (!name.startsWith(accountPrefix)) return [];
  const [namespace = ''] = name.slice(accountPrefix.length).split(':');
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}

/** Who a token is: an account, or a machine that is about to join. */
export function userOfToken(server: ApiServer, token: string): User | undefined {
  const [, id, secret] = /^([a-z0-9]{6})\.([a-z0-9]{16})$/.exec(token) ?? [];
  return id === undefined ? accountOfToken(server, token) : joinerOfToken(server, id, secret!);
}

/** Its token is a secret, which says what it is good for and how long. */
function joinerOfToken(server: ApiServer, id: string, given: string): User | undefined {
  const secret = server.store.get(`secrets/kube-system/bootstrap-token-${id}`) as Secret | undefined;
  const field = (name: string): string => {
    const decoded = decodeBase64(secret?.data?.[name] ?? '');
    return 'bytes' in decoded ? decodeUtf8(decoded.bytes) : '';
  };
  if (secret?.type !== bootstrapTokenType || secret.metadata.deletionTimestamp !== undefined || field('token-id') !== id || field('token-secret') !== given || field('usage-bootstrap-authentication') !== 'true') return undefined;
  const untilMs = parseRfc3339(field('expiration'));
  if (untilMs !== undefined && untilMs <= server.nowMs) return undefined;
  return { name: `system:bootstrap:${id}`, groups: ['system:bootstrappers', ...field('auth-extra-groups').split(',').filter(Boolean), everybody] };
}

/** The account that a token names, provided that the token is the one that this account got. */
function accountOfToken(server: ApiServer, token: string): User | undefined {
  const claims = part(token.split('.')[1] ?? '');
  if (!isJsonObject(claims) || typeof claims['sub'] !== 'string') return undefined;
  const [namespace = '', name = ''] = claims['sub'].slice(accountPrefix.length).split(':');
  const account = server.store.get(`serviceaccounts/${namespace}/${name}`) as ServiceAccount | undefined;
  if (!account || !claims['sub'].startsWith(accountPrefix)) return undefined;
  const { uid } = account.metadata;
  const secret = claims['kubernetes.io/serviceaccount/secret.name'];
  const bound = claims['kubernetes.io'];
  const node = isJsonObject(bound) && isJsonObject(bound['node']) ? bound['node']['name'] : undefined;
  const issuedMs = Number(claims['iat'] ?? 0) * 1000;
  const lifeSeconds = Number(claims['exp'] ?? 0) - Number(claims['iat'] ?? 0);
  const real = serviceAccountToken({ namespace, name, uid, issuedMs, ...(typeof secret === 'string' && { secret }), ...(typeof node === 'string' && { node }), ...(lifeSeconds > 0 && { lifeSeconds }) });
  if (real !== token || (lifeSeconds > 0 && server.nowMs > Number(claims['exp']) * 1000)) return undefined;
  return { ...named(claims['sub'], server.release), uid };
}

function part(text: string): Json {
  const answer = decodeBase64(text.replaceAll('-', '+').replaceAll('_', '/').padEnd(Math.ceil(text.length / 4) * 4, '='));
  try {
    return 'bytes' in answer ? parseJson(decodeUtf8(answer.bytes)) : null;
  } catch {
    return null;
  }
}
