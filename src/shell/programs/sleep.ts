/** sleep: seconds, minutes, hours and days of virtual time. */
import { pause, sleep as sleepCall } from '../../host/index.ts';
import { parseInterval } from '../tool/interval.ts';
import { refuse, type Tool } from '../tool/tool.ts';

export const sleep: Tool = {
  usage: 'NUMBER[SUFFIX]...',
  *run(call) {
    if (call.operands.length === 0) return yield* refuse(call, 'missing operand');
    let total = 0;
    for (const operand of call.operands) {
      const ms = parseInterval(operand);
      if (ms === undefined) return yield* refuse(call, call.flavour === 'gnu' ? `invalid time interval ‘${operand}’` : `invalid number '${operand}'`);
      total += ms;
    }
    if (total === Infinity) yield pause();
    yield sleepCall(total);
    return 0;
  },
};
