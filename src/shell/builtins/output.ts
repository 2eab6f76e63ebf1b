/** What builtins print: to the shell's own standard output, as redirected for them. */
import { SystemError, write } from '../../host/index.ts';
import { complain, errorText } from '../interpreter/complain.ts';
import type { Run, Shell } from '../interpreter/shell.ts';
import { bytesOfText } from '../language/byte-text.ts';

export function* print(sh: Shell, text: string): Run<void> {
  if (text === '') return;
  if (!sh.p.fds.has(1)) throw new SystemError('EBADF', 'write');
  yield write(1, bytesOfText(text));
}

/** "cd: too many arguments", and the exit code. */
export function* refuse(sh: Shell, builtin: string, message: string, status = 1): Run<number> {
  yield* complain(sh, `${builtin}: ${message}`);
  return status;
}

/** bash's words for a wrong option, with the usage under it. */
export function* wrongOption(sh: Shell, builtin: string, option: string, usage: string): Run<number> {
  if (!sh.isBash) return yield* refuse(sh, builtin, `Illegal option ${option}`, 2);
  yield* complain(sh, `${builtin}: ${option}: invalid option`);
  return yield* tellUsage(sh, builtin, usage);
}

export function* tellUsage(sh: Shell, builtin: string, usage: string): Run<number> {
  yield* errorText(sh, `${builtin}: usage: ${builtin}${usage === '' ? '' : ` ${usage}`}\n`);
  return 2;
}
