/** hash: the paths of commands that the shell remembers. */
import { findCommand, searchPath } from '../interpreter/run-program.ts';
import type { Builtin, Run, Shell } from '../interpreter/shell.ts';
import { print, refuse, wrongOption } from './output.ts';

export const hash: Builtin = function* (sh, args) {
  let flags = '';
  let path: string | undefined;
  let i = 0;
  for (; i < args.length && /^-./.test(args[i]!); i++) {
    const wrong = /[^lrpdt-]/.exec(args[i]!.slice(1));
    if (wrong) return yield* wrongOption(sh, 'hash', `-${wrong[0]}`, '[-lr] [-p pathname] [-dt] [name ...]');
    flags += args[i]!.slice(1);
    if (args[i]!.includes('p')) path = args[++i];
  }
  const names = args.slice(i);
  if (flags.includes('r')) sh.commandPaths.clear();
  if (names.length === 0) return flags.includes('r') ? 0 : yield* list(sh, flags.includes('l'));
  let status = 0;
  for (const name of names) {
    const known = sh.commandPaths.get(name);
    if (path !== undefined) sh.commandPaths.set(name, { path, hits: 0 });
    else if (flags.includes('d')) status = sh.commandPaths.delete(name) ? status : yield* refuse(sh, 'hash', `${name}: not found`);
    else if (flags.includes('t')) {
      if (!known) status = yield* refuse(sh, 'hash', `${name}: not found`);
      else yield* print(sh, names.length > 1 ? `${name}\t${known.path}\n` : `${known.path}\n`);
    } else if (sh.builtins.has(name) || sh.functions.has(name)) continue;
    else if (searchPath(sh, name) === undefined) status = yield* refuse(sh, 'hash', `${name}: not found`);
    else {
      sh.commandPaths.delete(name);
      findCommand(sh, name);
    }
  }
  return status;
};

function* list(sh: Shell, reusable: boolean): Run<number> {
  const known = [...sh.commandPaths];
  if (!sh.isBash) yield* print(sh, known.map(([, { path }]) => `${path}\n`).join(''));
  else if (reusable) yield* print(sh, known.map(([name, { path }]) => `builtin hash -p ${path} ${name}\n`).join(''));
  else if (known.length === 0) yield* print(sh, 'hash: hash table empty\n');
  else yield* print(sh, `hits\tcommand\n${known.map(([, { path, hits }]) => `${String(hits).padStart(4)}\t${path}\n`).join('')}`);
  return 0;
}
