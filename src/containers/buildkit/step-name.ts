/** How a step is called while it runs: its instruction, the variables in it filled in as far as they are known. */
import type { Command } from '../builder/commands.ts';

const variableForm = /\\\$|\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g;

export function stepName({ at }: Command, variables: ReadonlyMap<string, string>): string {
  const filled = at.original.replace(variableForm, (whole, braced?: string, plain?: string) => variables.get(braced ?? plain ?? '') ?? whole);
  const [heredoc] = at.heredocs;
  const name = `${at.name}${filled.slice(at.name.length)}`;
  return heredoc && at.name === 'RUN' ? `${name} (${heredoc.content.split('\n')[0]!}...)` : name;
}
