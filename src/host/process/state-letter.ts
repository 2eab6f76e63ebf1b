/** How a process is, in a letter. */
import type { Process } from './process.ts';

/** R, S, T, Z as `ps` shows them. */
export function stateLetter(process: Process): string {
  switch (process.state) {
    case 'running':
      return 'R';
    case 'sleeping':
      return 'S';
    case 'stopped':
      return 'T';
    case 'zombie':
      return 'Z';
    case 'dead':
      return 'X';
  }
}
