/** flock: a command, or the rest of a script, while nobody else has the file's lock. */
import { lockOf, RegularFile, until, waitPid, type ExitStatus, type FileLock, type OpenFile } from '../../host/index.ts';
import { complain, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

const USAGE_CODE = 64;
const NO_INPUT_CODE = 66;

export const flock: Tool = {
  usage: '[options] <file>|<directory> <command> [<argument>...]',
  usageCode: USAGE_CODE,
  options: { flags: 'esxnuoFv', values: 'wEc', stopAtOperand: true, long: { exclusive: 'e', shared: 's', nonblock: 'n', nb: 'n', unlock: 'u', close: 'o', 'no-fork': 'F', verbose: 'v', timeout: 'w', wait: 'w', 'conflict-exit-code': 'E', command: 'c' } },
  *run(call) {
    const { p, options } = call;
    const [name, ...rest] = call.operands;
    if (name === undefined) return yield* refuse(call, 'requires file descriptor, file or directory', USAGE_CODE);
    const [seconds, conflict] = [options.value('w'), options.value('E')];
    if (seconds !== undefined && !/^(?:\d+\.?\d*|\.\d+)$/.test(seconds)) return yield* complain(call, `invalid timeout value: '${seconds}'`, USAGE_CODE);
    if (conflict !== undefined && !/^[-+]?\d+$/.test(conflict)) return yield* complain(call, `invalid exit code: '${conflict}'`, USAGE_CODE);
    if (conflict !== undefined && (Number(conflict) < 0 || Number(conflict) > 255)) return yield* complain(call, 'exit code out of range (expected 0 to 255)', USAGE_CODE);
    const shell = p.env.get('SHELL') ?? '/bin/sh';
    const text = options.value('c') ?? (rest[0] === '-c' ? (rest[1] ?? '') : undefined);
    const argv = text === undefined ? rest : [shell, '-c', text];
    if (argv.length === 0) return yield* lockDescriptor(call, name);
    const opened = tried(() => (p.files.exists(name) && p.files.stat(name).kind === 'dir' ? p.open(name) : p.open(name, 'a')));
    if ('error' in opened) return yield* complain(call, `cannot open lock file ${name}: ${reason(opened.error)}`, NO_INPUT_CODE);
    const file = p.fds.get(opened.value)!;
    if (!(file instanceof RegularFile)) return yield* complain(call, `${name}: Bad file descriptor`, NO_INPUT_CODE);
    const refused = yield* lock(call, lockOf(file), file);
    if (refused !== undefined) return refused;
    if (options.has('o')) p.fds.setCloseOnExec(opened.value, true);
    const path = p.findProgram(argv[0]!);
    const child = path === undefined ? undefined : tried(() => p.spawn(path, argv));
    if (!child || 'error' in child) return yield* complain(call, `failed to execute ${argv[0]!}: ${child ? reason(child.error) : 'No such file or directory'}`, 69);
    const status: ExitStatus = yield waitPid(child.value.pid);
    return status.code;
  },
};

function* lockDescriptor(call: ToolCall, text: string): ToolRun {
  const file = /^\d+$/.test(text) ? call.p.fds.get(Number(text)) : undefined;
  if (!/^\d+$/.test(text)) return yield* refuse(call, `bad file descriptor: '${text}'`, USAGE_CODE);
  if (!(file instanceof RegularFile)) return yield* complain(call, `${text}: Bad file descriptor`, 65);
  const one = lockOf(file);
  if (call.options.has('u')) {
    one.give(file);
    return 0;
  }
  return (yield* lock(call, one, file)) ?? 0;
}

/** Waits for it as it was asked to; the exit code when it was not to be had. */
function* lock({ p, options }: ToolCall, one: FileLock, file: OpenFile): ToolRun<number | undefined> {
  const shared = options.has('s');
  const conflict = Number(options.value('E') ?? 1);
  const seconds = Number(options.value('w') ?? Infinity);
  const untilMs = p.host.clock.now + seconds * 1000;
  while (!one.take(file, shared)) {
    if (options.has('n') || p.host.clock.now >= untilMs) return conflict;
    yield* until((wake) => {
      const cancels = [one.onChange(wake), ...(untilMs === Infinity ? [] : [p.host.clock.after(untilMs - p.host.clock.now, 'flock', wake)])];
      return () => cancels.forEach((cancel) => cancel());
    });
  }
  return undefined;
}
