/** mkdir and rmdir. */
import { parseMode } from '../language/file-mode.ts';
import { parentOf } from './basename.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall } from '../tool/tool.ts';

export const mkdir: Tool = {
  usage: '[OPTION]... DIRECTORY...',
  options: { flags: 'pv', values: 'm', long: { parents: 'p', verbose: 'v', mode: 'm' } },
  *run(call) {
    const { p, options, operands } = call;
    if (operands.length === 0) return yield* refuse(call, 'missing operand');
    const text = options.value('m');
    const mode = text === undefined ? undefined : parseMode(text, 0o777, true, p.umask);
    if (text !== undefined && mode === undefined) return yield* complain(call, `invalid mode ‘${text}’`);
    let code = 0;
    for (const path of operands) {
      const done = tried(() => {
        const made = options.has('p') ? parents(call, path) : make(call, path);
        if (made && mode !== undefined) p.files.chmod(path, mode);
      });
      if ('error' in done) code = yield* complain(call, call.flavour === 'gnu' ? `cannot create directory ‘${path}’: ${reason(done.error)}` : `can't create directory '${path}': ${reason(done.error)}`);
      else if (options.has('v')) yield* print(`${call.name}: created directory '${path}'\n`);
    }
    return code;
  },
};

function make(call: ToolCall, path: string): boolean {
  call.p.files.mkdir(path);
  return true;
}

function parents(call: ToolCall, path: string): boolean {
  const there = call.p.files.exists(path);
  call.p.files.mkdir(path, { recursive: true });
  return !there;
}

export const rmdir: Tool = {
  usage: '[OPTION]... DIRECTORY...',
  options: { flags: 'pv', long: { parents: 'p', verbose: 'v', 'ignore-fail-on-non-empty': 'keep' } },
  *run(call) {
    const { p, options, operands } = call;
    if (operands.length === 0) return yield* refuse(call, 'missing operand');
    let code = 0;
    for (const operand of operands) {
      for (let path = operand; ; path = parentOf(path)) {
        const done = tried(() => p.files.rmdir(path));
        if ('error' in done) {
          if (!options.has('keep')) code = yield* complain(call, call.flavour === 'gnu' ? `failed to remove '${path}': ${reason(done.error)}` : `'${path}': ${reason(done.error)}`);
          break;
        }
        if (!options.has('p') || parentOf(path) === '.' || parentOf(path) === '/') break;
      }
    }
    return code;
  },
};
