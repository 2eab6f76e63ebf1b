/** last: sessions at terminals by the records of logins, and those of the machine's own terminals that are still there. */
import { formatDate } from '../language/date-format.ts';
import { loginRecords } from '../login-records.ts';
import type { Options } from '../tool/options.ts';
import { complain, print, type Tool } from '../tool/tool.ts';
import { loginsOf } from './sessions.ts';

interface Row {
  readonly user: string;
  readonly line: string;
  readonly from: string;
  readonly atMs: number;
  readonly endMs: number | undefined;
}

export const last: Tool = {
  usage: '[options] [<username>...] [<tty>...]',
  options: { flags: 'aFRw', values: 'n', numberMeans: 'n', long: { limit: 'n', fulltimes: 'F', fullnames: 'w', hostlast: 'a', nohostname: 'R' } },
  *run(call) {
    const { p, operands, options } = call;
    const { host } = p;
    const limit = options.value('n');
    if (limit !== undefined && !/^\d+$/.test(limit)) return yield* complain(call, `failed to parse number: '${limit}'`);
    const bootedMs = host.wallMs - host.clock.now + host.bootedMs;
    const boot: Row = { user: 'reboot', line: 'system boot', from: host.facts.kernelRelease, atMs: bootedMs, endMs: undefined };
    const rows: Row[] = [...loginsOf(call).filter((one) => one.from === '').map((one) => ({ ...one, from: '', endMs: undefined })), boot];
    const open = new Map<string, Row>();
    for (const { user, line, from, atMs } of loginRecords(p)) {
      const before = open.get(line);
      if (before) rows.push({ ...before, endMs: atMs });
      open.delete(line);
      if (user !== '') open.set(line, { user, line, from, atMs, endMs: undefined });
    }
    rows.push(...open.values());
    const shown = rows.filter((row) => operands.length === 0 || operands.includes(row.user) || operands.includes(row.line)).sort((a, b) => b.atMs - a.atMs);
    for (const row of shown.slice(0, limit === undefined ? Infinity : Number(limit))) yield* print(`${rowText(row, row.atMs < bootedMs ? bootedMs : undefined, options)}\n`);
    const first = Math.min(...rows.map((row) => row.atMs));
    yield* print(`\nwtmp begins ${formatDate('%a %b %e %H:%M:%S %Y', first)}\n`);
    return 0;
  },
};

function rowText({ user, line, from, atMs, endMs }: Row, crashMs: number | undefined, options: Options): string {
  const [whole, atEnd] = [options.has('w'), options.has('a') && !options.has('R')];
  const column = (text: string, width: number): string => (whole ? text : text.slice(0, width)).padEnd(width);
  const host = options.has('R') || atEnd ? '' : `${column(from, 16)} `;
  const full = options.has('F');
  const start = `${column(user, 8)} ${line.padEnd(12)} ${host}${formatDate(full ? '%a %b %e %H:%M:%S %Y' : '%a %b %e %H:%M', atMs)}`;
  const ending = endText(user, atMs, endMs, crashMs, full);
  return atEnd ? `${start} ${ending.padEnd(full ? 37 : 20)} ${from}` : `${start} ${ending}`;
}

function endText(user: string, atMs: number, endMs: number | undefined, crashMs: number | undefined, full: boolean): string {
  if (endMs === undefined && crashMs === undefined) return user === 'reboot' ? '  still running' : '  still logged in';
  const end = endMs ?? crashMs!;
  const minutes = Math.floor((end - atMs) / 60_000);
  const two = (n: number): string => String(n).padStart(2, '0');
  const days = Math.floor(minutes / 1_440);
  return `- ${endMs === undefined ? 'crash' : formatDate(full ? '%a %b %e %H:%M:%S %Y' : '%H:%M', end)}  (${days > 0 ? `${days}+` : ''}${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)})`;
}
