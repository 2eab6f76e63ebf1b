/** etcdctl auth, user and role, as they are where nobody has ever been named: here access is by certificates alone. */
import { CommandError } from '../../kubectl/command/errors.ts';
import type { NodeVerb } from '../tool.ts';
import { call } from './etcd-client.ts';
import { printAnswer } from './print.ts';

const statusVerb: NodeVerb = {
  name: 'auth status',
  summary: 'Returns authentication status',
  usage: 'auth status',
  *run(c) {
    const answer = yield* call(c, '/v3/auth/status');
    yield* printAnswer(c, answer, 'Authentication Status: false\nAuthRevision: 1\n');
  },
};

const listVerb = (what: 'user' | 'role'): NodeVerb => ({
  name: `${what} list`,
  summary: `Lists all ${what}s`,
  usage: `${what} list`,
  *run(c) {
    yield* printAnswer(c, yield* call(c, `/v3/auth/${what}/list`), '');
  },
});

const refused = (name: string, summary: string): NodeVerb => ({
  name,
  summary,
  usage: name,
  run(): never {
    throw new CommandError(`${name}: etcd lets in here who shows a certificate of its authority; it keeps no users and no roles`);
  },
});

export const accessVerbs: readonly NodeVerb[] = [
  statusVerb,
  listVerb('user'),
  listVerb('role'),
  refused('auth enable', 'Enables authentication'),
  refused('user add', 'Adds a new user'),
  refused('role add', 'Adds a new role'),
];
