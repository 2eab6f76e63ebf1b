/** nohup: a program that SIGHUP does not end. */
import { complain, reason, refuse, type Tool } from '../tool/tool.ts';

export const nohup: Tool = {
  usage: 'COMMAND [ARG]...',
  usageCode: 125,
  options: { stopAtOperand: true },
  *run(call) {
    const { p, operands } = call;
    if (operands.length === 0) return yield* refuse(call, 'missing operand', 125);
    p.on('SIGHUP', 'ignore');
    if (p.isTty(1)) {
      yield* complain(call, "ignoring input and appending output to 'nohup.out'");
      p.fds.set(1, p.files.open('nohup.out', 'a', 0o600));
      p.fds.set(0, p.files.open('/dev/null'));
      if (p.isTty(2)) p.dup2(1, 2);
    }
    const path = p.findProgram(operands[0]!);
    try {
      if (path !== undefined) yield p.exec(path, operands);
    } catch (error) {
      return yield* complain(call, `failed to run command '${operands[0]!}': ${reason(error)}`, 126);
    }
    return yield* complain(call, `failed to run command '${operands[0]!}': No such file or directory`, 127);
  },
};
