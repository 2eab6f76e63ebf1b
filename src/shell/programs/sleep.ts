/** sleep: seconds, minutes, hours and days of virtual time. */
import { pause, sleep as sleepCall } from '../../host/index.ts';
import { parseInterval } from '../tool/interval.ts';
import { refuse, type Tool, type ToolRun } from '../tool/tool.ts';

export const sleep: Tool = {
  usage: 'NUMBER[SUFFIX]...',
  run(call) {
    if (call.operands.length === 0) return refuse(call, 'missing operand');
    let total = 0;
    for (const operand of call.operands) {
      const ms = parseInterval(operand);
      if (ms === undefined) return refuse(call, call.flavour === 'gnu' ? `invalid time interval ‘${operand}’` : `invalid number '${operand}'`);
      total += ms;
    }
    return sleepFor(total);
  },
};

/** Of its own, because a world may have thousands of these. */
function* sleepFor(ms: number): ToolRun {
  yield ms === Infinity ? pause() : sleepCall(ms);
  return 0;
}
