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
}

export function* checkMachine(p: Process, { free, ignored, criSocket }: Checks): Task {
  if (p.uid !== 0) return refuse(['IsPrivilegedUser]: user is not running as root']);
  const problems: string[] = [];
  const { namespace, address } = p.host.network;
  for (const thing of free) {
    if (typeof thing === 'number') {
      if (namespace.listenerAt('tcp', address, thing)) problems.push(`Port-${thing}]: Port ${thing} is in use`);
    } else if (p.files.exists(thing)) problems.push(`FileAvailable-${thing.replaceAll('/', '-')}]: ${thing} already exists`);
  }
  const socket = criSocket.replace(/^unix:\/\//, '');
  if (!p.files.exists(socket)) problems.push(`CRI]: could not connect to the container runtime: failed to create new CRI runtime service: validate service connection: validate CRI v1 runtime API for endpoint "${criSocket}": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix ${socket}: connect: no such file or directory"`);
  else if (p.host.init.status('containerd')?.state !== 'active') problems.push('CRI]: container runtime is not running: output: connection refused');
  const isIgnored = (problem: string) => ignored.some((name) => name.toLowerCase() === 'all' || problem.toLowerCase().startsWith(`${name.toLowerCase()}]`));
  for (const problem of problems.filter(isIgnored)) yield* p.error(`\t[WARNING ${problem}\n`);
  const fatal = problems.filter((problem) => !isIgnored(problem));
  if (fatal.length > 0) refuse(fatal);
}

function refuse(problems: readonly string[]): never {
  const lines = problems.map((problem) => `\t[ERROR ${problem}\n`).join('');
  throw new CommandError(`error execution phase preflight: [preflight] Some fatal errors occurred:\n${lines}[preflight] If you know what you are doing, you can make a check non-fatal with \`--ignore-preflight-errors=...\``);
}
