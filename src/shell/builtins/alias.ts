/** alias and unalias. */
import type { Builtin } from '../interpreter/shell.ts';
import { singleQuote } from '../language/quote-for-shell.ts';
import { compareBytes } from '../../base/index.ts';
import { print, refuse } from './output.ts';

export const alias: Builtin = function* (sh, args) {
  const head = sh.isBash ? 'alias ' : '';
  const names = args.filter((a) => a !== '-p');
  if (names.length === 0) {
    const all = [...sh.aliases].sort(([a], [b]) => compareBytes(a, b));
    yield* print(sh, all.map(([name, value]) => `${head}${name}=${singleQuote(value)}\n`).join(''));
    return 0;
  }
  let status = 0;
  for (const arg of names) {
    const at = arg.indexOf('=', 1);
    const name = at < 0 ? arg : arg.slice(0, at);
    if (at >= 0) {
      if (/[\s$`/\\=|&;()<>'"]/.test(name)) status = yield* refuse(sh, 'alias', `\`${name}': invalid alias name`);
      else sh.aliases.set(name, arg.slice(at + 1));
    } else if (sh.aliases.has(name)) yield* print(sh, `${head}${name}=${singleQuote(sh.aliases.get(name)!)}\n`);
    else status = yield* refuse(sh, 'alias', sh.isBash ? `${name}: not found` : `${name} not found`);
  }
  return status;
};

export const unalias: Builtin = function* (sh, args) {
  if (args[0] === '-a') {
    sh.aliases.clear();
    return 0;
  }
  let status = 0;
  for (const name of args) if (!sh.aliases.delete(name)) status = yield* refuse(sh, 'unalias', `${name}: not found`);
  return status;
};
