/** etcdctl and etcdutl: what the API server has written, read from etcd itself, changed behind its back, saved and restored. */
import { CommandError } from '../../kubectl/command/errors.ts';
import { list, text } from '../../kubectl/objects/member.ts';
import type { Process, Program } from '../../../host/index.ts';
import { nodeProgram, type NodeTool, type NodeVerb } from '../tool.ts';
import { call, endpointsOf, etcdFlags, formatOf, open } from './etcd-client.ts';
import { compactVerb, delVerb, getVerb, putVerb } from './key-verbs.ts';
import { grantVerb, keepAliveVerb, leasesVerb, revokeVerb, timeToLiveVerb } from './lease-verbs.ts';
import { hexId, printRows, sizeText } from './print.ts';
import { restoreVerb, saveVerb, statusVerb } from './snapshot-verbs.ts';
import { txnVerb } from './txn-verb.ts';
import { watchVerb } from './watch-verb.ts';

const membersVerb: NodeVerb = {
  name: 'member list',
  summary: 'Lists all members in the cluster',
  usage: 'member list',
  *run(c) {
    const answer = yield* call(c, '/v3/cluster/member/list');
    const rows = list(answer, 'members').map((one) => [hexId(text(one, 'ID')), 'started', text(one, 'name'), list(one, 'peerURLs').map((url) => text(url)).join(','), list(one, 'clientURLs').map((url) => text(url)).join(','), 'false']);
    yield* printRows(c, answer, ['ID', 'STATUS', 'NAME', 'PEER ADDRS', 'CLIENT ADDRS', 'IS LEARNER'], rows);
  },
};

const endpointStatusVerb: NodeVerb = {
  name: 'endpoint status',
  summary: 'Prints out the status of endpoints specified in `--endpoints` flag',
  usage: 'endpoint status',
  *run(c) {
    const rows: (readonly (readonly [header: string, cell: string])[])[] = [];
    const answers = [];
    for (const endpoint of endpointsOf(c)) {
      const answer = yield* call(c, '/v3/maintenance/status', {}, endpoint);
      answers.push({ Endpoint: endpoint, Status: answer });
      const id = hexId(text(answer, 'header', 'member_id'));
      const size = sizeText(Number(text(answer, 'dbSize')));
      rows.push([
        ['ENDPOINT', endpoint], ['ID', id], ['VERSION', text(answer, 'version')], ['STORAGE VERSION', text(answer, 'storageVersion')],
        ['DB SIZE', size], ['IN USE', size], ['PERCENTAGE NOT IN USE', '0%'], ['QUOTA', '0 B'],
        ['IS LEADER', String(hexId(text(answer, 'leader')) === id)], ['IS LEARNER', 'false'], ['RAFT TERM', text(answer, 'raftTerm')], ['RAFT INDEX', text(answer, 'raftIndex')],
        ['RAFT APPLIED INDEX', text(answer, 'raftAppliedIndex')], ['ERRORS', ''], ['DOWNGRADE TARGET VERSION', ''], ['DOWNGRADE ENABLED', 'false'],
      ]);
    }
    yield* printRows(c, answers, rows[0]?.map(([header]) => header) ?? [], rows.map((row) => row.map(([, cell]) => cell)));
  },
};

const healthVerb: NodeVerb = {
  name: 'endpoint health',
  summary: 'Checks the healthiness of endpoints specified in `--endpoints` flag',
  usage: 'endpoint health',
  *run(c) {
    const rows: string[][] = [];
    for (const endpoint of endpointsOf(c)) {
      const begunMs = c.p.host.clock.now;
      let error = '';
      try {
        yield* (yield* open(c, 'GET', '/health', undefined, endpoint)).text();
      } catch (failure) {
        if (!(failure instanceof CommandError)) throw failure;
        error = failure.message;
      }
      rows.push([endpoint, String(error === ''), `${c.p.host.clock.now - begunMs}ms`, error]);
    }
    const answer = rows.map(([endpoint = '', health, took = '', error]) => ({ endpoint, health: health === 'true', took, ...(error && { error }) }));
    if (formatOf(c) !== 'simple') yield* printRows(c, answer, ['ENDPOINT', 'HEALTH', 'TOOK', 'ERROR'], rows);
    else for (const { endpoint, health, took, error } of answer) yield* health ? c.p.print(`${endpoint} is healthy: successfully committed proposal: took = ${took}\n`) : c.p.error(`${endpoint} is unhealthy: failed to commit proposal: ${error}\n`);
    if (answer.some(({ health }) => !health)) throw new CommandError('unhealthy cluster');
  },
};

const defragVerb: NodeVerb = {
  name: 'defrag',
  summary: 'Defragments the storage of the etcd members with given endpoints',
  usage: 'defrag',
  *run(c) {
    for (const endpoint of endpointsOf(c)) {
      const begunMs = c.p.host.clock.now;
      yield* call(c, '/v3/maintenance/defragment', {}, endpoint);
      yield* c.p.print(`Finished defragmenting etcd member[${endpoint}]. took ${c.p.host.clock.now - begunMs}ms\n`);
    }
  },
};

/** A world's etcd has no quota that it could exceed, so that none is ever raised. */
const alarmVerb = (name: 'list' | 'disarm'): NodeVerb => ({
  name: `alarm ${name}`,
  summary: name === 'list' ? 'Lists all alarms' : 'Disarms all alarms',
  usage: `alarm ${name}`,
  *run(c) {
    yield* call(c, '/v3/maintenance/alarm', { action: name === 'list' ? 'GET' : 'DEACTIVATE' });
  },
});

/** "3.6.8": it stands in the executable's own bytes. */
function versionOf(p: Process): string {
  return /^version (\S+)$/m.exec(p.files.readText(p.exe).slice(0, 128))?.[1] ?? '3.6.8';
}

function minorOf(p: Process): number {
  return Number(versionOf(p).split('.')[1]);
}

const versionVerb = (name: string): NodeVerb => ({
  name: 'version',
  summary: `Prints the version of ${name}`,
  usage: 'version',
  *run({ p }) {
    yield* p.print(`${name} version: ${versionOf(p)}\nAPI version: ${minorOf(p) < 4 ? '3.2' : `3.${minorOf(p)}`}\n`);
  },
});

const verbs = [
  getVerb, putVerb, delVerb, txnVerb, watchVerb, compactVerb, { ...compactVerb, name: 'compact' }, grantVerb, revokeVerb, timeToLiveVerb, leasesVerb, keepAliveVerb,
  membersVerb, healthVerb, endpointStatusVerb, defragVerb, alarmVerb('list'), alarmVerb('disarm'), saveVerb, versionVerb('etcdctl'),
];

const parts: Omit<NodeTool, 'verbs'> = {
  name: 'etcdctl',
  summary: 'etcdctl - A simple command line client for etcd3.',
  flags: etcdFlags,
  unknownVerb: (word) => `unknown command "${word}" for "etcdctl"`,
  failure: (message) => `Error: ${message}\n`,
};
const current = nodeProgram({ ...parts, verbs });
/** Until 3.5 what needs no etcd was etcdctl's, too. */
const former = nodeProgram({ ...parts, verbs: [...verbs, statusVerb, restoreVerb] });
/** Until 3.3 it spoke the second version of the protocol unless told otherwise, and no cluster here has keys of that one. */
const second = nodeProgram({ ...parts, verbs: [versionVerb('etcdctl')], unknownVerb: (word) => `No help topic for '${word}'`, failure: (message) => `${message}\n` });

export const etcdctl: Program = (p) => {
  const minor = minorOf(p);
  if (minor < 4 && p.env.get('ETCDCTL_API') !== '3') return second(p);
  return (minor < 6 ? former : current)(p);
};

export const etcdutl = nodeProgram({
  name: 'etcdutl',
  summary: 'etcdutl - An administrative command line tool for etcd3.',
  verbs: [statusVerb, restoreVerb, versionVerb('etcdutl')],
  flags: [{ name: 'write-out', short: 'w', type: 'string', initial: 'simple', usage: 'set the output format (fields, json, simple, table)' }],
  unknownVerb: (word) => `unknown command "${word}" for "etcdutl"`,
  failure: (message) => `Error: ${message}\n`,
});
