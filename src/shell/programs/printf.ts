/** printf as a program. */
import { printf as format } from '../language/printf-format.ts';
import { complain, print, refuse, type Tool } from '../tool/tool.ts';

export const printf: Tool = {
  usage: 'FORMAT [ARGUMENT]...',
  options: { none: true },
  *run(call) {
    const [template, ...args] = call.operands[0] === '--' ? call.operands.slice(1) : call.operands;
    if (template === undefined) return yield* refuse(call, 'missing operand');
    const result = format(template, args, { epochMs: call.p.host.wallMs });
    yield* print(result.text);
    for (const complaint of result.complaints) {
      yield* complain(call, complaint.replace(/^(.*): invalid number$/s, (_, text: string) => `‘${text}’: expected a numeric value`));
    }
    return result.complaints.length > 0 ? 1 : 0;
  },
};
