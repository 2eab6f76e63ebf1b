/** test and [ as programs. */
import { testWorld } from '../interpreter/shell-files.ts';
import { evaluateTest, TestError } from '../language/test-expression.ts';
import { complain, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const test: Tool = {
  usage: 'EXPRESSION',
  options: { none: true },
  run: (call) => decide(call, call.operands),
};

export const bracket: Tool = {
  usage: 'EXPRESSION ]',
  options: { none: true },
  *run(call) {
    if (call.operands[call.operands.length - 1] !== ']') return yield* complain(call, 'missing ‘]’', 2);
    return yield* decide(call, call.operands.slice(0, -1));
  },
};

function* decide(call: ToolCall, args: readonly string[]): ToolRun {
  try {
    return evaluateTest(args, testWorld(call.p)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TestError)) throw error;
    return yield* complain(call, error.message, 2);
  }
}
