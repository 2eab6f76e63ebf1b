/** The flags that run and create share, and the document they become. */
import type { Task } from '../../kubectl/command/task.ts';
import { bool, bytes, duration, int, list, nanosOf, platformFlag, refused, sizeOf, text, type DockerFlag } from './docker-flag.ts';
import { ClientError } from './errors.ts';
import type { Invocation } from './invocation.ts';
import { environment, filePairs } from './pair-files.ts';
import { portsFrom } from './port-specs.ts';
import { mountFrom } from './mount-spec.ts';

const envCheck = (value: string): string | undefined => (value === '' || value.startsWith('=') ? `invalid environment variable: ${value}` : undefined);
const cpusCheck = (value: string): string | undefined => (/^[-+]?(?:\d*\.?\d+|\d+\.?\d*)$/.test(value) ? undefined : 'failed to parse ' + value + ' as a rational number');
const attachCheck = (value: string): string | undefined => (['stdin', 'stdout', 'stderr'].includes(value.toLowerCase()) ? undefined : `valid streams are STDIN, STDOUT and STDERR`);

export const containerFlags: readonly DockerFlag[] = [
  list('add-host', 'Add a custom host-to-IP mapping (host:ip)'),
  { ...list('attach', 'Attach to STDIN, STDOUT or STDERR', 'a'), check: attachCheck },
  list('cap-add', 'Add Linux capabilities'),
  list('cap-drop', 'Drop Linux capabilities'),
  int('cpu-period', 'Limit CPU CFS (Completely Fair Scheduler) period'),
  int('cpu-quota', 'Limit CPU CFS (Completely Fair Scheduler) quota'),
  int('cpu-shares', 'CPU shares (relative weight)', 'c'),
  { ...text('cpus', 'Number of CPUs'), shows: 'decimal', check: cpusCheck },
  text('cpuset-cpus', 'CPUs in which to allow execution (0-3, 0,1)'),
  list('dns', 'Set custom DNS servers'),
  list('dns-option', 'Set DNS options'),
  list('dns-search', 'Set custom DNS search domains'),
  text('domainname', 'Container NIS domain name'),
  text('entrypoint', 'Overwrite the default ENTRYPOINT of the image'),
  { ...list('env', 'Set environment variables', 'e'), check: envCheck },
  list('env-file', 'Read in a file of environment variables'),
  list('expose', 'Expose a port or a range of ports'),
  list('group-add', 'Add additional groups to join'),
  text('health-cmd', 'Command to run to check health'),
  duration('health-interval', 'Time between running the check (ms|s|m|h) (default 0s)'),
  int('health-retries', 'Consecutive failures needed to report unhealthy'),
  duration('health-start-interval', 'Time between running the check during the start period (ms|s|m|h) (default 0s)'),
  duration('health-start-period', 'Start period for the container to initialize before starting health-retries countdown (ms|s|m|h) (default 0s)'),
  duration('health-timeout', 'Maximum time to allow one check to run (ms|s|m|h) (default 0s)'),
  text('hostname', 'Container host name', 'h'),
  bool('init', 'Run an init inside the container that forwards signals and reaps processes'),
  bool('interactive', 'Keep STDIN open even if not attached', 'i'),
  text('ip', 'IPv4 address (e.g., 172.30.100.104)'),
  text('ipc', 'IPC mode to use'),
  list('label', 'Set meta data on a container', 'l'),
  list('label-file', 'Read in a line delimited file of labels'),
  refused(list('link', 'Add link to another container'), 'links are not supported here: containers find each other by name on a network that both join'),
  refused(text('log-driver', 'Logging driver for the container'), 'error looking up logging plugin: only json-file is supported here', '', 'json-file'),
  refused(list('log-opt', 'Log driver options'), 'the files of json-file are kept whole here'),
  bytes('memory', 'Memory limit', 'm'),
  bytes('memory-reservation', 'Memory soft limit'),
  bytes('memory-swap', "Swap limit equal to memory plus swap: '-1' to enable unlimited swap"),
  { ...list('mount', 'Attach a filesystem mount to the container'), shows: 'mount' },
  text('name', 'Assign a name to the container'),
  { ...list('network', 'Connect a container to a network'), shows: 'network' },
  { ...list('net', 'Connect a container to a network'), hidden: true },
  list('network-alias', 'Add network-scoped alias for the container'),
  bool('no-healthcheck', 'Disable any container-specified HEALTHCHECK'),
  text('pid', 'PID namespace to use'),
  int('pids-limit', 'Tune container pids limit (set -1 for unlimited)'),
  platformFlag('Set platform if server is multi-platform capable'),
  bool('privileged', 'Give extended privileges to this container'),
  list('publish', "Publish a container's port(s) to the host", 'p'),
  bool('publish-all', 'Publish all exposed ports to random ports', 'P'),
  text('pull', 'Pull image before creating ("always", "missing", "never")', undefined, 'missing'),
  bool('quiet', 'Suppress the pull output', 'q'),
  bool('read-only', "Mount the container's root filesystem as read only"),
  text('restart', 'Restart policy to apply when a container exits', undefined, 'no'),
  bool('rm', 'Automatically remove the container and its associated anonymous volumes when it exits'),
  list('security-opt', 'Security Options'),
  refused(bytes('shm-size', 'Size of /dev/shm'), '/dev/shm has 64m here', '64m', '67108864'),
  text('stop-signal', 'Signal to stop the container'),
  int('stop-timeout', 'Timeout (in seconds) to stop a container'),
  list('tmpfs', 'Mount a tmpfs directory'),
  bool('tty', 'Allocate a pseudo-TTY', 't'),
  refused(list('ulimit', 'Ulimit options'), 'processes have no limits of their own here'),
  text('user', 'Username or UID (format: <name|uid>[:<group|gid>])', 'u'),
  text('uts', 'UTS namespace to use'),
  list('volume', 'Bind mount a volume', 'v'),
  list('volumes-from', 'Mount volumes from the specified container(s)'),
  text('workdir', 'Working directory inside the container', 'w'),
];

export interface CreateDocument {
  readonly [name: string]: unknown;
  readonly HostConfig: Readonly<Record<string, unknown>>;
}

/** What is typed becomes what is posted. `attaches` are the streams that `run` itself will hold. */
export function* createDocument(d: Invocation, image: string, command: readonly string[], attaches: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean }): Task<CreateDocument> {
  const { flags } = d;
  const { exposed, bindings } = portsFrom(flags.list('publish'), flags.list('expose'));
  const volumes = flags.list('volume');
  const binds = volumes.filter((volume) => volume.includes(':'));
  const anonymous = volumes.filter((volume) => !volume.includes(':'));
  return {
    Hostname: flags.text('hostname'),
    Domainname: flags.text('domainname'),
    User: flags.text('user'),
    AttachStdin: attaches.stdin,
    AttachStdout: attaches.stdout,
    AttachStderr: attaches.stderr,
    Tty: flags.bool('tty'),
    OpenStdin: flags.bool('interactive'),
    StdinOnce: attaches.stdin && flags.bool('interactive'),
    Env: yield* environment(d),
    Cmd: command.length > 0 ? command : null,
    ...(flags.has('no-healthcheck') ? { Healthcheck: { Test: ['NONE'] } } : healthcheck(d)),
    Image: image,
    Volumes: setOf(anonymous),
    WorkingDir: flags.text('workdir'),
    Entrypoint: flags.has('entrypoint') ? [flags.text('entrypoint')] : null,
    Labels: pairsOf([...(yield* filePairs(d, 'label-file')), ...flags.list('label')]),
    ...(Object.keys(exposed).length > 0 ? { ExposedPorts: exposed } : {}),
    ...(flags.has('stop-signal') ? { StopSignal: flags.text('stop-signal') } : {}),
    ...(flags.has('stop-timeout') ? { StopTimeout: flags.int('stop-timeout') } : {}),
    HostConfig: hostConfig(d, binds, bindings),
    NetworkingConfig: { EndpointsConfig: endpoints(d) },
  };
}

function hostConfig(d: Invocation, binds: readonly string[], bindings: object): Record<string, unknown> {
  const { flags } = d;
  const restart = restartPolicy(flags.text('restart'));
  if (flags.bool('rm') && flags.text('restart') !== '' && flags.text('restart') !== 'no') throw new ClientError('conflicting options: cannot specify both --restart and --rm');
  const tmpfs = flags.list('tmpfs').map((value) => [value.split(':')[0]!, value.slice(value.split(':')[0]!.length + 1)]);
  return {
    Binds: binds.length > 0 ? binds.map((bind) => absoluteSource(d, bind)) : null,
    NetworkMode: networkOf(d),
    PortBindings: bindings,
    RestartPolicy: restart,
    AutoRemove: flags.bool('rm'),
    VolumesFrom: orNull(flags.list('volumes-from')),
    Dns: flags.list('dns'),
    DnsOptions: flags.list('dns-option'),
    DnsSearch: flags.list('dns-search'),
    ExtraHosts: orNull(flags.list('add-host').map((host) => host.replace('=', ':'))),
    GroupAdd: orNull(flags.list('group-add')),
    CapAdd: orNull(flags.list('cap-add')),
    CapDrop: orNull(flags.list('cap-drop')),
    SecurityOpt: orNull(flags.list('security-opt')),
    IpcMode: flags.text('ipc'),
    PidMode: flags.text('pid'),
    UTSMode: flags.text('uts'),
    Privileged: flags.bool('privileged'),
    PublishAllPorts: flags.bool('publish-all'),
    ReadonlyRootfs: flags.bool('read-only'),
    ...(tmpfs.length > 0 ? { Tmpfs: Object.fromEntries(tmpfs) } : {}),
    CpuShares: flags.int('cpu-shares'),
    CpuPeriod: flags.int('cpu-period'),
    CpuQuota: flags.int('cpu-quota'),
    CpusetCpus: flags.text('cpuset-cpus'),
    NanoCpus: Math.floor(Number(flags.text('cpus') || '0') * 1e9),
    Memory: sizeOf(flags.text('memory')),
    MemoryReservation: sizeOf(flags.text('memory-reservation')),
    MemorySwap: sizeOf(flags.text('memory-swap')),
    PidsLimit: flags.int('pids-limit'),
    ...(flags.has('init') ? { Init: flags.bool('init') } : {}),
    ...(flags.has('mount') ? { Mounts: flags.list('mount').map(mountFrom) } : {}),
  };
}

/** "./data:/data" is a directory of this machine. */
function absoluteSource(d: Invocation, bind: string): string {
  const at = bind.indexOf(':');
  const source = bind.slice(0, at);
  if (source !== '.' && source !== '..' && !source.startsWith('./') && !source.startsWith('../')) return bind;
  const names: string[] = [];
  for (const name of `${d.p.cwd}/${source}`.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}${bind.slice(at)}`;
}

function networkOf({ flags }: Invocation): string {
  return [...flags.list('network'), ...flags.list('net')].at(0) ?? 'default';
}

function endpoints(d: Invocation): Readonly<Record<string, unknown>> {
  const { flags } = d;
  const given = [...flags.list('network'), ...flags.list('net')];
  const names = given.length === 0 && flags.has('ip') ? ['default'] : given;
  const aliases = flags.list('network-alias');
  const config = { ...(flags.has('ip') ? { IPAMConfig: { IPv4Address: flags.text('ip') } } : {}), ...(aliases.length > 0 ? { Aliases: aliases } : {}) };
  return Object.fromEntries(names.filter((name) => name !== 'host' && name !== 'none' && !name.startsWith('container:')).map((name, i) => [name, i === 0 ? config : {}]));
}

/** "on-failure:3" */
export function restartPolicy(value: string): { Name: string; MaximumRetryCount: number } {
  const [name = '', count = '0', ...more] = value.split(':');
  if (more.length > 0) throw new ClientError('invalid restart policy format: too many colons', 125);
  if (name === '' && value !== '') throw new ClientError('invalid restart policy format: no policy provided before colon', 125);
  if (!/^\d+$/.test(count)) throw new ClientError('invalid restart policy format: maximum retry count must be an integer', 125);
  return { Name: name, MaximumRetryCount: Number(count) };
}

function healthcheck({ flags }: Invocation): object {
  const names = ['health-cmd', 'health-interval', 'health-retries', 'health-timeout', 'health-start-period', 'health-start-interval'];
  if (!names.some((name) => flags.has(name))) return {};
  return {
    Healthcheck: {
      ...(flags.has('health-cmd') ? { Test: ['CMD-SHELL', flags.text('health-cmd')] } : {}),
      Interval: nanosOf(flags.text('health-interval')),
      Timeout: nanosOf(flags.text('health-timeout')),
      StartPeriod: nanosOf(flags.text('health-start-period')),
      StartInterval: nanosOf(flags.text('health-start-interval')),
      Retries: flags.int('health-retries'),
    },
  };
}

export function pairsOf(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(pairs.map((pair) => (pair.includes('=') ? [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] : [pair, ''])));
}

function setOf(names: readonly string[]): Readonly<Record<string, object>> | null {
  return names.length > 0 ? Object.fromEntries(names.map((name) => [name, {}])) : null;
}

function orNull(values: readonly string[]): readonly string[] | null {
  return values.length > 0 ? values : null;
}
