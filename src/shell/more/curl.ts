/** curl: requests over the world's network. */
import { findWay, isObstacle, NetError, request, resolve, write, type Response } from '../../host/index.ts';
import { textOfBytes } from '../language/byte-text.ts';
import { readAll, readPath } from '../tool/inputs.ts';
import { inspect } from '../tool/tls-verdict.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { parseUrl, targetOf, type Url } from '../tool/url.ts';
import { curlRequest, httpReasons, type CurlRequest } from '../tool/curl-request.ts';

const REDIRECTS_MAX = 50;

export const curl: Tool = {
  usage: '[options...] <url>',
  usageCode: 2,
  options: {
    flags: 'fgiIjJkLnNOpqsSvV#01246aG',
    values: 'AbcCdDeEFHhKmMoPQrTuUwxXyYz',
    long: {
      'user-agent': 'A', cookie: 'b', data: 'd', 'data-ascii': 'd', header: 'H', head: 'I', include: 'i', insecure: 'k', location: 'L', 'max-time': 'm', output: 'o', 'remote-name': 'O',
      request: 'X', silent: 's', 'show-error': 'S', fail: 'f', 'upload-file': 'T', user: 'u', verbose: 'v', 'write-out': 'w', get: 'G', 'no-buffer': 'N', 'progress-bar': '#', compressed: 'compressed', 'fail-with-body': 'fail-body',
    },
    longValues: ['connect-timeout', 'data-raw', 'data-binary', 'data-urlencode', 'json', 'url', 'unix-socket', 'resolve', 'retry', 'retry-delay', 'cacert', 'cert', 'key', 'max-redirs', 'connect-to'],
  },
  *run(call) {
    const urls = [...call.options.values('url'), ...call.operands];
    if (urls.length === 0) {
      yield write(2, "curl: try 'curl --help' or 'curl --manual' for more information\n");
      return 2;
    }
    let code = 0;
    for (const text of urls) code = yield* fetchUrl(call, text);
    return code;
  },
};

function* fail(call: ToolCall, code: number, message: string): ToolRun {
  const { options } = call;
  if (!options.has('s') || options.has('S')) yield* complain(call, `(${code}) ${message}`);
  return code;
}

function* fetchUrl(call: ToolCall, text: string): ToolRun {
  let url = parseUrl(text);
  if (!url) return yield* fail(call, 3, 'URL rejected: Malformed input to a URL function');
  if (url.scheme !== 'http' && url.scheme !== 'https') return yield* fail(call, 1, `Protocol "${url.scheme}" not supported`);
  if (url.port > 65_535) return yield* fail(call, 3, 'URL rejected: Port number was not a decimal number between 0 and 65535');
  const wanted = yield* curlRequest(call, url, readAll);
  if (typeof wanted === 'string') return yield* fail(call, 26, wanted);
  const startedMs = call.p.host.clock.now;
  let sent: CurlRequest = wanted;
  for (let hops = 0; ; hops++) {
    const response = yield* send(call, url, sent, startedMs);
    if (typeof response === 'number') return response;
    const location = response.headers['location'];
    if (!call.options.has('L') || location === undefined || response.status < 300 || response.status > 399 || hops >= REDIRECTS_MAX) {
      return yield* deliver(call, url, response, startedMs, hops);
    }
    response.close();
    const next: Url | undefined = parseUrl(/^https?:/i.test(location) ? location : `${url.scheme}://${url.host}:${url.port}${location}`);
    if (!next) return yield* fail(call, 3, 'URL rejected: Malformed input to a URL function');
    url = next;
    sent = { ...sent, method: response.status === 303 || sent.method === 'POST' ? 'GET' : sent.method, body: response.status >= 307 ? sent.body : '' };
  }
}

function* send(call: ToolCall, url: Url, wanted: CurlRequest, startedMs: number): ToolRun<Response | number> {
  const { options, p } = call;
  const label = `${url.host} port ${url.port}`;
  const seconds = Number(options.value('m') ?? options.value('connect-timeout') ?? 0);
  const elapsed = () => p.host.clock.now - startedMs;
  const unix = options.value('unix-socket');
  const at = placeOf(call, url);
  const trust = yield* trustOf(call, url);
  if (typeof trust === 'string') return yield* fail(call, 77, trust);
  try {
    if (options.has('v')) yield* traceConnection(call, at);
    const response: Response = yield request(unix === undefined ? targetOf(at) : { unix }, {
      serverName: url.scheme === 'https' ? url.host : '',
      verify: trust.verify,
      method: wanted.method,
      path: url.path,
      query: wanted.query,
      headers: wanted.headers,
      body: wanted.body,
      ...(seconds > 0 ? { timeoutMs: seconds * 1000 } : {}),
    });
    if (options.has('v')) yield* traceLines(trust.told);
    if (options.has('v')) yield* traceHeads(url, wanted, response);
    return response;
  } catch (error) {
    if (error instanceof Untrusted) {
      if (options.has('v')) yield* traceLines([...trust.told, error.message, 'Closing connection']);
      return yield* distrusted(call, error);
    }
    if (!(error instanceof NetError)) throw error;
    switch (error.code) {
      case 'ENOTFOUND':
      case 'EAI_AGAIN':
        return yield* fail(call, 6, `Could not resolve host: ${url.host}`);
      case 'ETIMEDOUT':
        if (options.has('m')) return yield* fail(call, 28, (yield* isCutOff(call, url)) ? `Connection timed out after ${elapsed()} milliseconds` : `Operation timed out after ${elapsed()} milliseconds with 0 bytes received`);
        if (options.has('connect-timeout')) return yield* fail(call, 28, `Failed to connect to ${label} after ${elapsed()} ms: Timeout was reached`);
        return yield* fail(call, 28, `Failed to connect to ${label} after ${elapsed()} ms: Couldn't connect to server`);
      case 'ECONNRESET':
        return yield* fail(call, elapsed() > 0 ? 56 : 52, elapsed() > 0 ? 'Recv failure: Connection reset by peer' : 'Empty reply from server');
      default:
        return yield* fail(call, 7, `Failed to connect to ${label} after ${elapsed()} ms: Couldn't connect to server`);
    }
  }
}

/** Nothing there has answered at all. */
function* isCutOff({ p }: ToolCall, { host, port }: Url): ToolRun<boolean> {
  const address = (yield* resolve(host))[0] ?? host;
  return isObstacle(findWay(p.namespaces.net, 'tcp', address, port, true));
}

/** --resolve HOST:PORT:ADDRESS and --connect-to HOST:PORT:HOST:PORT say where a host's port is to be found instead. */
function placeOf({ options }: ToolCall, url: Url): Url {
  for (const rule of options.values('resolve')) {
    const [, host, port, address] = /^\+?([^:]*):(\d+):(.+)$/.exec(rule) ?? [];
    if (address !== undefined && (host === '*' || host!.toLowerCase() === url.host.toLowerCase()) && Number(port) === url.port) return { ...url, host: address.split(',')[0]! };
  }
  for (const rule of options.values('connect-to')) {
    const [host, port, toHost, toPort] = rule.split(':');
    if ((host === '' || host!.toLowerCase() === url.host.toLowerCase()) && (port === '' || Number(port) === url.port)) return { ...url, host: toHost || url.host, port: toPort ? Number(toPort) : url.port };
  }
  return url;
}

class Untrusted extends Error {}

interface Trust {
  readonly verify: (certificate: string) => Error | undefined;
  readonly told: string[];
}

const bundle = '/etc/ssl/certs/ca-certificates.crt';

/** Whom it believes: the authorities of --cacert, else those that came with the machine. */
function* trustOf({ options, p }: ToolCall, url: Url): ToolRun<Trust | string> {
  const told: string[] = [];
  if (url.scheme !== 'https') return { verify: () => undefined, told };
  const path = options.value('cacert');
  const read = yield* readPath(p, path ?? bundle);
  if ('error' in read && path !== undefined && !options.has('k')) return `error setting certificate file: ${path}`;
  const authorities = 'error' in read ? '' : textOfBytes(read.value);
  const verify = (certificate: string): Error | undefined => {
    const { lines, refusal } = inspect(certificate, authorities, url.host, p.host.wallMs, options.has('k'));
    told.push(...lines);
    return refusal === undefined ? undefined : new Untrusted(refusal);
  };
  return { verify, told };
}

function* distrusted(call: ToolCall, { message }: Error): ToolRun {
  const code = yield* fail(call, 60, message);
  const { options } = call;
  if (!options.has('s') || options.has('S')) {
    yield write(2, 'More details here: https://curl.se/docs/sslcerts.html\n\ncurl failed to verify the legitimacy of the server and therefore could not\nestablish a secure connection to it. To learn more about this situation and\nhow to fix it, please visit the web page mentioned above.\n');
  }
  return code;
}

function* traceLines(lines: readonly string[]): ToolRun<void> {
  for (const line of lines) yield write(2, `* ${line}\n`);
}

function* traceConnection(call: ToolCall, url: Url): ToolRun<void> {
  let address = url.host;
  const found = yield* resolve(url.host);
  address = found[0] ?? address;
  yield write(2, `*   Trying ${address}:${url.port}...\n* Connected to ${url.host} (${address}) port ${url.port}\n`);
}

function* traceHeads(url: Url, sent: CurlRequest, response: Response): ToolRun<void> {
  const lines = [`> ${sent.method} ${url.pathText} HTTP/1.1`, ...headerLines(sent.headers).map((h) => `> ${h}`), '>'];
  yield write(2, `${[...lines, ...headLines(response).map((h) => `< ${h}`), '<'].join(' \n').replaceAll(' \n', '\n')}\n`);
}

function headerLines(headers: Readonly<Record<string, string>>): string[] {
  return Object.keys(headers).map((name) => `${name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase())}: ${headers[name]!}`);
}

function headLines(response: Response): string[] {
  return [`HTTP/1.1 ${response.status} ${httpReasons[response.status] ?? ''}`.trimEnd(), ...headerLines(response.headers)];
}

function* deliver(call: ToolCall, url: Url, response: Response, startedMs: number, hops: number): ToolRun {
  const { options, p } = call;
  const failed = response.status >= 400 && (options.has('f') || options.has('fail-body'));
  if (failed && !options.has('fail-body')) {
    response.close();
    return yield* fail(call, 22, `The requested URL returned error: ${response.status}`);
  }
  const name = options.value('o') ?? (options.has('O') ? url.path.split('/').pop() : undefined);
  let fd = 1;
  if (name === '') return yield* refuse(call, 'Remote file name has no length!', 23);
  if (name !== undefined && name !== '-') {
    const opened = tried(() => p.open(name, 'w'));
    if ('error' in opened) return yield* fail(call, 23, `Failed to open the file ${name}: ${reason(opened.error)}`);
    fd = opened.value;
  }
  let size = 0;
  if (options.has('i') || options.has('I')) yield write(fd, `${headLines(response).join('\r\n')}\r\n\r\n`);
  try {
    for (;;) {
      const chunk: Uint8Array | null = options.has('I') ? null : yield response.read();
      if (chunk === null) break;
      size += chunk.length;
      yield write(fd, chunk);
    }
  } catch (error) {
    if (!(error instanceof NetError)) throw error;
    return yield* fail(call, 18, `transfer closed with outstanding read data remaining`);
  }
  if (fd !== 1) p.close(fd);
  if ((fd !== 1 || !p.isTty(1)) && !options.has('s') && fd !== 1) yield* meter(size, p.host.clock.now - startedMs);
  const format = options.value('w');
  if (format !== undefined) yield* print(written(format, url, response, size, p.host.clock.now - startedMs, hops));
  return failed ? yield* fail(call, 22, `The requested URL returned error: ${response.status}`) : 0;
}

function* meter(size: number, ms: number): ToolRun<void> {
  const total = String(size).padStart(5);
  const speed = String(ms > 0 ? Math.floor((size * 1000) / ms) : size).padStart(6);
  yield write(2, '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n                                 Dload  Upload   Total   Spent    Left  Speed\n');
  yield write(2, `100 ${total}  100 ${total}    0     0 ${speed}      0 --:--:-- --:--:-- --:--:-- ${speed}\n`);
}

function written(format: string, url: Url, response: Response, size: number, ms: number, hops: number): string {
  const values: Readonly<Record<string, string>> = {
    http_code: String(response.status).padStart(3, '0'),
    response_code: String(response.status).padStart(3, '0'),
    size_download: String(size),
    time_total: (ms / 1000).toFixed(6),
    content_type: response.headers['content-type'] ?? '',
    url_effective: `${url.scheme}://${url.host}${url.port === 80 ? '' : `:${url.port}`}${url.pathText}`,
    num_redirects: String(hops),
    redirect_url: response.headers['location'] ?? '',
  };
  return format
    .replace(/%\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
    .replace(/\\([nrt])/g, (_, letter: string) => (letter === 'n' ? '\n' : letter === 'r' ? '\r' : '\t'))
    .replace(/%%/g, '%');
}

