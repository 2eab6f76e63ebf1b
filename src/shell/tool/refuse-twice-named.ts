/** How diff and cmp refuse wrong usage: both lines begin with the name, other than everybody else's. */
import { complain, refuse, type ToolCall, type ToolRun } from './tool.ts';

export function* refuseTwiceNamed(call: ToolCall, problem: string): ToolRun {
  if (call.flavour !== 'gnu') return yield* refuse(call, problem, 2);
  yield* complain(call, problem);
  return yield* complain(call, `Try '${call.name} --help' for more information.`, 2);
}
