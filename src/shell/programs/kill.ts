/** kill as a program: signals to processes by their numbers. */
import { errorCode, parseSignal, signalNames, signalNumber } from '../../host/index.ts';
import { complain, print, refuse, type Tool } from '../tool/tool.ts';

export const kill: Tool = {
  usage: '[-s SIGNAL | -SIGNAL] PID...\n  or:  kill -l [SIGNAL]...',
  options: { none: true },
  *run(call) {
    let args = call.operands;
    let signal = 'TERM';
    if (args[0] === '-l' || args[0] === '-L') {
      const names = args.length > 1 ? args.slice(1).map((a) => (/^\d+$/.test(a) ? (parseSignal(a)?.slice(3) ?? a) : String(signalNumber(parseSignal(a) ?? 'SIGTERM')))) : signalNames.map((s) => s.slice(3));
      yield* print(`${names.join(args.length > 1 ? '\n' : ' ')}\n`);
      return 0;
    }
    if (args[0] === '-s' || args[0] === '-n') {
      signal = args[1] ?? '';
      args = args.slice(2);
    } else if (/^-[A-Za-z0-9]+$/.test(args[0] ?? '')) {
      signal = args[0]!.slice(1);
      args = args.slice(1);
    }
    if (args[0] === '--') args = args.slice(1);
    const known = signal === '0' ? 0 : parseSignal(signal);
    if (known === undefined) return yield* complain(call, call.flavour === 'gnu' ? `‘${signal}’: invalid signal` : `bad signal name '${signal}'`);
    if (args.length === 0) return yield* refuse(call, call.flavour === 'gnu' ? 'no process ID specified' : 'you need to specify whom to kill');
    let code = 0;
    for (const text of args) {
      if (!/^-?\d+$/.test(text)) {
        code = yield* complain(call, call.flavour === 'gnu' ? `‘${text}’: invalid process id` : `invalid number '${text}'`);
        continue;
      }
      try {
        call.p.kill(Number(text), known);
      } catch (error) {
        const why = errorCode(error) === 'EPERM' ? 'Operation not permitted' : 'No such process';
        code = yield* complain(call, call.flavour === 'gnu' ? `(${text}) - ${why}`.replace(/^\((.*)\) - /, '‘$1’: ') : `can't kill pid ${text}: ${why}`);
      }
    }
    return code;
  },
};
