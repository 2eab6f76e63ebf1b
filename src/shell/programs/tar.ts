/** tar: archives made, listed and unpacked, through gzip with -z. */
import { bytesContent, contentBytes, readTar, TarError, tarEntry, writeTar, type Content, type TarEntry } from '../../files/index.ts';
import { write, type Stat } from '../../host/index.ts';
import { groupName, userName } from '../accounts.ts';
import { formatDate } from '../language/date-format.ts';
import { globPattern } from '../language/glob-pattern.ts';
import { gunzip, gzip, isGzip } from '../tool/gzip.ts';
import { readAll } from '../tool/inputs.ts';
import { modeOf } from '../tool/mode-of.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { parseOptions, type OptionSpec } from '../tool/options.ts';

const spec: OptionSpec = {
  flags: 'cxtvzjJpkmOPhaW',
  values: 'fCTX',
  long: { create: 'c', extract: 'x', get: 'x', list: 't', verbose: 'v', gzip: 'z', gunzip: 'z', file: 'f', directory: 'C', 'preserve-permissions': 'p', 'same-permissions': 'p', 'to-stdout': 'O', 'absolute-names': 'P', dereference: 'h', 'auto-compress': 'a', 'keep-old-files': 'k', 'files-from': 'T', 'no-same-owner': 'no-owner', 'numeric-owner': 'numeric' },
  longValues: ['exclude', 'strip-components', 'owner', 'group', 'mtime', 'sort'],
};

export const tar: Tool = {
  usage: '[OPTION...] [FILE]...',
  usageCode: 64,
  options: { none: true },
  *run(plain) {
    const args = plain.p.argv.slice(1);
    // The old form: letters without a dash, their values following in turn.
    const parsed = parseOptions(/^[A-Za-z]+$/.test(args[0] ?? '') ? expandOldForm(args) : args, spec);
    if ('gnu' in parsed) return yield* refuse(plain, parsed.gnu, 64);
    const call: ToolCall = { ...plain, options: parsed, operands: parsed.operands };
    const modes = ['c', 'x', 't'].filter((letter) => parsed.has(letter));
    if (modes.length > 1) return yield* refuse(call, "You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option", 2);
    const dir = parsed.value('C');
    const file = parsed.value('f');
    const archive = file === undefined || file.startsWith('/') ? file : file === '-' ? undefined : `${plain.p.cwd === '/' ? '' : plain.p.cwd}/${file}`;
    if (dir !== undefined) {
      const moved = tried(() => call.p.chdir(dir));
      if ('error' in moved) return yield* fatal(call, `${dir}: Cannot open: ${reason(moved.error)}`);
    }
    if (modes[0] === 'c') return yield* create(call, archive);
    if (modes[0] === undefined) return yield* refuse(call, "You must specify one of the '-Acdtrux', '--delete' or '--test-label' options", 2);
    return yield* extract(call, archive, file ?? '-', modes[0] === 't');
  },
};

function expandOldForm(args: readonly string[]): string[] {
  const rest = args.slice(1);
  const out: string[] = [];
  for (const letter of args[0]!) out.push(`-${letter}`, ...(spec.values!.includes(letter) ? rest.splice(0, 1) : []));
  return [...out, ...rest];
}

function* fatal(call: ToolCall, message: string): ToolRun {
  yield* complain(call, message);
  return yield* complain(call, 'Error is not recoverable: exiting now', 2);
}

function* create(call: ToolCall, archive: string | undefined): ToolRun {
  const { options, p } = call;
  const list = options.value('T');
  const paths = [...call.operands, ...(list === undefined ? [] : p.files.readText(list).split('\n').filter((l) => l !== ''))];
  if (paths.length === 0) return yield* refuse(call, 'Cowardly refusing to create an empty archive', 2);
  const state = { code: 0, stripped: false };
  const entries: TarEntry[] = [];
  for (const path of paths) yield* collect(call, path, entries, state);
  const content = writeTar(entries);
  const bytes = contentBytes(content);
  const packed = options.has('z') || (options.has('a') && /\.t?gz$/.test(archive ?? '')) ? gzip(bytes) : bytes;
  if (archive === undefined) yield write(1, packed);
  else {
    const done = tried(() => p.files.writeFile(archive, packed));
    if ('error' in done) return yield* fatal(call, `${options.value('f')!}: Cannot open: ${reason(done.error)}`);
  }
  if (state.code !== 0) yield* complain(call, 'Exiting with failure status due to previous errors');
  return state.code;
}

function* collect(call: ToolCall, path: string, entries: TarEntry[], state: { code: number; stripped: boolean }): ToolRun<void> {
  const { options, p } = call;
  if (options.values('exclude').some((pattern) => globPattern(pattern).matches(path) || globPattern(pattern).matches(path.split('/').pop() ?? ''))) return;
  const found = tried(() => (options.has('h') ? p.files.stat(path) : p.files.lstat(path)));
  if ('error' in found) {
    state.code = yield* complain(call, `${path}: Cannot stat: ${reason(found.error)}`, 2);
    return;
  }
  p.charge(20);
  const stat = found.value;
  const name = options.has('P') ? path : path.replace(/^(\.\.\/|\/)+/, '');
  if (name !== path && !state.stripped) {
    state.stripped = true;
    yield* complain(call, `Removing leading \`${path.slice(0, path.length - name.length)}' from member names`);
  }
  const entry = entryOf(call, path, name.replace(/\/+$/, ''), stat);
  if (!entry) return;
  entries.push(entry);
  if (options.has('v')) yield* (options.value('f') === undefined ? writeError : print)(`${shownName(entry, name)}\n`);
  if (stat.kind !== 'dir') return;
  const names = tried(() => p.files.readdir(path));
  if ('error' in names) state.code = yield* complain(call, `${path}: Cannot open: ${reason(names.error)}`, 2);
  else for (const inner of names.value) yield* collect(call, `${path.replace(/\/+$/, '')}/${inner}`, entries, state);
}

function* writeError(text: string): ToolRun<void> {
  yield write(2, text);
}

function entryOf(call: ToolCall, path: string, name: string, stat: Stat): TarEntry | undefined {
  const meta = { mode: stat.mode, uid: stat.uid, gid: stat.gid, mtimeMs: Math.floor(stat.mtimeMs / 1000) * 1000 };
  if (stat.kind === 'file') return tarEntry(name, { kind: 'file', meta, content: call.p.files.content(path) });
  if (stat.kind === 'dir') return tarEntry(name || '.', { kind: 'dir', meta, entries: new Map() });
  if (stat.kind === 'link') return tarEntry(name, { kind: 'link', meta, target: stat.target ?? '' });
  return tarEntry(name, { kind: stat.kind, meta, major: stat.major, minor: stat.minor });
}

function shownName(entry: TarEntry, name = entry.path): string {
  return entry.kind === 'dir' && !name.endsWith('/') ? `${name}/` : name;
}

function* extract(call: ToolCall, archive: string | undefined, shown: string, listing: boolean): ToolRun {
  const { options, p } = call;
  let bytes: Uint8Array;
  if (archive === undefined) bytes = yield* readAll(0);
  else {
    const found = tried(() => p.files.readFile(archive));
    if ('error' in found) return yield* fatal(call, `${shown}: Cannot open: ${reason(found.error)}`);
    bytes = found.value;
  }
  let entries: TarEntry[];
  try {
    const plain: Content = bytesContent(isGzip(bytes) ? gunzip(bytes) : bytes);
    entries = readTar(plain);
  } catch (error) {
    if (!(error instanceof TarError)) throw error;
    yield* complain(call, 'This does not look like a tar archive');
    return yield* complain(call, 'Exiting with failure status due to previous errors', 2);
  }
  const wanted = call.operands.map((o) => o.replace(/\/+$/, ''));
  const seen = new Set<string>();
  let code = 0;
  for (const entry of entries) {
    const match = wanted.find((w) => entry.path === w || entry.path.startsWith(`${w}/`));
    if (wanted.length > 0 && match === undefined) continue;
    if (match !== undefined) seen.add(match);
    if (options.values('exclude').some((pattern) => globPattern(pattern).matches(entry.path))) continue;
    if (listing) {
      yield* print(`${options.has('v') ? longLine(call, entry) : shownName(entry)}\n`);
      continue;
    }
    if (options.has('v')) yield* print(`${shownName(entry)}\n`);
    if (options.has('O')) {
      if (entry.kind === 'file') yield write(1, contentBytes(entry.content));
      continue;
    }
    p.charge(20);
    const done = tried(() => unpack(call, entry));
    if ('error' in done) code = yield* complain(call, `${entry.path}: Cannot ${entry.kind === 'dir' ? 'mkdir' : 'open'}: ${reason(done.error)}`, 2);
  }
  for (const name of wanted) if (!seen.has(name)) code = yield* complain(call, `${name}: Not found in archive`, 2);
  if (code !== 0) yield* complain(call, 'Exiting with failure status due to previous errors');
  return code;
}

function unpack(call: ToolCall, entry: TarEntry): void {
  const { files, uid } = call.p;
  const strip = Number(call.options.value('strip-components') ?? 0);
  const names = entry.path.split('/').filter((n) => n !== '..');
  const path = names.slice(strip).join('/');
  if (path === '') return;
  const parent = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  if (parent !== '' && !files.exists(parent)) files.mkdir(parent, { recursive: true });
  if (entry.kind === 'dir') {
    if (!files.exists(path)) files.mkdir(path);
  } else {
    if (call.options.has('k') && files.exists(path)) return;
    files.rm(path, { force: true });
    if (entry.kind === 'file') files.writeFile(path, entry.content);
    else if (entry.kind === 'link') files.symlink(entry.target, path);
    else if (entry.kind === 'hard') files.link(entry.target.split('/').slice(strip).join('/'), path);
    else files.mknod(path, entry.kind, entry.meta.mode, entry.major, entry.minor);
  }
  if (entry.kind === 'link' || entry.kind === 'hard') return;
  if (uid === 0 && !call.options.has('no-owner')) files.chown(path, entry.meta.uid, entry.meta.gid);
  files.chmod(path, uid === 0 || call.options.has('p') ? entry.meta.mode : entry.meta.mode & ~call.p.umask);
  if (!call.options.has('m')) files.utimes(path, entry.meta.mtimeMs);
}

function longLine(call: ToolCall, entry: TarEntry): string {
  const { files } = call.p;
  const kind = entry.kind === 'hard' ? 'file' : entry.kind;
  const mode = modeOf({ kind, mode: entry.meta.mode }).replace(/^-/, entry.kind === 'hard' ? 'h' : '-');
  const owner = `${userName(files, entry.meta.uid)}/${groupName(files, entry.meta.gid)}`;
  const size = String(entry.content.size).padStart(Math.max(1, 19 - owner.length - 1));
  const target = entry.kind === 'link' ? ` -> ${entry.target}` : entry.kind === 'hard' ? ` link to ${entry.target}` : '';
  return `${mode} ${owner} ${size} ${formatDate('%Y-%m-%d %H:%M', entry.meta.mtimeMs)} ${shownName(entry)}${target}`;
}
