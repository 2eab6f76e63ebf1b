/** One request of the Engine API as its handlers see it: path, query, body, and the ways to answer. */
import { concat, decodeUtf8, encodeUtf8, isJsonObject, JsonError, parseJson, printJson, type Call, type Json, type Request } from '../../base/index.ts';
import { badRequest } from '../errors.ts';
import type { EngineError } from '../errors.ts';

const trueWords = new Set(['1', 'true', 't', 'yes', 'y', 'on']);

export class ApiCall {
  readonly request: Request;
  readonly call: Call;
  /** What the path's pattern captured. */
  readonly parts: readonly string[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(request: Request, call: Call, parts: readonly string[], headers: Readonly<Record<string, string>>) {
    this.request = request;
    this.call = call;
    this.parts = parts;
    this.headers = headers;
  }

  part(index: number): string {
    return this.parts[index] ?? '';
  }

  query(name: string): string {
    return this.request.query.get(name)?.[0] ?? '';
  }

  queries(name: string): readonly string[] {
    return this.request.query.get(name) ?? [];
  }

  flag(name: string): boolean {
    return trueWords.has(this.query(name).toLowerCase());
  }

  /** `{"label":{"a=b":true}}`, or with lists instead of sets as older clients write it. */
  filters(accepted: readonly string[]): Filters {
    const filters = new Filters(this.query('filters'));
    for (const name of filters.names) if (!accepted.includes(name)) throw badRequest(`invalid filter '${name}'`);
    return filters;
  }

  /** The body as a JSON object; `{}` when it is empty. */
  body(): object {
    if (this.request.body.length === 0) return {};
    let value: Json;
    try {
      value = parseJson(decodeUtf8(this.request.body));
    } catch (error) {
      if (error instanceof JsonError) throw badRequest(error.message);
      throw error;
    }
    if (!isJsonObject(value)) throw badRequest('invalid JSON: got EOF while reading request body');
    return value;
  }

  /** The body whole, also of a client that sends it in pieces. */
  bytes(then: (bytes: Uint8Array) => void): void {
    const { request, call } = this;
    if (request.body.length > 0 || request.headers['transfer-encoding'] !== 'chunked') return then(request.body);
    const chunks: Uint8Array[] = [];
    call.onInput((chunk) => {
      if (chunk) chunks.push(chunk.slice());
      else this.guarded(() => then(concat(chunks)));
    });
  }

  json(value: unknown, status = 200): void {
    this.call.head(status, { ...this.headers, 'content-type': 'application/json' });
    this.call.write(encodeUtf8(`${printJson(value)}\n`));
    this.call.end();
  }

  empty(status = 204): void {
    this.call.head(status, this.headers);
    this.call.end();
  }

  text(text: string, contentType = 'text/plain; charset=utf-8'): void {
    this.call.head(200, { ...this.headers, 'content-type': contentType });
    this.call.write(encodeUtf8(text));
    this.call.end();
  }

  fail(error: EngineError): void {
    this.json({ message: error.message }, error.status);
  }

  /** Runs what comes later than the request itself; its refusals are answered like those of the handler. */
  guarded(act: () => void): void {
    this.onFailure(act, (error) => this.fail(error));
  }

  /** Set by the door, which knows what refusals there are. */
  onFailure: (act: () => void, refuse: (error: EngineError) => void) => void = (act) => act();

  /** The head of a stream of JSON documents; each is then sent by what this answers. */
  stream(): (value: unknown) => void {
    this.call.head(200, { ...this.headers, 'content-type': 'application/json' });
    return (value) => this.call.write(encodeUtf8(`${printJson(value)}\r\n`));
  }
}

/** Filters of a list: a value matches when there is no filter of the name or one of its values fits. */
export class Filters {
  private readonly values = new Map<string, readonly string[]>();

  constructor(text: string) {
    if (text === '') return;
    let parsed: Json;
    try {
      parsed = parseJson(text);
    } catch {
      throw badRequest('invalid filter');
    }
    if (!isJsonObject(parsed)) throw badRequest('invalid filter');
    for (const [name, set] of Object.entries(parsed)) this.values.set(name, Array.isArray(set) ? set.map(String) : Object.keys(set as object));
  }

  get names(): readonly string[] {
    return [...this.values.keys()];
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  get(name: string): readonly string[] {
    return this.values.get(name) ?? [];
  }

  allows(name: string, fits: (value: string) => boolean): boolean {
    const values = this.values.get(name);
    return !values || values.some(fits);
  }

  /** All of the values of `label` must fit, "name" or "name=value"; `label!` must not. */
  labels(labels: Readonly<Record<string, string>> | null | undefined): boolean {
    const fits = (text: string): boolean => {
      const at = text.indexOf('=');
      const name = at < 0 ? text : text.slice(0, at);
      return labels !== null && labels !== undefined && Object.hasOwn(labels, name) && (at < 0 || labels[name] === text.slice(at + 1));
    };
    return this.get('label').every(fits) && !this.get('label!').some(fits);
  }

  isTrue(name: string): boolean {
    return this.get(name).some((value) => trueWords.has(value));
  }
}
