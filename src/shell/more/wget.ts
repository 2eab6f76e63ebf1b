/** wget: fetches into files; GNU's words and busybox's, which is the one that small images have. */
import { concat } from '../../base/index.ts';
import { NetError, netWords, parseAddress, request, resolve, sleep, write, type Response } from '../../host/index.ts';
import { formatDate } from '../language/date-format.ts';
import { httpReasons } from '../tool/curl-request.ts';
import { humanSize } from '../tool/size.ts';
import { complain, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { parseUrl, targetOf, type Url } from '../tool/url.ts';

export const wget: Tool = {
  usage: '[OPTION]... [URL]...',
  options: {
    flags: 'cqvSN',
    values: 'OPTtUYo',
    long: { quiet: 'q', 'output-document': 'O', timeout: 'T', tries: 't', 'user-agent': 'U', 'server-response': 'S', spider: 'spider', 'no-check-certificate': 'insecure', 'no-verbose': 'nv', continue: 'c' },
    longValues: ['header', 'post-data', 'method', 'body-data'],
  },
  *run(call) {
    if (call.operands.length === 0) return yield* refuse(call, 'missing URL');
    let code = 0;
    for (const text of call.operands) code = (yield* fetchUrl(call, text, 0)) || code;
    return code;
  },
};

function* fetchUrl(call: ToolCall, text: string, hops: number): ToolRun {
  const { options, p } = call;
  const gnu = call.flavour === 'gnu';
  const quiet = options.has('q');
  const url = parseUrl(text);
  if (!url || (url.scheme !== 'http' && url.scheme !== 'https')) return yield* complain(call, gnu ? `${text}: Unsupported scheme.` : `not an http or ftp url: ${text}`);
  const response = yield* attempts(call, url);
  if (typeof response === 'number') return response;
  if (!quiet && gnu) yield write(2, `connected.\nHTTP request sent, awaiting response... ${response.status} ${httpReasons[response.status] ?? ''}\n`);
  const location = response.headers['location'];
  if (response.status >= 300 && response.status < 400 && location !== undefined && hops < 20) {
    response.close();
    if (!quiet && gnu) yield write(2, `Location: ${location} [following]\n`);
    return yield* fetchUrl(call, /^https?:/.test(location) ? location : `${url.scheme}://${url.host}:${url.port}${location}`, hops + 1);
  }
  if (response.status >= 400) {
    response.close();
    const words = `${response.status} ${httpReasons[response.status] ?? ''}`;
    if (!gnu) return yield* complain(call, `server returned error: HTTP/1.1 ${words}`);
    if (!quiet) yield write(2, `${stamp(call)} ERROR ${words.replace(/^(\d+) /, '$1: ')}.\n\n`);
    return 8;
  }
  if (options.has('spider')) return 0;
  const bytes = yield* bodyOf(response);
  return yield* save(call, url, response, bytes, p.host.clock.now);
}

/** Who does not answer in time is asked again. */
function* attempts(call: ToolCall, url: Url): ToolRun<Response | number> {
  const { options } = call;
  const tries = call.flavour === 'gnu' ? Number(options.value('t') ?? TRIES) || Infinity : 1;
  for (let attempt = 1; ; attempt++) {
    try {
      if (!options.has('q')) yield* announce(call, url, attempt);
      return yield* ask(call, url);
    } catch (error) {
      if (!(error instanceof NetError)) throw error;
      const isSilent = error.code === 'ETIMEDOUT' && call.flavour === 'gnu';
      const code = yield* unreachable(call, url, error);
      if (isSilent && !options.has('q')) yield write(2, attempt < tries ? 'Retrying.\n\n' : 'Giving up.\n\n');
      if (!isSilent || attempt >= tries) return code;
      yield sleep(Math.min(attempt, PAUSE_MAX_S) * 1_000);
    }
  }
}

const TRIES = 20;
const PAUSE_MAX_S = 10;

function* ask(call: ToolCall, url: Url): ToolRun<Response> {
  const { options } = call;
  const headers: Record<string, string> = { host: url.port === 80 ? url.host : `${url.host}:${url.port}`, 'user-agent': options.value('U') ?? (call.flavour === 'gnu' ? 'Wget/1.21.4' : 'Wget'), accept: '*/*' };
  for (const line of options.values('header')) {
    const at = line.indexOf(':');
    if (at > 0) headers[line.slice(0, at).trim().toLowerCase()] = line.slice(at + 1).trim();
  }
  const body = options.value('post-data') ?? options.value('body-data');
  const seconds = Number(options.value('T') ?? 0);
  return yield* request(targetOf(url), {
    method: options.value('method') ?? (body === undefined ? (options.has('spider') ? 'HEAD' : 'GET') : 'POST'),
    path: url.path,
    query: url.query,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(seconds > 0 ? { timeoutMs: seconds * 1000 } : {}),
  });
}

function stamp(call: ToolCall): string {
  return formatDate('%Y-%m-%d %H:%M:%S', call.p.host.wallMs);
}

function* announce(call: ToolCall, url: Url, attempt: number): ToolRun<void> {
  const isNamed = parseAddress(url.host) === undefined;
  if (call.flavour === 'gnu') {
    yield write(2, `--${stamp(call)}--  ${attempt > 1 ? `(try:${String(attempt).padStart(2)})  ` : ''}${url.scheme}://${url.host}${url.port === 80 ? '' : `:${url.port}`}${url.pathText}\n`);
    if (isNamed && attempt === 1) yield write(2, `Resolving ${url.host} (${url.host})... `);
  }
  const addresses = yield* resolve(url.host);
  const address = addresses[0] ?? url.host;
  if (call.flavour === 'busybox') {
    yield write(2, `Connecting to ${url.host}${url.port === 80 && address !== url.host ? '' : ''} (${address}:${url.port})\n`);
    return;
  }
  const named = address === url.host ? `${url.host}:${url.port}` : `${url.host} (${url.host})|${address}|:${url.port}`;
  if (isNamed && attempt === 1) yield write(2, `${addresses.join(', ')}\n`);
  yield write(2, `Connecting to ${named}... `);
}

function* unreachable(call: ToolCall, url: Url, error: NetError): ToolRun {
  const named = error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN';
  if (call.flavour === 'busybox') {
    if (named) return yield* complain(call, `bad address '${url.host}'`);
    return yield* complain(call, error.code === 'ETIMEDOUT' && call.options.has('T') ? 'download timed out' : `can't connect to remote host (${url.host}): ${netWords(error.code)}`);
  }
  if (named && !call.options.has('q')) yield write(2, `failed: ${netWords(error.code)}.\n`);
  if (named) return yield* complain(call, `unable to resolve host address ‘${url.host}’`, 4);
  if (!call.options.has('q')) yield write(2, `failed: ${netWords(error.code)}.\n`);
  return 4;
}

function* bodyOf(response: Response): ToolRun<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk: Uint8Array | null = yield response.read();
    if (chunk === null) return concat(chunks);
    chunks.push(chunk);
  }
}

function* save(call: ToolCall, url: Url, response: Response, bytes: Uint8Array, _nowMs: number): ToolRun {
  const { options, p } = call;
  const gnu = call.flavour === 'gnu';
  const quiet = options.has('q');
  const named = options.value('O') ?? (options.value('P') === undefined ? '' : `${options.value('P')!}/`) + (url.path.split('/').pop() || 'index.html');
  const shown = named === '-' ? (gnu ? 'STDOUT' : '-') : named;
  if (!quiet && gnu) {
    const type = response.headers['content-type'];
    yield write(2, `Length: ${bytes.length}${bytes.length >= 1024 ? ` (${humanSize(bytes.length)})` : ''}${type ? ` [${type.split(';')[0]!}]` : ''}\nSaving to: ‘${shown}’\n\n`);
  } else if (!quiet) yield write(2, named === '-' ? 'writing to stdout\n' : `saving to '${named}'\n`);
  if (named === '-') yield write(1, bytes);
  else {
    const written = tried(() => p.files.writeFile(named, bytes));
    if ('error' in written) return yield* complain(call, gnu ? `${named}: ${reason(written.error)}` : `can't open '${named}': ${reason(written.error)}`, gnu ? 3 : 1);
  }
  if (quiet) return 0;
  if (gnu) yield write(2, `${stamp(call)} (${humanSize(Math.max(bytes.length, 1))}B/s) - ‘${shown}’ saved [${bytes.length}/${bytes.length}]\n\n`);
  else yield write(2, `${shown.slice(0, 20).padEnd(20)} 100% |${'*'.repeat(32)}| ${String(bytes.length).padStart(5)}  0:00:00 ETA\n${named === '-' ? 'written to stdout' : `'${named}' saved`}\n`);
  return 0;
}
