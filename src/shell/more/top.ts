/** top: who uses the processor and the memory, again and again; once after another into a pipe with -b. */
import { memoryOf, procSpace, stateLetter, type Process } from '../../host/index.ts';
import { sleep } from '../../host/index.ts';
import { userName } from '../accounts.ts';
import { print, refuse, say, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { headline } from './free.ts';
import { withKeys, type Keys } from './keys.ts';

type Order = 'cpu' | 'memory' | 'pid' | 'time';

const orders: Readonly<Record<string, Order>> = { '%CPU': 'cpu', '%MEM': 'memory', PID: 'pid', 'TIME+': 'time', P: 'cpu', M: 'memory', N: 'pid', T: 'time' };

export const top: Tool = {
  usage: '[options]',
  options: { flags: 'bcHiSs1', values: 'dnopuUwE' },
  *run(call) {
    const { options, p } = call;
    const seconds = Number(options.value('d') ?? 3);
    const rounds = Number(options.value('n') ?? Infinity);
    const order = orders[(options.value('o') ?? '%CPU').toUpperCase()];
    if (Number.isNaN(seconds) || seconds < 0) return yield* refuse(call, `bad delay interval '${options.value('d')!}'`);
    if (order === undefined) return yield* refuse(call, `unrecognized field name '${options.value('o')!}'`);
    if (!procSpace(p)) return yield* say(2, 'Error, do this: mount -t proc proc /proc\n', 1);
    const meter = new Meter(call);
    if (options.has('b')) {
      for (let i = 0; i < rounds; i++) {
        if (i > 0) {
          yield sleep(Math.max(0.1, seconds) * 1000);
          yield* print('\n');
        }
        yield* print(`${meter.lines(order).join('\n')}\n`);
      }
      return 0;
    }
    if (!p.isTty(1) || !p.tty) return yield* refuse(call, 'failed tty get');
    return yield* withKeys(p, (keys) => live(call, meter, keys, order, Math.max(0.1, seconds) * 1000, rounds));
  },
};

function* live(call: ToolCall, meter: Meter, keys: Keys, first: Order, delayMs: number, rounds: number): ToolRun {
  const { p } = call;
  let order = first;
  for (let i = 0; i < rounds; i++) {
    const rows = p.tty?.rows ?? 24;
    const cols = p.tty?.cols ?? 80;
    yield* print(`\x1b[H\x1b[2J${meter.lines(order).slice(0, rows - 1).map((line) => line.slice(0, cols)).join('\n')}\n`);
    const key = yield* keys.next(delayMs);
    if (key === 'q' || key === null) return 0;
    if (key !== undefined) order = orders[key.toUpperCase()] ?? order;
  }
  return 0;
}

/** Use since the look before. */
class Meter {
  private readonly call: ToolCall;
  private before = new Map<Process, number>();
  private beforeMs: number;
  private beforeNs = 0;
  private isFirst = true;

  constructor(call: ToolCall) {
    this.call = call;
    this.beforeMs = call.p.host.bootedMs;
  }

  lines(order: Order): string[] {
    const { p, options } = this.call;
    const { host } = p;
    host.cpu.bringUpToDate();
    const elapsedNs = Math.max(1, (host.clock.now - this.beforeMs) * 1e6);
    const wanted = options.values('p').flatMap((text) => text.split(',').map(Number));
    const user = options.value('u') ?? options.value('U');
    const space = procSpace(p) ?? p.namespaces.pid;
    const all = [...space.processes.values()];
    const share = (one: Process) => (100 * (one.cpuNs - (this.before.get(one) ?? 0))) / (this.isFirst ? Math.max(1, (host.clock.now - one.startedMs) * 1e6) : elapsedNs);
    const rows = all
      .filter((one) => (wanted.length === 0 || wanted.includes(one.pidIn(space))) && (user === undefined || userName(p.files, one.uid) === user || String(one.uid) === user))
      .map((one) => ({ one, pid: one.pidIn(space), cpu: share(one) }))
      .sort((a, b) => (order === 'pid' ? b.pid - a.pid : order === 'memory' ? b.one.memoryBytes - a.one.memoryBytes : order === 'time' ? b.one.cpuNs - a.one.cpuNs : b.cpu - a.cpu) || a.pid - b.pid);
    const usedNs = host.cgroups.usageNs - this.beforeNs;
    const busy = Math.min(100, (100 * usedNs) / (elapsedNs * host.facts.cores));
    this.before = new Map(all.map((one) => [one, one.cpuNs]));
    this.beforeMs = host.clock.now;
    this.beforeNs = host.cgroups.usageNs;
    this.isFirst = false;
    return [...summary(this.call, all, busy), '', '    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND', ...rows.map(({ one, pid, cpu }) => this.row(one, pid, cpu))];
  }

  private row(one: Process, pid: number, cpu: number): string {
    const { p, options } = this.call;
    const kib = String(Math.floor(one.memoryBytes / 1024));
    const percent = ((100 * one.memoryBytes) / p.host.facts.memoryBytes).toFixed(1);
    const hundredths = Math.floor(one.cpuNs / 1e7);
    const time = `${Math.floor(hundredths / 6000)}:${String(Math.floor(hundredths / 100) % 60).padStart(2, '0')}.${String(hundredths % 100).padStart(2, '0')}`;
    const user = userName(p.files, one.uid).slice(0, 8);
    const command = options.has('c') ? one.argv.join(' ') : one.name;
    return `${String(pid).padStart(7)} ${user.padEnd(8)} ${String(20 + one.nice).padStart(3)} ${String(one.nice).padStart(3)} ${kib.padStart(7)} ${kib.padStart(6)}      0 ${stateLetter(one)} ${cpu.toFixed(1).padStart(5)} ${percent.padStart(5)} ${time.padStart(9)} ${command}`;
  }
}

function summary({ p }: ToolCall, all: readonly Process[], busy: number): string[] {
  const states = all.map((one) => stateLetter(one));
  const count = (letters: string) => String(states.filter((state) => letters.includes(state)).length).padStart(3);
  const { total, used, free } = memoryOf(p.host);
  const mib = (bytes: number) => (bytes / 1024 ** 2).toFixed(1).padStart(8);
  const idle = (100 - busy).toFixed(1);
  return [
    `top - ${headline(p.host)}`,
    `Tasks: ${String(all.length).padStart(3)} total, ${count('R')} running, ${count('SDI')} sleeping, ${count('T')} stopped, ${count('Z')} zombie`,
    `%Cpu(s): ${busy.toFixed(1).padStart(4)} us,  0.0 sy,  0.0 ni,${idle.padStart(5)} id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st `,
    `MiB Mem : ${mib(total)} total, ${mib(free)} free, ${mib(used)} used, ${mib(0)} buff/cache     `,
    `MiB Swap: ${mib(0)} total, ${mib(0)} free, ${mib(0)} used. ${mib(free)} avail Mem `,
  ];
}
