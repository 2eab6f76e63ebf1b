/** What kubeadm looks at before it changes a machine: who asks, files that are there already, ports that are taken, the runtime. */
import type { Process } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { Task } from '../../kubectl/command/task.ts';

export interface Checks {
  /** That must not be there, each under a name of its own. */
  readonly files: readonly string[];
  readonly ports: readonly number[];
  /** Names of checks whose errors are shown as warnings; "all" is every one. */
  readonly ignored: readonly string[];
}

export function* checkMachine(p: Process, { files, ports, ignored }: Checks): Task {
  if (p.uid !== 0) return refuse(['IsPrivilegedUser]: user is not running as root']);
  const problems: string[] = [];
  const { namespace, address } = p.host.network;
  for (const port of ports) if (namespace.listenerAt('tcp', address, port)) problems.push(`Port-${port}]: Port ${port} is in use`);
  for (const path of files) if (p.files.exists(path)) problems.push(`FileAvailable-${path.slice(1).replaceAll('/', '-')}]: ${path} already exists`);
  if (p.host.init.status('containerd')?.state !== 'active') problems.push('CRI]: container runtime is not running: output: connection refused');
  const isIgnored = (problem: string) => ignored.some((name) => name.toLowerCase() === 'all' || problem.toLowerCase().startsWith(`${name.toLowerCase()}]`));
  for (const problem of problems.filter(isIgnored)) yield* p.error(`\t[WARNING ${problem}\n`);
  const fatal = problems.filter((problem) => !isIgnored(problem));
  if (fatal.length > 0) refuse(fatal);
}

function refuse(problems: readonly string[]): never {
  const lines = problems.map((problem) => `\t[ERROR ${problem}\n`).join('');
  throw new CommandError(`error execution phase preflight: [preflight] Some fatal errors occurred:\n${lines}[preflight] If you know what you are doing, you can make a check non-fatal with \`--ignore-preflight-errors=...\``);
}
