/** kubectl cp: a tar in one container and its counterpart here, with exec between them. The image has to have tar. */
import { concat, decodeUtf8, type JsonObject } from '../../../base/index.ts';
import { bytesContent, contentBytes, readTar, tarEntry, TarError, writeTar, type TarEntry } from '../../../files/index.ts';
import { errorCode } from '../../../host/index.ts';
import { CommandError, Exit } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { runSession, type SessionOptions } from '../wire/channel-session.ts';
import { containerOf, demandRunning } from './exec.ts';

const ARCHIVE_END = 1_024;

interface Place {
  readonly pod: string; // '' for here
  readonly namespace: string;
  readonly path: string;
}

export const cpVerb: Verb = {
  name: 'cp',
  summary: 'Copy files and directories to and from containers',
  details: "POD:PATH is in a pod, NAMESPACE/POD:PATH in one of another namespace. Requires that the 'tar' binary is present in the container image.",
  usage: 'cp <file-spec-src> <file-spec-dest>',
  group: 'Troubleshooting and Debugging Commands',
  completes: 'files',
  flags: [
    { name: 'container', short: 'c', type: 'string', usage: 'The container.' },
    { name: 'no-preserve', type: 'bool', initial: 'false', usage: 'Do not keep owner and mode in the container.' },
    { name: 'pod-running-timeout', type: 'duration', initial: '1m0s', usage: 'How long to wait for a pod.', hidden: true },
    { name: 'retries', type: 'int', initial: '0', usage: 'How often to try again.', since: 23 },
  ],
  examples: [
    { does: 'A file to a pod', command: 'kubectl cp ./page.html web-1:/usr/share/nginx/html' },
    { does: 'A file from a pod', command: 'kubectl cp web-1:/etc/nginx/nginx.conf ./nginx.conf' },
  ],
  *run(k) {
    if (k.args.length !== 2) throw new CommandError('source and destination are required');
    const [from, to] = [placeOf(k.args[0]!), placeOf(k.args[1]!)];
    if (from.pod !== '' && to.pod !== '') throw new CommandError('one of src or dest must be a local file specification');
    if (from.path === '' || to.path === '') throw new CommandError('filepath can not be empty');
    if (from.pod !== '') yield* copyFrom(k, from, to.path);
    else if (to.pod !== '') yield* copyTo(k, from.path, to);
    else throw new CommandError('one of src or dest must be a remote file specification');
  },
};

function placeOf(spec: string): Place {
  const at = spec.indexOf(':');
  if (at < 0) return { pod: '', namespace: '', path: spec };
  const [pod, path] = [spec.slice(0, at), spec.slice(at + 1)];
  const parts = pod.split('/');
  if (parts.length > 2 || pod === '') throw new CommandError('filespec must match the canonical format: [[namespace/]pod:]file/path');
  return { pod: parts.at(-1)!, namespace: parts.length === 2 ? parts[0]! : '', path };
}

function* inContainer(k: Invocation, { pod, namespace }: Place, command: readonly string[], options: Partial<SessionOptions>, isQuiet = false): Task {
  const where = namespace || k.namespace;
  const object = (yield* k.client.get(`/api/v1/namespaces/${where}/pods/${pod}`)) as JsonObject;
  demandRunning(object);
  const query = [...command.map((word): [string, string] => ['command', word]), ['container', yield* containerOf(k, object, isQuiet)], ['stderr', 'true'], ...(options.input ? [['stdin', 'true']] : []), ['stdout', 'true']] as [string, string][];
  yield* runSession(k.client, `/api/v1/namespaces/${where}/pods/${pod}/exec`, query, { stdin: false, tty: false, quiet: true, ...options });
}

/** What tar complains of there is printed; that it failed is not minded, as the real client does not. */
function* copyFrom(k: Invocation, from: Place, to: string): Task {
  const complaints: Uint8Array[] = [];
  const archive = yield* archiveOf(k, from, (bytes) => void complaints.push(bytes));
  yield* k.print(decodeUtf8(concat(complaints)));
  unpack(k, readEntries(archive), from.path.replace(/^\/+/, '').replace(/\/+$/, ''), to);
}

/** An archive ends in two empty blocks. One that ends before is asked for again from there on, as often as --retries says. */
function* archiveOf(k: Invocation, from: Place, onError: (bytes: Uint8Array) => void): Task<Uint8Array> {
  const retries = k.flags.int('retries');
  let archive: Uint8Array = new Uint8Array();
  for (let retry = 1; ; retry++) {
    const chunks: Uint8Array[] = [archive];
    const command = retries === 0 ? ['tar', 'cf', '-', from.path] : ['sh', '-c', `tar cf - ${from.path} | tail -c+${archive.length + 1}`];
    try {
      yield* inContainer(k, from, command, { onOutput: (bytes) => void chunks.push(bytes), onError });
    } catch (error) {
      if (!(error instanceof Exit)) throw error;
    }
    archive = concat(chunks);
    if (retries === 0 || (archive.length >= ARCHIVE_END && archive.subarray(-ARCHIVE_END).every((byte) => byte === 0))) return archive;
    if (retries > 0 && retry > retries) {
      yield* k.print(`Dropping out copy after ${retries} retries\n`);
      return archive;
    }
    yield* k.print(`Resuming copy at ${archive.length} bytes, retry ${retry}/${retries}\n`);
  }
}

function readEntries(bytes: Uint8Array): readonly TarEntry[] {
  try {
    return bytes.length === 0 ? [] : readTar(bytesContent(bytes));
  } catch (error) {
    if (error instanceof TarError) throw new CommandError(error.message);
    throw error;
  }
}

/** `prefix` is what the names in the archive begin with, in whose place `to` stands here. */
function unpack(k: Invocation, entries: readonly TarEntry[], prefix: string, to: string): void {
  const { files } = k.p;
  for (const entry of entries) {
    if (entry.path !== prefix && !entry.path.startsWith(`${prefix}/`)) continue;
    const path = to + entry.path.slice(prefix.length);
    if (entry.kind === 'dir') {
      files.mkdir(path, { recursive: true });
      continue;
    }
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (folder !== '') files.mkdir(folder, { recursive: true });
    if (entry.kind === 'file') files.writeFile(path, contentBytes(entry.content), { mode: entry.meta.mode & 0o777 });
  }
}

function* copyTo(k: Invocation, from: string, to: Place): Task {
  const { files } = k.p;
  if (!files.exists(from)) throw new CommandError(`${from} doesn't exist in local filesystem`);
  const name = from.replace(/\/+$/, '').split('/').at(-1)!;
  const target = (yield* isFolder(k, to)) ? `${to.path.replace(/\/+$/, '')}/${name}` : to.path.replace(/(?<=.)\/+$/, '');
  const slash = target.lastIndexOf('/');
  const [folder, base] = slash < 0 ? ['.', target] : [target.slice(0, slash) || '/', target.slice(slash + 1)];
  const archive = contentBytes(writeTar(entriesOf(k, from, base)));
  const keeps = k.flags.bool('no-preserve') ? ['--no-same-permissions', '--no-same-owner'] : [];
  try {
    yield* inContainer(k, to, ['tar', ...keeps, '-xmf', '-', '-C', folder], { input: archive });
  } catch (error) {
    if (error instanceof Exit) {
      throw new CommandError(`command terminated with exit code ${error.exitCode}`, { isBare: true, exitCode: error.exitCode });
    }
    throw error;
  }
}

function* isFolder(k: Invocation, place: Place): Task<boolean> {
  try {
    yield* inContainer(k, place, ['test', '-d', place.path], { onOutput: () => {}, onError: () => {} }, true);
    return true;
  } catch (error) {
    if (error instanceof Exit || errorCode(error) !== undefined || error instanceof CommandError) return false;
    throw error;
  }
}

function* entriesOf(k: Invocation, path: string, name: string): Generator<TarEntry> {
  const { files } = k.p;
  const stat = files.stat(path);
  const meta = { mode: stat.mode & 0o7777, uid: stat.uid, gid: stat.gid, mtimeMs: stat.mtimeMs };
  const entry = stat.kind === 'dir' ? tarEntry(name, { kind: 'dir', meta, entries: new Map() }) : tarEntry(name, { kind: 'file', meta, content: files.content(path) });
  if (entry) yield entry;
  if (stat.kind === 'dir') for (const child of files.readdir(path)) yield* entriesOf(k, `${path}/${child}`, `${name}/${child}`);
}
