/** free and uptime: a machine's memory and load. */
import { memoryOf } from '../../host/index.ts';
import { formatDate } from '../language/date-format.ts';
import { print, say, type Tool, type ToolCall } from '../tool/tool.ts';

export const free: Tool = {
  usage: '[options]',
  options: { flags: 'bkmghtwlv', values: 'sc', long: { bytes: 'b', kibi: 'k', mebi: 'm', gibi: 'g', human: 'h', total: 't', wide: 'w' } },
  *run(call) {
    const { options, p } = call;
    if (!p.files.exists('/proc/meminfo')) return yield* say(2, 'free: Memory information file /proc/meminfo does not exist\n', 1);
    const { total, used, free: left } = memoryOf(call.p.host);
    const shown = (bytes: number) => sizeText(call, bytes).padStart(12);
    const wide = options.has('w');
    const titles = ['total', 'used', 'free', 'shared', ...(wide ? ['buffers', 'cache'] : ['buff/cache']), 'available'];
    const row = (label: string, cells: readonly number[]) => `${label.padEnd(8)}${cells.map(shown).join('')}\n`;
    let text = `${' '.repeat(8)}${titles.map((title) => title.padStart(12)).join('')}\n`;
    text += row('Mem:', [total, used, left, 0, ...(wide ? [0, 0] : [0]), left]);
    text += row('Swap:', [0, 0, 0]);
    if (options.has('t')) text += row('Total:', [total, used, left]);
    yield* print(text);
    return 0;
  },
};

function sizeText({ options }: ToolCall, bytes: number): string {
  if (options.has('h')) return human(bytes);
  const unit = options.has('b') ? 1 : options.has('m') ? 1024 ** 2 : options.has('g') ? 1024 ** 3 : 1024;
  return String(Math.floor(bytes / unit));
}

/** As free writes it: 31Gi, 1.5Gi, 512Mi. */
function human(bytes: number): string {
  const units = ['B', 'Ki', 'Mi', 'Gi', 'Ti'];
  let value = bytes;
  let at = 0;
  for (; value >= 1024 && at < units.length - 1; at++) value /= 1024;
  if (at === 0) return `${bytes}B`;
  return `${value < 10 ? (Math.floor(value * 10) / 10).toFixed(1) : Math.floor(value)}${units[at]!}`;
}

export const uptime: Tool = {
  usage: '[options]',
  options: { flags: 'ps', long: { pretty: 'p', since: 's' } },
  *run({ p, options }) {
    if (!p.files.exists('/proc/uptime')) return yield* say(2, 'uptime: Cannot get system uptime: No such file or directory\n', 1);
    const { host } = p;
    const upMs = host.clock.now - host.bootedMs;
    if (options.has('p')) yield* print(`up ${prettyTime(upMs)}\n`);
    else if (options.has('s')) yield* print(`${formatDate('%Y-%m-%d %H:%M:%S', host.wallMs - upMs)}\n`);
    else yield* print(` ${headline(p.host)}\n`);
    return 0;
  },
};

/** The first line of uptime and top: time, how long up, users, load. */
export function headline(host: ToolCall['p']['host']): string {
  host.cpu.bringUpToDate();
  const minutes = Math.floor((host.clock.now - host.bootedMs) / 60_000);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  const clock = hours > 0 ? `${String(hours).padStart(2)}:${String(minutes % 60).padStart(2, '0')}` : `${minutes % 60} min`;
  const users = new Set([...host.processes.values()].map((one) => one.tty).filter((one) => one)).size;
  const up = `${days > 0 ? `${days} day${days === 1 ? '' : 's'}, ` : ''}${clock}`;
  return `${formatDate('%H:%M:%S', host.wallMs)} up ${up}, ${String(users).padStart(2)} user${users > 1 ? 's' : ''},  load average: ${host.cpu.load.texts().join(', ')}`;
}

function prettyTime(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const parts: readonly [number, string][] = [
    [Math.floor(minutes / 1440), 'day'],
    [Math.floor(minutes / 60) % 24, 'hour'],
    [minutes % 60, 'minute'],
  ];
  const said = parts.filter(([n]) => n > 0).map(([n, word]) => `${n} ${word}${n === 1 ? '' : 's'}`);
  return said.length > 0 ? said.join(', ') : '0 minutes';
}
