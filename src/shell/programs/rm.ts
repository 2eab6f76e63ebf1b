/** rm: names, and with -r whole directories. */
import { tick, write } from '../../host/index.ts';
import { LineReader } from '../tool/inputs.ts';
import { baseName, complain, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const rm: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: { flags: 'firRvdI', long: { force: 'f', recursive: 'r', verbose: 'v', dir: 'd', interactive: 'i', 'preserve-root': 'keep-root', 'no-preserve-root': 'lose-root' } },
  *run(call) {
    const { options, operands } = call;
    if (operands.length === 0) return options.has('f') ? 0 : yield* refuse(call, 'missing operand');
    const answers = options.has('i') && !options.has('f') ? new LineReader(0) : undefined;
    let code = 0;
    for (const path of operands) {
      const name = baseName(path.replace(/\/+$/, ''));
      if (recursive(call) && path.replace(/\/+$/, '') === '' && !options.has('lose-root')) {
        yield* complain(call, "it is dangerous to operate recursively on '/'");
        code = yield* complain(call, 'use --no-preserve-root to override this failsafe');
      } else if (recursive(call) && (name === '.' || name === '..')) {
        code = yield* complain(call, `refusing to remove '.' or '..' directory: skipping '${path}'`);
      } else if (!(yield* remove(call, path, answers))) code = 1;
    }
    return code;
  },
};

function recursive(call: ToolCall): boolean {
  return call.options.has('r') || call.options.has('R');
}

/** False when something of it could not be removed. */
function* remove(call: ToolCall, path: string, answers: LineReader | undefined): ToolRun<boolean> {
  const { p, options } = call;
  const stat = tried(() => p.files.lstat(path));
  if ('error' in stat) {
    if (options.has('f') && (stat.error.code === 'ENOENT' || stat.error.code === 'ENOTDIR')) return true;
    return yield* refused(call, path, reason(stat.error));
  }
  p.charge(10);
  if (p.owedUs > 800) yield tick();
  if (stat.value.kind === 'dir') {
    if (!recursive(call) && !options.has('d')) return yield* refused(call, path, 'Is a directory');
    if (recursive(call)) {
      const names = tried(() => p.files.readdir(path));
      if ('error' in names) return yield* refused(call, path, reason(names.error));
      let all = true;
      for (const name of names.value) if (!(yield* remove(call, `${path.replace(/\/+$/, '')}/${name}`, answers))) all = false;
      if (!all) return false;
    }
  }
  if (answers && !(yield* confirmed(call, path, stat.value.kind, answers))) return true;
  const done = tried(() => (stat.value.kind === 'dir' ? p.files.rmdir(path) : p.files.unlink(path)));
  if ('error' in done) return yield* refused(call, path, reason(done.error));
  if (options.has('v')) yield* print(stat.value.kind === 'dir' ? `removed directory '${path}'\n` : `removed '${path}'\n`);
  return true;
}

function* confirmed(call: ToolCall, path: string, kind: string, answers: LineReader): ToolRun<boolean> {
  yield write(2, `${call.name}: remove ${kind === 'dir' ? 'directory' : kind === 'link' ? 'symbolic link' : 'regular file'} '${path}'? `);
  const lines = yield* answers.next();
  return /^[yY]/.test(lines?.[0] ?? '');
}

function* refused(call: ToolCall, path: string, why: string): ToolRun<boolean> {
  yield* complain(call, call.flavour === 'gnu' ? `cannot remove '${path}': ${why}` : `can't remove '${path}': ${why}`);
  return false;
}
