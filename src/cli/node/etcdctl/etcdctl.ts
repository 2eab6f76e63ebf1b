/** etcdctl: what the API server has written, read from etcd itself. */
import { decodeBase64, decodeUtf8, encodeBase64, parseJson, printJson, type Json, type JsonObject } from '../../../base/index.ts';
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
  { name: 'write-out', short: 'w', type: 'string', initial: 'simple', usage: 'set the output format (json, simple, table)' },
];

/** What is named for TLS has to be there and be what it says. */
function checkTls({ p, flags: given }: NodeCall): void {
  for (const name of ['cacert', 'cert', 'key']) {
    const path = given.text(name);
    if (path === '') continue;
    if (!p.files.exists(path)) throw new CommandError(`open ${path}: no such file or directory`);
    if (!p.files.readText(path).includes('-----BEGIN ')) throw new CommandError(`tls: failed to find any PEM data in ${name === 'key' ? 'key' : 'certificate'} input`);
  }
  if ((given.text('cert') === '') !== (given.text('key') === '')) throw new CommandError(`KeyFile and CertFile must both be present[key: ${given.text('key')}, cert: ${given.text('cert')}]`);
}

function* call(c: NodeCall, method: string, path: string, body?: Json): Task<Json> {
  checkTls(c);
  const { flags: given } = c;
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

const rangeFlags: readonly FlagSpec[] = [{ name: 'prefix', type: 'bool', initial: 'false', usage: 'Keys with matching prefix' }];

/** The message that asks for what the arguments and --prefix name. */
function rangeOf({ args, flags: given }: NodeCall, command: string): JsonObject {
  const [key = '', end] = args;
  if (key === '' || args.length > 2) throw new CommandError(`${command} command needs one argument as key and an optional argument as range_end`);
  if (end !== undefined && given.bool('prefix')) throw new CommandError('`range_end` and `--prefix` cannot be set at the same time, choose one');
  const last = given.bool('prefix') ? key.slice(0, -1) + String.fromCharCode(key.charCodeAt(key.length - 1) + 1) : (end ?? '');
  return { key: encodeBase64(key), ...(last !== '' && { range_end: encodeBase64(last) }) };
}

const getVerb: NodeVerb = {
  name: 'get',
  summary: 'Gets the key or a range of keys',
  usage: 'get [options] <key> [range_end]',
  flags: [
    ...rangeFlags,
    { name: 'keys-only', type: 'bool', initial: 'false', usage: 'Get only the keys' },
    { name: 'limit', type: 'int', initial: '0', usage: 'Maximum number of results' },
    { name: 'print-value-only', type: 'bool', initial: 'false', usage: 'Only write values' },
    { name: 'count-only', type: 'bool', initial: 'false', usage: 'Get only the count' },
  ],
  *run(c) {
    const keysOnly = c.flags.bool('keys-only');
    const answer = yield* call(c, 'POST', '/v3/kv/range', { ...rangeOf(c, 'get'), keys_only: keysOnly, limit: c.flags.int('limit') });
    if (formatOf(c) === 'json') return yield* c.p.print(`${printJson(answer)}\n`);
    if (c.flags.bool('count-only')) return yield* c.p.print(`${text(answer, 'count')}\n`);
    for (const pair of list(answer, 'kvs')) {
      if (!c.flags.bool('print-value-only')) yield* c.p.print(`${plain(text(pair, 'key'))}\n`);
      yield* c.p.print(`${keysOnly ? '' : plain(text(pair, 'value'))}\n`);
    }
  },
};

const delVerb: NodeVerb = {
  name: 'del',
  summary: 'Removes the specified key or range of keys [key, range_end)',
  usage: 'del [options] <key> [range_end]',
  flags: rangeFlags,
  *run(c) {
    const answer = yield* call(c, 'POST', '/v3/kv/deleterange', rangeOf(c, 'del'));
    yield* c.p.print(formatOf(c) === 'json' ? `${printJson(answer)}\n` : `${text(answer, 'deleted')}\n`);
  },
};

const membersVerb: NodeVerb = {
  name: 'member list',
  summary: 'Lists all members in the cluster',
  usage: 'member list',
  *run(c) {
    const answer = yield* call(c, 'POST', '/v3/cluster/member/list', {});
    const rows = list(answer, 'members').map((one) => [hex(text(one, 'ID')), 'started', text(one, 'name'), list(one, 'peerURLs').map((url) => text(url)).join(','), list(one, 'clientURLs').map((url) => text(url)).join(','), 'false']);
    yield* printRows(c, answer, ['ID', 'STATUS', 'NAME', 'PEER ADDRS', 'CLIENT ADDRS', 'IS LEARNER'], rows);
  },
};

const statusVerb: NodeVerb = {
  name: 'endpoint status',
  summary: 'Prints out the status of endpoints specified in `--endpoints` flag',
  usage: 'endpoint status',
  *run(c) {
    const answer = yield* call(c, 'POST', '/v3/maintenance/status', {});
    const id = hex(text(answer, 'header', 'member_id'));
    const size = sizeText(Number(text(answer, 'dbSize')));
    const columns: readonly (readonly [header: string, cell: string])[] = [
      ['ENDPOINT', c.flags.list('endpoints')[0] ?? ''], ['ID', id], ['VERSION', text(answer, 'version')], ['STORAGE VERSION', text(answer, 'storageVersion')],
      ['DB SIZE', size], ['DB SIZE IN USE', size], ['PERCENTAGE NOT IN USE', '0%'], ['QUOTA', '0 B'],
      ['IS LEADER', String(hex(text(answer, 'leader')) === id)], ['IS LEARNER', 'false'], ['RAFT TERM', text(answer, 'raftTerm')], ['RAFT INDEX', text(answer, 'raftIndex')],
      ['RAFT APPLIED INDEX', text(answer, 'raftAppliedIndex')], ['ERRORS', ''], ['DOWNGRADE TARGET VERSION', ''], ['DOWNGRADE ENABLED', 'false'],
    ];
    yield* printRows(c, answer, columns.map(([header]) => header), [columns.map(([, cell]) => cell)]);
  },
};

/** -w: words with commas, a table in a frame, or the answer as it came. */
function* printRows(c: NodeCall, answer: Json, headers: readonly string[], rows: readonly (readonly string[])[]): Task {
  const format = formatOf(c);
  if (format === 'json') return yield* c.p.print(`${printJson(answer)}\n`);
  if (format === 'simple') return yield* c.p.print(rows.map((row) => `${row.join(', ')}\n`).join(''));
  const widths = headers.map((header, i) => Math.max(header.length, ...rows.map((row) => row[i]!.length)));
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+\n`;
  const centred = (word: string, width: number): string => word.padStart(word.length + Math.floor((width - word.length) / 2)).padEnd(width);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const head = line(headers.map((header, i) => centred(header, widths[i]!)));
  yield* c.p.print(`${rule}${head}${rule}${rows.map((row) => line(row.map((cell, i) => (/^\d+$/.test(cell) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))))).join('')}${rule}`);
}

function formatOf({ flags: given }: NodeCall): string {
  const format = given.text('write-out');
  if (!['simple', 'json', 'table'].includes(format)) throw new CommandError(`unknown output format ${format}`);
  return format;
}

/** "94 kB", "1.2 MB". */
function sizeText(bytes: number): string {
  const unit = bytes < 1_000 ? 0 : bytes < 1_000_000 ? 1 : 2;
  const amount = bytes / 1_000 ** unit;
  return `${unit > 0 && amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${['B', 'kB', 'MB'][unit]!}`;
}

function hex(id: string): string {
  return BigInt(id || '0').toString(16);
}

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
  verbs: [getVerb, delVerb, membersVerb, healthVerb, statusVerb],
  flags,
  unknownVerb: (word) => `unknown command "${word}" for "etcdctl"`,
  failure: (message) => `Error: ${message}\n`,
});
