/** The shell that runs in a process: for those who look at one from outside, such as completion. */
import type { Process } from '../../host/index.ts';
import type { Shell } from './shell.ts';

const shells = new WeakMap<Process, Shell>();

export function shellOf(p: Process): Shell | undefined {
  return shells.get(p);
}

export function noteShell(p: Process, sh: Shell): void {
  shells.set(p, sh);
}
