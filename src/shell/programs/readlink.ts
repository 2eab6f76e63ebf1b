/** readlink and realpath: where links lead. */
import { canonicalPath, relativePath } from '../tool/canonical-path.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall } from '../tool/tool.ts';

export const readlink: Tool = {
  usage: '[OPTION]... FILE...',
  options: { flags: 'fenmqsvz', long: { canonicalize: 'f', 'canonicalize-existing': 'e', 'canonicalize-missing': 'm', 'no-newline': 'n', quiet: 'q', silent: 's', verbose: 'v', zero: 'z' } },
  *run(call) {
    const { p, options, operands } = call;
    if (operands.length === 0) return yield* refuse(call, 'missing operand');
    const follow = options.has('f') || options.has('e') || options.has('m');
    const end = options.has('n') && operands.length === 1 ? '' : options.has('z') ? '\0' : '\n';
    let code = 0;
    for (const path of operands) {
      const found = tried(() => (follow ? canonicalPath(p, path, missing(call)) : p.files.readlink(path)));
      if ('value' in found) yield* print(found.value + end);
      else code = options.has('v') ? yield* complain(call, `${path}: ${reason(found.error)}`) : 1;
    }
    return code;
  },
};

export const realpath: Tool = {
  usage: '[OPTION]... FILE...',
  options: { flags: 'emLPsqz', long: { 'canonicalize-existing': 'e', 'canonicalize-missing': 'm', physical: 'P', quiet: 'q', 'no-symlinks': 's', strip: 's', zero: 'z' }, longValues: ['relative-to', 'relative-base'] },
  *run(call) {
    const { p, options } = call;
    if (call.operands.length === 0) return yield* refuse(call, 'missing operand');
    const resolved = (path: string): string => canonicalPath(p, path, missing(call), !options.has('s'));
    const base = options.value('relative-base');
    const to = options.value('relative-to') ?? base;
    const ends = tried(() => ({ to: to === undefined ? undefined : resolved(to), base: base === undefined ? undefined : resolved(base) }));
    if ('error' in ends) return yield* complain(call, `${to!}: ${reason(ends.error)}`);
    const below = (path: string): boolean => ends.value.base === undefined || path === ends.value.base || path.startsWith(ends.value.base === '/' ? '/' : `${ends.value.base}/`);
    let code = 0;
    for (const path of call.operands) {
      const found = tried(() => resolved(path));
      if ('error' in found) {
        code = options.has('q') ? 1 : yield* complain(call, `${path}: ${reason(found.error)}`);
        continue;
      }
      const relative = ends.value.to !== undefined && below(found.value) && below(ends.value.to);
      yield* print((relative ? relativePath(ends.value.to!, found.value) : found.value) + (options.has('z') ? '\0' : '\n'));
    }
    return code;
  },
};

function missing({ options }: ToolCall): 'none' | 'last' | 'any' {
  const last = options.order.filter((name) => name === 'e' || name === 'f' || name === 'm').at(-1);
  return last === 'e' ? 'none' : last === 'm' ? 'any' : 'last';
}
