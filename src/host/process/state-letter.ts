/** How a process is, in a letter. */
import type { Process } from './process.ts';

/** R, S, D, T, Z as `ps` shows them. What is frozen sleeps: since version 2 so that it can be killed. */
export function stateLetter(process: Process): string {
  switch (process.state) {
    case 'running':
    case 'sleeping':
      if (process.cgroupOf('freezer').frozen) return process.host.facts.cgroupVersion === 1 ? 'D' : 'S';
      return process.state === 'running' ? 'R' : 'S';
    case 'stopped':
      return 'T';
    case 'zombie':
      return 'Z';
    case 'dead':
      return 'X';
  }
}
