/** The program that unshare, nsenter, chroot and sudo turn into: looked up as the process now sees its files, by default the user's shell. */
import { FileError } from '../../files/index.ts';
import type { Process, Syscall } from '../../host/index.ts';
import { complain, reason, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const FAILED_TO_EXECUTE = 126;
export const NOT_FOUND = 127;

/** Replaces the process by the command; never comes back but with a refusal. `words` are those before it. */
export function* become(call: ToolCall, p: Process, argv: readonly string[], words: (name: string) => string): ToolRun {
  const path = p.findProgram(argv[0]!);
  if (path === undefined) {
    const there = argv[0]!.includes('/') && p.files.exists(argv[0]!);
    return yield* complain(call, `${words(argv[0]!)}: ${there ? 'Permission denied' : 'No such file or directory'}`, there ? FAILED_TO_EXECUTE : NOT_FOUND);
  }
  try {
    const exec: Syscall = p.exec(path, argv);
    yield exec;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return yield* complain(call, `${words(argv[0]!)}: ${reason(error)}`, error.code === 'ENOENT' ? NOT_FOUND : FAILED_TO_EXECUTE);
  }
  return 0;
}

export function shellOf(p: Process): string {
  return p.env.get('SHELL') ?? '/bin/sh';
}
