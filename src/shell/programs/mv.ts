/** mv: renames, and copies where a rename cannot reach. */
import { FileError } from '../../files/index.ts';
import { Answers } from '../tool/answers.ts';
import { backUp, backupKind } from '../tool/backup.ts';
import { copyPath, targetsOf } from '../tool/copy-files.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const mv: Tool = {
  usage: '[OPTION]... SOURCE... DEST',
  options: { flags: 'bfinTuv', values: 'tS', longValues: ['backup?'], long: { suffix: 'S', interactive: 'i', force: 'f', 'no-clobber': 'n', verbose: 'v', update: 'u', 'target-directory': 't', 'no-target-directory': 'T' } },
  *run(call) {
    const { p, options } = call;
    const backup = backupKind(call);
    if ('problem' in backup) return yield* refuse(call, backup.problem);
    const lastOf = options.order.filter((name) => name === 'f' || name === 'i' || name === 'n').at(-1);
    const answers = lastOf === 'i' ? new Answers(call) : undefined;
    const targets = targetsOf(call);
    if (typeof targets === 'string') return yield* (targets.startsWith('missing') ? refuse : complain)(call, targets);
    let code = 0;
    for (const { from, to } of targets) {
      const source = tried(() => p.files.lstat(from));
      if ('error' in source) {
        code = yield* complain(call, call.flavour === 'gnu' ? `cannot stat '${from}': ${reason(source.error)}` : `can't rename '${from}': ${reason(source.error)}`);
        continue;
      }
      const target = tried(() => p.files.lstat(to));
      if ('value' in target) {
        if (lastOf === 'n' || (options.has('u') && source.value.mtimeMs <= target.value.mtimeMs)) continue;
        if (from === to || p.files.realpath(from) === p.files.realpath(to)) {
          code = yield* complain(call, `'${from}' and '${to}' are the same file`);
          continue;
        }
        const [isDir, ontoDir] = [source.value.kind === 'dir', target.value.kind === 'dir'];
        if (isDir !== ontoDir) {
          code = yield* complain(call, ontoDir ? `cannot overwrite directory '${to}' with non-directory` : `cannot overwrite non-directory '${to}' with directory '${from}'`);
          continue;
        }
        if (answers && !(yield* answers.agree(`overwrite '${to}'`))) continue;
      } else if (source.value.kind !== 'dir' && to.endsWith('/')) {
        code = yield* complain(call, `cannot move '${from}' to '${to}': Not a directory`);
        continue;
      }
      const kept = 'value' in target && backup.kind !== undefined ? backUp(call, to, backup.kind) : undefined;
      if (!(yield* move(call, from, to))) code = 1;
      else if (options.has('v')) yield* print(`renamed '${from}' -> '${to}'${kept === undefined ? '' : ` (backup: '${kept}')`}\n`);
    }
    return code;
  },
};

function* move(call: ToolCall, from: string, to: string): ToolRun<boolean> {
  const { files } = call.p;
  try {
    files.rename(from, to);
    return true;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (error.code !== 'EXDEV') {
      yield* complain(call, error.code === 'EINVAL' ? `cannot move '${from}' to a subdirectory of itself, '${to}'` : `cannot move '${from}' to '${to}': ${reason(error)}`);
      return false;
    }
  }
  const copied = yield* copyPath(call, from, to, {
    recursive: true,
    preserve: new Set(['mode', 'ownership', 'timestamps']),
    keepLinks: true,
    force: true,
    verbose: undefined,
    *refused(message) {
      yield* complain(call, message);
    },
  });
  if (!copied) return false;
  const removed = tried(() => files.rm(from, { recursive: true }));
  if ('value' in removed) return true;
  yield* complain(call, `cannot remove '${from}': ${reason(removed.error)}`);
  return false;
}
