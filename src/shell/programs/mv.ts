/** mv: renames, and copies where a rename cannot reach. */
import { FileError } from '../../files/index.ts';
import { copyPath, targetsOf } from '../tool/copy-files.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const mv: Tool = {
  usage: '[OPTION]... SOURCE... DEST',
  options: { flags: 'bfinTuv', values: 't', long: { force: 'f', 'no-clobber': 'n', verbose: 'v', update: 'u', 'target-directory': 't', 'no-target-directory': 'T' } },
  *run(call) {
    const { p, options } = call;
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
        if (options.has('n') || (options.has('u') && source.value.mtimeMs <= target.value.mtimeMs)) continue;
        if (from === to || p.files.realpath(from) === p.files.realpath(to)) {
          code = yield* complain(call, `'${from}' and '${to}' are the same file`);
          continue;
        }
        if (target.value.kind === 'dir' && source.value.kind !== 'dir') {
          code = yield* complain(call, `cannot overwrite directory '${to}' with non-directory`);
          continue;
        }
      }
      if (!(yield* move(call, from, to))) code = 1;
      else if (options.has('v')) yield* print(`renamed '${from}' -> '${to}'\n`);
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
    preserve: true,
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
