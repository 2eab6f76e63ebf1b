/** Requests to the API server over the world's network: encoding, the server's warnings, and refusals as errors. */
import { compareBytes, parseJson, printJson, printQuery, type Json } from '../../../base/index.ts';
import { dial, request, until, type Process, type RequestInit, type Response } from '../../../host/index.ts';
import type { Connection } from '../config/connection.ts';
import type { Invocation } from '../command/invocation.ts';
import { versionOf, versionText } from '../command/client-release.ts';
import { CommandError } from '../command/errors.ts';
import type { Task } from '../command/task.ts';
import { text } from '../objects/member.ts';
import { RequestLog } from './request-log.ts';
import { statusErrorOf } from './status-error.ts';

export type Query = readonly (readonly [name: string, value: string])[];

export interface Ask {
  readonly method?: string;
  readonly query?: Query;
  readonly accept?: string;
  readonly body?: Json;
  /** A body that need not be JSON. */
  readonly rawBody?: string | Uint8Array;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const jsonType = 'application/json';
export const tableType = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';

export class ApiClient {
  readonly p: Process;
  private readonly k: Invocation;
  private readonly warned = new Set<string>();
  private isMatched = false;
  private readonly log: RequestLog;

  constructor(k: Invocation) {
    this.k = k;
    this.p = k.p;
    this.log = new RequestLog(k);
  }

  get warningCount(): number {
    return this.warned.size;
  }

  get connection(): Connection {
    return this.k.connection;
  }

  /** The answer's head, whatever its status; its body is still to be read. */
  *open(path: string, ask: Ask = {}): Task<Response> {
    if (this.k.flags.bool('match-server-version') && !this.isMatched) yield* this.demandSameVersion();
    const init = this.init(path, ask);
    const url = urlOf(this.connection, init);
    yield* this.log.asks(init, url);
    const askedMs = this.p.host.clock.now;
    const response = yield* request(this.connection, init);
    yield* this.log.answered(init, url, response, this.p.host.clock.now - askedMs);
    const { location } = response.headers;
    if (response.status === 301 && location !== undefined && (ask.method ?? 'GET') === 'GET') return yield* this.open(location.split('?')[0]!, ask);
    yield* this.showWarnings(response);
    return response;
  }

  private *demandSameVersion(): Task {
    this.isMatched = true;
    const { release } = this.k;
    const version = yield* this.get('/version', [['timeout', '32s']]);
    if (text(version, 'gitVersion') === release.gitVersion) return;
    throw new CommandError(`server version (&${versionText(version, release.minor)}) differs from client version (${versionText(versionOf(release), release.minor)})`);
  }

  /** As `open`, failing with the server's refusal. */
  *stream(path: string, ask: Ask = {}): Task<Response> {
    const response = yield* this.open(path, ask);
    if (response.status >= 400) yield* this.refuse(response);
    return response;
  }

  *json(path: string, ask: Ask = {}): Task<Json> {
    return readJson(yield* this.text(path, ask));
  }

  get(path: string, query: Query = [], accept = jsonType): Task<Json> {
    return this.json(path, { query, accept });
  }

  *text(path: string, ask: Ask = {}): Task<string> {
    const response = yield* this.stream(path, ask);
    const body = yield* response.text();
    yield* this.log.body('Response', body);
    return body;
  }

  /** As `open`, for streams that run beside the program: nothing waits. */
  dial(path: string, ask: Ask, done: (response: Response) => void, fail: (error: Error) => void): void {
    dial(this.p, this.connection, this.init(path, ask), done, fail);
  }

  /** Many at once, as one wait: what fails or is refused is undefined. */
  *jsonOfAll(paths: readonly string[], query: Query = []): Task<readonly (Json | undefined)[]> {
    const responses = yield* until<(Response | undefined)[]>((wake) => {
      const answers: (Response | undefined)[] = paths.map(() => undefined);
      let open = paths.length;
      const settle = (): void => {
        if (--open === 0) wake(answers);
      };
      if (open === 0) wake(answers);
      const cancels = paths.map((path, i) =>
        dial(this.p, this.connection, this.init(path, { query }), (response) => {
          answers[i] = response;
          settle();
        }, settle),
      );
      return () => cancels.forEach((cancel) => cancel?.());
    });
    const documents: (Json | undefined)[] = [];
    for (const response of responses) documents.push(response && response.status < 400 ? readJson(yield* response.text()) : undefined);
    return documents;
  }

  /** Reads the body of a refusal and throws it. */
  *refuse(response: Response): Task<never> {
    const body = yield* response.text();
    yield* this.log.body('Response', body);
    throw statusErrorOf(response.status, tryJson(body), body);
  }

  /** What --request-timeout gives a request, its answer's body included. */
  get timeoutMs(): number | undefined {
    return timeoutOf(this.k.flags.text('request-timeout'));
  }

  private init(path: string, ask: Ask): RequestInit {
    const { connection } = this;
    const query = new Map<string, string[]>();
    for (const [name, value] of ask.query ?? []) query.set(name, [...(query.get(name) ?? []), value]);
    const { timeoutMs } = this;
    return {
      method: ask.method ?? 'GET',
      path: connection.basePath + path,
      query,
      headers: {
        accept: ask.accept ?? jsonType,
        'user-agent': `kubectl/${this.k.release.gitVersion} (linux/amd64)`,
        ...(ask.body !== undefined || ask.rawBody !== undefined ? { 'content-type': ask.contentType ?? jsonType } : {}),
        ...connection.headers,
        ...ask.headers,
      },
      ...(ask.rawBody !== undefined ? { body: ask.rawBody } : ask.body !== undefined ? { body: printJson(ask.body, { sortKeys: true }) } : {}),
      ...connection.identity,
      ...(timeoutMs !== undefined && { timeoutMs }),
    };
  }

  /** Each warning once, as `Warning: …` on standard error. */
  private *showWarnings(response: Response): Task {
    const header = response.headers.warning;
    if (header === undefined) return;
    for (const [, quoted] of header.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)) {
      const words = quoted!.replace(/\\(.)/g, '$1');
      if (this.warned.has(words)) continue;
      this.warned.add(words);
      yield* this.k.warn(`Warning: ${words}\n`);
    }
  }
}

/** As Go writes it: parameters in the order of their names. */
function urlOf({ url }: Connection, { path, query }: RequestInit): string {
  const sorted = new Map([...(query ?? [])].sort(([a], [b]) => compareBytes(a, b)));
  return url + path + printQuery(sorted);
}

function timeoutOf(given: string): number | undefined {
  const match = /^(\d+)(ms|s|m|h)?$/.exec(given);
  if (!match) throw new CommandError(`Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)`);
  const unit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[match[2] ?? 's']!;
  return match[1] === '0' ? undefined : Number(match[1]) * unit;
}

function readJson(body: string): Json {
  return parseJson(body);
}

function tryJson(body: string): Json | undefined {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}
