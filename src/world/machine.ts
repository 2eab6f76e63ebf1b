/** A host of a scenario: its disk with a small distribution on it, its users, the programs that are installed. */
import { dirNode, fileNode, linkNode, metaOf, Space, textContent, treeOf, TreeFs, type FileMemory, type Meta, type Placed } from '../files/index.ts';
import { executableText, Host, type HostFacts, type Network, type ProgramTable } from '../host/index.ts';
import type { Clock, Random, Trace } from '../sim/index.ts';
import { desktopCode } from './desktop-code.ts';
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
  readonly fileMemory: FileMemory;
}

/** `installed`: path of the executable -> name of its program. `home`: files of its user by path below the home; `system`: those below /etc. */
export function makeMachine(spec: HostSpec, parts: MachineParts, installed: Readonly<Record<string, string>>, home: Readonly<Record<string, string>>, system: Readonly<Record<string, string>>): Host {
  const { resolverAddress } = parts.network;
  const text = (files: Readonly<Record<string, string>>): Placed[] => texts(files, metaOf(0o644, parts.epochMs));
  const own = spec.kernel === 'Darwin' ? desktopCode.get().darwinPlaced(spec, parts.epochMs, resolverAddress, text) : distribution(spec, parts.epochMs, resolverAddress);
  const placed = [...own, ...systemFiles(system, spec.kernel === 'Darwin' ? '/private/etc' : '/etc', parts.epochMs), ...executables(installed, parts.epochMs), ...homeFiles(spec, spec.kernel === 'Darwin' ? { ...desktopCode.get().desktopFiles(spec.user), ...home } : home, parts.epochMs)];
  const host = new Host({
    ...parts,
    residentBytes,
    name: spec.name,
    address: spec.address,
    random: parts.random.fork(`host ${spec.name}`),
    facts: { cores: spec.cores, memoryBytes: spec.memoryBytes, ...(spec.kernel && { kernel: spec.kernel }), ...(spec.osImage && { osImage: spec.osImage }), ...(spec.kernelRelease && { kernelRelease: spec.kernelRelease }), ...(spec.ipv6 && { ipv6: true }), ...(spec.cgroupVersion && { cgroupVersion: spec.cgroupVersion }), ...(spec.fileSystems && { fileSystems: spec.fileSystems }) },
    disk: new TreeFs(treeOf(placed, metaOf(0o755, parts.epochMs)), { type: spec.kernel === 'Darwin' ? 'apfs' : 'ext4', space: new Space(spec.diskBytes ?? DISK_BYTES, parts.fileMemory) }),
  });
  if (spec.sshd !== false) host.init.addSocket({ name: 'ssh', port: 22, argv: ['/usr/sbin/sshd', '-i'] });
  return host;
}

/** Those that hold a secret are root's alone. */
function systemFiles(files: Readonly<Record<string, string>>, folder: string, epochMs: number): Placed[] {
  return Object.keys(files).map((path) => ({ path: `${folder}/${path}`, node: fileNode(textContent(files[path]!), metaOf(path.endsWith('_key') ? 0o600 : 0o644, epochMs)) }));
}

/** What processes of the user run as. */
export function credentials(user: string, kernel: HostFacts['kernel'] = 'Linux'): { uid: number; gid: number; groups: readonly number[] } {
  if (user === 'root') return { uid: 0, gid: 0, groups: [0] };
  if (kernel === 'Darwin') return { uid: 501, gid: 20, groups: [20, 80] }; // staff and admin
  return { uid: STUDENT_UID, gid: STUDENT_UID, groups: [STUDENT_UID, SUDO_GID, DOCKER_GID] };
}

export function homeOf(user: string, kernel: HostFacts['kernel'] = 'Linux'): string {
  if (kernel === 'Darwin') return user === 'root' ? '/var/root' : `/Users/${user}`;
  return user === 'root' ? '/root' : `/home/${user}`;
}

function homeFiles({ user, kernel }: HostSpec, files: Readonly<Record<string, string>>, epochMs: number): Placed[] {
  const { uid, gid } = credentials(user, kernel);
  const home = homeOf(user, kernel);
  const folder = (path: string): Placed => ({ path, node: dirNode(metaOf(path.endsWith('/.ssh') ? 0o700 : 0o755, epochMs, uid, gid)) });
  const paths = Object.keys(files);
  const folders = new Set(paths.flatMap((path) => [...path.matchAll(/\//g)].map(({ index }) => `${home}/${path.slice(0, index)}`)));
  const own = paths.map((path): Placed => ({ path: `${home}/${path}`, node: fileNode(textContent(files[path]!), metaOf(path.startsWith('.ssh/') && !path.endsWith('.pub') ? 0o600 : 0o644, epochMs, uid, gid)) }));
  return [folder(home), ...[...folders].map(folder), ...own];
}

function distribution({ name, address, user, osImage }: HostSpec, epochMs: number, nameserver: string): Placed[] {
  const people = user === 'root' ? [] : [`${user}:x:${STUDENT_UID}:${STUDENT_UID}::${homeOf(user)}:/bin/bash`];
  const passwd = ['root:x:0:0:root:/root:/bin/bash', 'daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin', 'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin', ...people];
  const group = ['root:x:0:', 'daemon:x:1:', 'tty:x:5:', `docker:x:${DOCKER_GID}:${user === 'root' ? '' : user}`, 'nogroup:x:65534:', `sudo:x:${SUDO_GID}:${user === 'root' ? '' : user}`, ...(user === 'root' ? [] : [`${user}:x:${STUDENT_UID}:`])];
  const dirs = ['boot', 'etc', 'home', 'media', 'mnt', 'opt', 'root', 'srv', 'usr/bin', 'usr/local/bin', 'usr/sbin', 'var/lib', 'var/log'];
  const made: Placed[] = dirs.map((path) => ({ path, node: dirNode(metaOf(path === 'root' ? 0o700 : 0o755, epochMs)) }));
  made.push({ path: '/tmp', node: dirNode(metaOf(0o1777, epochMs)) }, { path: '/run', node: dirNode(metaOf(0o755, epochMs)) });
  made.push(...Object.entries({ '/bin': 'usr/bin', '/sbin': 'usr/sbin', '/var/run': '/run' }).map(([path, target]) => ({ path, node: linkNode(target, metaOf(0o777, epochMs)) })));
  made.push({ path: '/etc/shadow', node: fileNode(textContent(passwd.map((line) => `${line.split(':')[0]}:*:20000:0:99999:7:::\n`).join('')), metaOf(0o640, epochMs)) });
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
        '/etc/nsswitch.conf': 'passwd:         files\ngroup:          files\nshadow:         files\n\nhosts:          files dns\n',
        '/etc/fstab': '# <file system> <mount point> <type> <options> <dump> <pass>\n/dev/sda1 / ext4 defaults 0 1\n',
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
