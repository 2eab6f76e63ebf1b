/** etcdctl endpoint: how each of those that are asked is, what it holds, and what all of that comes to. */
import { CommandError } from '../../kubectl/command/errors.ts';
import type { FlagSpec } from '../../kubectl/command/flag.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { list, text } from '../../kubectl/objects/member.ts';
import type { NodeCall, NodeVerb } from '../tool.ts';
import { call, endpointsOf, formatOf, open } from './etcd-client.ts';
import { hexId, printRows, sizeText } from './print.ts';

const clusterFlag: FlagSpec = { name: 'cluster', type: 'bool', initial: 'false', usage: 'use all endpoints from the cluster member list' };

function* wantedEndpoints(c: NodeCall): Task<readonly string[]> {
  if (!c.flags.bool('cluster')) return endpointsOf(c);
  const members = list(yield* call(c, '/v3/cluster/member/list'), 'members');
  return members.flatMap((member) => list(member, 'clientURLs').map((url) => text(url)));
}

export const endpointStatusVerb: NodeVerb = {
  name: 'endpoint status',
  summary: 'Prints out the status of endpoints specified in `--endpoints` flag',
  usage: 'endpoint status',
  flags: [clusterFlag],
  *run(c) {
    const rows: (readonly (readonly [header: string, cell: string])[])[] = [];
    const answers = [];
    for (const endpoint of yield* wantedEndpoints(c)) {
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

export const endpointHealthVerb: NodeVerb = {
  name: 'endpoint health',
  summary: 'Checks the healthiness of endpoints specified in `--endpoints` flag',
  usage: 'endpoint health',
  flags: [clusterFlag],
  *run(c) {
    const rows: string[][] = [];
    for (const endpoint of yield* wantedEndpoints(c)) {
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

export const hashVerb: NodeVerb = {
  name: 'endpoint hashkv',
  summary: 'Prints the KV history hash for each endpoint in --endpoints',
  usage: 'endpoint hashkv',
  flags: [clusterFlag, { name: 'rev', type: 'int', initial: '0', usage: 'maximum revision to hash (default: latest revision)' }],
  *run(c) {
    const rows: string[][] = [];
    const answers = [];
    for (const endpoint of yield* wantedEndpoints(c)) {
      const answer = yield* call(c, '/v3/maintenance/hashkv', { revision: c.flags.int('rev') }, endpoint);
      answers.push({ Endpoint: endpoint, HashKV: answer });
      rows.push([endpoint, text(answer, 'hash'), text(answer, 'hash_revision')]);
    }
    yield* printRows(c, answers, ['ENDPOINT', 'HASH', 'HASH REVISION'], rows);
  },
};
