/** Puts the interpreter together: its upper parts, handed to the lower ones that call back into them. */
import { builtinsOf } from '../builtins/index.ts';
import { evaluateText } from './evaluate.ts';
import type { Flavour } from './messages.ts';
import { runStatements } from './run-list.ts';
import { expandPrompt } from './prompt.ts';
import type { Engine } from './shell.ts';
import { openProcessSubstitution, substituteCommand } from './subshell.ts';

const parts = { statements: runStatements, text: evaluateText, substitute: substituteCommand, prompt: expandPrompt, processPath: openProcessSubstitution };

const engines: Readonly<Record<Flavour, Engine>> = {
  bash: { ...parts, builtins: builtinsOf('bash') },
  dash: { ...parts, builtins: builtinsOf('dash') },
  ash: { ...parts, builtins: builtinsOf('ash') },
};

export function engineOf(flavour: Flavour): Engine {
  return engines[flavour];
}
