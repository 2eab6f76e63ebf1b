/** What of /proc can be written to, and what writing does: identities of a user namespace, forwarding, the host's name. */
import type { Path } from '../../files/index.ts';
import { SystemError } from '../errors.ts';
import type { Host } from '../host.ts';
import type { IdMap } from '../process/namespaces.ts';
import type { PidNamespace } from '../process/pid-namespace.ts';
import type { Process } from '../process/process.ts';
import type { KernelFile } from './kernel-file.ts';
import { cgroupLines, processFiles } from './proc-process.ts';
import { machineFiles } from './proc-machine.ts';

const sysctls: Readonly<Record<string, (host: Host, writer: Process, text: string) => void>> = {
  'sys/kernel/hostname': (_host, writer, text) => {
    writer.namespaces.uts.hostname = text.trim();
  },
  'sys/net/ipv4/ip_unprivileged_port_start': (_host, writer, text) => {
    const port = Number(text.trim());
    if (!/^\d+\s*$/.test(text) || port > 65_535) throw new SystemError('EINVAL', 'write');
    writer.namespaces.net.unprivilegedPortStart = port;
  },
  'sys/net/ipv4/ip_forward': (host, writer, text) => {
    if (!/^[01]\s*$/.test(text)) throw new SystemError('EINVAL', 'write');
    writer.namespaces.net.forwards = text.startsWith('1');
    host.network.network.retryWaiting();
  },
};

/** What is different at each look. */
const readers = new Set(['sys/kernel/domainname', 'sys/kernel/random/uuid']);

export function isControl(path: Path): boolean {
  return Object.hasOwn(sysctls, path.join('/'));
}

/** Undefined for files that only tell something, and the same to everybody. */
export function procControl(host: Host, space: PidNamespace, path: Path, opener: Process | undefined): KernelFile | undefined {
  const name = path.join('/');
  const set = Object.hasOwn(sysctls, name) ? sysctls[name] : undefined;
  if (set) return { read: () => machineFiles[name]!(host, opener), write: (text) => set(host, demand(opener), text) };
  if (readers.has(name)) return { read: () => machineFiles[name]!(host, opener) };
  const [pid, file] = path;
  const process = path.length === 2 && /^\d+$/.test(pid!) ? space.processes.get(Number(pid)) : undefined;
  if (!process) return undefined;
  if (file === 'cgroup') return { read: () => cgroupLines(process, opener?.namespaces.cgroup.root) };
  const read = () => processFiles[file!]!(process, space);
  if (file === 'uid_map' || file === 'gid_map') return { read, write: (text) => mapIds(process, file, text, opener) };
  if (file === 'oom_score_adj') return { read, write: (text) => (process.oomScoreAdj = score(text)) };
  return undefined;
}

function demand(opener: Process | undefined): Process {
  if (!opener) throw new SystemError('EPERM', 'write');
  return opener;
}

function score(text: string): number {
  const value = Number(text.trim());
  if (!Number.isInteger(value) || Math.abs(value) > 1_000) throw new SystemError('EINVAL', 'write');
  return value;
}

/** Once only; who has no power over the namespace from outside may map his own number and no other. */
function mapIds(process: Process, file: 'uid_map' | 'gid_map', text: string, opener: Process | undefined): void {
  const { user } = process.namespaces;
  const writer = demand(opener);
  const key = file === 'uid_map' ? 'uidMap' : 'gidMap';
  if (!user.parent || user[key].length > 0) throw new SystemError('EPERM', 'write');
  const lines = text.trim().split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  if (lines.some((l) => l.length !== 3 || l.some((n) => !Number.isInteger(n) || n < 0) || l[2] === 0)) throw new SystemError('EINVAL', 'write');
  const own = file === 'uid_map' ? writer.uid : writer.gid;
  const onlySelf = lines.length === 1 && lines[0]![1] === own && lines[0]![2] === 1;
  if (!onlySelf && !writer.capable(file === 'uid_map' ? 'SETUID' : 'SETGID', user.parent)) throw new SystemError('EPERM', 'write');
  user[key] = lines.map(([inside = 0, outside = 0, count = 0]): IdMap => ({ inside, outside, count }));
}
