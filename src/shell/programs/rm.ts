/** rm: names, and with -r whole directories. */
import { tick, type Stat } from '../../host/index.ts';
import { Answers } from '../tool/answers.ts';
import { chooseWord } from '../tool/choice.ts';
import { baseName, complain, plural, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const rm: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: { flags: 'firRvdI', long: { force: 'f', recursive: 'r', verbose: 'v', dir: 'd', 'preserve-root': 'keep-root', 'no-preserve-root': 'lose-root' }, longValues: ['interactive?'] },
  *run(call) {
    const { options, operands } = call;
    if (operands.length === 0) return options.has('f') ? 0 : yield* refuse(call, 'missing operand');
    const asks = whenToAsk(call);
    if ('problem' in asks) return yield* refuse(call, asks.problem);
    const answers = asks.word === 'never' ? undefined : new Answers(call);
    if (asks.word === 'once' && (operands.length > 3 || recursive(call)) && !(yield* answers!.agree(`remove ${operands.length} ${plural(operands.length, 'argument')}${recursive(call) ? ' recursively' : ''}`))) return 0;
    const each = asks.word === 'always' ? answers : undefined;
    let code = 0;
    for (const path of operands) {
      const name = baseName(path.replace(/\/+$/, ''));
      if (recursive(call) && path.replace(/\/+$/, '') === '' && !options.has('lose-root')) {
        yield* complain(call, "it is dangerous to operate recursively on '/'");
        code = yield* complain(call, 'use --no-preserve-root to override this failsafe');
      } else if (recursive(call) && (name === '.' || name === '..')) {
        code = yield* complain(call, `refusing to remove '.' or '..' directory: skipping '${path}'`);
      } else if (!(yield* remove(call, path, each))) code = 1;
    }
    return code;
  },
};

/** The last of -f, -i and -I counts. */
function whenToAsk({ options }: ToolCall): ReturnType<typeof chooseWord> {
  const last = options.order.filter((name) => ['f', 'i', 'I', 'interactive'].includes(name)).at(-1);
  const word = last === 'i' ? 'always' : last === 'I' ? 'once' : last === 'interactive' ? options.value('interactive') || 'always' : 'never';
  return chooseWord('--interactive', word, [['never', 'no', 'none'], ['once'], ['always', 'yes']]);
}

function recursive(call: ToolCall): boolean {
  return call.options.has('r') || call.options.has('R');
}

/** False when something of it could not be removed. */
function* remove(call: ToolCall, path: string, answers: Answers | undefined): ToolRun<boolean> {
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
      if (answers && names.value.length > 0 && !(yield* answers.agree(`descend into directory '${path}'`))) return true;
      let all = true;
      for (const name of names.value) if (!(yield* remove(call, `${path.replace(/\/+$/, '')}/${name}`, answers))) all = false;
      if (!all) return false;
    }
  }
  if (answers && !(yield* answers.agree(`remove ${kindName(stat.value)} '${path}'`))) return true;
  const done = tried(() => (stat.value.kind === 'dir' ? p.files.rmdir(path) : p.files.unlink(path)));
  if ('error' in done) return yield* refused(call, path, reason(done.error));
  if (options.has('v')) yield* print(stat.value.kind === 'dir' ? `removed directory '${path}'\n` : `removed '${path}'\n`);
  return true;
}

function kindName({ kind, size }: Stat): string {
  if (kind === 'file') return size === 0 ? 'regular empty file' : 'regular file';
  return kind === 'dir' ? 'directory' : kind === 'link' ? 'symbolic link' : kind === 'fifo' ? 'fifo' : kind === 'socket' ? 'socket' : `${kind === 'char' ? 'character' : 'block'} special file`;
}

function* refused(call: ToolCall, path: string, why: string): ToolRun<boolean> {
  yield* complain(call, call.flavour === 'gnu' ? `cannot remove '${path}': ${why}` : `can't remove '${path}': ${why}`);
  return false;
}
