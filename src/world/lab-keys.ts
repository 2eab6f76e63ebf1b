/** The key by which the machines of a world let each other's users in. It opens nothing outside of it. */
import type { HostSpec } from './scenario.ts';

const PUBLIC = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAkxn6Mu7YBjdbAvfTA4/zMQ4qRs5ZsGJVPURg/YJ7eg kubarium\n';

const PRIVATE = `-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
QyNTUxOQAAACAJMZ+jLu2AY3WwL30wOP8zEOKkbOWbBiVT1EYP2Ce3oAAAAJC/dv5Cv3b+
QgAAAAtzc2gtZWQyNTUxOQAAACAJMZ+jLu2AY3WwL30wOP8zEOKkbOWbBiVT1EYP2Ce3oA
AAAECJXdHvOkk0CjnHxjo40eJfV52XMX5StfzU+NAXa0mwNgkxn6Mu7YBjdbAvfTA4/zMQ
4qRs5ZsGJVPURg/YJ7egAAAACGt1YmFyaXVtAQIDBAU=
-----END OPENSSH PRIVATE KEY-----
`;

/** What stands below ~/.ssh of whoever sits at a machine: the key, whom it lets in, and as whom to go to the other machines. */
export function keyFiles(hosts: readonly HostSpec[]): Readonly<Record<string, string>> {
  const config = [...new Set(hosts.map((host) => host.user))].map((user) => `Host ${hosts.filter((host) => host.user === user).map((host) => host.name).join(' ')}\n    User ${user}\n`);
  return { '.ssh/authorized_keys': PUBLIC, '.ssh/config': config.join('\n'), '.ssh/id_ed25519': PRIVATE, '.ssh/id_ed25519.pub': PUBLIC };
}
