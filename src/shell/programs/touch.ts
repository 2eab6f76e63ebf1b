/** touch: makes a file, or sets its time to now or to a given moment. Of times of access nothing is kept: -a alone changes no other. */
import { parseDate } from '../tool/parse-date.ts';
import { chooseWord } from '../tool/choice.ts';
import { complain, reason, refuse, tried, type Tool } from '../tool/tool.ts';

export const touch: Tool = {
  usage: '[OPTION]... FILE...',
  options: { flags: 'acmhf', values: 'rdt', long: { 'no-create': 'c', reference: 'r', date: 'd', 'no-dereference': 'h' }, longValues: ['time'] },
  *run(call) {
    const { p, options, operands } = call;
    if (operands.length === 0) return yield* refuse(call, 'missing file operand');
    const which = options.value('time');
    const chosen = which === undefined ? undefined : chooseWord('--time', which, [['access', 'atime', 'use'], ['modify', 'mtime']]);
    if (chosen && 'problem' in chosen) return yield* refuse(call, chosen.problem);
    const onlyAccess = !options.has('m') && chosen?.word !== 'modify' && (options.has('a') || chosen?.word === 'access');
    const follow = !options.has('h');
    let timeMs = p.host.wallMs;
    const reference = options.value('r');
    const given = options.value('d') ?? options.value('t');
    if (reference !== undefined) {
      const stat = tried(() => p.files.stat(reference));
      if ('error' in stat) return yield* complain(call, `failed to get attributes of '${reference}': ${reason(stat.error)}`);
      timeMs = stat.value.mtimeMs;
    } else if (given !== undefined) {
      const parsed = parseDate(given, timeMs);
      if (parsed === undefined) return yield* complain(call, `invalid date format ‘${given}’`);
      timeMs = parsed;
    }
    let code = 0;
    for (const path of operands) {
      const done = tried(() => {
        if (follow ? !p.files.exists(path) : 'error' in tried(() => p.files.lstat(path))) {
          if (options.has('c') || !follow) return;
          p.files.writeFile(path, '');
        }
        if (!onlyAccess) p.files.utimes(path, timeMs, { follow });
      });
      if ('error' in done) code = yield* complain(call, call.flavour === 'gnu' ? `cannot touch '${path}': ${reason(done.error)}` : `${path}: ${reason(done.error)}`);
    }
    return code;
  },
};
