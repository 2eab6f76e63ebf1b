/** date: the moment of the world's clock, which is UTC; set by root, for all containers of the machine at once. */
import { formatDate } from '../language/date-format.ts';
import { parseDate } from '../tool/parse-date.ts';
import { complain, print, reason, tried, type Tool } from '../tool/tool.ts';

export const date: Tool = {
  usage: '[OPTION]... [+FORMAT]',
  options: { flags: 'uR', values: 'drfs', optionalValues: 'I', long: { utc: 'u', universal: 'u', date: 'd', reference: 'r', set: 's', 'rfc-email': 'R' }, longValues: ['iso-8601?', 'rfc-3339'] },
  *run(call) {
    const { p, options } = call;
    let ms = p.host.wallMs;
    const given = options.value('d') ?? options.value('s');
    const reference = options.value('r');
    if (given !== undefined) {
      const parsed = parseDate(given, ms);
      if (parsed === undefined) return yield* complain(call, call.flavour === 'gnu' ? `invalid date ‘${given}’` : `invalid date '${given}'`);
      ms = parsed;
    } else if (reference !== undefined) {
      const stat = tried(() => p.files.stat(reference));
      if ('error' in stat) return yield* complain(call, `${reference}: ${reason(stat.error)}`);
      ms = stat.value.mtimeMs;
    }
    let code = 0;
    if (options.has('s')) {
      if (!p.capable('SYS_TIME')) code = yield* complain(call, 'cannot set date: Operation not permitted');
      else p.host.skewMs += ms - p.host.wallMs;
    }
    const format = call.operands.find((o) => o.startsWith('+'));
    const extra = call.operands.find((o) => !o.startsWith('+'));
    if (extra !== undefined) return yield* complain(call, `invalid date ‘${extra}’`);
    const iso = options.value('iso-8601') ?? options.value('I');
    if (format !== undefined) yield* print(`${formatDate(format.slice(1), ms)}\n`);
    else if (options.has('R')) yield* print(`${formatDate('%a, %d %b %Y %H:%M:%S %z', ms)}\n`);
    else if (iso !== undefined) yield* print(`${formatDate(isoFormat(iso), ms)}\n`);
    else if (options.has('rfc-3339')) yield* print(`${formatDate('%Y-%m-%d %H:%M:%S%:z', ms)}\n`);
    else yield* print(`${formatDate('%a %b %e %H:%M:%S %Z %Y', ms)}\n`);
    return code;
  },
};

function isoFormat(precision: string): string {
  if (precision === 'hours') return '%Y-%m-%dT%H%:z';
  if (precision === 'minutes') return '%Y-%m-%dT%H:%M%:z';
  if (precision === 'seconds') return '%Y-%m-%dT%H:%M:%S%:z';
  return precision === 'ns' ? '%Y-%m-%dT%H:%M:%S,%N%:z' : '%Y-%m-%d';
}
