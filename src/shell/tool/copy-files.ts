/** Copies of files and trees, as cp makes them and mv does between file systems. */
import { read, tick, write, type Stat } from '../../host/index.ts';
import { reason, tried, type ToolCall, type ToolRun } from './tool.ts';

export interface CopyOptions {
  readonly recursive: boolean;
  /** Of the original: mode, ownership, timestamps. */
  readonly preserve: ReadonlySet<string>;
  /** Links are copied as links, not as what they lead to. */
  readonly keepLinks: boolean;
  /** Links in directories are followed too. */
  readonly followBelow?: boolean;
  /** The file, without what is in it. */
  readonly onlyAttributes?: boolean;
  readonly force: boolean;
  readonly verbose: ((from: string, to: string) => ToolRun<void>) | undefined;
  /** Is told of each refusal. */
  readonly refused: (message: string) => ToolRun<void>;
}

/** False when something could not be copied. */
export function* copyPath(call: ToolCall, from: string, to: string, options: CopyOptions, top = true): ToolRun<boolean> {
  const { files } = call.p;
  const found = tried(() => (options.keepLinks || (options.recursive && !top && !options.followBelow) ? files.lstat(from) : files.stat(from)));
  if ('error' in found) {
    yield* options.refused(`cannot stat '${from}': ${reason(found.error)}`);
    return false;
  }
  const stat = found.value;
  call.p.charge(20 + Math.floor(stat.size / 4096));
  if (call.p.owedUs > 800) yield tick();
  if (stat.kind === 'dir') {
    if (!options.recursive) {
      yield* options.refused(`-r not specified; omitting directory '${from}'`);
      return false;
    }
    return yield* copyDirectory(call, from, to, stat, options);
  }
  const streams = stat.kind !== 'file' && stat.kind !== 'link' && !options.recursive;
  const done = streams ? yield* copyStream(call, from, to) : tried(() => copyOne(call, from, to, stat, options));
  if ('error' in done) {
    yield* options.refused(`cannot create ${stat.kind === 'link' ? 'symbolic link' : 'regular file'} '${to}': ${reason(done.error)}`);
    return false;
  }
  if (options.verbose) yield* options.verbose(from, to);
  return true;
}

/** What a pipe or a device gives, until it ends. */
function* copyStream(call: ToolCall, from: string, to: string): ToolRun<ReturnType<typeof tried<void>>> {
  const { p } = call;
  const input = tried(() => p.open(from));
  if ('error' in input) return input;
  const output = tried(() => p.open(to, 'w'));
  if ('error' in output) return output;
  for (;;) {
    const chunk = yield read(input.value, 65_536);
    if (chunk === null) break;
    yield write(output.value, chunk);
  }
  p.close(input.value);
  p.close(output.value);
  return { value: undefined };
}

function copyOne(call: ToolCall, from: string, to: string, stat: Stat, options: CopyOptions): void {
  const { files } = call.p;
  if (options.force && stat.kind === 'link') files.rm(to, { force: true });
  if (stat.kind === 'link') {
    if (files.exists(to)) files.unlink(to);
    files.symlink(stat.target ?? '', to);
    return;
  }
  if (stat.kind !== 'file') {
    files.mknod(to, stat.kind as 'fifo', stat.mode, stat.major, stat.minor);
    return;
  }
  const existed = files.exists(to);
  const content = options.onlyAttributes ? (existed ? files.content(to) : '') : files.content(from);
  try {
    files.writeFile(to, content, { mode: stat.mode });
  } catch (error) {
    if (!options.force) throw error;
    files.unlink(to);
    files.writeFile(to, content, { mode: stat.mode });
  }
  keep(call, to, stat, options.preserve);
}

function keep(call: ToolCall, to: string, stat: Stat, preserve: ReadonlySet<string>): void {
  const { files, uid } = call.p;
  if (uid === 0 && preserve.has('ownership')) files.chown(to, stat.uid, stat.gid);
  if (preserve.has('mode')) files.chmod(to, stat.mode);
  if (preserve.has('timestamps')) files.utimes(to, stat.mtimeMs);
}

function* copyDirectory(call: ToolCall, from: string, to: string, stat: Stat, options: CopyOptions): ToolRun<boolean> {
  const { files } = call.p;
  const source = tried(() => files.realpath(from));
  const target = tried(() => files.realpath(to));
  const made = tried(() => {
    if (!files.exists(to)) files.mkdir(to, { mode: stat.mode | 0o700 });
  });
  if ('error' in made) {
    yield* options.refused(`cannot create directory '${to}': ${reason(made.error)}`);
    return false;
  }
  const inside = 'value' in source && tried(() => files.realpath(to));
  if ('value' in source && inside && 'value' in inside && (inside.value === source.value || inside.value.startsWith(`${source.value}/`))) {
    if ('error' in target) tried(() => files.rmdir(to));
    yield* options.refused(`cannot copy a directory, '${from}', into itself, '${to}'`);
    return false;
  }
  if (options.verbose) yield* options.verbose(from, to);
  const names = tried(() => files.readdir(from));
  if ('error' in names) {
    yield* options.refused(`cannot access '${from}': ${reason(names.error)}`);
    return false;
  }
  let all = true;
  for (const name of names.value) {
    if (!(yield* copyPath(call, `${from.replace(/\/+$/, '')}/${name}`, `${to.replace(/\/+$/, '')}/${name}`, options, false))) all = false;
  }
  tried(() => keep(call, to, stat, options.preserve));
  return all;
}

/** Where each operand goes: into the last one when that is a directory. The message of what is wrong, otherwise. */
export function targetsOf(call: ToolCall): { readonly from: string; readonly to: string }[] | string {
  const { p, options } = call;
  const operands = [...call.operands];
  let directory = options.value('t');
  if (operands.length === 0) return 'missing file operand';
  if (directory === undefined && operands.length === 1) return `missing destination file operand after '${operands[0]!}'`;
  const last = directory === undefined ? operands.pop()! : directory;
  const stat = tried(() => p.files.stat(last));
  const isDirectory = 'value' in stat && stat.value.kind === 'dir' && !options.has('T');
  if (last.endsWith('/') && 'value' in stat && stat.value.kind !== 'dir') return `cannot stat '${last}': Not a directory`;
  if (directory === undefined && isDirectory) directory = last;
  if (directory === undefined) {
    if (operands.length > 1) return `target '${last}'${'error' in stat ? `: ${reason(stat.error)}` : ': Not a directory'}`;
    return [{ from: operands[0]!, to: last }];
  }
  if (!isDirectory) return `target directory '${directory}': ${'error' in stat ? reason(stat.error) : 'Not a directory'}`;
  const base = directory.replace(/\/+$/, '');
  return operands.map((from) => {
    const name = from.replace(/\/+$/, '').split('/').pop() ?? '';
    return { from, to: name === '.' || name === '..' ? directory : `${base}/${name}` };
  });
}
