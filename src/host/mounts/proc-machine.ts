/** The files of /proc that speak of the machine rather than of a process. */
import { hierarchies } from '../cgroups/hierarchies.ts';
import type { Random } from '../../sim/index.ts';
import type { Host } from '../host.ts';
import { FIRST_EPHEMERAL_PORT } from '../network/net-namespace.ts';
import type { Process } from '../process/process.ts';
import { fileSystemNames } from './file-system-names.ts';

const KIB = 1_024;

export const machineFiles: Readonly<Record<string, (host: Host, reader?: Process) => string>> = {
  cmdline: () => 'BOOT_IMAGE=/boot/vmlinuz root=/dev/sda1 ro quiet\n',
  cpuinfo: cpuInfo,
  cgroups: cgroupControllers,
  filesystems: (host) => `${fileSystemNames(host.facts).map((name) => `nodev\t${name}\n`).join('')}\text4\n`,
  loadavg: loadAverage,
  meminfo: memInfo,
  stat: (host) => `${cpuLines(host)}btime ${Math.floor((host.wallMs - (host.clock.now - host.bootedMs)) / 1_000)}\nprocesses ${host.processes.size}\n`,
  partitions: ({ disk }) => {
    const blocks = Math.floor(disk.statfs().totalBytes / KIB);
    return `major minor  #blocks  name\n\n${[[0, 'sda'], [1, 'sda1']].map(([minor, name]) => `${'8'.padStart(4)}  ${String(minor).padStart(7)} ${String(blocks).padStart(10)} ${name}\n`).join('')}`;
  },
  swaps: () => 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n',
  'sys/kernel/domainname': (host, reader) => `${(reader?.namespaces ?? host.namespaces).uts.domainname || '(none)'}\n`,
  'sys/kernel/random/boot_id': (host) => `${identifier(host.random.fork(`boot ${host.bootedMs}`))}\n`,
  'sys/kernel/random/uuid': (host, reader) => `${identifier(reader?.random ?? host.random.fork('uuid'))}\n`,
  'sys/net/core/somaxconn': () => '4096\n',
  'sys/net/ipv4/ip_local_port_range': () => `${FIRST_EPHEMERAL_PORT}\t60999\n`,
  'sys/net/ipv4/ip_unprivileged_port_start': (host, reader) => `${(reader?.namespaces ?? host.namespaces).net.unprivilegedPortStart}\n`,
  'sys/kernel/hostname': (host, reader) => `${(reader?.namespaces ?? host.namespaces).uts.hostname}\n`,
  'sys/kernel/osrelease': (host) => `${host.facts.kernelRelease}\n`,
  'sys/kernel/ostype': () => 'Linux\n',
  'sys/kernel/pid_max': () => '4194304\n',
  'sys/net/ipv6/conf/all/disable_ipv6': (host) => `${host.facts.ipv6 ? 0 : 1}\n`,
  'sys/net/ipv6/conf/default/disable_ipv6': (host) => `${host.facts.ipv6 ? 0 : 1}\n`,
  'sys/net/ipv4/ip_forward': (host, reader) => `${(reader?.namespaces ?? host.namespaces).net.forwards ? 1 : 0}\n`,
  uptime: (host) => `${hundredths(host.clock.now - host.bootedMs)} ${hundredths(idleMs(host))}\n`,
  version: (host) => `Linux version ${host.facts.kernelRelease} (gcc) #1 SMP\n`,
};

/** A UUID of version 4. */
function identifier(random: Random): string {
  const hex = Array.from({ length: 4 }, () => random.next().toString(16).padStart(8, '0')).join('');
  const variant = '89ab'[parseInt(hex[16]!, 16) % 4]!;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** What a machine's memory is used for, in bytes: the numbers of free and of /proc/meminfo. */
export function memoryOf(host: Host): { readonly total: number; readonly used: number; readonly free: number } {
  const total = host.facts.memoryBytes;
  const used = Math.min(total, host.cgroups.memoryBytes);
  return { total, used, free: total - used };
}

/** How many groups each hierarchy has; hierarchy 0 is version 2. */
function cgroupControllers(host: Host): string {
  const groups = [...countGroups(host)];
  const rows = Object.values(hierarchies).flatMap((controllers, i) => {
    const count = groups.filter((g) => !g.hierarchies || g.hierarchies.has(controllers[0]!)).length;
    return controllers.filter((c) => c !== 'systemd').map((c) => `${c}\t${host.facts.cgroupVersion === 1 ? i + 1 : 0}\t${count}\t1\n`);
  });
  return `#subsys_name\thierarchy\tnum_cgroups\tenabled\n${rows.join('')}`;
}

function* countGroups(host: Host, from = host.cgroups): Generator<Host['cgroups']> {
  yield from;
  for (const child of from.children) yield* countGroups(host, child);
}

function memInfo(host: Host): string {
  const { total, free } = memoryOf(host);
  const rows: readonly (readonly [string, number])[] = [
    ['MemTotal', total],
    ['MemFree', free],
    ['MemAvailable', free],
    ['Buffers', 0],
    ['Cached', 0],
    ['SwapTotal', 0],
    ['SwapFree', 0],
  ];
  return rows.map(([name, bytes]) => `${`${name}:`.padEnd(16)}${String(Math.floor(bytes / KIB)).padStart(8)} kB\n`).join('');
}

function cpuInfo(host: Host): string {
  let text = '';
  for (let i = 0; i < host.facts.cores; i++) {
    text += `processor\t: ${i}\nvendor_id\t: GenuineIntel\nmodel name\t: Virtual CPU\ncpu MHz\t\t: 2400.000\ncpu cores\t: ${host.facts.cores}\n\n`;
  }
  return text;
}

function loadAverage(host: Host): string {
  host.cpu.bringUpToDate();
  let last = 0;
  for (const pid of host.processes.keys()) if (pid > last) last = pid;
  return `${host.cpu.load.texts().join(' ')} ${host.cpu.runnable}/${host.processes.size} ${last}\n`;
}

function cpuTicks(host: Host): number {
  host.cpu.bringUpToDate();
  return Math.floor(host.cgroups.usageNs / 10_000_000);
}

/** All cores together, and each: work goes over them evenly. */
function cpuLines(host: Host): string {
  const { cores } = host.facts;
  const [busy, idle] = [cpuTicks(host), Math.floor(idleMs(host) / 10)];
  const line = (name: string, part: number): string => `${name} ${Math.floor(busy / part)} 0 0 ${Math.floor(idle / part)} 0 0 0 0 0 0\n`;
  return line('cpu ', 1) + Array.from({ length: cores }, (_, i) => line(`cpu${i}`, cores)).join('');
}

function idleMs(host: Host): number {
  host.cpu.bringUpToDate();
  const up = host.clock.now - host.bootedMs;
  return Math.max(0, up * host.facts.cores - Math.floor(host.cgroups.usageNs / 1_000_000));
}

function hundredths(ms: number): string {
  const whole = Math.floor(ms / 1_000);
  return `${whole}.${String(Math.floor((ms % 1_000) / 10)).padStart(2, '0')}`;
}
