/** cp: files and trees. */
import { copyPath, targetsOf, type CopyOptions } from '../tool/copy-files.ts';
import { complain, print, refuse, tried, type Tool, type ToolCall } from '../tool/tool.ts';

export const cp: Tool = {
  usage: '[OPTION]... SOURCE... DEST',
  options: {
    flags: 'abdfiLlnPpRrsTuvxH',
    values: 't',
    long: { archive: 'a', force: 'f', 'no-clobber': 'n', recursive: 'r', verbose: 'v', update: 'u', 'no-dereference': 'P', dereference: 'L', 'target-directory': 't', 'no-target-directory': 'T', 'symbolic-link': 's', link: 'l', parents: 'parents' },
    longValues: ['preserve?'],
  },
  *run(call) {
    const { p, options } = call;
    const targets = targetsOf(call);
    if (typeof targets === 'string') return yield* (targets.startsWith('missing') ? refuse : complain)(call, targets);
    const copy = copyOptions(call);
    let code = 0;
    for (const { from, to } of targets) {
      const source = tried(() => p.files.stat(from));
      const target = tried(() => p.files.stat(to));
      if ('value' in target) {
        if (options.has('n')) continue;
        if ('value' in source && options.has('u') && source.value.mtimeMs <= target.value.mtimeMs) continue;
        if ('value' in source && source.value.kind !== 'dir' && target.value.kind === 'dir') {
          code = yield* complain(call, `cannot overwrite directory '${to}' with non-directory`);
          continue;
        }
        if ('value' in source && source.value.kind === 'dir' && target.value.kind !== 'dir' && copy.recursive) {
          code = yield* complain(call, `cannot overwrite non-directory '${to}' with directory '${from}'`);
          continue;
        }
        if (p.files.realpath(from) === p.files.realpath(to) && source && 'value' in source && source.value.kind === 'file') {
          code = yield* complain(call, `'${from}' and '${to}' are the same file`);
          continue;
        }
      }
      if (options.has('s')) p.files.symlink(from, to);
      else if (options.has('l')) p.files.link(from, to);
      else if (!(yield* copyPath(call, from, to, copy))) code = 1;
    }
    return code;
  },
};

function copyOptions(call: ToolCall): CopyOptions {
  const { options } = call;
  const archive = options.has('a');
  return {
    recursive: archive || options.has('r') || options.has('R'),
    preserve: archive || options.has('p') || options.has('preserve'),
    keepLinks: (archive || options.has('d') || options.has('P')) && !options.has('L'),
    force: options.has('f'),
    verbose: options.has('v')
      ? function* (from, to) {
          yield* print(`'${from}' -> '${to}'\n`);
        }
      : undefined,
    *refused(message) {
      yield* complain(call, call.flavour === 'gnu' ? message : message.replace(/^cannot stat ('.*'): /, "can't stat $1: ").replace(/^-r not specified; omitting directory/, 'omitting directory'));
    },
  };
}
