/** mkdir and rmdir. */
import { FileError } from '../../files/index.ts';
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
      const done = tried(() => made(call, path, mode));
      if ('error' in done) code = yield* complain(call, call.flavour === 'gnu' ? `cannot create directory ‘${path}’: ${reason(done.error)}` : `can't create directory '${path}': ${reason(done.error)}`);
      else if (options.has('v')) yield* print(done.value.map((one) => `${call.name}: created directory '${one}'\n`).join(''));
    }
    return code;
  },
};

/** The directories that had to be made, from the outermost. */
function made({ p, options }: ToolCall, path: string, mode: number | undefined): string[] {
  const all = [path];
  if (options.has('p')) {
    for (let outer = parentOf(path); !p.files.exists(outer); outer = parentOf(outer)) all.unshift(outer);
    if (p.files.exists(path)) all.pop();
    p.files.mkdir(path, { recursive: true });
  } else p.files.mkdir(path);
  if (mode !== undefined && all.length > 0) p.files.chmod(path, mode);
  return all;
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
        if (options.has('v')) yield* print(`${call.name}: removing directory, '${path}'\n`);
        const done = path.replace(/\/+$/, '').split('/').at(-1) === '.' ? { error: new FileError('EINVAL', path) } : tried(() => p.files.rmdir(path));
        if ('error' in done) {
          if (!options.has('keep') || done.error.code !== 'ENOTEMPTY') code = yield* complain(call, call.flavour === 'gnu' ? `failed to remove '${path}': ${reason(done.error)}` : `'${path}': ${reason(done.error)}`);
          break;
        }
        if (!options.has('p') || parentOf(path) === '.' || parentOf(path) === '/') break;
      }
    }
    return code;
  },
};
