/** etcdctl: what the API server has written, read from etcd itself. */
import { decodeBase64, decodeUtf8, encodeBase64, parseJson, type Json } from '../../../base/index.ts';
import { NetError, request } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { FlagSpec } from '../../kubectl/command/flag.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { list, text } from '../../kubectl/objects/member.ts';
import { nodeProgram, type NodeCall, type NodeVerb } from '../tool.ts';

const flags: readonly FlagSpec[] = [
  { name: 'endpoints', type: 'list', initial: '127.0.0.1:2379', usage: 'gRPC endpoints' },
  { name: 'cacert', type: 'string', usage: 'verify certificates of TLS-enabled secure servers using this CA bundle' },
  { name: 'cert', type: 'string', usage: 'identify secure client using this TLS certificate file' },
  { name: 'key', type: 'string', usage: 'identify secure client using this TLS key file' },
];

function* call({ flags: given }: NodeCall, method: string, path: string, body?: Json): Task<Json> {
  const endpoint = given.list('endpoints')[0] ?? '';
  const [, address = '127.0.0.1', port = '2379'] = /^(?:https?:\/\/)?([^:/]+):(\d+)$/.exec(endpoint) ?? [];
  try {
    const response = yield* request({ host: address, port: Number(port) }, { method, path, timeoutMs: 5_000, ...(body !== undefined && { body: JSON.stringify(body) }) });
    return parseJson(yield* response.text());
  } catch (error) {
    if (!(error instanceof NetError)) throw error;
    throw new CommandError('context deadline exceeded');
  }
}

const getVerb: NodeVerb = {
  name: 'get',
  summary: 'Gets the key or a range of keys',
  usage: 'get [options] <key>',
  flags: [
    { name: 'prefix', type: 'bool', initial: 'false', usage: 'Get keys with matching prefix' },
    { name: 'keys-only', type: 'bool', initial: 'false', usage: 'Get only the keys' },
    { name: 'print-value-only', type: 'bool', initial: 'false', usage: 'Only write values' },
    { name: 'count-only', type: 'bool', initial: 'false', usage: 'Get only the count' },
  ],
  *run(c) {
    const [key = ''] = c.args;
    if (key === '') throw new CommandError('get command needs one argument as key and an optional argument as range_end');
    const end = c.flags.bool('prefix') ? key.slice(0, -1) + String.fromCharCode(key.charCodeAt(key.length - 1) + 1) : '';
    const keysOnly = c.flags.bool('keys-only');
    const answer = yield* call(c, 'POST', '/v3/kv/range', { key: encodeBase64(key), ...(end !== '' && { range_end: encodeBase64(end) }), keys_only: keysOnly });
    if (c.flags.bool('count-only')) {
      yield* c.p.print(`${text(answer, 'count')}\n`);
      return;
    }
    for (const pair of list(answer, 'kvs')) {
      if (!c.flags.bool('print-value-only')) yield* c.p.print(`${plain(text(pair, 'key'))}\n`);
      yield* c.p.print(`${keysOnly ? '' : plain(text(pair, 'value'))}\n`);
    }
  },
};

const healthVerb: NodeVerb = {
  name: 'endpoint health',
  summary: 'Checks the healthiness of endpoints',
  usage: 'endpoint health',
  *run(c) {
    const endpoint = c.flags.list('endpoints')[0] ?? '';
    try {
      yield* call(c, 'GET', '/health');
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      yield* c.p.error(`${endpoint} is unhealthy: failed to commit proposal: ${error.message}\nError: unhealthy cluster\n`);
      return 1;
    }
    yield* c.p.print(`${endpoint} is healthy: successfully committed proposal\n`);
    return 0;
  },
};

function plain(base64: string): string {
  const decoded = decodeBase64(base64);
  return 'bytes' in decoded ? decodeUtf8(decoded.bytes) : '';
}

export const etcdctl = nodeProgram({
  name: 'etcdctl',
  summary: 'etcdctl - A simple command line client for etcd3.',
  verbs: [getVerb, healthVerb],
  flags,
  unknownVerb: (word) => `unknown command "${word}" for "etcdctl"`,
  failure: (message) => `Error: ${message}\n`,
});
