/** kill: signals to processes and to the shell's jobs. */
import { errorCode, parseSignal, signalNames, signalNumber, until } from '../../host/index.ts';
import type { Builtin, Run, Shell } from '../interpreter/shell.ts';
import { complain, errorText } from '../interpreter/complain.ts';
import { print, refuse } from './output.ts';

export const kill: Builtin = function* (sh, args) {
  let signal = 'SIGTERM';
  let i = 0;
  const first = args[0];
  if (first === '-l' || first === '-L') return yield* list(sh, args.slice(1));
  if (first === '-s' || first === '-n') {
    signal = args[1] ?? '';
    i = 2;
  } else if (first !== undefined && /^-./.test(first) && first !== '--') {
    signal = first.slice(1);
    i = 1;
  }
  if (args[i] === '--') i++;
  const known = signal === '0' ? 0 : parseSignal(signal);
  if (known === undefined) return yield* refuse(sh, 'kill', sh.isBash ? `${signal}: invalid signal specification` : `Illegal option -${signal[0] ?? ''}`, sh.isBash ? 1 : 2);
  const targets = args.slice(i);
  if (targets.length === 0) {
    yield* errorText(sh, 'kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]\n');
    return 2;
  }
  let status = 0;
  for (const target of targets) if (!(yield* send(sh, target, known))) status = 1;
  // A signal to the shell itself arrives before the next command.
  yield* until((wake) => sh.p.host.clock.after(0, sh.p.name, () => wake()));
  return status;
};

function* send(sh: Shell, target: string, signal: Parameters<Shell['p']['kill']>[1]): Run<boolean> {
  let pid = Number(target);
  if (target.startsWith('%')) {
    const job = sh.jobs.find(target);
    if (!job) {
      yield* complain(sh, `kill: ${target}: no such job`);
      return false;
    }
    pid = job.pgid ? -job.pgid : job.processes[0]!.pid;
  } else if (!/^-?\d+$/.test(target)) {
    yield* complain(sh, sh.isBash ? `kill: ${target}: arguments must be process or job IDs` : `kill: Illegal number: ${target}`);
    return false;
  }
  try {
    sh.p.kill(pid, signal);
    return true;
  } catch (error) {
    const words = errorCode(error) === 'EPERM' ? 'Operation not permitted' : 'No such process';
    yield* complain(sh, sh.isBash ? `kill: (${target}) - ${words}` : `kill: ${words}`);
    return false;
  }
}

export function signalTable(): string {
  const cells = signalNames.map((name) => `${String(signalNumber(name)).padStart(2)}) ${name}`);
  let text = '';
  for (let i = 0; i < cells.length; i += 5) text += `${cells.slice(i, i + 5).join('\t')}\n`;
  return text;
}

function* list(sh: Shell, args: readonly string[]): Run<number> {
  if (args.length === 0) {
    yield* print(sh, signalTable());
    return 0;
  }
  for (const arg of args) {
    const name = parseSignal(Number(arg) > 128 ? String(Number(arg) - 128) : arg);
    if (!name) return yield* refuse(sh, 'kill', `${arg}: invalid signal specification`);
    yield* print(sh, /^\d+$/.test(arg) ? `${name.slice(3)}\n` : `${signalNumber(name)}\n`);
  }
  return 0;
}
