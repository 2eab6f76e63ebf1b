/** Whose processes a process sees: those of the PID namespace that the /proc it looks at was mounted for, which need not be its own. */
import type { PidNamespace } from '../process/pid-namespace.ts';
import type { Process } from '../process/process.ts';

/** Undefined when nothing is mounted there. */
export function procSpace({ files }: Process): PidNamespace | undefined {
  if (!files.exists('/proc')) return undefined;
  const { fs } = files.locate('/proc').mount;
  return 'pidSpace' in fs ? (fs.pidSpace as PidNamespace) : undefined;
}
