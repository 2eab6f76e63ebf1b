/** `[[ … ]]`: words are not split, == takes a pattern, =~ a regular expression whose groups BASH_REMATCH holds. */
import type { TestBinaryExpression, TestExpression } from 'unbash';
import { compilePosixPattern } from '../../base/index.ts';
import { ArithmeticError, evaluateArithmetic } from '../language/arithmetic.ts';
import { globPattern } from '../language/glob-pattern.ts';
import { testBinary, testUnary } from '../language/test-expression.ts';
import { complain, failWith } from './complain.ts';
import { expandPattern, expandRegex, expandText } from './expand-word.ts';
import { arithmeticVariables } from './parameters.ts';
import { testWorld } from './shell-files.ts';
import type { Run, Shell } from './shell.ts';

/** 0 or 1; 2 for a wrong expression, whose message has been printed. */
export function* evaluateConditional(sh: Shell, expression: TestExpression): Run<number> {
  switch (expression.type) {
    case 'TestGroup':
      return yield* evaluateConditional(sh, expression.expression);
    case 'TestNot': {
      const status = yield* evaluateConditional(sh, expression.operand);
      return status > 1 || expression.negations.length % 2 === 0 ? status : 1 - status;
    }
    case 'TestLogical': {
      let status = 0;
      for (const operand of expression.operands) {
        status = yield* evaluateConditional(sh, operand);
        if (status > 1 || (status === 0) === (expression.operator === '||')) break;
      }
      return status;
    }
    case 'TestUnary':
      return testUnary(expression.operator, yield* expandText(sh, expression.operand), testWorld(sh.p, sh)) ? 0 : 1;
    case 'TestBinary':
      return yield* compare(sh, expression);
  }
}

function* compare(sh: Shell, { operator, left, right }: TestBinaryExpression): Run<number> {
  const text = yield* expandText(sh, left);
  const fold = sh.shopts.has('nocasematch') ? (s: string) => s.toLowerCase() : (s: string) => s;
  switch (operator) {
    case '=':
    case '==':
      return globPattern(fold(yield* expandPattern(sh, right))).matches(fold(text)) ? 0 : 1;
    case '!=':
      return globPattern(fold(yield* expandPattern(sh, right))).matches(fold(text)) ? 1 : 0;
    case '=~':
      return matchRegex(sh, text, yield* expandRegex(sh, right));
    case '<':
    case '>':
    case '-nt':
    case '-ot':
    case '-ef':
      return testBinary(operator, text, yield* expandText(sh, right), testWorld(sh.p, sh)) ? 0 : 1;
    default:
      return yield* compareNumbers(sh, operator, text, yield* expandText(sh, right));
  }
}

function matchRegex(sh: Shell, text: string, source: string): number {
  const answer = compilePosixPattern(source, 'extended', { ignoreCase: sh.shopts.has('nocasematch') });
  if ('error' in answer) return 2;
  const match = answer.pattern.exec(text);
  sh.variables.setList('BASH_REMATCH', match ? match.groups.map((g) => g ?? '') : []);
  return match ? 0 : 1;
}

function* compareNumbers(sh: Shell, operator: string, left: string, right: string): Run<number> {
  let a: bigint;
  let b: bigint;
  try {
    a = BigInt(evaluateArithmetic(left, arithmeticVariables(sh)));
    b = BigInt(evaluateArithmetic(right, arithmeticVariables(sh)));
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error;
    if (sh.isBash) yield* complain(sh, `[[: ${error.message}`);
    else yield* failWith(sh, error.message);
    return 1;
  }
  const holds =
    operator === '-eq' ? a === b : operator === '-ne' ? a !== b : operator === '-lt' ? a < b : operator === '-le' ? a <= b : operator === '-gt' ? a > b : a >= b;
  return holds ? 0 : 1;
}
