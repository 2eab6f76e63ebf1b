/** pgrep, pkill, pidof and killall: processes by what they are called. */
import { compilePosixPattern } from '../../base/index.ts';
import { parseSignal, procSpace, write, type Process, type Signal } from '../../host/index.ts';
import { userName } from '../accounts.ts';
import { baseName, complain, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

const options: Tool['options'] = {
  flags: 'flaxnovci',
  values: 'uUPtgsd',
  long: { full: 'f', 'list-name': 'l', 'list-full': 'a', exact: 'x', newest: 'n', oldest: 'o', inverse: 'v', count: 'c', 'ignore-case': 'i', euid: 'u', uid: 'U', parent: 'P', delimiter: 'd', signal: 'signal' },
  longValues: ['signal'],
};

export const pgrep: Tool = {
  usage: '[options] <pattern>',
  usageCode: 2,
  options,
  *run(call) {
    const found = yield* matching(call);
    if (typeof found === 'number') return found;
    if (call.options.has('c')) yield* print(`${found.length}\n`);
    else if (found.length > 0) {
      const lines = found.map((one) => (call.options.has('a') ? `${pidOf(call, one)} ${one.argv.join(' ')}` : call.options.has('l') ? `${pidOf(call, one)} ${one.name}` : String(pidOf(call, one))));
      yield* print(`${lines.join(call.options.value('d') ?? '\n')}\n`);
    }
    return found.length > 0 ? 0 : 1;
  },
};

export const pkill: Tool = {
  usage: '[options] <pattern>',
  usageCode: 2,
  options,
  prepare: signalSpelledOut,
  *run(call) {
    const signal = signalOf(call);
    if (signal === undefined) return yield* refuse(call, `invalid signal`, 2);
    const found = yield* matching(call);
    if (typeof found === 'number') return found;
    let code = found.length > 0 ? 0 : 1;
    for (const one of found) {
      const done = tried(() => call.p.kill(pidOf(call, one), signal));
      if ('error' in done) code = yield* complain(call, `killing pid ${pidOf(call, one)} failed: ${reason(done.error)}`, 1);
    }
    return code;
  },
};

export const pidof: Tool = {
  usage: '[options] <program>...',
  options: { flags: 'sxq', values: 'oS' },
  *run(call) {
    const found = call.operands.flatMap((name) => others(call).filter((one) => called(one, name)));
    const pids = found.map((one) => pidOf(call, one)).sort((a, b) => b - a);
    if (pids.length === 0) return 1;
    if (!call.options.has('q')) yield* print(`${(call.options.has('s') ? pids.slice(0, 1) : pids).join(' ')}\n`);
    return 0;
  },
};

function* noneFound({ flavour, name: own }: ToolCall, name: string): ToolRun {
  yield write(2, flavour === 'busybox' ? `${own}: ${name}: no process killed\n` : `${name}: no process found\n`);
  return 1;
}

export const killall: Tool = {
  usage: '[OPTION]... [--] NAME...',
  options: { flags: 'qvewIi', values: 's', longValues: ['signal'], long: { signal: 's', quiet: 'q', verbose: 'v' } },
  prepare: signalSpelledOut,
  *run(call) {
    const signal = signalOf(call);
    if (signal === undefined) return yield* refuse(call, `unknown signal; killall -l lists signals.`);
    if (call.operands.length === 0) return yield* refuse(call, 'no process selection criteria');
    let code = 0;
    for (const name of call.operands) {
      const found = others(call).filter((one) => called(one, name));
      if (found.length === 0) code = call.options.has('q') ? 1 : yield* noneFound(call, name);
      for (const one of found) {
        const done = tried(() => call.p.kill(pidOf(call, one), signal));
        if ('error' in done) code = yield* complain(call, `${name}(${pidOf(call, one)}): ${reason(done.error)}`);
      }
    }
    return code;
  },
};

/** `-9`, `-KILL` and `-SIGKILL` as an option with a value. */
function signalSpelledOut(args: readonly string[]): string[] {
  return args.map((arg) => {
    const match = /^-(\d+|[A-Z][A-Z0-9]+)$/.exec(arg);
    return match ? `--signal=${match[1]!}` : arg;
  });
}

function signalOf({ options: given }: ToolCall): Signal | undefined {
  const text = given.value('signal') ?? given.value('s');
  const signal = text === undefined ? 'SIGTERM' : parseSignal(text);
  return signal;
}

function pidOf(call: ToolCall, one: Process): number {
  return one.pidIn(spaceOf(call));
}

function spaceOf({ p }: ToolCall): Process['namespaces']['pid'] {
  return procSpace(p) ?? p.namespaces.pid;
}

function others(call: ToolCall): Process[] {
  return [...spaceOf(call).processes.values()].filter((one) => one !== call.p && !one.ended).sort((a, b) => pidOf(call, a) - pidOf(call, b));
}

function called(one: Process, name: string): boolean {
  return one.name === name || baseName(one.argv[0] ?? '').replace(/^-/, '') === name || one.exe === name;
}

function* matching(call: ToolCall): ToolRun<Process[] | number> {
  const { options: given, p } = call;
  const [pattern, more] = call.operands;
  if (more !== undefined) return yield* refuse(call, 'only one pattern can be provided', 2);
  const users = given.values('u').concat(given.values('U')).flatMap((text) => text.split(','));
  const parents = given.values('P').flatMap((text) => text.split(',').map(Number));
  if (pattern === undefined && users.length === 0 && parents.length === 0) return yield* refuse(call, 'no matching criteria specified', 2);
  const answer = compilePosixPattern(pattern ?? '', 'extended', { ignoreCase: given.has('i') });
  if ('error' in answer) return yield* complain(call, answer.error, 2);
  const selected = (one: Process): boolean => {
    const text = given.has('f') ? one.argv.join(' ') : one.name;
    if (pattern !== undefined && (given.has('x') ? !answer.pattern.testWhole(text) : !answer.pattern.test(text))) return false;
    if (users.length > 0 && !users.includes(userName(p.files, one.uid)) && !users.includes(String(one.uid))) return false;
    return parents.length === 0 || parents.includes(one.parent ? pidOf(call, one.parent) : 0);
  };
  const found = others(call).filter((one) => selected(one) !== given.has('v'));
  if (given.has('n')) return found.slice(-1);
  return given.has('o') ? found.slice(0, 1) : found;
}
