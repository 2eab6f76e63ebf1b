/** How BuildKit writes an instruction that changes only the config into the history. */
import type { Command } from '../builder/commands.ts';
import type { ConfigChange } from '../builder/stage.ts';

export function historyWords(command: Command, { words, config }: ConfigChange): string {
  if (command.kind !== 'EXPOSE') return words;
  // Go prints the set of ports as the map that it is there.
  return `EXPOSE map[${(config.ExposedPorts ?? []).filter((port) => words.includes(port.split('/')[0]!)).map((port) => `${port}:{}`).join(' ')}]`;
}
