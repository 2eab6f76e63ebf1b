/** test and [. */
import { complain } from '../interpreter/complain.ts';
import { testWorld } from '../interpreter/shell-files.ts';
import type { Answer, Builtin, Run, Shell } from '../interpreter/shell.ts';
import { evaluateTest, TestError } from '../language/test-expression.ts';

export const test: Builtin = (sh, args) => decide(sh, 'test', args);

export const bracket: Builtin = (sh, args) => {
  if (args[args.length - 1] !== ']') return wrong(sh, sh.isBash ? "[: missing `]'" : '[: missing ]');
  return decide(sh, '[', args.slice(0, -1));
};

function decide(sh: Shell, name: string, args: readonly string[]): Answer {
  try {
    return evaluateTest(args, testWorld(sh.p, sh)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TestError)) throw error;
    return wrong(sh, `${name}: ${sh.isBash ? error.message : otherWords(error.message, args[0] ?? '')}`);
  }
}

function* wrong(sh: Shell, message: string): Run<number> {
  yield* complain(sh, message);
  return 2;
}

/** dash and busybox put it in their own words. */
function otherWords(message: string, first: string): string {
  const operand = message.slice(0, message.indexOf(':'));
  if (message.endsWith('unary operator expected') || message.endsWith('binary operator expected')) return `${first}: unexpected operator`;
  if (message.endsWith('integer expression expected')) return `Illegal number: ${operand}`;
  return message;
}
