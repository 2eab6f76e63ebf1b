/** How etcdctl reaches etcd: the gateway of one of its endpoints, by a certificate where it asks for one. */
import { decodeBase64, decodeUtf8, distrustServer, formatRfc3339Micro, isJsonObject, parseDuration, parseJson, type Json } from '../../../base/index.ts';
import { NetError, request, sleep, type Response } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { FlagSpec } from '../../kubectl/command/flag.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { text } from '../../kubectl/objects/member.ts';
import type { NodeCall } from '../tool.ts';

export const badArguments = 128;

export const etcdFlags: readonly FlagSpec[] = [
  { name: 'endpoints', type: 'list', initial: '127.0.0.1:2379', usage: 'gRPC endpoints' },
  { name: 'cacert', type: 'string', usage: 'verify certificates of TLS-enabled secure servers using this CA bundle' },
  { name: 'cert', type: 'string', usage: 'identify secure client using this TLS certificate file' },
  { name: 'key', type: 'string', usage: 'identify secure client using this TLS key file' },
  { name: 'insecure-skip-tls-verify', type: 'bool', initial: 'false', usage: 'skip server certificate verification (CAUTION: this option should be enabled only for testing purposes)' },
  { name: 'dial-timeout', type: 'duration', initial: '2s', usage: 'dial timeout for client connections' },
  { name: 'keepalive-time', type: 'duration', initial: '2s', usage: 'keepalive time for client connections' },
  { name: 'keepalive-timeout', type: 'duration', initial: '6s', usage: 'keepalive timeout for client connections' },
  { name: 'insecure-transport', type: 'bool', initial: 'true', usage: 'disable transport security for client connections' },
  { name: 'debug', type: 'bool', initial: 'false', usage: 'enable client-side debug logging' },
  { name: 'hex', type: 'bool', initial: 'false', usage: 'print byte strings as hex encoded strings' },
  { name: 'user', type: 'string', usage: 'username[:password] for authentication' },
  { name: 'password', type: 'string', usage: 'password for authentication' },
  { name: 'command-timeout', type: 'duration', initial: '5s', usage: 'timeout for short running command (excluding dial timeout)' },
  { name: 'write-out', short: 'w', type: 'string', initial: 'simple', usage: 'set the output format (fields, json, simple, table)' },
];

/** What is named for TLS has to be there and be what it says. */
function tlsOf({ p, flags }: NodeCall): { readonly cacert?: string; readonly cert?: string } {
  const texts: Record<string, string> = {};
  for (const name of ['cacert', 'cert', 'key']) {
    const path = flags.text(name);
    if (path === '') continue;
    if (!p.files.exists(path)) throw new CommandError(`open ${path}: no such file or directory`);
    texts[name] = p.files.readText(path);
    if (!texts[name].includes('-----BEGIN ')) throw new CommandError(`tls: failed to find any PEM data in ${name === 'key' ? 'key' : 'certificate'} input`);
  }
  if ((flags.text('cert') === '') !== (flags.text('key') === '')) throw new CommandError(`KeyFile and CertFile must both be present[key: ${flags.text('key')}, cert: ${flags.text('cert')}]`);
  return texts;
}

/** Those that are named, or with --cluster those that the members tell of. */
export function endpointsOf({ flags }: NodeCall): readonly string[] {
  return flags.list('endpoints');
}

class Distrusted extends Error {}

/** A connection that does not come about is tried until the time is over; then nothing but that is said, and on standard error what was wrong with it. */
export function* open(c: NodeCall, method: string, path: string, body?: Json, endpoint = endpointsOf(c)[0] ?? ''): Task<Response> {
  const { p, flags } = c;
  const { cacert, cert } = tlsOf(c);
  if (flags.text('user') !== '') throw new CommandError('etcdserver: authentication is not enabled');
  const [, scheme, address = '127.0.0.1', port = '2379'] = /^(?:(https?):\/\/)?([^:/]+):(\d+)$/.exec(endpoint) ?? [];
  const isTls = scheme === 'https' || (scheme === undefined && (cacert ?? cert) !== undefined);
  let met = false;
  const verify = (shown: string): Error | undefined => {
    met = true;
    if (!isTls) return new Distrusted('error reading server preface: EOF');
    const why = flags.bool('insecure-skip-tls-verify') ? undefined : distrustServer(shown, cacert ?? '', address, p.host.wallMs);
    return why === undefined ? undefined : new Distrusted(`transport: authentication handshake failed: tls: failed to verify certificate: ${why}`);
  };
  let why: string;
  const begunMs = p.host.clock.now;
  const timeout = parseDuration(flags.text('command-timeout'));
  const timeoutMs = 'milliseconds' in timeout ? timeout.milliseconds : 0;
  try {
    const response = yield* request({ host: address, port: Number(port) }, { method, path, timeoutMs, verify, ...(isTls && cert !== undefined && { certificate: cert }), ...(body !== undefined && { body: JSON.stringify(body) }) });
    if (response.status !== 401 && (met || !isTls)) return response;
    response.close();
    why = isTls && met ? 'error reading server preface: remote error: tls: certificate required' : 'transport: authentication handshake failed: tls: first record does not look like a TLS handshake';
  } catch (error) {
    if (!(error instanceof NetError || error instanceof Distrusted)) throw error;
    why = error instanceof NetError ? `transport: Error while dialing: dial tcp ${address}:${port}: connect: connection refused` : error.message;
  }
  yield sleep(Math.max(0, begunMs + timeoutMs - p.host.clock.now));
  const told = { level: 'warn', ts: formatRfc3339Micro(p.host.wallMs), logger: 'etcd-client', caller: 'v3@v3.6.8/retry_interceptor.go:65', msg: 'retrying of unary invoker failed', target: `etcd-endpoints://0xc0000c8000/${endpoint.replace(/^https?:\/\//, '')}`, method: '/etcdserverpb.KV/Range', attempt: 0, error: `rpc error: code = DeadlineExceeded desc = latest balancer error: last connection error: connection error: desc = ${JSON.stringify(why)}` };
  yield* p.error(`${JSON.stringify(told)}\n`);
  throw new CommandError('context deadline exceeded');
}

export function* call(c: NodeCall, path: string, body: Json = {}, endpoint?: string): Task<Json> {
  const response = yield* open(c, 'POST', path, body, endpoint);
  const answer = parseJson(yield* response.text());
  if (response.status >= 400 && isJsonObject(answer)) throw new CommandError(text(answer, 'message'));
  return answer;
}

const formats = ['simple', 'json', 'fields', 'table'];

export function formatOf({ flags }: NodeCall): string {
  const format = flags.text('write-out');
  if (!formats.includes(format)) throw new CommandError(`unknown output format ${format}`, { exitCode: 4 });
  return format;
}

export function plain(base64: string): string {
  const decoded = decodeBase64(base64);
  return 'bytes' in decoded ? decodeUtf8(decoded.bytes) : '';
}
