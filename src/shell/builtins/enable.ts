/** enable: builtins that stand back for programs of their name, and those that do not. */
import type { Builtin } from '../interpreter/shell.ts';
import { print, refuse, wrongOption } from './output.ts';

export const enable: Builtin = function* (sh, args) {
  const flags = args.filter((arg) => /^-./.test(arg)).join('').replaceAll('-', '');
  const wrong = /[^anps]/.exec(flags);
  if (wrong) return yield* wrongOption(sh, 'enable', `-${wrong[0]}`, '[-a] [-dnps] [-f filename] [name ...]');
  const names = args.filter((arg) => !/^-./.test(arg));
  const off = flags.includes('n');
  if (names.length === 0) {
    const shown = [...sh.engine.builtins.keys()].sort().filter((name) => flags.includes('a') || sh.disabledBuiltins.has(name) === off);
    yield* print(sh, shown.map((name) => `enable ${sh.disabledBuiltins.has(name) ? '-n ' : ''}${name}\n`).join(''));
    return 0;
  }
  let status = 0;
  for (const name of names) {
    if (!sh.engine.builtins.has(name)) status = yield* refuse(sh, 'enable', `${name}: not a shell builtin`);
    else if (off) sh.disabledBuiltins.add(name);
    else sh.disabledBuiltins.delete(name);
  }
  sh.settleBuiltins();
  return status;
};
