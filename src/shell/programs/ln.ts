/** ln: hard links, and symbolic ones with -s. */
import { baseName, complain, print, reason, refuse, tried, type Tool } from '../tool/tool.ts';

export const ln: Tool = {
  usage: '[OPTION]... TARGET... LINK_NAME',
  options: { flags: 'bfinrsTvL', values: 't', long: { force: 'f', symbolic: 's', 'no-dereference': 'n', verbose: 'v', relative: 'r', 'target-directory': 't', 'no-target-directory': 'T' } },
  *run(call) {
    const { p, options } = call;
    const operands = [...call.operands];
    if (operands.length === 0) return yield* refuse(call, 'missing file operand');
    let directory = options.value('t');
    const last = operands[operands.length - 1]!;
    if (directory === undefined && operands.length === 1) directory = '.';
    else if (directory === undefined && !options.has('T')) {
      const stat = tried(() => (options.has('n') ? p.files.lstat(last) : p.files.stat(last)));
      if ('value' in stat && stat.value.kind === 'dir') directory = operands.pop();
      else if (operands.length > 2) return yield* complain(call, `target '${last}': ${'error' in stat ? reason(stat.error) : 'Not a directory'}`);
    }
    const pairs = directory === undefined ? [[operands[0]!, last] as const] : operands.map((t) => [t, `${directory.replace(/\/+$/, '')}/${baseName(t.replace(/\/+$/, ''))}`.replace(/^\.\//, './')] as const);
    let code = 0;
    for (const [target, path] of pairs) {
      const done = tried(() => {
        if (options.has('f') && 'value' in tried(() => p.files.lstat(path))) p.files.unlink(path);
        if (options.has('s')) p.files.symlink(target, path);
        else p.files.link(target, path);
      });
      const kind = options.has('s') ? 'symbolic' : 'hard';
      if ('error' in done) {
        const missing = done.error.code === 'ENOENT' && kind === 'hard' && !p.files.exists(target);
        const hardDirectory = done.error.code === 'EPERM' && kind === 'hard';
        const words = missing
          ? `failed to access '${target}': ${reason(done.error)}`
          : hardDirectory
            ? `${target}: hard link not allowed for directory`
            : kind === 'hard'
              ? `failed to create hard link '${path}'${done.error.code === 'EEXIST' ? '' : ` => '${target}'`}: ${reason(done.error)}`
              : `failed to create symbolic link '${path}': ${reason(done.error)}`;
        code = yield* complain(call, call.flavour === 'gnu' ? words : `${path}: ${reason(done.error)}`);
      } else if (options.has('v')) yield* print(`'${path}' ${kind === 'symbolic' ? '->' : '=>'} '${target}'\n`);
    }
    return code;
  },
};
