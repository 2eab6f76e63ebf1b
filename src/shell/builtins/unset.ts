/** unset: variables, array elements, functions. */
import type { Builtin } from '../interpreter/shell.ts';
import { complain } from '../interpreter/complain.ts';
import { ReadonlyError } from '../interpreter/variables.ts';
import { evaluateArithmetic } from '../language/arithmetic.ts';
import { arithmeticVariables } from '../interpreter/parameters.ts';

export const unset: Builtin = function* (sh, args) {
  let status = 0;
  let what = '';
  for (const arg of args) {
    if (arg === '-v' || arg === '-f' || arg === '-n') {
      what = arg[1]!;
      continue;
    }
    const match = /^([A-Za-z_]\w*)(?:\[(.*)\])?$/s.exec(arg);
    if (what === 'f') {
      sh.functions.delete(arg);
      continue;
    }
    if (!match && sh.isBash && what === '') {
      sh.functions.delete(arg);
      continue;
    }
    if (!match) {
      yield* complain(sh, sh.isBash ? `unset: \`${arg}': not a valid identifier` : `unset: ${arg}: bad variable name`);
      status = sh.isBash ? 1 : 2;
      continue;
    }
    const [, name = '', index] = match;
    try {
      if (index === undefined) {
        if (what === '' && !sh.variables.find(name) && sh.functions.has(name)) sh.functions.delete(name);
        else sh.variables.unset(name);
        continue;
      }
      const variable = sh.variables.find(name);
      if (variable?.map) variable.map.delete(index);
      else if (index === '@' || index === '*') sh.variables.unset(name);
      else if (variable?.list) {
        const at = Number(evaluateArithmetic(index, arithmeticVariables(sh)));
        variable.list.delete(at < 0 ? 1 + Math.max(-1, ...variable.list.keys()) + at : at);
      }
    } catch (error) {
      if (!(error instanceof ReadonlyError)) throw error;
      yield* complain(sh, sh.isBash ? `unset: ${name}: cannot unset: readonly variable` : `unset: ${name}: is read only`);
      status = sh.isBash ? 1 : 2;
    }
  }
  return status;
};
