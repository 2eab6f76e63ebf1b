/** Bootstrap tokens as kubeadm keeps them: secrets of kube-system, named by the token's first half. */
import { encodeBase64, formatRfc3339, parseDuration, parseRfc3339, randomBytes, type JsonObject } from '../../../base/index.ts';
import type { Process } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { list, text } from '../../kubectl/objects/member.ts';
import { callServer, decoded, type Server } from './cluster-call.ts';

const secretsPath = '/api/v1/namespaces/kube-system/secrets';
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
export const tokenPattern = /^([a-z0-9]{6})\.([a-z0-9]{16})$/;

export interface TokenRow {
  readonly token: string;
  readonly expires: string; // '' never
  readonly usages: readonly string[];
  readonly description: string;
  readonly groups: string;
}

export function newToken(p: Process): string {
  const draw = (n: number) => [...randomBytes(() => p.random.next(), n)].map((byte) => letters[byte % letters.length]!).join('');
  return `${draw(6)}.${draw(16)}`;
}

export function parseToken(token: string): { readonly id: string; readonly secret: string } {
  const match = tokenPattern.exec(token);
  if (!match) throw new CommandError(`the bootstrap token "${token}" was not of the form "\\\\A([a-z0-9]{6})\\\\.([a-z0-9]{16})\\\\z"`);
  return { id: match[1]!, secret: match[2]! };
}

export interface NewToken {
  readonly token: string;
  readonly ttl: string;
  readonly description: string;
  readonly usages?: readonly string[];
  readonly groups?: readonly string[];
}

const joining = 'system:bootstrappers:kubeadm:default-node-token';

/** The secret that it is kept in. */
export function tokenSecret(p: Process, { token, ttl, description, usages = ['signing', 'authentication'], groups = [joining] }: NewToken): JsonObject {
  const strange = usages.filter((use) => use !== 'signing' && use !== 'authentication');
  if (strange.length > 0) throw new CommandError(`bootstrapTokens[0].usages: Invalid value: ${JSON.stringify(strange.join(','))}: valid bootstrap token usages: [authentication signing], unknown: [${strange.join(' ')}]`);
  const badGroup = groups.find((group) => !/^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/.test(group));
  if (badGroup !== undefined) throw new CommandError(`bootstrapTokens[0].groups: Invalid value: ${JSON.stringify(badGroup)}: bootstrap group ${JSON.stringify(badGroup)} is invalid (must match \\Asystem:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]\\z)`);
  const { id, secret } = parseToken(token);
  const life = parseDuration(ttl);
  if (!('milliseconds' in life)) throw new CommandError(`invalid argument "${ttl}" for "--ttl" flag: time: invalid duration "${ttl}"`);
  const data: Record<string, string> = {
    'token-id': id,
    'token-secret': secret,
    ...Object.fromEntries(['authentication', 'signing'].filter((use) => usages.includes(use)).map((use) => [`usage-bootstrap-${use}`, 'true'])),
    ...(groups.length > 0 && { 'auth-extra-groups': groups.join(',') }),
    ...(life.milliseconds > 0 && { expiration: formatRfc3339(p.host.wallMs + life.milliseconds) }),
    ...(description !== '' && { description }),
  };
  const encoded = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, encodeBase64(value)]));
  return { apiVersion: 'v1', data: encoded, kind: 'Secret', metadata: { name: `bootstrap-token-${id}`, namespace: 'kube-system' }, type: 'bootstrap.kubernetes.io/token' };
}

export function* createToken(p: Process, server: Server, token: NewToken): Task {
  const body = tokenSecret(p, token);
  const { id } = parseToken(token.token);
  const { status, body: answer } = yield* callServer(p, server, 'POST', secretsPath, body);
  if (status === 409) throw new CommandError(`a token with id "${id}" already exists`);
  if (status >= 400) throw new CommandError(text(answer, 'message'));
}

export function* listTokens(p: Process, server: Server): Task<TokenRow[]> {
  const { status, body } = yield* callServer(p, server, 'GET', secretsPath);
  if (status >= 400) throw new CommandError(`failed to list bootstrap tokens: ${text(body, 'message')}`);
  return list(body, 'items').flatMap((secret): TokenRow[] => {
    if (text(secret, 'type') !== 'bootstrap.kubernetes.io/token') return [];
    const field = (name: string) => decoded(text(secret, 'data', name));
    const usages = ['authentication', 'signing'].filter((use) => field(`usage-bootstrap-${use}`) === 'true');
    return [{ token: `${field('token-id')}.${field('token-secret')}`, expires: field('expiration'), usages, description: field('description'), groups: field('auth-extra-groups') }];
  });
}

export function* deleteToken(p: Process, server: Server, word: string): Task {
  const id = word.split('.')[0]!;
  if (!/^[a-z0-9]{6}$/.test(id)) throw new CommandError(`given token "${word}" didn't match pattern "\\\\A[a-z0-9]{6}\\\\z" or "\\\\A([a-z0-9]{6})\\\\.([a-z0-9]{16})\\\\z"`);
  const { status, body } = yield* callServer(p, server, 'DELETE', `${secretsPath}/bootstrap-token-${id}`);
  if (status >= 400) throw new CommandError(`failed to delete bootstrap token "${id}": ${text(body, 'message')}`);
}

/** `23h`, and `<invalid>` for one that is over. */
export function lifeOf(p: Process, expires: string): string {
  const ms = parseRfc3339(expires);
  if (ms === undefined) return '<forever>';
  const seconds = Math.floor((ms - p.host.wallMs) / 1000);
  if (seconds < 0) return '<invalid>';
  if (seconds < 120) return `${seconds}s`;
  return seconds < 7200 ? `${Math.floor(seconds / 60)}m` : `${Math.floor(seconds / 3600)}h`;
}
