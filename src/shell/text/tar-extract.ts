/** What is done with the entries of a tar archive: they are listed, written to files or compared with files. */
import { compileGlob } from '../../base/index.ts';
import { contentBytes, type TarEntry } from '../../files/index.ts';
import { write } from '../../host/index.ts';
import { groupName, userName } from '../accounts.ts';
import { formatDate } from '../language/date-format.ts';
import { modeOf } from '../tool/mode-of.ts';
import { excludes, transformer } from './tar-names.ts';
import { complain, print, reason, tried, type ToolCall, type ToolRun } from '../tool/tool.ts';

export function* extractEntries(call: ToolCall, entries: readonly TarEntry[], listing: boolean): ToolRun {
  const { options, p } = call;
  const wanted = call.operands.map((o) => o.replace(/\/+$/, ''));
  const wild = options.has('wildcards');
  const seen = new Set<string>();
  const naming = targetNames(call);
  const wantedBy = (path: string) => wanted.find((w) => path === w || path.startsWith(`${w}/`) || (wild && compileGlob(w).matches(path)));
  const folders: (readonly [string, TarEntry])[] = [];
  let code = 0;
  for (const entry of entries) {
    const match = wantedBy(entry.path);
    if (wanted.length > 0 && match === undefined) continue;
    if (match !== undefined) seen.add(match);
    if (excludes(options.values('exclude'), entry.path)) continue;
    if (listing) {
      yield* print(`${options.has('v') ? longLine(call, entry) : shownName(entry)}\n`);
      continue;
    }
    const target = naming(entry.path);
    if (options.has('v')) yield* print(`${shownName(entry, options.has('shown') ? target : entry.path)}\n`);
    if (options.has('O')) {
      if (entry.kind === 'file') yield write(1, contentBytes(entry.content));
      continue;
    }
    if (target === '') continue;
    p.charge(20);
    const skipped = entry.kind === 'dir' ? undefined : whySkipped(call, entry, target);
    if (skipped !== undefined) {
      if (skipped === 'File exists') code = yield* complain(call, `${entry.path}: Cannot open: File exists`, 2);
      else if (skipped !== '') yield* complain(call, skipped);
      continue;
    }
    const done = tried(() => unpack(call, entry, target, naming));
    if ('error' in done) code = yield* complain(call, `${entry.path}: Cannot ${entry.kind === 'dir' ? 'mkdir' : 'open'}: ${reason(done.error)}`, 2);
    else if (entry.kind === 'dir') folders.push([target, entry]);
  }
  for (const [path, entry] of folders) tried(() => options.has('m') || p.files.utimes(path, entry.meta.mtimeMs)); // what was put into them has changed their times
  for (const name of wanted) if (!seen.has(name)) code = yield* complain(call, `${name}: Not found in archive`, 2);
  if (code !== 0) yield* complain(call, 'Exiting with failure status due to previous errors');
  return code;
}

/** Where an entry goes: its name without what is stripped, transformed, below a folder of its own. */
function targetNames(call: ToolCall): (path: string) => string {
  const { options } = call;
  const strip = Number(options.value('strip-components') ?? 0);
  const transform = transformer(options.values('transform').concat(options.values('xform')));
  const top = options.value('one-top-level');
  const base = top === '' ? (options.value('f') ?? '').replace(/^.*\//, '').replace(/\.(?:tar(?:\.\w+)?|t\wz)$/, '') : top;
  return (path) => {
    const names = path.split('/').filter((name) => name !== '..');
    const name = names.slice(strip).join('/');
    const plain = typeof transform === 'string' ? name : transform(name);
    return plain === '' || base === undefined || plain === base || plain.startsWith(`${base}/`) ? plain : `${base}/${plain}`;
  };
}

/** Why a file that is there stays as it is; empty when nothing is said of it. */
function whySkipped(call: ToolCall, entry: TarEntry, path: string): string | undefined {
  const { options, p } = call;
  const stat = tried(() => p.files.lstat(path));
  if ('error' in stat) return undefined;
  if (options.has('k')) return 'File exists';
  if (options.has('skip-old-files')) return '';
  return options.has('keep-newer-files') && stat.value.mtimeMs >= entry.meta.mtimeMs ? `Current ‘${path}’ is newer or same age` : undefined;
}

function unpack(call: ToolCall, entry: TarEntry, path: string, naming: (path: string) => string): void {
  const { files, uid } = call.p;
  const parent = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  if (parent !== '' && !files.exists(parent)) files.mkdir(parent, { recursive: true });
  if (entry.kind === 'dir') {
    if (!files.exists(path)) files.mkdir(path);
  } else {
    files.rm(path, { force: true });
    if (entry.kind === 'file') files.writeFile(path, entry.content);
    else if (entry.kind === 'link') files.symlink(entry.target, path);
    else if (entry.kind === 'hard') files.link(naming(entry.target), path);
    else files.mknod(path, entry.kind, entry.meta.mode, entry.major, entry.minor);
  }
  if (entry.kind === 'link' || entry.kind === 'hard') return;
  if (uid === 0 && !call.options.has('no-owner')) files.chown(path, entry.meta.uid, entry.meta.gid);
  files.chmod(path, uid === 0 || call.options.has('p') ? entry.meta.mode : entry.meta.mode & ~call.p.umask);
  if (!call.options.has('m')) files.utimes(path, entry.meta.mtimeMs);
}

/** -d: what has become of the files since. */
export function* compareEntries(call: ToolCall, entries: readonly TarEntry[]): ToolRun {
  const { files } = call.p;
  const wanted = call.operands.map((o) => o.replace(/\/+$/, ''));
  let code = 0;
  for (const entry of entries) {
    if (wanted.length > 0 && !wanted.some((w) => entry.path === w || entry.path.startsWith(`${w}/`))) continue;
    if (call.options.has('v')) yield* print(`${shownName(entry)}\n`);
    const stat = tried(() => files.lstat(entry.path));
    if ('error' in stat) {
      yield* complain(call, `${entry.path}: Warning: Cannot stat: ${reason(stat.error)}`);
      code = 1;
      continue;
    }
    const { meta } = entry;
    const differences: string[] = [];
    if ((stat.value.mode & 0o7777) !== (meta.mode & 0o7777)) differences.push('Mode differs');
    if (stat.value.uid !== meta.uid) differences.push('Uid differs');
    if (stat.value.gid !== meta.gid) differences.push('Gid differs');
    if (entry.kind === 'file') {
      if (Math.floor(stat.value.mtimeMs / 1000) !== Math.floor(meta.mtimeMs / 1000)) differences.push('Mod time differs');
      if (stat.value.size !== entry.content.size) differences.push('Size differs');
      else if (!sameBytes(files.readFile(entry.path), contentBytes(entry.content))) differences.push('Contents differ');
    } else if (entry.kind === 'link' && stat.value.target !== entry.target) differences.push('Symlink differs');
    for (const difference of differences) yield* print(`${entry.path}: ${difference}\n`);
    if (differences.length > 0) code = 1;
  }
  return code;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function shownName(entry: TarEntry, name = entry.path): string {
  return entry.kind === 'dir' && !name.endsWith('/') ? `${name}/` : name;
}

function longLine(call: ToolCall, entry: TarEntry): string {
  const { files } = call.p;
  const numeric = call.options.has('numeric');
  const kind = entry.kind === 'hard' ? 'file' : entry.kind;
  const mode = modeOf({ kind, mode: entry.meta.mode }).replace(/^-/, entry.kind === 'hard' ? 'h' : '-');
  const owner = numeric ? `${entry.meta.uid}/${entry.meta.gid}` : `${userName(files, entry.meta.uid)}/${groupName(files, entry.meta.gid)}`;
  const size = String(entry.content.size).padStart(Math.max(1, 19 - owner.length - 1));
  const target = entry.kind === 'link' ? ` -> ${entry.target}` : entry.kind === 'hard' ? ` link to ${entry.target}` : '';
  return `${mode} ${owner} ${size} ${formatDate(call.options.has('full-time') ? '%Y-%m-%d %H:%M:%S' : '%Y-%m-%d %H:%M', entry.meta.mtimeMs)} ${shownName(entry)}${target}`;
}
