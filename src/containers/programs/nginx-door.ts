/** How nginx serves: from a request to the server and location that it means, to a file, a page or another server's answer, and a line in the log. */
import { encodeUtf8, formatHttpDate, type Call, type Door, type Request } from '../../base/index.ts';
import { FileError, readBytes, type Content } from '../../files/index.ts';
import { NetError, dial, machineCode, type OpenFile, type Process, type Response } from '../../host/index.ts';
import { accessTime, builtInPage, cleanPath, errorTime, fileHeaders, indexPage } from './nginx-answers.ts';
import type { Location, Server, Settings } from './nginx-settings.ts';

const BLOCK_BYTES = 65_536;

export interface Serving {
  readonly settings: Settings;
  readonly version: string;
  readonly master: Process;
  readonly worker: () => Process;
  readonly log: (path: string) => OpenFile | undefined;
}

interface Exchange {
  readonly request: Request;
  readonly call: Call;
  readonly server: Server;
  location: Location;
  status: number;
  bytes: number;
  redirects: number;
}

type Found = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'dir'; readonly path: string } | { readonly kind: 'none'; readonly code: 'ENOENT' | 'EACCES'; readonly path: string };

const REDIRECTS_MAX = 10;
/** Its own, for a client that did not wait for the answer. */
const CLIENT_GONE = 499;

export class NginxDoor implements Door {
  private readonly port: number;
  private readonly serving: Serving;
  private turn = 0;
  active = 0;
  onIdle: () => void = () => {};

  constructor(port: number, serving: Serving) {
    this.port = port;
    this.serving = serving;
  }

  open(request: Request, call: Call): void {
    const server = this.serverFor(request);
    const exchange: Exchange = { request, call, server, location: server.itself, status: 0, bytes: 0, redirects: 0 };
    this.active++;
    const path = cleanPath(request.path);
    if (path === undefined) return this.fail(exchange, 400);
    return this.serve(exchange, path);
  }

  private serverFor({ headers }: Request): Server {
    const host = (headers['host'] ?? '').replace(/:\d+$/, '').toLowerCase();
    const here = this.serving.settings.servers.filter((server) => server.ports.includes(this.port));
    const byWildcard = (name: string) => name.startsWith('*.') && host.endsWith(name.slice(1));
    return here.find((s) => s.names.includes(host)) ?? here.find((s) => s.names.some(byWildcard)) ?? here[0]!;
  }

  private serve(exchange: Exchange, path: string): void {
    const location = (exchange.location = locationFor(exchange.server, path));
    if (location.denied) return this.fail(exchange, 403);
    if (location.answer) return this.answer(exchange, location.answer.status, location.answer.text);
    if (location.proxy !== undefined) return this.proxy(exchange, location.proxy);
    if (exchange.request.method !== 'GET' && exchange.request.method !== 'HEAD') return this.fail(exchange, 405);
    if (location.tryFiles.length > 0) return this.tryFiles(exchange, path);
    return this.serveFile(exchange, path);
  }

  private tryFiles(exchange: Exchange, path: string): void {
    const { tryFiles } = exchange.location;
    const fill = (text: string) => text.replaceAll('$uri', path).replaceAll('$args', '');
    for (const candidate of tryFiles.slice(0, -1)) {
      const wanted = fill(candidate);
      const found = this.look(exchange.location, wanted);
      if (found.kind === 'file' || (found.kind === 'dir' && wanted.endsWith('/'))) return this.serveFile(exchange, wanted);
    }
    const last = tryFiles.at(-1)!;
    if (last.startsWith('=')) return this.fail(exchange, Number(last.slice(1)));
    return this.redirect(exchange, fill(last));
  }

  /** To another path, without the client knowing. */
  private redirect(exchange: Exchange, path: string): void {
    if (++exchange.redirects > REDIRECTS_MAX) return this.fail(exchange, 500);
    return this.serve(exchange, cleanPath(path.split('?')[0]!) ?? '/');
  }

  private serveFile(exchange: Exchange, path: string): void {
    const { location, request } = exchange;
    const found = this.look(location, path);
    if (found.kind === 'none') {
      const isDenied = found.code === 'EACCES';
      this.error(exchange, `open() "${found.path}" failed (${isDenied ? '13: Permission denied' : '2: No such file or directory'})`);
      return this.fail(exchange, isDenied ? 403 : 404);
    }
    if (found.kind === 'file') return this.send(exchange, found.path);
    if (!path.endsWith('/')) return this.answer(exchange, 301, `http://${request.headers['host'] ?? 'localhost'}${path}/`);
    for (const name of location.index) {
      if (this.look(location, `${path}${name}`).kind === 'file') return name === path ? undefined : this.redirectToIndex(exchange, `${path}${name}`);
    }
    if (location.autoindex) return this.list(exchange, found.path, path);
    this.error(exchange, `directory index of "${found.path}" is forbidden`);
    return this.fail(exchange, 403);
  }

  /** An index may belong to another location than its directory. */
  private redirectToIndex(exchange: Exchange, path: string): void {
    const location = locationFor(exchange.server, path);
    if (location === exchange.location) return this.serveFile(exchange, path);
    return this.redirect(exchange, path);
  }

  private look(location: Location, path: string): Found {
    const real = location.alias === undefined ? `${location.root}${path}` : `${location.alias}${path.slice(location.path.length)}`;
    try {
      const { kind } = this.serving.worker().files.stat(real);
      return kind === 'dir' ? { kind: 'dir', path: real } : { kind: 'file', path: real };
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      return { kind: 'none', code: error.code === 'EACCES' ? 'EACCES' : 'ENOENT', path: real };
    }
  }

  private send(exchange: Exchange, path: string, status = 200): void {
    const { settings } = this.serving;
    const { files } = this.serving.worker();
    let content: Content;
    try {
      content = files.content(path);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.error(exchange, `open() "${path}" failed (13: Permission denied)`);
      return this.fail(exchange, 403);
    }
    const type = settings.types.get(path.slice(path.lastIndexOf('.') + 1)) ?? settings.defaultType;
    const headers = fileHeaders(content.size, files.stat(path).mtimeMs, type);
    if (status === 200 && exchange.request.headers['if-none-match'] === headers['etag']) return this.reply(exchange, 304, { etag: headers['etag']! }, undefined);
    return this.reply(exchange, status, headers, content);
  }

  private list(exchange: Exchange, dir: string, path: string): void {
    const { files } = this.serving.worker();
    const entries = files.readdir(dir).map((name) => {
      const { kind, size, mtimeMs } = files.stat(`${dir}/${name}`);
      return { name, isDir: kind === 'dir', size, mtimeMs };
    });
    entries.sort((a, b) => Number(b.isDir) - Number(a.isDir));
    const page = indexPage(path, entries);
    this.reply(exchange, 200, { 'content-type': 'text/html' }, contentOf(page));
  }

  private answer(exchange: Exchange, status: number, text: string): void {
    const filled = fillVariables(text, exchange.request);
    if ([301, 302, 303, 307, 308].includes(status)) {
      const page = builtInPage(status, this.serving.version);
      return this.reply(exchange, status, { 'content-type': 'text/html', location: filled, 'content-length': String(page.length) }, contentOf(page));
    }
    if (text === '' && status >= 400) return this.fail(exchange, status);
    const body = encodeUtf8(filled);
    return this.reply(exchange, status, { 'content-type': this.serving.settings.defaultType, 'content-length': String(body.length) }, contentOf(body));
  }

  private fail(exchange: Exchange, status: number): void {
    const own = exchange.location.errorPages.get(status);
    if (own !== undefined && exchange.redirects === 0) {
      exchange.redirects++;
      const location = locationFor(exchange.server, own);
      const found = this.look(location, own);
      if (found.kind === 'file') return this.send(exchange, found.path, status);
    }
    const page = builtInPage(status, this.serving.version);
    return this.reply(exchange, status, { 'content-type': 'text/html', 'content-length': String(page.length) }, contentOf(page));
  }

  private proxy(exchange: Exchange, target: string): void {
    const { request, call } = exchange;
    const match = /^http:\/\/([^/:]+)(?::(\d+))?(\/[^?]*)?/.exec(target);
    if (!match) return this.fail(exchange, 500);
    const servers = this.serving.settings.upstreams.get(match[1]!) ?? [`${match[1]!}:${match[2] ?? 80}`];
    const [host = '', port = '80'] = servers[this.turn++ % servers.length]!.split(':');
    const rest = match[3] === undefined ? request.path : `${match[3]}${request.path.slice(exchange.location.path.length)}`;
    const init = { method: request.method, path: rest, query: request.query, headers: { ...request.headers, host: match[1]! }, body: request.body, timeoutMs: 60_000 };
    let clientGone = (): void => {
      cancel?.();
      exchange.status = CLIENT_GONE;
      this.done(exchange);
    };
    const passed = (response: Response): void => void (clientGone = this.pass(exchange, response));
    const failed = (error: Error): void => {
      clientGone = () => {};
      const words = error instanceof NetError && error.code === 'ETIMEDOUT' ? 'upstream timed out (110: Connection timed out)' : 'connect() failed (111: Connection refused)';
      this.error(exchange, `${words} while connecting to upstream`);
      this.fail(exchange, words.includes('timed out') ? 504 : 502);
    };
    const cancel = dial(this.serving.worker(), { host, port: Number(port) }, init, passed, failed);
    call.onClose(() => clientGone());
  }

  /** Another server's answer; what comes back is to be called when the client goes. */
  private pass(exchange: Exchange, response: Response): () => void {
    const { call } = exchange;
    exchange.status = response.status;
    call.head(response.status, { ...response.headers, server: `nginx/${this.serving.version}` });
    return machineCode.get().carryBody(response, call, ({ bytes, end }) => {
      exchange.bytes = bytes;
      if (end === 'server gone') this.error(exchange, 'upstream prematurely closed connection while reading upstream');
      this.done(exchange);
    });
  }

  private reply(exchange: Exchange, status: number, headers: Readonly<Record<string, string>>, body: Content | undefined): void {
    const { call, request, location } = exchange;
    const { version, master } = this.serving;
    const extra = status < 400 ? location.headers.map(([name, value]) => [name.toLowerCase(), value] as const) : [];
    exchange.status = status;
    call.head(status, { server: `nginx/${version}`, date: formatHttpDate(master.host.wallMs), connection: 'keep-alive', ...headers, ...Object.fromEntries(extra) });
    if (body && request.method !== 'HEAD') {
      for (let at = 0; at < body.size; at += BLOCK_BYTES) call.write(readBytes(body, at, BLOCK_BYTES));
      exchange.bytes = body.size;
    }
    this.done(exchange);
  }

  private done(exchange: Exchange): void {
    exchange.call.end();
    this.log(exchange);
    if (--this.active === 0) this.onIdle();
  }

  private log({ request, status, bytes, location }: Exchange): void {
    if (location.accessLog === '') return;
    const { headers, method, path, query, peer } = request;
    const asked = `${path}${queryText(query)}`;
    const values: Readonly<Record<string, string>> = {
      remote_addr: peer.address,
      time_local: accessTime(this.serving.master.host.wallMs),
      request: `${method} ${asked} HTTP/1.1`,
      request_method: method,
      request_uri: asked,
      uri: path,
      status: String(status),
      body_bytes_sent: String(bytes),
      host: headers['host'] ?? '',
    };
    const valueOf = (name: string): string | undefined => (name.startsWith('http_') ? headers[name.slice(5).replaceAll('_', '-')] : values[name]);
    const line = location.logFormat.replace(/\$([a-z_]+)/g, (_, name: string) => valueOf(name) || '-');
    this.serving.log(location.accessLog)?.write(encodeUtf8(`${line}\n`));
  }

  private error({ request, server }: Exchange, what: string): void {
    const { master, settings, worker } = this.serving;
    const { pid } = worker();
    const tail = `client: ${request.peer.address}, server: ${server.names[0] ?? ''}, request: "${request.method} ${request.path}${queryText(request.query)} HTTP/1.1", host: "${request.headers['host'] ?? ''}"`;
    this.serving.log(settings.errorLog)?.write(encodeUtf8(`${errorTime(master.host.wallMs)} [error] ${pid}#${pid}: *${++this.turn} ${what}, ${tail}\n`));
  }
}

/** An exact one first, then the longest prefix, unless a pattern matches and that prefix does not forbid looking. */
function locationFor(server: Server, path: string): Location {
  let best: Location | undefined;
  for (const location of server.locations) {
    if (location.kind === 'exact' && location.path === path) return location;
    const isPrefix = location.kind === 'prefix' || location.kind === 'first-prefix';
    if (isPrefix && path.startsWith(location.path) && (!best || location.path.length > best.path.length)) best = location;
  }
  if (best?.kind === 'first-prefix') return best;
  return server.locations.find((location) => location.pattern?.test(path)) ?? best ?? server.itself;
}

function queryText(query: Request['query']): string {
  const parts = [...query].flatMap(([name, values]) => values.map((value) => `${name}=${value}`));
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}

function fillVariables(text: string, { headers, path, query, peer, method }: Request): string {
  const known: Readonly<Record<string, string>> = {
    args: queryText(query).slice(1),
    host: (headers['host'] ?? '').replace(/:\d+$/, ''),
    query_string: queryText(query).slice(1),
    remote_addr: peer.address,
    request_method: method,
    request_uri: path + queryText(query),
    scheme: 'http',
    uri: path,
  };
  return text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced: string | undefined, bare: string | undefined) => {
    const name = braced ?? bare ?? '';
    if (Object.hasOwn(known, name)) return known[name]!;
    if (name.startsWith('http_')) return headers[name.slice(5).replaceAll('_', '-')] ?? '';
    return name.startsWith('arg_') ? (query.get(name.slice(4))?.[0] ?? '') : whole;
  });
}

function contentOf(bytes: Uint8Array): Content {
  return { size: bytes.length, chunks: bytes.length === 0 ? [] : [{ at: 0, size: bytes.length, bytes }] };
}
