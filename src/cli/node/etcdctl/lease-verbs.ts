/** etcdctl lease: granted, looked at, kept alive, revoked. */
import { sleep } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import { list, text } from '../../kubectl/objects/member.ts';
import type { NodeVerb } from '../tool.ts';
import { badArguments, call, plain } from './etcd-client.ts';
import { leaseId } from './key-verbs.ts';
import { hexId, printAnswer } from './print.ts';

function one(args: readonly string[], words: string): string {
  if (args.length !== 1) throw new CommandError(words, { exitCode: badArguments });
  return args[0]!;
}

export const grantVerb: NodeVerb = {
  name: 'lease grant',
  summary: 'Creates leases',
  usage: 'lease grant <ttl>',
  *run(c) {
    const ttl = one(c.args, 'lease grant command needs TTL argument');
    if (!/^-?\d+$/.test(ttl)) throw new CommandError(`bad TTL (strconv.ParseInt: parsing ${JSON.stringify(ttl)}: invalid syntax)`, { exitCode: badArguments });
    const answer = yield* call(c, '/v3/lease/grant', { TTL: ttl });
    yield* printAnswer(c, answer, `lease ${hexId(text(answer, 'ID'))} granted with TTL(${text(answer, 'TTL')}s)\n`, [], { ID: text(answer, 'ID'), TTL: text(answer, 'TTL') });
  },
};

export const revokeVerb: NodeVerb = {
  name: 'lease revoke',
  summary: 'Revokes leases',
  usage: 'lease revoke <leaseID>',
  *run(c) {
    const id = one(c.args, 'lease revoke command needs 1 argument');
    const answer = yield* call(c, '/v3/lease/revoke', { ID: leaseId(id) });
    yield* printAnswer(c, answer, `lease ${hexId(leaseId(id))} revoked\n`);
  },
};

export const timeToLiveVerb: NodeVerb = {
  name: 'lease timetolive',
  summary: 'Get lease information',
  usage: 'lease timetolive <leaseID> [options]',
  flags: [{ name: 'keys', type: 'bool', initial: 'false', usage: 'Get keys attached to this lease' }],
  *run(c) {
    const id = leaseId(one(c.args, 'lease timetolive command needs lease ID as argument'));
    const keys = c.flags.bool('keys');
    const answer = yield* call(c, '/v3/lease/timetolive', { ID: id, keys });
    const granted = text(answer, 'grantedTTL');
    const attached = keys ? `, attached keys([${list(answer, 'keys').map((key) => plain(text(key))).join(' ')}])` : '';
    const words = granted === '' ? `lease ${hexId(id)} already expired\n` : `lease ${hexId(id)} granted with TTL(${granted}s), remaining(${text(answer, 'TTL')}s)${attached}\n`;
    yield* printAnswer(c, answer, words, [], { ID: id, TTL: text(answer, 'TTL'), GrantedTTL: granted || '0' });
  },
};

export const leasesVerb: NodeVerb = {
  name: 'lease list',
  summary: 'List all active leases',
  usage: 'lease list',
  *run(c) {
    const answer = yield* call(c, '/v3/lease/leases');
    const ids = list(answer, 'leases').map((lease) => hexId(text(lease, 'ID')));
    yield* printAnswer(c, answer, `found ${ids.length} leases\n${ids.map((id) => `${id}\n`).join('')}`);
  },
};

export const keepAliveVerb: NodeVerb = {
  name: 'lease keep-alive',
  summary: 'Keeps leases alive (renew)',
  usage: 'lease keep-alive [options] <leaseID>',
  flags: [{ name: 'once', type: 'bool', initial: 'false', usage: 'Resets the keep-alive time to its original value and exits immediately' }],
  *run(c) {
    const id = leaseId(one(c.args, 'lease keep-alive command needs lease ID as argument'));
    for (;;) {
      const answer = yield* call(c, '/v3/lease/keepalive', { ID: id });
      const ttl = Number(text(answer, 'result', 'TTL'));
      if (ttl === 0) {
        if (c.flags.bool('once')) throw new CommandError('etcdserver: requested lease not found');
        return yield* c.p.print(`lease ${hexId(id)} expired or revoked.\n`);
      }
      yield* c.p.print(`lease ${hexId(id)} keepalived with TTL(${ttl})\n`);
      if (c.flags.bool('once')) return;
      yield sleep((ttl * 1000) / 3);
    }
  },
};
