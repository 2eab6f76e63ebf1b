/** etcdctl: what the API server has written, read from etcd itself. */
import type { Json } from '../../../base/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { FlagSpec } from '../../kubectl/command/flag.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { list, text } from '../../kubectl/objects/member.ts';
import { nodeProgram, type NodeCall, type NodeVerb } from '../tool.ts';
import { call, formatOf, jsonText } from './etcd-client.ts';
import { compactVerb, delVerb, getVerb, watchVerb } from './key-verbs.ts';

const flags: readonly FlagSpec[] = [
  { name: 'endpoints', type: 'list', initial: '127.0.0.1:2379', usage: 'gRPC endpoints' },
  { name: 'cacert', type: 'string', usage: 'verify certificates of TLS-enabled secure servers using this CA bundle' },
  { name: 'cert', type: 'string', usage: 'identify secure client using this TLS certificate file' },
  { name: 'key', type: 'string', usage: 'identify secure client using this TLS key file' },
  { name: 'write-out', short: 'w', type: 'string', initial: 'simple', usage: 'set the output format (json, simple, table)' },
];

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
  if (format === 'json') return yield* c.p.print(jsonText(answer));
  if (format === 'simple') return yield* c.p.print(rows.map((row) => `${row.join(', ')}\n`).join(''));
  const widths = headers.map((header, i) => Math.max(header.length, ...rows.map((row) => row[i]!.length)));
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+\n`;
  const centred = (word: string, width: number): string => word.padStart(word.length + Math.floor((width - word.length) / 2)).padEnd(width);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const head = line(headers.map((header, i) => centred(header, widths[i]!)));
  yield* c.p.print(`${rule}${head}${rule}${rows.map((row) => line(row.map((cell, i) => (/^\d+$/.test(cell) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))))).join('')}${rule}`);
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

const versionVerb: NodeVerb = {
  name: 'version',
  summary: 'Prints the version of etcdctl',
  usage: 'version',
  *run({ p }) {
    yield* p.print('etcdctl version: 3.6.6\nAPI version: 3.6\n');
  },
};

export const etcdctl = nodeProgram({
  name: 'etcdctl',
  summary: 'etcdctl - A simple command line client for etcd3.',
  verbs: [getVerb, delVerb, watchVerb, compactVerb, { ...compactVerb, name: 'compact' }, membersVerb, healthVerb, statusVerb, versionVerb],
  flags,
  unknownVerb: (word) => `unknown command "${word}" for "etcdctl"`,
  failure: (message) => `Error: ${message}\n`,
});
