/** readlink and realpath: where links lead. */
import { complain, print, reason, refuse, tried, type Tool, type ToolCall } from '../tool/tool.ts';
import { parentOf } from './basename.ts';

export const readlink: Tool = {
  usage: '[OPTION]... FILE...',
  options: { flags: 'fenmqsvz', long: { canonicalize: 'f', 'canonicalize-existing': 'e', 'canonicalize-missing': 'm', 'no-newline': 'n', verbose: 'v' } },
  *run(call) {
    const { p, options } = call;
    if (call.operands.length === 0) return yield* refuse(call, 'missing operand');
    let code = 0;
    for (const path of call.operands) {
      const follow = options.has('f') || options.has('e') || options.has('m');
      const found = tried(() => (follow ? canonical(call, path) : p.files.readlink(path)));
      if ('value' in found) yield* print(`${found.value}${options.has('n') ? '' : '\n'}`);
      else code = options.has('v') ? yield* complain(call, `${path}: ${reason(found.error)}`) : 1;
    }
    return code;
  },
};

export const realpath: Tool = {
  usage: '[OPTION]... FILE...',
  options: { flags: 'emsqz', long: { 'canonicalize-existing': 'e', 'canonicalize-missing': 'm', 'no-symlinks': 's', strip: 's' } },
  *run(call) {
    if (call.operands.length === 0) return yield* refuse(call, 'missing operand');
    let code = 0;
    for (const path of call.operands) {
      const found = tried(() => canonical(call, path));
      if ('value' in found) yield* print(`${found.value}\n`);
      else code = yield* complain(call, `${path}: ${reason(found.error)}`);
    }
    return code;
  },
};

/** All but the last name must exist; with -e that too, with -m none. */
function canonical(call: ToolCall, path: string): string {
  const { files } = call.p;
  if (files.exists(path) || call.options.has('e')) return files.realpath(path);
  const name = path.replace(/\/+$/, '').split('/').pop() ?? '';
  const parent = parentOf(path);
  const base = call.options.has('m') && !files.exists(parent) ? canonical(call, parent) : files.realpath(parent);
  return base === '/' ? `/${name}` : `${base}/${name}`;
}
