/** etcdctl member: who belongs to etcd. Here it is one; others can be told of as learners, which have no vote, and none of them ever runs. */
import { CommandError } from '../../kubectl/command/errors.ts';
import type { FlagSpec } from '../../kubectl/command/flag.ts';
import { list, text } from '../../kubectl/objects/member.ts';
import type { Json } from '../../../base/index.ts';
import type { NodeVerb } from '../tool.ts';
import { badArguments, call } from './etcd-client.ts';
import { hexId, printAnswer, printRows } from './print.ts';

const peersFlag: FlagSpec = { name: 'peer-urls', type: 'list', usage: 'comma separated peer URLs for the member' };

function urls(member: Json, field: string): string {
  return list(member, field).map((url) => text(url)).join(',');
}

export const memberListVerb: NodeVerb = {
  name: 'member list',
  summary: 'Lists all members in the cluster',
  usage: 'member list',
  *run(c) {
    const answer = yield* call(c, '/v3/cluster/member/list');
    const rows = list(answer, 'members').map((one) => [hexId(text(one, 'ID')), text(one, 'name') === '' ? 'unstarted' : 'started', text(one, 'name'), urls(one, 'peerURLs'), urls(one, 'clientURLs'), text(one, 'isLearner') || 'false']);
    yield* printRows(c, answer, ['ID', 'STATUS', 'NAME', 'PEER ADDRS', 'CLIENT ADDRS', 'IS LEARNER'], rows);
  },
};

/** The gateway has in decimals what people write in sixteens. */
function memberId(word: string): string {
  if (!/^[0-9a-f]{1,16}$/i.test(word)) throw new CommandError(`bad member ID arg (strconv.ParseUint: parsing ${JSON.stringify(word)}: invalid syntax), expecting ID in Hex`, { exitCode: badArguments });
  return BigInt(`0x${word}`).toString();
}

export const memberAddVerb: NodeVerb = {
  name: 'member add',
  summary: 'Adds a member into the cluster',
  usage: 'member add <memberName> [options]',
  flags: [peersFlag, { name: 'learner', type: 'bool', initial: 'false', usage: 'indicates if the new member is raft learner' }],
  *run(c) {
    const [name] = c.args;
    if (name === undefined) throw new CommandError('member name not provided', { exitCode: badArguments });
    if (c.args.length > 1) throw new CommandError('too many arguments', { exitCode: badArguments });
    const peerURLs = c.flags.list('peer-urls');
    if (peerURLs.length === 0) throw new CommandError('member peer urls not provided', { exitCode: badArguments });
    const answer = yield* call(c, '/v3/cluster/member/add', { peerURLs, isLearner: c.flags.bool('learner') });
    const id = hexId(text(answer, 'member', 'ID'));
    const cluster = list(answer, 'members').flatMap((one) => list(one, 'peerURLs').map((url) => `${text(one, 'ID') === text(answer, 'member', 'ID') ? name : text(one, 'name')}=${text(url)}`));
    const words = `Member ${id} added to cluster ${hexId(text(answer, 'header', 'cluster_id'))}\n\nETCD_NAME=${JSON.stringify(name)}\nETCD_INITIAL_CLUSTER=${JSON.stringify(cluster.join(','))}\nETCD_INITIAL_ADVERTISE_PEER_URLS=${JSON.stringify(peerURLs.join(','))}\nETCD_INITIAL_CLUSTER_STATE="existing"\n`;
    yield* printAnswer(c, answer, words);
  },
};

/** Done to one that is named by its number. */
function memberVerb(name: 'remove' | 'update' | 'promote', summary: string, done: (id: string, cluster: string) => string): NodeVerb {
  return {
    name: `member ${name}`,
    summary,
    usage: `member ${name} <memberID>${name === 'update' ? ' [options]' : ''}`,
    ...(name === 'update' && { flags: [peersFlag] }),
    *run(c) {
      if (c.args.length !== 1) throw new CommandError('member ID is not provided', { exitCode: badArguments });
      const ID = memberId(c.args[0]!);
      const peerURLs = name === 'update' ? c.flags.list('peer-urls') : [];
      if (name === 'update' && peerURLs.length === 0) throw new CommandError('member peer urls not provided', { exitCode: badArguments });
      const answer = yield* call(c, `/v3/cluster/member/${name}`, { ID, ...(name === 'update' && { peerURLs }) });
      yield* printAnswer(c, answer, done(hexId(ID), hexId(text(answer, 'header', 'cluster_id'))));
    },
  };
}

export const memberVerbs: readonly NodeVerb[] = [
  memberListVerb,
  memberAddVerb,
  memberVerb('remove', 'Removes a member from the cluster', (id, cluster) => `Member ${id.padStart(16)} removed from cluster ${cluster}\n`),
  memberVerb('update', 'Updates a member in the cluster', (id, cluster) => `Member ${id.padStart(16)} updated in cluster ${cluster}\n`),
  memberVerb('promote', 'Promotes a non-voting member in the cluster', (id, cluster) => `Member ${id.padStart(16)} promoted in cluster ${cluster}\n`),
];
