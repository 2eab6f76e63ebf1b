/** `[[ … ]]`: words are not split, == takes a pattern, =~ a regular expression whose groups BASH_REMATCH holds. */
import type { TestBinaryExpression, TestExpression } from 'unbash';
import { compileExtendedGlob, compilePosixPattern } from '../../base/index.ts';
import { ArithmeticError, evaluateArithmetic } from '../language/arithmetic.ts';
import { testBinary, testUnary } from '../language/test-expression.ts';
import { complain, failWith } from './complain.ts';
import { expandPattern, expandRegex, expandText } from './expand-word.ts';
import { arithmeticVariables } from './parameters.ts';
import { testWorld } from './shell-files.ts';
import type { Run, Shell } from './shell.ts';
import { traceText } from './trace.ts';

/** 0 or 1; 2 for a wrong expression, whose message has been printed. */
export function* evaluateConditional(sh: Shell, expression: TestExpression, negated = false): Run<number> {
  switch (expression.type) {
    case 'TestGroup':
      return yield* evaluateConditional(sh, expression.expression);
    case 'TestNot': {
      const odd = expression.negations.length % 2 === 1;
      const status = yield* evaluateConditional(sh, expression.operand, odd);
      return status > 1 || !odd ? status : 1 - status;
    }
    case 'TestLogical': {
      let status = 0;
      for (const operand of expression.operands) {
        status = yield* evaluateConditional(sh, operand);
        if (status > 1 || (status === 0) === (expression.operator === '||')) break;
      }
      return status;
    }
    case 'TestUnary': {
      const text = yield* expandText(sh, expression.operand);
      yield* traceTerm(sh, negated, expression.operator, text);
      return testUnary(expression.operator, text, testWorld(sh.p, sh)) ? 0 : 1;
    }
    case 'TestBinary':
      return yield* compare(sh, expression, negated);
  }
}

/** set -x shows each term by itself, as it is come to. */
function* traceTerm(sh: Shell, negated: boolean, ...words: readonly string[]): Run<void> {
  if (sh.on('xtrace')) yield* traceText(sh, `[[ ${negated ? '! ' : ''}${words.map((word) => word || "''").join(' ')} ]]`);
}

function* compare(sh: Shell, { operator, left, right }: TestBinaryExpression, negated: boolean): Run<number> {
  const text = yield* expandText(sh, left);
  const expanded = yield* operator === '=~' ? expandRegex(sh, right) : ['=', '==', '!='].includes(operator) ? expandPattern(sh, right) : expandText(sh, right);
  yield* traceTerm(sh, negated, text, operator, expanded);
  const fold = sh.shopts.has('nocasematch') ? (s: string) => s.toLowerCase() : (s: string) => s;
  switch (operator) {
    case '=':
    case '==':
      return compileExtendedGlob(fold(expanded)).matches(fold(text)) ? 0 : 1;
    case '!=':
      return compileExtendedGlob(fold(expanded)).matches(fold(text)) ? 1 : 0;
    case '=~':
      return matchRegex(sh, text, expanded);
    case '<':
    case '>':
    case '-nt':
    case '-ot':
    case '-ef':
      return testBinary(operator, text, expanded, testWorld(sh.p, sh)) ? 0 : 1;
    default:
      return yield* compareNumbers(sh, operator, text, expanded);
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
