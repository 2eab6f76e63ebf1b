/** docker cp. */
import { decodeBase64, decodeUtf8, formatDecimalSize, isJsonObject, parseJson } from '../../../base/index.ts';
import { bytesContent, contentBytes, emptyContent, readTar, writeTar, type TarEntry } from '../../../files/index.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { text } from '../../kubectl/objects/member.ts';
import { standardInput } from '../../read-input.ts';
import { bool } from '../command/docker-flag.ts';
import { ClientError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import { terminalOf } from '../command/streams.ts';
import type { DockerVerb } from '../command/verb.ts';
import { entriesIn } from '../wire/build-context.ts';

const GO_DIR = 0x8000_0000;

export const cpVerb: DockerVerb = {
  name: 'cp',
  summary: 'Copy files/folders between a container and the local filesystem',
  usage: 'cp [OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-\n\tdocker cp [OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH',
  alsoAs: ['docker container cp', 'docker cp'],
  args: [2, 2],
  completes: 'containers',
  flags: [bool('archive', 'Archive mode (copy all uid/gid information)', 'a'), bool('follow-link', 'Always follow symbol link in SRC_PATH', 'L'), bool('quiet', 'Suppress progress output during copy. Progress output is automatically suppressed if no terminal is attached', 'q')],
  *run(d) {
    const from = placeOf(d.arg(0));
    const to = placeOf(d.arg(1));
    if (from.container !== undefined && to.container !== undefined) throw new ClientError('copying between containers is not supported');
    if (from.container !== undefined) return yield* copyOut(d, from.container, from.path, to.path);
    if (to.container !== undefined) return yield* copyIn(d, from.path, to.container, to.path);
    throw new ClientError('must specify at least one container source');
  },
};

interface Place {
  readonly container: string | undefined;
  readonly path: string;
}

function placeOf(word: string): Place {
  const colon = word.indexOf(':');
  if (word === '-' || colon < 0 || /^(?:\/|\.)/.test(word)) return { container: undefined, path: word };
  return { container: word.slice(0, colon), path: word.slice(colon + 1) };
}

function* copyOut(d: Invocation, container: string, from: string, to: string): Task {
  const at = `/containers/${encodeURIComponent(container)}/archive`;
  const link = d.flags.bool('follow-link') ? (yield* statOf(d, at, from))?.linkTarget : undefined;
  const path = link ? (link.startsWith('/') ? link : `${from.slice(0, from.lastIndexOf('/') + 1)}${link}`) : from;
  const response = yield* d.engine.call('GET', at, { query: [['path', path]] });
  const bytes: Uint8Array = yield response.readAll();
  if (to === '-') return yield* d.p.print(decodeUtf8(bytes));
  const { files } = d.p;
  const entries = readTar(bytesContent(bytes));
  const name = entries[0]?.path ?? '';
  const isInto = files.exists(to) && files.stat(to).kind === 'dir';
  if (!isInto && to.endsWith('/') && entries[0]?.kind !== 'dir') throw new ClientError(`no such directory`);
  const renamed = path.endsWith('/.') ? to : isInto ? `${to.replace(/\/$/, '')}/${name}` : to;
  for (const entry of entries) {
    const below = entry.path === name ? '' : entry.path.slice(name.length);
    const target = `${renamed.replace(/\/$/, '')}${below}`;
    write(d, target, entry);
    if (d.flags.bool('archive')) files.chown(target, entry.meta.uid, entry.meta.gid, { follow: false });
  }
  yield* told(d, entries, to);
}

function write(d: Invocation, path: string, { kind, content, meta, target }: TarEntry): void {
  const { files } = d.p;
  if (kind === 'dir') {
    if (!files.exists(path)) files.mkdir(path, { recursive: true, mode: meta.mode });
  } else if (kind === 'link') {
    files.rm(path, { force: true });
    files.symlink(target, path);
  } else {
    files.writeFile(path, content);
    files.chmod(path, meta.mode);
  }
}

function* copyIn(d: Invocation, path: string, container: string, to: string): Task {
  const { files } = d.p;
  const at = `/containers/${encodeURIComponent(container)}/archive`;
  if (path === '-') {
    const bytes = yield* standardInput(d.p);
    yield* d.engine.send('PUT', at, { query: [['path', to]], bytes });
    return;
  }
  if (!files.exists(path)) throw new ClientError(`lstat ${path.startsWith('/') ? path : `${d.p.cwd}/${path}`}: no such file or directory`);
  const target = (yield* statOf(d, at, to))?.kind;
  const source = sourceStat(d, path);
  if (source.kind === 'dir' && target !== undefined && target !== 'dir') throw new ClientError('cannot copy directory');
  const isInto = target === 'dir';
  if (!isInto && to.endsWith('/') && source.kind !== 'dir') throw new ClientError('no such directory');
  const base = path.replace(/\/\.?$/, '').split('/').at(-1) ?? '';
  const clean = to.replace(/\/$/, '');
  const under = isInto ? to : clean.slice(0, clean.lastIndexOf('/')) || '/';
  const name = path.endsWith('/.') && isInto ? '' : isInto ? base : clean.slice(clean.lastIndexOf('/') + 1);
  const entries = [...entriesFrom(d, path, name)];
  yield* d.engine.send('PUT', at, { query: [['noOverwriteDirNonDir', 'true'], ['path', under]], bytes: contentBytes(writeTar(entries)) });
  yield* told(d, entries, `${container}:${to}`);
}

/** A link that is named is copied as a link, unless --follow-link is given or it is named as the folder behind it. */
function sourceStat({ flags, p: { files } }: Invocation, path: string) {
  return flags.bool('follow-link') || /\/\.?$/.test(path) ? files.stat(path) : files.lstat(path);
}

function* entriesFrom(d: Invocation, path: string, name: string): Generator<TarEntry> {
  const { files } = d.p;
  const stat = sourceStat(d, path);
  const keeps = d.flags.bool('archive');
  const ownerOf = (at: string) => (keeps ? { uid: files.lstat(at).uid, gid: files.lstat(at).gid } : { uid: 0, gid: 0 });
  const meta = { mode: stat.mode, ...ownerOf(path), mtimeMs: stat.mtimeMs };
  const plain = { path: name, meta, content: emptyContent, target: '', major: 0, minor: 0 };
  if (stat.kind === 'link') return yield { ...plain, kind: 'link', target: stat.target ?? '' };
  if (stat.kind !== 'dir') {
    yield { ...plain, kind: 'file', content: files.content(path) };
    return;
  }
  if (name !== '') yield { ...plain, kind: 'dir' };
  const prefix = name === '' ? '' : `${name}/`;
  const root = path.replace(/\/\.?$/, '');
  for (const entry of entriesIn(files, root, [], undefined, new Set())) yield { ...entry, path: prefix + entry.path, meta: { ...entry.meta, ...ownerOf(`${root}/${entry.path}`) } };
}

/** Undefined when it is not there. */
function* statOf(d: Invocation, at: string, path: string): Task<{ readonly kind: 'dir' | 'other'; readonly linkTarget: string } | undefined> {
  const response = yield* d.engine.open('HEAD', at, { query: [['path', path]] });
  const header = response.headers['x-docker-container-path-stat'];
  response.close();
  if (response.status === 404 && header === undefined) {
    yield* requireContainer(d, at);
    return undefined;
  }
  const decoded = decodeBase64(header ?? '');
  const stat = 'bytes' in decoded ? parseJson(decodeUtf8(decoded.bytes)) : undefined;
  return isJsonObject(stat) ? { kind: Number(stat['mode']) >= GO_DIR ? 'dir' : 'other', linkTarget: text(stat, 'linkTarget') } : undefined;
}

function* requireContainer(d: Invocation, at: string): Task {
  yield* d.engine.json('GET', at.replace(/\/archive$/, '/json'));
}


function* told(d: Invocation, entries: readonly TarEntry[], to: string): Task {
  if (d.flags.bool('quiet') || !terminalOf(d, 2)) return;
  const bytes = entries.reduce((sum, { content }) => sum + content.size, 0);
  yield* d.warn(`Successfully copied ${formatDecimalSize(bytes, 3)} to ${to}\n`);
}

