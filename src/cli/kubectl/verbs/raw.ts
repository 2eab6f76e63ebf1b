/** --raw of create, replace, delete and get: a path of the server instead of a resource, its answer printed as it comes. */
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { readSources } from '../resources/read-files.ts';
import type { Ask } from '../wire/api-client.ts';

/** Sends the one file of -f, or for `get` and a `delete` without a file nothing. */
export function* sendRaw(k: Invocation, method: 'DELETE' | 'GET' | 'POST' | 'PUT'): Task {
  const { flags } = k;
  const url = flags.text('raw');
  const files = flags.list('filename');
  const sends = method === 'POST' || method === 'PUT';
  if (method !== 'DELETE' && k.args.length > 0) throw new CommandError('arguments may not be passed when --raw is specified');
  if (method !== 'DELETE' && flags.text('selector') !== '') throw new CommandError('--raw and --selector (-l) are mutually exclusive');
  if (sends && files.length === 0 && flags.text('kustomize') === '' && k.release.minor >= NAMES_FILES_SINCE) throw new CommandError('must specify one of -f and -k');
  if (method !== 'GET' && (files.length > 1 || (files.length === 0 && method !== 'DELETE'))) throw refusal(k, sends, '--raw can only use a single local file or stdin');
  if (files[0] !== undefined && /^https?:/.test(files[0])) throw refusal(k, sends, '--raw cannot read from a url');
  if (method === 'POST' && flags.bool('edit')) throw refusal(k, true, '--raw and --edit are mutually exclusive');
  if (flags.bool('recursive')) throw refusal(k, sends, '--raw and --recursive are mutually exclusive');
  if (flags.text('output') !== '') throw refusal(k, method !== 'DELETE', '--raw and --output are mutually exclusive');
  const [, path = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(url)!;
  if (!path.startsWith('/')) throw refusal(k, method !== 'DELETE', `--raw must be a valid URL path: parse ${JSON.stringify(url)}: invalid URI for request`);
  if (files[0] !== undefined && files[0] !== '-' && !k.p.files.exists(files[0])) throw new CommandError(`open ${files[0]}: no such file or directory`);
  const [file] = yield* readSources(k.p, files, false);
  const body: Pick<Ask, 'rawBody'> = file === undefined ? {} : { rawBody: file.content };
  yield* k.print(yield* k.client.text(path, { method, query: pairsOf(query), ...body }));
}

/** The first release that looks for a file before it looks at --raw. */
const NAMES_FILES_SINCE = 31;
/** The first release that points at no help. */
const PLAIN_SINCE = 25;

function refusal(k: Invocation, pointsAtHelp: boolean, message: string): CommandError {
  return pointsAtHelp ? k.usageErrorUntil(PLAIN_SINCE, message) : new CommandError(message);
}

/** Go's library leaves out without a word what is not well escaped. */
function pairsOf(query: string): readonly [string, string][] {
  return query.split('&').filter((pair) => pair !== '').flatMap((pair): [string, string][] => {
    const equals = pair.includes('=') ? pair.indexOf('=') : pair.length;
    try {
      return [[unescaped(pair.slice(0, equals)), unescaped(pair.slice(equals + 1))]];
    } catch (error) {
      if (!(error instanceof URIError)) throw error;
      return [];
    }
  });
}

function unescaped(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
