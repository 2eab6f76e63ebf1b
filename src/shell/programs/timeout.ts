/** timeout: runs a program for at most so long. */
import { encodeUtf8 } from '../../base/index.ts';
import { parseSignal, SystemError, until, waitPid, write, type ExitStatus, type Signal } from '../../host/index.ts';
import { parseInterval } from '../tool/interval.ts';
import { explain, startProgram } from '../tool/run-program.ts';
import { refuse, type Tool } from '../tool/tool.ts';

export const timeout: Tool = {
  usage: '[OPTION] DURATION COMMAND [ARG]...',
  usageCode: 125,
  options: { flags: 'v', values: 'ks', stopAtOperand: true, long: { 'kill-after': 'k', signal: 's', verbose: 'v', foreground: 'foreground', 'preserve-status': 'preserve' } },
  *run(call) {
    const { p, options } = call;
    const [text, ...argv] = call.operands;
    if (text === undefined || argv.length === 0) {
      yield write(2, call.flavour === 'gnu' ? `Try '${call.name} --help' for more information.\n` : `${call.name}: missing operand\n`);
      return 125;
    }
    const ms = parseInterval(text);
    if (ms === undefined) return yield* refuse(call, `invalid time interval ‘${text}’`, 125);
    const signal = parseSignal(options.value('s') ?? 'TERM');
    if (!signal) return yield* refuse(call, `‘${options.value('s')!}’: invalid signal`, 125);
    const killAfter = options.value('k');
    const child = startProgram(call, argv);
    if (typeof child === 'number') return yield* explain(call, argv[0]!, child);
    for (const passed of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) p.on(passed, () => send(passed));
    const send = (what: Signal) => {
      try {
        p.kill(child.pid, what);
        if (what !== 'SIGKILL' && what !== 'SIGCONT') p.kill(child.pid, 'SIGCONT');
      } catch (error) {
        if (!(error instanceof SystemError)) throw error;
      }
    };
    let timedOut = false;
    const { clock } = p.host;
    yield* until((wake) => {
      const cancels = [child.onExit(() => wake())];
      if (ms > 0) {
        cancels.push(
          clock.after(ms, 'timeout', () => {
            timedOut = true;
            if (options.has('v')) p.fds.get(2)?.write(encodeUtf8(`${call.name}: sending signal ${signal.slice(3)} to command ‘${argv[0]!}’\n`));
            send(signal);
            const killMs = killAfter === undefined ? undefined : parseInterval(killAfter);
            if (killMs !== undefined) cancels.push(clock.after(killMs, 'timeout', () => send('SIGKILL')));
          }),
        );
      }
      return () => cancels.forEach((cancel) => cancel());
    });
    const status: ExitStatus = yield waitPid(child.pid);
    if (!timedOut || options.has('preserve')) return status.code;
    if (status.signal === 'SIGKILL') p.kill(p.pid, 'SIGKILL');
    return status.signal === 'SIGKILL' ? 137 : 124;
  },
};
