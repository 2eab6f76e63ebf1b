/** What curl's options say to send. */
import { encodeBase64, type URLQuery } from '../../base/index.ts';
import { textOfBytes } from '../language/byte-text.ts';
import { readPath } from './inputs.ts';
import { reason, type ToolCall, type ToolRun } from './tool.ts';
import { unescapeQuery, type Url } from './url.ts';

export interface CurlRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly query: URLQuery;
}

/** The request, or why it cannot be made. */
export function* curlRequest(call: ToolCall, url: Url, readAll: (fd: number) => ToolRun<Uint8Array>): ToolRun<CurlRequest | string> {
  const { options, p } = call;
  const parts: string[] = [];
  for (const name of ['d', 'data-raw', 'data-binary', 'data-urlencode', 'json']) {
    for (const value of options.values(name)) {
      if (!value.startsWith('@') || name === 'data-raw') {
        parts.push(name === 'data-urlencode' ? urlEncode(value) : value);
        continue;
      }
      const path = value.slice(1);
      const text = path === '-' ? { value: yield* readAll(0) } : yield* readPath(p, path);
      if ('error' in text) return `Failed to open ${path}: ${reason(text.error)}`;
      const content = textOfBytes(text.value);
      parts.push(name === 'd' ? content.replace(/[\r\n]/g, '') : content);
    }
  }
  let body = parts.join('&');
  const upload = options.value('T');
  if (upload !== undefined) body = textOfBytes(upload === '-' ? yield* readAll(0) : p.files.readFile(upload));
  const query = new Map(url.query);
  const asQuery = options.has('G');
  if (asQuery) {
    for (const pair of body.split('&')) {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      query.set(unescapeQuery(name), [unescapeQuery(value)]);
    }
    body = '';
  }
  const method = options.value('X') ?? (options.has('I') ? 'HEAD' : upload !== undefined ? 'PUT' : parts.length > 0 && !asQuery ? 'POST' : 'GET');
  return { method, headers: headersOf(call, url, body), body, query };
}

function headersOf(call: ToolCall, url: Url, body: string): Record<string, string> {
  const { options } = call;
  const standard = url.port === (url.scheme === 'https' ? 443 : 80);
  const headers: Record<string, string> = { host: standard ? url.host : `${url.host}:${url.port}`, 'user-agent': options.value('A') ?? 'curl/8.5.0', accept: '*/*' };
  const user = options.value('u') ?? url.user;
  if (user !== undefined) headers['authorization'] = `Basic ${encodeBase64(user)}`;
  if (options.value('b') !== undefined) headers['cookie'] = options.value('b')!;
  if (options.has('json')) headers['content-type'] = headers['accept'] = 'application/json';
  else if (body !== '' && !options.has('T')) headers['content-type'] = 'application/x-www-form-urlencoded';
  if (body !== '') headers['content-length'] = String(body.length);
  for (const line of options.values('H')) {
    const at = line.indexOf(':');
    if (at < 0) continue;
    const name = line.slice(0, at).trim().toLowerCase();
    const value = line.slice(at + 1).trim();
    if (value === '') delete headers[name];
    else headers[name] = value;
  }
  return headers;
}

function urlEncode(text: string): string {
  const at = text.indexOf('=');
  return at <= 0 ? encodeURIComponent(text.replace(/^=/, '')) : `${text.slice(0, at)}=${encodeURIComponent(text.slice(at + 1))}`;
}

export const httpReasons: Readonly<Record<number, string>> = {
  100: 'Continue',
  101: 'Switching Protocols',
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};
