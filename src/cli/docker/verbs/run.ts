/** docker run and docker create. */
import { decodeUtf8, parseJson } from '../../../base/index.ts';
import type { Response } from '../../../host/index.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { containerFlags, createDocument } from '../command/container-options.ts';
import { bool, text } from '../command/docker-flag.ts';
import { wordsOf } from '../command/error-words.ts';
import { ClientError, DaemonError, Exit } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import { detachKeysFlag, followSize, join, modeHeaders, proxySignals, terminalOf } from '../command/streams.ts';
import type { DockerVerb } from '../command/verb.ts';
import { upgradeHeaders, type Query } from '../wire/engine-client.ts';
import { imageName, suffixOf, withLatest } from '../wire/image-name.ts';
import { pull } from './pull.ts';

const cidfileFlag = text('cidfile', 'Write the container ID to the file');

export const runVerb: DockerVerb = {
  name: 'run',
  summary: 'Create and run a new container from an image',
  usage: 'run [OPTIONS] IMAGE [COMMAND] [ARG...]',
  alsoAs: ['docker container run', 'docker run'],
  args: [1, Infinity],
  stopsAtArgument: true,
  completes: 'images',
  flags: [...containerFlags, bool('detach', 'Run container in background and print container ID', 'd'), detachKeysFlag, { ...bool('sig-proxy', 'Proxy received signals to the process'), initial: 'true' }, cidfileFlag],
  *run(d) {
    const streams = streamsOf(d);
    if (d.flags.bool('detach') && d.flags.has('attach')) throw new ClientError('conflicting options: cannot specify both --attach and --detach', 125);
    if (d.flags.bool('tty') && streams.stdin && !terminalOf(d, 0)) throw new ClientError('the input device is not a TTY');
    const id = yield* create(d, streams);
    if (d.flags.bool('detach')) return yield* runDetached(d, id);
    return yield* runAttached(d, id, streams);
  },
};

export const createVerb: DockerVerb = {
  name: 'create',
  summary: 'Create a new container',
  usage: 'create [OPTIONS] IMAGE [COMMAND] [ARG...]',
  alsoAs: ['docker container create', 'docker create'],
  args: [1, Infinity],
  stopsAtArgument: true,
  completes: 'images',
  flags: [...containerFlags, cidfileFlag],
  *run(d) {
    const id = yield* create(d, { stdin: d.flags.bool('interactive'), stdout: true, stderr: true });
    yield* d.print(`${id}\n`);
  },
};

interface Streams {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
}

function streamsOf({ flags }: Invocation): Streams {
  if (flags.bool('detach')) return { stdin: false, stdout: false, stderr: false };
  const named = flags.list('attach').map((stream) => stream.toLowerCase());
  if (named.length > 0) return { stdin: named.includes('stdin'), stdout: named.includes('stdout'), stderr: named.includes('stderr') };
  return { stdin: flags.bool('interactive'), stdout: true, stderr: true };
}

/** The id, written down where --cidfile wants it. */
function* create(d: Invocation, streams: Streams): Task<string> {
  const file = d.flags.text('cidfile');
  if (file !== '' && d.p.files.exists(file)) throw new ClientError(`container ID file found, make sure the other container isn't running or delete ${file}`, 125);
  const id = yield* createFrom(d, streams);
  if (file !== '') d.p.files.writeFile(file, id);
  return id;
}

/** An image that is not there is pulled first. */
function* createFrom(d: Invocation, streams: Streams): Task<string> {
  const [image = '', ...command] = d.args;
  const isId = /^(?:sha256:)?[0-9a-f]{64}$/.test(image);
  const name = isId ? undefined : withLatest(imageName(image));
  const body = yield* createDocument(d, image, command, streams);
  const query: Query = d.flags.has('name') ? [['name', d.flags.text('name')]] : [];
  const post = function* (): Task<string> {
    const { Id, Warnings } = yield* d.engine.json<{ Id: string; Warnings: readonly string[] | null }>('POST', '/containers/create', { query, body });
    for (const warning of Warnings ?? []) yield* d.warn(`WARNING: ${warning}\n`);
    return Id;
  };
  const policy = d.flags.text('pull');
  if (!['always', 'missing', 'never', ''].includes(policy)) throw new ClientError(`invalid pull option: '${policy}': must be one of "always", "missing" or "never"`, 125);
  if (policy === 'always' && name) yield* pull(d, name, d.flags.bool('quiet'), 2);
  try {
    return yield* post();
  } catch (error) {
    const missing = error instanceof DaemonError && error.status === 404 && error.message.startsWith('No such image');
    if (!missing || !name || policy === 'never') throw error;
    if (!d.flags.bool('quiet')) yield* d.warn(`Unable to find image '${name.familiar}${suffixOf(name)}' locally\n`);
    yield* pull(d, name, d.flags.bool('quiet'), 2);
    return yield* post();
  }
}

function* runDetached(d: Invocation, id: string): Task<number> {
  yield* d.print(`${id}\n`);
  return yield* start(d, id);
}

/** 0, or what a shell reports of a command that could not be started. */
function* start(d: Invocation, id: string): Task<number> {
  try {
    yield* d.engine.send('POST', `/containers/${id}/start`);
    return 0;
  } catch (error) {
    const words = wordsOf(error, d.engine.address);
    if (words === undefined) throw error;
    yield* d.warn(`docker: ${words}\n\nRun '${d.path} --help' for more information\n`);
    throw new Exit(startCode(words));
  }
}

function startCode(words: string): number {
  if (words.includes('executable file not found') || words.includes('no such file or directory')) return 127;
  return words.includes('permission denied') || words.includes('is a directory') ? 126 : 125;
}

function* runAttached(d: Invocation, id: string, streams: Streams): Task<number> {
  const isTty = d.flags.bool('tty');
  const query: Query = [['stream', '1'], ...Object.entries(streams).flatMap(([name, wanted]) => (wanted ? [[name, '1'] as const] : []))];
  const keys = isTty && streams.stdin;
  const attached = yield* d.engine.call('POST', `/containers/${id}/attach`, { query, headers: { ...upgradeHeaders, ...modeHeaders(d, isTty, streams.stdin) }, ...(streams.stdin && !keys ? { input: 0 } : {}) });
  const waiting = yield* d.engine.call('POST', `/containers/${id}/wait`, { query: [['condition', d.flags.bool('rm') ? 'removed' : 'next-exit']] });
  if (!isTty && d.flags.bool('sig-proxy')) proxySignals(d, id);
  yield* start(d, id);
  if (isTty) followSize(d, `/containers/${id}`);
  const how = yield* join(d, { response: attached, isTty, wantsInput: streams.stdin });
  if (how === 'detached') return 0;
  return yield* exitCodeOf(waiting);
}

export function* exitCodeOf(waiting: Response): Task<number> {
  const { StatusCode } = parseJson(decodeUtf8(yield waiting.readAll())) as { StatusCode: number };
  return StatusCode;
}
