/** unset: variables, array elements, functions. */
import type { Builtin } from '../interpreter/shell.ts';
import { wrongOption } from './output.ts';
import { complain } from '../interpreter/complain.ts';
import { ReadonlyError } from '../interpreter/variables.ts';
import { evaluateArithmetic } from '../language/arithmetic.ts';
import { arithmeticVariables, endOf } from '../interpreter/parameters.ts';

export const unset: Builtin = function* (sh, args) {
  let status = 0;
  let what = '';
  for (const arg of args) {
    if (arg === '-v' || arg === '-f' || arg === '-n') {
      what = arg[1]!;
      continue;
    }
    const match = /^([A-Za-z_]\w*)(?:\[(.*)\])?$/s.exec(arg);
    if (what === '' && /^-./.test(arg) && sh.isBash) return yield* wrongOption(sh, 'unset', arg.slice(0, 2), '[-f] [-v] [-n] [name ...]');
    if (what === 'f') {
      sh.functions.delete(arg);
      sh.variables.exportFunction(arg, undefined);
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
    if (what === 'n' && sh.variables.itself(name)?.reference) {
      sh.variables.replace(name, undefined);
      continue;
    }
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
        variable.list.delete(at < 0 ? endOf(variable.list) + at : at);
      }
    } catch (error) {
      if (!(error instanceof ReadonlyError)) throw error;
      yield* complain(sh, sh.isBash ? `unset: ${name}: cannot unset: readonly variable` : `unset: ${name}: is read only`);
      status = sh.isBash ? 1 : 2;
    }
  }
  return status;
};
