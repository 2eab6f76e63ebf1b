/** The files that go into a tar archive, as its entries. */
import { tarEntry, type TarEntry } from '../../files/index.ts';
import { write, type Stat } from '../../host/index.ts';
import { accountByName, groups } from '../accounts.ts';
import { textOfBytes } from '../language/byte-text.ts';
import { parseMode } from '../language/file-mode.ts';
import { readAll, readPath } from '../tool/inputs.ts';
import { append } from '../tool/many.ts';
import { parseDate } from '../tool/parse-date.ts';
import { excludes, transformer } from './tar-names.ts';
import { complain, print, reason, tried, type ToolCall, type ToolRun } from '../tool/tool.ts';

export interface Collected {
  readonly entries: TarEntry[];
  readonly paths: string[]; // of the operands that were found
  code: number;
}

interface Run extends Collected {
  readonly call: ToolCall;
  readonly excluded: readonly string[];
  readonly transform: (name: string) => string;
  readonly newerThan: ReadonlyMap<string, number> | undefined;
  stripped: boolean;
}

/** What cannot be gone on from, as a message, otherwise. */
export function* collectEntries(call: ToolCall, newerThan: ReadonlyMap<string, number> | undefined): ToolRun<Collected | string> {
  const { options, p } = call;
  const excluded = [...options.values('exclude')];
  for (const path of options.values('X')) append(excluded, yield* lines(call, path));
  const transform = transformer(options.values('transform').concat(options.values('xform')));
  const run: Run = { call, entries: [], paths: [], code: 0, excluded, newerThan, stripped: false, transform: typeof transform === 'string' ? (name) => name : transform };
  const members = call.operands.map((path, i) => ({ path, dir: folderOf(call, i) }));
  for (const list of options.values('T')) for (const path of yield* lines(call, list)) members.push({ path, dir: folderOf(call, Infinity) });
  for (const { path, dir } of members) {
    if (dir !== '' && 'error' in tried(() => p.files.readdir(dir))) return `${dir}: Cannot open: No such file or directory`;
    yield* collect(run, path, dir);
  }
  return run;
}

/** The folder that the -C before the operand lead to; empty for the working directory. */
function folderOf(call: ToolCall, operand: number): string {
  const { options } = call;
  const before = options.order.slice(0, operand === Infinity ? undefined : options.optionsBefore(operand));
  const count = before.filter((name) => name === 'C').length;
  return options.values('C').slice(0, count).reduce((path, next) => (next.startsWith('/') || path === '' ? next : `${path}/${next}`), '');
}

function* lines(call: ToolCall, path: string): ToolRun<string[]> {
  const text = path === '-' ? { value: yield* readAll(0) } : yield* readPath(call.p, path);
  if ('error' in text) {
    yield* complain(call, `${path}: Cannot open: ${reason(text.error)}`, 2);
    return [];
  }
  return textOfBytes(text.value).split(call.options.has('null') ? '\0' : '\n').filter((line) => line !== '');
}

function* collect(run: Run, path: string, dir: string): ToolRun<void> {
  const { call } = run;
  const { options, p } = call;
  if (excludes(run.excluded, path)) return;
  const at = dir === '' || path.startsWith('/') ? path : `${dir}/${path}`;
  const found = tried(() => (options.has('h') ? p.files.stat(at) : p.files.lstat(at)));
  if ('error' in found) {
    run.code = yield* complain(call, `${path}: Cannot stat: ${reason(found.error)}`, 2);
    return;
  }
  p.charge(20);
  const stat = found.value;
  const name = options.has('P') ? path : path.replace(/^(\.\.\/|\/)+/, '');
  if (name !== path && !run.stripped) {
    run.stripped = true;
    yield* complain(call, `Removing leading \`${path.slice(0, path.length - name.length)}' from member names`);
  }
  run.paths.push(at);
  const bare = name.replace(/\/+$/, '');
  const old = run.newerThan?.get(bare);
  if (old === undefined || Math.floor(stat.mtimeMs / 1000) * 1000 > old) {
    const entry = entryOf(call, at, run.transform(bare), stat);
    if (entry) run.entries.push(entry);
    if (options.has('v')) {
      const shown = options.has('shown') ? run.transform(bare) : name;
      const text = `${stat.kind === 'dir' && !shown.endsWith('/') ? `${shown}/` : shown}\n`;
      if ((options.value('f') ?? '-') === '-') yield write(2, text);
      else yield* print(text);
    }
  }
  if (stat.kind !== 'dir' || options.has('no-recursion')) return;
  const names = tried(() => p.files.readdir(at));
  if ('error' in names) run.code = yield* complain(call, `${path}: Cannot open: ${reason(names.error)}`, 2);
  else for (const inner of names.value) yield* collect(run, `${path.replace(/\/+$/, '')}/${inner}`, dir);
}

function entryOf(call: ToolCall, path: string, name: string, stat: Stat): TarEntry | undefined {
  const meta = metaFor(call, stat);
  if (stat.kind === 'file') return tarEntry(name, { kind: 'file', meta, content: call.p.files.content(path) });
  if (stat.kind === 'dir') return tarEntry(name || '.', { kind: 'dir', meta, entries: new Map() });
  if (stat.kind === 'link') return tarEntry(name, { kind: 'link', meta, target: stat.target ?? '' });
  return tarEntry(name, { kind: stat.kind, meta, major: stat.major, minor: stat.minor });
}

/** The file's own, unless --owner, --group, --mode or --mtime say otherwise. */
function metaFor(call: ToolCall, stat: Stat) {
  const { options, p } = call;
  const [owner, group, mode, mtime] = ['owner', 'group', 'mode', 'mtime'].map((name) => options.value(name));
  const ofText = (text: string, known: number | undefined) => known ?? (/^\+?\d+$/.test(text) ? Number(text) : undefined);
  const given = mtime === undefined ? undefined : parseDate(mtime, p.host.wallMs);
  return {
    mode: (mode === undefined ? undefined : parseMode(mode, stat.mode, stat.kind === 'dir', 0)) ?? stat.mode,
    uid: (owner === undefined ? undefined : ofText(owner.split(':')[0]!, accountByName(p.files, owner)?.uid)) ?? stat.uid,
    gid: (group === undefined ? undefined : ofText(group.split(':')[0]!, groups(p.files).find((one) => one.name === group)?.gid)) ?? stat.gid,
    mtimeMs: given ?? Math.floor(stat.mtimeMs / 1000) * 1000,
  };
}
