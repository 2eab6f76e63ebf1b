/**
 * The keys of a world's machines, made by its own chance: one that lets each other's users in, and one for each machine to be known by,
 * which whoever has set the machines up has written down for all of them.
 */
import { sshKeyOf, sshPrivateText, sshPublicLine, type SshKey } from '../../base/index.ts';
import type { Random } from '../../sim/index.ts';
import type { HostSpec } from '../scenario.ts';

export interface KeyFiles {
  /** By path below the home of whoever sits at a machine. */
  readonly home: Readonly<Record<string, string>>;
  /** By path below /etc, of one machine. */
  readonly system: (host: string) => Readonly<Record<string, string>>;
}

export function makeKeys(random: Random, hosts: readonly HostSpec[]): KeyFiles {
  const users = keyOf(random.fork('users'), 'kubarium');
  const config = [...new Set(hosts.map((host) => host.user))].map((user) => `Host ${hosts.filter((host) => host.user === user).map((host) => host.name).join(' ')}\n    User ${user}\n`);
  const reached = hosts.filter((host) => host.sshd !== false);
  const own = new Map(reached.map(({ name }) => [name, keyOf(random.fork(name), `root@${name}`)]));
  const known = reached.map(({ name, address }) => `${name},${address} ${sshPublicLine({ ...own.get(name)!, comment: '' })}`).join('');
  const line = sshPublicLine(users);
  return {
    home: { '.ssh/authorized_keys': line, '.ssh/config': config.join('\n'), '.ssh/id_ed25519': sshPrivateText(users, random.fork('check').next()), '.ssh/id_ed25519.pub': line },
    system: (host) => {
      const key = own.get(host);
      return { 'ssh/ssh_known_hosts': known, ...(key && { 'ssh/ssh_host_ed25519_key': sshPrivateText(key, random.fork(`check ${host}`).next()), 'ssh/ssh_host_ed25519_key.pub': sshPublicLine(key) }) };
    },
  };
}

function keyOf(random: Random, comment: string): SshKey {
  return sshKeyOf(Uint8Array.from({ length: 32 }, () => random.next() >>> 24), comment);
}
