/** let: arithmetic, one expression a word; its code says whether the last was not zero. */
import { ArithmeticError, evaluateArithmetic, truthy, type Int } from '../language/arithmetic.ts';
import { arithmeticVariables } from '../interpreter/parameters.ts';
import type { Builtin } from '../interpreter/shell.ts';
import { refuse } from './output.ts';

export const letBuiltin: Builtin = function* (sh, args) {
  if (args.length === 0) return yield* refuse(sh, 'let', 'expression expected');
  let value: Int = 0;
  try {
    for (const text of args) value = evaluateArithmetic(text, arithmeticVariables(sh));
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error;
    return yield* refuse(sh, 'let', error.message);
  }
  return truthy(value) ? 0 : 1;
};
