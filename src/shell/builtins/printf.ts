/** printf, also into a variable (-v). */
import { ArithmeticError } from '../language/arithmetic.ts';
import { printf as format } from '../language/printf-format.ts';
import { complain, errorText } from '../interpreter/complain.ts';
import { setElement } from '../interpreter/parameters.ts';
import type { Builtin } from '../interpreter/shell.ts';
import { print, refuse, wrongOption } from './output.ts';

export const printf: Builtin = function* (sh, args) {
  let rest = args;
  let target: string | undefined;
  if (sh.isBash && rest[0] === '-v') {
    target = rest[1] ?? '';
    if (!/^[A-Za-z_]\w*(\[.*\])?$/s.test(target)) return yield* refuse(sh, 'printf', `\`${target}': not a valid identifier`, 2);
    rest = rest.slice(2);
  }
  if (rest[0] === '--') rest = rest.slice(1);
  else if (rest[0]?.startsWith('-') && rest[0].length > 1 && sh.isBash) return yield* wrongOption(sh, 'printf', rest[0].slice(0, 2), '[-v var] format [arguments]');
  if (rest.length === 0) {
    if (!sh.isBash) return yield* refuse(sh, 'printf', 'usage: printf format [arg ...]', 2);
    yield* errorText(sh, 'printf: usage: printf [-v var] format [arguments]\n');
    return 2;
  }
  const result = format(rest[0]!, rest.slice(1), { epochMs: sh.p.host.wallMs, emptyIsZero: sh.isBash });
  for (const complaint of result.complaints) yield* complain(sh, `printf: ${sh.isBash ? complaint : complaint.replace(/invalid number$/, 'expected numeric value')}`);
  if (target === undefined) yield* print(sh, result.text);
  else {
    const [, name = '', index] = /^(\w+)(?:\[(.*)\])?$/s.exec(target)!;
    try {
      if (index === undefined) sh.variables.set(name, result.text);
      else setElement(sh, name, index, result.text);
    } catch (error) {
      if (error instanceof ArithmeticError) return yield* refuse(sh, 'printf', error.message);
      throw error;
    }
  }
  return result.complaints.length > 0 ? 1 : 0;
};
