/** etcd asked at its gateway, with what is named for TLS looked at first; refusals and answers in etcdctl's words. */
import { decodeBase64, decodeUtf8, isJsonObject, parseJson, printJson, type Json } from '../../../base/index.ts';
import { NetError, request, type Response } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { text } from '../../kubectl/objects/member.ts';
import type { NodeCall } from '../tool.ts';

const timeoutMs = 5_000;

/** What is named for TLS has to be there and be what it says. */
function checkTls({ p, flags }: NodeCall): void {
  for (const name of ['cacert', 'cert', 'key']) {
    const path = flags.text(name);
    if (path === '') continue;
    if (!p.files.exists(path)) throw new CommandError(`open ${path}: no such file or directory`);
    if (!p.files.readText(path).includes('-----BEGIN ')) throw new CommandError(`tls: failed to find any PEM data in ${name === 'key' ? 'key' : 'certificate'} input`);
  }
  if ((flags.text('cert') === '') !== (flags.text('key') === '')) throw new CommandError(`KeyFile and CertFile must both be present[key: ${flags.text('key')}, cert: ${flags.text('cert')}]`);
}

export function* open(c: NodeCall, method: string, path: string, body?: Json): Task<Response> {
  checkTls(c);
  const endpoint = c.flags.list('endpoints')[0] ?? '';
  const [, address = '127.0.0.1', port = '2379'] = /^(?:https?:\/\/)?([^:/]+):(\d+)$/.exec(endpoint) ?? [];
  try {
    return yield* request({ host: address, port: Number(port) }, { method, path, timeoutMs, ...(body !== undefined && { body: JSON.stringify(body) }) });
  } catch (error) {
    if (!(error instanceof NetError)) throw error;
    throw new CommandError('context deadline exceeded');
  }
}

export function* call(c: NodeCall, method: string, path: string, body?: Json): Task<Json> {
  const response = yield* open(c, method, path, body);
  const answer = parseJson(yield* response.text());
  if (response.status >= 400 && isJsonObject(answer)) throw new CommandError(text(answer, 'message'));
  return answer;
}

/** -w json: numbers, which the gateway writes as words, as numbers. */
export function jsonText(answer: Json): string {
  return `${printJson(answer).replace(/"(\w+)":"(\d+)"/g, (whole, name: string, digits: string) => (name === 'key' || name === 'value' ? whole : `"${name}":${digits}`))}\n`;
}

export function formatOf({ flags }: NodeCall): string {
  const format = flags.text('write-out');
  if (!['simple', 'json', 'table'].includes(format)) throw new CommandError(`unknown output format ${format}`);
  return format;
}

export function plain(base64: string): string {
  const decoded = decodeBase64(base64);
  return 'bytes' in decoded ? decodeUtf8(decoded.bytes) : '';
}
