/** What kubeadm looks at before it changes a machine: who asks, files that are there already, ports that are taken, the runtime. */
import type { Process } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { FlagSpec } from '../../kubectl/command/flag.ts';
import type { Task } from '../../kubectl/command/task.ts';

export const criSocketFlag: FlagSpec = { name: 'cri-socket', type: 'string', initial: 'unix:///var/run/containerd/containerd.sock', usage: 'The socket of the container runtime.' };

export interface Checks {
  /** Files that must not be there and ports that must be free, in the order in which they are looked at. */
  readonly free: readonly (string | number)[];
  /** Names of checks whose errors are shown as warnings; "all" is every one. */
  readonly ignored: readonly string[];
  readonly criSocket: string;
  /** Folders that must not hold anything. */
  readonly empty?: readonly string[];
  /** What the machine must have. */
  readonly least?: { readonly cores: number; readonly megabytes: number };
}

export function* checkMachine(p: Process, checks: Checks): Task {
  if (p.uid !== 0) return refuse(['IsPrivilegedUser]: user is not running as root']);
  const problems = [...machineProblems(p, checks), ...takenProblems(p, checks), ...runtimeProblems(p, checks)];
  const isIgnored = (problem: string) => checks.ignored.some((name) => name.toLowerCase() === 'all' || problem.toLowerCase().startsWith(`${name.toLowerCase()}]`));
  if (!p.host.init.status('kubelet')?.enabled) yield* p.error("\t[WARNING Service-Kubelet]: kubelet service is not enabled, please run 'systemctl enable kubelet.service'\n");
  for (const problem of problems.filter(isIgnored)) yield* p.error(`\t[WARNING ${problem}\n`);
  const fatal = problems.filter((problem) => !isIgnored(problem));
  if (fatal.length > 0) refuse(fatal);
}

const forwarding = '/proc/sys/net/ipv4/ip_forward';

function machineProblems({ host, files }: Process, { least }: Checks): string[] {
  const { cores, memoryBytes } = host.facts;
  const megabytes = Math.floor(memoryBytes / 2 ** 20);
  return [
    ...(least && cores < least.cores ? [`NumCPU]: the number of available CPUs ${cores} is less than the required ${least.cores}`] : []),
    ...(least && megabytes < least.megabytes ? [`Mem]: the system RAM (${megabytes} MB) is less than the minimum ${least.megabytes} MB`] : []),
    ...(files.exists(forwarding) && files.readText(forwarding).trim() !== '1' ? [`FileContent-${forwarding.replaceAll('/', '-')}]: ${forwarding} contents are not set to 1`] : []),
  ];
}

function takenProblems({ host, files }: Process, { free, empty = [] }: Checks): string[] {
  const { namespace, address } = host.network;
  const taken = free.flatMap((thing) => {
    if (typeof thing === 'number') return namespace.listenerAt('tcp', address, thing) ? [`Port-${thing}]: Port ${thing} is in use`] : [];
    return files.exists(thing) ? [`FileAvailable-${thing.replaceAll('/', '-')}]: ${thing} already exists`] : [];
  });
  return [...taken, ...empty.filter((folder) => files.exists(folder) && files.readdir(folder).length > 0).map((folder) => `DirAvailable-${folder.replaceAll('/', '-')}]: ${folder} is not empty`)];
}

function runtimeProblems({ host, files }: Process, { criSocket }: Checks): string[] {
  const socket = criSocket.replace(/^unix:\/\//, '');
  if (!files.exists(socket)) return [`CRI]: could not connect to the container runtime: failed to create new CRI runtime service: validate service connection: validate CRI v1 runtime API for endpoint "${criSocket}": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix ${socket}: connect: no such file or directory"`];
  return host.init.status('containerd')?.state === 'active' ? [] : ['CRI]: container runtime is not running: output: connection refused'];
}

function refuse(problems: readonly string[]): never {
  const lines = problems.map((problem) => `\t[ERROR ${problem}\n`).join('');
  throw new CommandError(`error execution phase preflight: [preflight] Some fatal errors occurred:\n${lines}[preflight] If you know what you are doing, you can make a check non-fatal with \`--ignore-preflight-errors=...\``);
}
