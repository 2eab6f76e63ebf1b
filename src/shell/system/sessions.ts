/** who, w, users: who sits at which terminal of this machine. */
import type { Process, Tty } from '../../host/index.ts';
import { userName } from '../accounts.ts';
import { formatDate } from '../language/date-format.ts';
import { headline } from '../more/free.ts';
import { print, type Tool, type ToolCall } from '../tool/tool.ts';

interface Login {
  readonly user: string;
  readonly line: string;
  readonly leader: Process;
  readonly tty: Tty;
  readonly from: string; // '' for the machine's own terminals
  readonly atMs: number;
}

/** Terminals that somebody has logged in at; those of containers belong to nobody. */
export function loginsOf({ p }: ToolCall): Login[] {
  const { host } = p;
  const logins: Login[] = [];
  for (const tty of host.ttys.values()) {
    const leader = tty.session;
    if (!leader?.alive || leader.namespaces.pid !== host.namespaces.pid) continue;
    const from = leader.env.get('SSH_CONNECTION')?.split(' ')[0] ?? '';
    logins.push({ user: userName(p.files, leader.uid), line: tty.name.replace('/dev/', ''), leader, tty, from, atMs: host.wallMs - host.clock.now + leader.startedMs });
  }
  return logins;
}

export const who: Tool = {
  usage: '[OPTION]... [ FILE | ARG1 ARG2 ]',
  options: { flags: 'abdHlmpqrstTuw', long: { boot: 'b', count: 'q', heading: 'H', 'message-status': 'T', users: 'u' } },
  *run(call) {
    const { options, p } = call;
    const logins = loginsOf(call);
    if (options.has('b')) {
      yield* print(`         system boot  ${formatDate('%Y-%m-%d %H:%M', p.host.wallMs - p.host.clock.now + p.host.bootedMs)}\n`);
      return 0;
    }
    if (options.has('q')) {
      yield* print(`${logins.map((one) => one.user).join(' ')}\n# users=${logins.length}\n`);
      return 0;
    }
    const own = options.has('m') || call.operands.length === 2;
    if (options.has('H')) yield* print('NAME     LINE         TIME             COMMENT\n');
    for (const { user, line, tty, from, atMs } of logins) if (!own || tty === p.tty) yield* print(`${user.padEnd(8)} ${line.padEnd(12)} ${formatDate('%Y-%m-%d %H:%M', atMs)}${from && ` (${from})`}\n`);
    return 0;
  },
};

export const users: Tool = {
  usage: '[OPTION]... [FILE]',
  *run(call) {
    const names = loginsOf(call).map((one) => one.user).sort();
    if (names.length > 0) yield* print(`${names.join(' ')}\n`);
    return 0;
  },
};

export const w: Tool = {
  usage: '[options] [user]',
  options: { flags: 'fhiosu', long: { 'no-header': 'h', short: 's', from: 'f' } },
  *run(call) {
    const { p, options } = call;
    const logins = loginsOf(call).filter((one) => call.operands[0] === undefined || one.user === call.operands[0]);
    if (!options.has('h')) yield* print(` ${headline(p.host)}\nUSER     TTY      FROM             LOGIN@   IDLE   JCPU   PCPU WHAT\n`);
    p.host.cpu.bringUpToDate();
    for (const one of logins) {
      const doing = foreground(one);
      yield* print(`${one.user.padEnd(8)} ${one.line.padEnd(8)} ${(one.from || '-').padEnd(16)} ${formatDate('%H:%M', one.atMs).padEnd(6)} ${'-'.padStart(6)} ${seconds(sessionNs(one)).padStart(6)} ${seconds(doing.cpuNs).padStart(6)} ${doing.argv.join(' ')}\n`);
    }
    return 0;
  },
};

function foreground({ tty, leader }: Login): Process {
  return leader.host.processes.get(tty.foreground[0] ?? 0) ?? leader;
}

function sessionNs({ leader }: Login): number {
  let sum = 0;
  for (const one of leader.host.processes.values()) if (one.sessionPids[0] === leader.sessionPids[0]) sum += one.cpuNs;
  return sum;
}

function seconds(ns: number): string {
  return `${(ns / 1e9).toFixed(2)}s`;
}
