/** The Engine API from the client's side: requests with the agreed version in front, answers as values, refusals as errors. */
import { decodeUtf8, encodeUtf8, isJsonObject, JsonError, parseJson, printJson, type Headers, type Json } from '../../../base/index.ts';
import { dial, NetError, poll, read, request, type OpenFile, type Process, type RequestInit, type Response } from '../../../host/index.ts';
import type { Task } from '../../kubectl/command/task.ts';
import { ClientError, DaemonError } from '../command/errors.ts';
import type { EngineAddress } from './engine-address.ts';

export type Query = readonly (readonly [name: string, value: string])[];

export interface CallOptions {
  readonly query?: Query;
  readonly body?: unknown; // sent as JSON
  readonly bytes?: Uint8Array; // or as they are
  readonly headers?: Headers;
  readonly input?: number | OpenFile;
}

export class EngineClient {
  readonly address: EngineAddress;
  readonly ownVersion: string;
  private readonly p: Process;
  private readonly userAgent: string;
  private version = '';

  constructor(p: Process, address: EngineAddress, client: { readonly version: string; readonly apiVersion: string }) {
    this.p = p;
    this.address = address;
    this.ownVersion = client.apiVersion;
    this.userAgent = `Docker-Client/${client.version} (${p.host.facts.kernel.toLowerCase()})`;
  }

  /** The version spoken: the lower of the two. */
  *apiVersion(): Task<string> {
    if (this.version === '') {
      const response: Response = yield request(this.address.target, { method: 'HEAD', path: '/_ping', headers: { 'user-agent': this.userAgent } });
      const theirs = response.headers['api-version'] ?? this.ownVersion;
      response.close();
      this.version = minorOf(theirs) < minorOf(this.ownVersion) ? theirs : this.ownVersion;
    }
    return this.version;
  }

  /** The answer's head, whatever its status. */
  *open(method: string, path: string, options: CallOptions = {}): Task<Response> {
    try {
      const version = yield* this.apiVersion();
      return yield request(this.address.target, this.init(version, method, path, options));
    } catch (error) {
      const failure = error instanceof NetError ? this.address.ssh?.failure : undefined;
      if (failure === undefined) throw error;
      throw new ClientError(`error during connect: ${method.charAt(0)}${method.slice(1).toLowerCase()} "${this.address.url}/v${this.ownVersion}${path}": ${failure}`);
    }
  }

  /** Throws what the daemon refuses. */
  *call(method: string, path: string, options: CallOptions = {}): Task<Response> {
    const response = yield* this.open(method, path, options);
    if (response.status >= 400) throw new DaemonError(response.status, yield* messageOf(response));
    return response;
  }

  *json<T>(method: string, path: string, options: CallOptions = {}): Task<T> {
    const response = yield* this.call(method, path, options);
    const text = decodeUtf8(yield response.readAll());
    return (text.trim() === '' ? {} : parseJson(text)) as T;
  }

  /** For its effect alone. */
  *send(method: string, path: string, options: CallOptions = {}): Task<number> {
    const response = yield* this.call(method, path, options);
    yield response.readAll();
    return response.status;
  }

  /** Without waiting for the answer: what a signal handler may do. */
  tell(method: string, path: string, query: Query = []): void {
    const version = this.version || this.ownVersion;
    dial(this.p, this.address.target, this.init(version, method, path, { query }), (response) => response.close(), () => {});
  }

  private init(version: string, method: string, path: string, { query = [], body, bytes, headers = {}, input }: CallOptions): RequestInit {
    const map = new Map<string, string[]>();
    for (const [name, value] of query) map.set(name, [...(map.get(name) ?? []), value]);
    return {
      method,
      path: `/v${version}${path}`,
      query: map,
      headers: { host: 'api.moby.localhost', 'user-agent': this.userAgent, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? (bytes ? { body: bytes } : {}) : { body: encodeUtf8(`${printJson(body)}\n`) }),
      ...(input === undefined ? {} : { input }),
    };
  }
}

export const upgradeHeaders: Headers = { connection: 'Upgrade', upgrade: 'tcp', 'content-type': 'text/plain' };

/** No document came for a while. */
export const silence = Symbol('silence');

/** The documents of a stream, one by one as they come. */
export class DocumentReader {
  private readonly response: Response;
  private text = '';
  private readonly ready: Json[] = [];
  private ended = false;

  constructor(response: Response) {
    this.response = response;
  }

  /** Undefined at the end. */
  *next(): Task<Json | undefined> {
    while (this.ready.length === 0 && !this.ended) this.push(yield this.response.read());
    return this.ready.shift();
  }

  /** Undefined at the end, `silence` when so much virtual time has passed without one. `fd` is the response's stream. */
  *nextWithin(timeoutMs: number, fd: number): Task<Json | undefined | typeof silence> {
    while (this.ready.length === 0 && !this.ended) {
      const isReady: number | undefined = yield poll([fd], timeoutMs);
      if (isReady === undefined) return silence;
      this.push(yield read(fd));
    }
    return this.ready.shift();
  }

  private push(chunk: Uint8Array | null): void {
    if (chunk === null) this.ended = true;
    else this.text += decodeUtf8(chunk);
    const lines = this.text.split('\n');
    this.text = this.ended ? '' : lines.pop()!;
    for (const line of lines) if (line.trim() !== '') this.ready.push(parseJson(line));
  }
}

function* messageOf(response: Response): Task<string> {
  const text = decodeUtf8(yield response.readAll());
  try {
    const document = parseJson(text);
    if (isJsonObject(document) && typeof document['message'] === 'string') return document['message'];
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
  }
  return text.trim();
}

function minorOf(version: string): number {
  return Number(version.split('.')[1] ?? '0');
}
