/** A host of a scenario: its disk with a small distribution on it, its users, the programs that are installed. */
import { dirNode, fileNode, linkNode, metaOf, Space, textContent, treeOf, TreeFs, type Meta, type Placed } from '../files/index.ts';
import { executableText, Host, type Network, type ProgramTable } from '../host/index.ts';
import type { Clock, Random, Trace } from '../sim/index.ts';
import { residentBytes } from './resident-sizes.ts';
import type { HostSpec } from './scenario.ts';

const STUDENT_UID = 1000;
const SUDO_GID = 27;
const DISK_BYTES = 64 * 2 ** 30;
export const DOCKER_GID = 999;

export interface MachineParts {
  readonly clock: Clock;
  readonly trace: Trace;
  readonly random: Random;
  readonly network: Network;
  readonly programs: ProgramTable;
  readonly epochMs: number;
}

/** `installed`: path of the executable -> name of its program. `home`: files of its user by path below the home. */
export function makeMachine(spec: HostSpec, parts: MachineParts, installed: Readonly<Record<string, string>>, home: Readonly<Record<string, string>>): Host {
  const placed = [...distribution(spec, parts.epochMs, parts.network.resolverAddress), ...executables(installed, parts.epochMs), ...homeFiles(spec.user, home, parts.epochMs)];
  const host = new Host({
    ...parts,
    residentBytes,
    name: spec.name,
    address: spec.address,
    random: parts.random.fork(`host ${spec.name}`),
    facts: { cores: spec.cores, memoryBytes: spec.memoryBytes, ...(spec.osImage && { osImage: spec.osImage }), ...(spec.kernelRelease && { kernelRelease: spec.kernelRelease }), ...(spec.cgroupVersion && { cgroupVersion: spec.cgroupVersion }), ...(spec.fileSystems && { fileSystems: spec.fileSystems }) },
    disk: new TreeFs(treeOf(placed, metaOf(0o755, parts.epochMs)), { type: 'ext4', space: new Space(spec.diskBytes ?? DISK_BYTES) }),
  });
  host.init.addSocket({ name: 'ssh', port: 22, argv: ['/usr/sbin/sshd', '-i'] });
  return host;
}

/** What processes of the user run as. */
export function credentials(user: string): { uid: number; gid: number; groups: readonly number[] } {
  return user === 'root' ? { uid: 0, gid: 0, groups: [0] } : { uid: STUDENT_UID, gid: STUDENT_UID, groups: [STUDENT_UID, SUDO_GID, DOCKER_GID] };
}

export function homeOf(user: string): string {
  return user === 'root' ? '/root' : `/home/${user}`;
}

function homeFiles(user: string, files: Readonly<Record<string, string>>, epochMs: number): Placed[] {
  const { uid, gid } = credentials(user);
  const home = homeOf(user);
  const folder = (path: string): Placed => ({ path, node: dirNode(metaOf(path.endsWith('/.ssh') ? 0o700 : 0o755, epochMs, uid, gid)) });
  const paths = Object.keys(files);
  const folders = new Set(paths.filter((p) => p.includes('/')).map((p) => `${home}/${p.slice(0, p.lastIndexOf('/'))}`));
  const own = paths.map((path): Placed => ({ path: `${home}/${path}`, node: fileNode(textContent(files[path]!), metaOf(path.startsWith('.ssh/') && !path.endsWith('.pub') ? 0o600 : 0o644, epochMs, uid, gid)) }));
  return [folder(home), ...[...folders].map(folder), ...own];
}

function distribution({ name, address, user, osImage }: HostSpec, epochMs: number, nameserver: string): Placed[] {
  const people = user === 'root' ? [] : [`${user}:x:${STUDENT_UID}:${STUDENT_UID}::${homeOf(user)}:/bin/bash`];
  const passwd = ['root:x:0:0:root:/root:/bin/bash', 'daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin', 'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin', ...people];
  const group = ['root:x:0:', 'daemon:x:1:', `docker:x:${DOCKER_GID}:${user === 'root' ? '' : user}`, 'nogroup:x:65534:', `sudo:x:${SUDO_GID}:${user === 'root' ? '' : user}`, ...(user === 'root' ? [] : [`${user}:x:${STUDENT_UID}:`])];
  const dirs = ['boot', 'etc', 'home', 'media', 'mnt', 'opt', 'root', 'srv', 'usr/bin', 'usr/local/bin', 'usr/sbin', 'var/lib', 'var/log'];
  const made: Placed[] = dirs.map((path) => ({ path, node: dirNode(metaOf(path === 'root' ? 0o700 : 0o755, epochMs)) }));
  made.push({ path: '/tmp', node: dirNode(metaOf(0o1777, epochMs)) }, { path: '/run', node: dirNode(metaOf(0o755, epochMs)) });
  made.push(...Object.entries({ '/bin': 'usr/bin', '/sbin': 'usr/sbin', '/var/run': '/run' }).map(([path, target]) => ({ path, node: linkNode(target, metaOf(0o777, epochMs)) })));
  return [
    ...made,
    ...texts(
      {
        '/etc/passwd': `${passwd.join('\n')}\n`,
        '/etc/group': `${group.join('\n')}\n`,
        '/etc/apt/sources.list': 'deb http://archive.ubuntu.com/ubuntu noble main restricted universe multiverse\n',
        '/etc/hostname': `${name}\n`,
        '/etc/sudoers': 'root ALL=(ALL:ALL) ALL\n%sudo ALL=(ALL:ALL) NOPASSWD: ALL\n',
        '/etc/hosts': `127.0.0.1 localhost\n${address} ${name}\n`,
        '/etc/resolv.conf': `nameserver ${nameserver}\n`,
        '/etc/profile': "PS1='\\u@\\h:\\w\\$ '\n",
        '/etc/os-release': osRelease(osImage ?? UBUNTU),
      },
      metaOf(0o644, epochMs),
    ),
  ];
}

/** Set-uid: they decide themselves who may. */
const runsAsRoot: ReadonlySet<string> = new Set(['su', 'sudo']);

const UBUNTU = 'Ubuntu 24.04.1 LTS';

/** `Debian GNU/Linux 13 (trixie)`, as its pretty name tells. */
function osRelease(pretty: string): string {
  const [, name = pretty, version = ''] = /^(\D+?) (\d[\d.]*)/.exec(pretty) ?? [];
  const id = name.split(/[ /]/)[0]!.toLowerCase();
  return `PRETTY_NAME="${pretty}"\nNAME="${name}"\nVERSION_ID="${version.split('.').slice(0, 2).join('.')}"\nID=${id}\n${id === 'debian' ? '' : 'ID_LIKE=debian\n'}`;
}

function executables(installed: Readonly<Record<string, string>>, epochMs: number): Placed[] {
  const meta = metaOf(0o755, epochMs);
  const asRoot = metaOf(0o4755, epochMs);
  return Object.keys(installed).map((path) => ({ path, node: fileNode(textContent(executableText(installed[path]!)), runsAsRoot.has(installed[path]!) ? asRoot : meta) }));
}

function texts(files: Readonly<Record<string, string>>, meta: Meta): Placed[] {
  return Object.keys(files).map((path) => ({ path, node: fileNode(textContent(files[path]!), meta) }));
}
