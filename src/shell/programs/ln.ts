/** ln: hard links, and symbolic ones with -s. */
import { parentOf } from './basename.ts';
import { backUp, backupKind } from '../tool/backup.ts';
import { canonicalPath, relativePath } from '../tool/canonical-path.ts';
import { baseName, complain, print, reason, refuse, tried, type Tool } from '../tool/tool.ts';

export const ln: Tool = {
  usage: '[OPTION]... TARGET... LINK_NAME',
  options: { flags: 'bfinrsTvL', values: 'tS', longValues: ['backup?'], long: { suffix: 'S', relative: 'r', force: 'f', symbolic: 's', 'no-dereference': 'n', verbose: 'v', 'target-directory': 't', 'no-target-directory': 'T' } },
  *run(call) {
    const { p, options } = call;
    const operands = [...call.operands];
    if (operands.length === 0) return yield* refuse(call, 'missing file operand');
    const backup = backupKind(call);
    if ('problem' in backup) return yield* refuse(call, backup.problem);
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
      const there = 'value' in tried(() => p.files.lstat(path));
      if (there && options.has('f') && !options.has('s') && p.files.exists(target) && p.files.realpath(path) === p.files.realpath(target)) {
        code = yield* complain(call, `'${target}' and '${path}' are the same file`);
        continue;
      }
      const done = tried(() => {
        if (there && backup.kind !== undefined) backUp(call, path, backup.kind);
        else if (options.has('f') && 'value' in tried(() => p.files.lstat(path))) p.files.unlink(path);
        if (options.has('s')) p.files.symlink(options.has('r') ? relativePath(canonicalPath(p, parentOf(path), 'any'), canonicalPath(p, target, 'any')) : target, path);
        else p.files.link(target, path);
      });
      const kind = options.has('s') ? 'symbolic' : 'hard';
      if ('error' in done) {
        const missing = done.error.code === 'ENOENT' && kind === 'hard' && !p.files.exists(target);
        const hardDirectory = done.error.code === 'EPERM' && kind === 'hard' && p.files.lstat(target).kind === 'dir';
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
