/** select: a menu on standard error, an answer from standard input, the commands for each answer. */
import type { Select } from 'unbash';
import { readLine } from '../builtins/read.ts';
import { errorText } from './complain.ts';
import { expandWords } from './expand-word.ts';
import { loop } from './loop.ts';
import type { Run, Shell } from './shell.ts';
import { debugTrap } from './traps.ts';

export function* runSelect(sh: Shell, node: Select): Run<number> {
  const choices = node.wordlist ? yield* expandWords(sh, node.wordlist) : sh.positional;
  if (choices.length === 0) return 0;
  let shows = true;
  let ended = false;
  const status = yield* loop(sh, node.body, function* () {
    yield* debugTrap(sh, node);
    for (;;) {
      if (shows) yield* errorText(sh, menu(choices));
      shows = false;
      yield* errorText(sh, sh.variables.get('PS3') ?? '#? ');
      const line = yield* readLine(sh, 0, 10, false);
      if (!line || !line.complete) {
        yield* errorText(sh, '\n');
        ended = true;
        return false;
      }
      shows = line.text.trim() === '';
      if (shows) continue;
      sh.variables.set('REPLY', line.text);
      sh.variables.set(node.name.text, /^\s*\d+\s*$/.test(line.text) ? (choices[Number(line.text) - 1] ?? '') : '');
      return true;
    }
  });
  return ended ? 1 : status;
}

/** In columns when they would not fit below one another. */
function menu(choices: readonly string[]): string {
  const digits = String(choices.length).length;
  return choices.map((choice, i) => `${String(i + 1).padStart(digits)}) ${choice}\n`).join('');
}
