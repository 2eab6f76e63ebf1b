/** cp: files and trees. */
import { Answers } from '../tool/answers.ts';
import { backUp, backupKind } from '../tool/backup.ts';
import { chooseWord } from '../tool/choice.ts';
import { copyPath, targetsOf, type CopyOptions } from '../tool/copy-files.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const cp: Tool = {
  usage: '[OPTION]... SOURCE... DEST',
  options: {
    flags: 'abdfiLlnPpRrsTuvxH',
    values: 'tS',
    long: { archive: 'a', force: 'f', interactive: 'i', 'no-clobber': 'n', recursive: 'r', verbose: 'v', update: 'u', 'no-dereference': 'P', dereference: 'L', 'target-directory': 't', 'no-target-directory': 'T', 'symbolic-link': 's', link: 'l', suffix: 'S', parents: 'parents', 'one-file-system': 'x', 'attributes-only': 'attributes-only' },
    longValues: ['preserve?', 'no-preserve', 'backup?'],
  },
  *run(call) {
    const { options } = call;
    const backup = backupKind(call);
    if ('problem' in backup) return yield* refuse(call, backup.problem);
    const copy = copyOptions(call);
    if (typeof copy === 'string') return yield* refuse(call, copy);
    const targets = options.has('parents') ? withParents(call) : targetsOf(call);
    if (typeof targets === 'string') return yield* (/^(?:missing|with)/.test(targets) ? refuse : complain)(call, targets);
    const answers = options.has('i') && !options.has('n') ? new Answers(call) : undefined;
    let code = 0;
    for (const { from, to } of targets) {
      const refused = refusal(call, from, to, copy, backup.kind !== undefined);
      if (refused !== undefined) {
        if (refused !== '') code = yield* complain(call, refused);
        continue;
      }
      const there = 'value' in tried(() => call.p.files.lstat(to));
      if (there && answers && !isDirectory(call, to) && !(yield* answers.agree(`overwrite '${to}'`))) continue;
      if (!(yield* copyTo(call, from, to, copy, there && !isDirectory(call, to) ? backup.kind : undefined))) code = 1;
    }
    return code;
  },
};

function isDirectory({ p }: ToolCall, path: string): boolean {
  const stat = tried(() => p.files.stat(path));
  return 'value' in stat && stat.value.kind === 'dir';
}

/** Why it is not to be copied there: with a message, or silently with none. */
function refusal(call: ToolCall, from: string, to: string, copy: CopyOptions, backsUp: boolean): string | undefined {
  const { p, options } = call;
  const source = tried(() => p.files.stat(from));
  const target = tried(() => p.files.stat(to));
  if (!('value' in target)) return 'value' in source && source.value.kind !== 'dir' && to.endsWith('/') ? `cannot create regular file '${to}': Not a directory` : undefined;
  if (options.has('n')) return '';
  if (!('value' in source)) return undefined;
  if (options.has('u') && source.value.mtimeMs <= target.value.mtimeMs) return '';
  const [isDir, ontoDir] = [source.value.kind === 'dir', target.value.kind === 'dir'];
  if (!isDir && ontoDir) return `cannot overwrite directory '${to}' with non-directory`;
  if (isDir && !ontoDir && copy.recursive) return `cannot overwrite non-directory '${to}' with directory '${from}'`;
  const linking = options.has('s') || options.has('l');
  return !isDir && !backsUp && !linking && p.files.realpath(from) === p.files.realpath(to) ? `'${from}' and '${to}' are the same file` : undefined;
}

function* copyTo(call: ToolCall, from: string, to: string, copy: CopyOptions, backup: string | undefined): ToolRun<boolean> {
  const { p, options } = call;
  const kept = backup === undefined ? undefined : backUp(call, to, backup);
  const told: CopyOptions = kept === undefined || !copy.verbose ? copy : { ...copy, verbose: (a, b) => print(`'${a}' -> '${b}' (backup: '${kept}')\n`) };
  if (!options.has('s') && !options.has('l')) return yield* copyPath(call, from, to, told);
  if (options.has('s') && !from.startsWith('/') && to.replace(/^(?:\.\/)+/, '').includes('/')) {
    yield* complain(call, `${to}: can make relative symbolic links only in current directory`);
    return false;
  }
  const done = tried(() => {
    if (options.has('f') && 'value' in tried(() => p.files.lstat(to))) p.files.unlink(to);
    if (options.has('s')) p.files.symlink(from, to);
    else p.files.link(from, to);
  });
  if ('error' in done) yield* complain(call, `cannot create ${options.has('s') ? 'symbolic' : 'hard'} link '${to}' to '${from}': ${reason(done.error)}`);
  else if (told.verbose) yield* told.verbose(from, to);
  return !('error' in done);
}

/** --parents: below the directory under their whole names; the directories between are made. */
function withParents(call: ToolCall): { readonly from: string; readonly to: string }[] | string {
  const { p, options } = call;
  const operands = [...call.operands];
  const directory = options.value('t') ?? operands.pop();
  if (directory === undefined || operands.length === 0) return targetsOf(call);
  if (!isDirectory(call, directory)) return 'with --parents, the destination must be a directory';
  return operands.map((from) => {
    const names = from.split('/').filter((name) => name !== '' && name !== '.');
    for (let i = 1; i < names.length; i++) {
      const [source, made] = [names.slice(0, i).join('/'), `${directory}/${names.slice(0, i).join('/')}`];
      const stat = tried(() => p.files.stat((from.startsWith('/') ? '/' : '') + source));
      if ('value' in stat && !p.files.exists(made)) p.files.mkdir(made, { mode: stat.value.mode });
    }
    return { from, to: `${directory}/${names.join('/')}` };
  });
}

const attributes = [['mode'], ['timestamps'], ['ownership'], ['links'], ['context'], ['xattr'], ['all']];

/** What is wrong with --preserve or --no-preserve otherwise. */
function copyOptions(call: ToolCall): CopyOptions | string {
  const { options } = call;
  const archive = options.has('a');
  const preserve = new Set(archive ? ['mode', 'timestamps', 'ownership', 'links'] : []);
  for (const name of options.order) {
    if (name === 'p') for (const one of ['mode', 'timestamps', 'ownership']) preserve.add(one);
    if (name !== 'preserve' && name !== 'no-preserve') continue;
    for (const word of (options.value(name) || 'mode,timestamps,ownership').split(',')) {
      const chosen = chooseWord(`--${name}`, word, attributes);
      if ('problem' in chosen) return chosen.problem;
      for (const one of chosen.word === 'all' ? ['mode', 'timestamps', 'ownership', 'links'] : [chosen.word]) name === 'preserve' ? preserve.add(one) : preserve.delete(one);
    }
  }
  return {
    recursive: archive || options.has('r') || options.has('R'),
    preserve,
    keepLinks: (archive || options.has('d') || options.has('P')) && !options.has('L'),
    followBelow: options.has('L'),
    force: options.has('f'),
    onlyAttributes: options.has('attributes-only'),
    verbose: options.has('v') ? (from, to) => print(`'${from}' -> '${to}'\n`) : undefined,
    *refused(message) {
      yield* complain(call, call.flavour === 'gnu' ? message : message.replace(/^cannot stat ('.*'): /, "can't stat $1: ").replace(/^-r not specified; omitting directory/, 'omitting directory'));
    },
  };
}
