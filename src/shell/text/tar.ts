/** tar: archives made, changed, compared, listed and unpacked, through gzip with -z. */
import { readTar, TarError, writeTar, bytesContent, contentBytes, type TarEntry } from '../../files/index.ts';
import { write } from '../../host/index.ts';
import { readAll, readPath } from '../tool/inputs.ts';
import { gunzip, gzip, isGzip } from '../tool/gzip.ts';
import { append } from '../tool/many.ts';
import { parseOptions, type OptionSpec } from '../tool/options.ts';
import { collectEntries } from './tar-collect.ts';
import { transformer } from './tar-names.ts';
import { compareEntries, extractEntries } from './tar-extract.ts';
import { complain, reason, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

const spec: OptionSpec = {
  flags: 'cxtrudAvzpkmOPha',
  values: 'fCTX',
  long: {
    create: 'c', extract: 'x', get: 'x', list: 't', append: 'r', update: 'u', diff: 'd', compare: 'd', catenate: 'A', concatenate: 'A', verbose: 'v', gzip: 'z', gunzip: 'z', file: 'f',
    directory: 'C', 'preserve-permissions': 'p', 'same-permissions': 'p', 'to-stdout': 'O', 'absolute-names': 'P', dereference: 'h', 'auto-compress': 'a', 'keep-old-files': 'k', touch: 'm',
    'files-from': 'T', 'exclude-from': 'X', 'no-same-owner': 'no-owner', 'same-owner': 'same-owner', 'numeric-owner': 'numeric', delete: 'delete', wildcards: 'wildcards', 'no-wildcards': 'no-wildcards',
    'no-recursion': 'no-recursion', 'remove-files': 'remove-files', 'keep-newer-files': 'keep-newer-files', 'skip-old-files': 'skip-old-files', overwrite: 'overwrite', 'show-transformed-names': 'shown',
    'full-time': 'full-time', null: 'null', 'no-same-permissions': 'no-permissions',
  },
  longValues: ['exclude', 'strip-components', 'owner', 'group', 'mtime', 'mode', 'sort', 'transform', 'xform', 'one-top-level?', 'format'],
};

const modeLetters = ['c', 'x', 't', 'r', 'u', 'd', 'A', 'delete'];

export const tar: Tool = {
  usage: '[OPTION...] [FILE]...',
  usageCode: 64,
  options: { none: true },
  *run(plain) {
    const args = plain.p.argv.slice(1);
    const old = /^[A-Za-z]+$/.test(args[0] ?? '') ? expandOldForm(args) : args;
    if (typeof old === 'string') return yield* wrongUse(plain, `Old option '${old}' requires an argument.`);
    const parsed = parseOptions(old, spec);
    if ('gnu' in parsed) return yield* wrongUse(plain, parsed.gnu, 64);
    const call: ToolCall = { ...plain, options: parsed, operands: parsed.operands };
    if (parsed.has('version')) {
      yield write(1, 'tar (GNU tar) 1.35\n');
      return 0;
    }
    if (parsed.has('help')) {
      yield write(1, `Usage: ${call.name} [OPTION...] [FILE]...\n`);
      return 0;
    }
    const modes = modeLetters.filter((letter) => parsed.has(letter));
    if (modes.length > 1) return yield* wrongUse(call, "You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option");
    const file = parsed.value('f');
    const archive = file === undefined || file.startsWith('/') ? file : file === '-' ? undefined : `${plain.p.cwd === '/' ? '' : plain.p.cwd}/${file}`;
    return yield* runMode(call, modes[0], archive);
  },
};

function* runMode(call: ToolCall, mode: string | undefined, archive: string | undefined): ToolRun {
  const { options, p } = call;
  if (mode === undefined) return yield* wrongUse(call, "You must specify one of the '-Acdtrux', '--delete' or '--test-label' options");
  const problem = transformer(call.options.values('transform').concat(call.options.values('xform')));
  if (typeof problem === 'string') return yield* fatal(call, problem);
  if (mode === 'c') return yield* create(call, archive, []);
  if ('ruA'.includes(mode) || mode === 'delete') return yield* change(call, mode, archive);
  const entries = yield* readArchive(call, archive);
  if (typeof entries === 'number') return entries;
  for (const dir of options.values('C')) {
    const moved = tried(() => p.chdir(dir));
    if ('error' in moved) return yield* fatal(call, `${dir}: Cannot open: ${reason(moved.error)}`);
  }
  return yield* mode === 'd' ? compareEntries(call, entries) : extractEntries(call, entries, mode === 't');
}

/** The old form: letters without a dash, their values following in turn. A letter whose value is missing otherwise. */
function expandOldForm(args: readonly string[]): string[] | string {
  const rest = args.slice(1);
  const out: string[] = [];
  for (const letter of args[0]!) {
    out.push(`-${letter}`);
    if (!spec.values!.includes(letter)) continue;
    if (rest.length === 0) return letter;
    out.push(rest.shift()!);
  }
  return [...out, ...rest];
}

function* wrongUse(call: ToolCall, message: string, code = 2): ToolRun {
  yield* complain(call, message);
  yield write(2, "Try 'tar --help' or 'tar --usage' for more information.\n");
  return code;
}

function* fatal(call: ToolCall, message: string): ToolRun {
  yield* complain(call, message);
  return yield* complain(call, 'Error is not recoverable: exiting now', 2);
}

function* readArchive(call: ToolCall, archive: string | undefined): ToolRun<TarEntry[] | number> {
  const found = archive === undefined ? { value: yield* readAll(0) } : yield* readPath(call.p, archive);
  if ('error' in found) return yield* fatal(call, `${call.options.value('f')!}: Cannot open: ${reason(found.error)}`);
  const bytes = found.value;
  if (call.options.has('z') && !isGzip(bytes)) {
    yield write(2, '\ngzip: stdin: not in gzip format\n');
    yield* complain(call, 'Child returned status 1');
    return yield* complain(call, 'Error is not recoverable: exiting now', 2);
  }
  try {
    const plain = isGzip(bytes) ? gunzip(bytes) : bytes;
    if (plain.length < 512) throw new TarError('too short');
    return readTar(bytesContent(plain));
  } catch (error) {
    if (!(error instanceof TarError)) throw error;
    yield* complain(call, 'This does not look like a tar archive');
    return yield* complain(call, 'Exiting with failure status due to previous errors', 2);
  }
}

/** A new archive of what was there before and of what the operands name. */
function* create(call: ToolCall, archive: string | undefined, before: readonly TarEntry[], newerThan?: ReadonlyMap<string, number>): ToolRun {
  const { options } = call;
  if (call.operands.length === 0 && options.values('T').length === 0) return yield* wrongUse(call, 'Cowardly refusing to create an empty archive');
  const collected = yield* collectEntries(call, newerThan);
  if (typeof collected === 'string') return yield* fatal(call, collected);
  const code = yield* store(call, archive, [...before, ...collected.entries]);
  if (code !== 0) return code;
  if (options.has('remove-files')) for (const path of collected.paths) tried(() => call.p.files.rm(path, { recursive: true, force: true }));
  if (collected.code !== 0) yield* complain(call, 'Exiting with failure status due to previous errors');
  return collected.code;
}

function* store(call: ToolCall, archive: string | undefined, entries: readonly TarEntry[]): ToolRun {
  const { options, p } = call;
  const bytes = contentBytes(writeTar(entries));
  const packed = options.has('z') || (options.has('a') && /\.t?gz$/.test(archive ?? '')) ? gzip(bytes) : bytes;
  if (archive === undefined) {
    yield write(1, packed);
    return 0;
  }
  const done = tried(() => p.files.writeFile(archive, packed));
  return 'error' in done ? yield* fatal(call, `${options.value('f')!}: Cannot open: ${reason(done.error)}`) : 0;
}

/** -r, -u, -A and --delete: an archive that is there, with more or less in it. */
function* change(call: ToolCall, mode: string, archive: string | undefined): ToolRun {
  const { options, p } = call;
  if (options.has('z')) return yield* wrongUse(call, 'Cannot update compressed archives');
  if (archive === undefined) return yield* wrongUse(call, "Options '-Aru' are incompatible with '-f -'");
  const there = p.files.exists(archive);
  if (!there && (mode === 'A' || mode === 'delete')) return yield* fatal(call, `${options.value('f')!}: Cannot open: No such file or directory`);
  const bytes = there ? p.files.readFile(archive) : undefined;
  if (bytes && isGzip(bytes)) return yield* fatal(call, 'Cannot update compressed archives');
  const entries = bytes && bytes.length > 0 ? yield* readArchive(call, archive) : [];
  if (typeof entries === 'number') return entries;
  if (mode === 'r') return yield* create(call, archive, entries);
  if (mode === 'u') return yield* create(call, archive, entries, new Map(entries.map((entry) => [entry.path, entry.meta.mtimeMs])));
  if (mode === 'A') {
    const all = [...entries];
    for (const path of call.operands) {
      const more = yield* readArchive({ ...call }, `${p.cwd === '/' ? '' : p.cwd}/${path}`.replace(/^.*\/\//, '/'));
      if (typeof more === 'number') return more;
      append(all, more);
    }
    return yield* store(call, archive, all);
  }
  const within = (name: string, path: string) => path === name || path.startsWith(`${name}/`);
  const names = call.operands.map((name) => name.replace(/\/+$/, ''));
  let code = 0;
  for (const name of names) if (!entries.some((entry) => within(name, entry.path))) code = yield* complain(call, `${name}: Not found in archive`, 2);
  yield* store(call, archive, entries.filter((entry) => !names.some((name) => within(name, entry.path))));
  if (code !== 0) yield* complain(call, 'Exiting with failure status due to previous errors');
  return code;
}
