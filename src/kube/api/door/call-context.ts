/** One request at the door: who asks what, and how to answer. */
import { encodeUtf8, printJson, type Call, type Headers, type Request } from '../../../base/index.ts';
import { invalid, type ApiStatus } from '../../meta/api-status.ts';
import { notSupported, tooLong, type FieldError } from '../../meta/field-error.ts';
import type { ApiServer } from '../api-server.ts';
import { userOfRequest, type User } from '../rbac/user.ts';
import { printObject } from './print-object.ts';
import { nothingGiven, type GivenBody } from './strict.ts';

export class CallContext {
  readonly server: ApiServer;
  readonly request: Request;
  readonly call: Call;
  private known: { readonly user: User; readonly self: User } | undefined;
  /** The body, as a strict reader looks at it. */
  given: GivenBody = nothingGiven;
  private readonly warnings: string[] = [];

  constructor(server: ApiServer, request: Request, call: Call) {
    this.server = server;
    this.request = request;
    this.call = call;
  }

  /** Whom the request acts for. Throws 401. */
  get who(): User {
    return this.identify().user;
  }

  /** Who has made it. */
  get self(): User {
    return this.identify().self;
  }

  get user(): string {
    return this.who.name;
  }

  private identify(): { readonly user: User; readonly self: User } {
    return (this.known ??= userOfRequest(this.server, this.request));
  }

  query(name: string): string | undefined {
    return this.request.query.get(name)?.[0];
  }

  /** Whether a parameter says yes. */
  flag(name: string): boolean {
    const value = this.query(name);
    return value === 'true' || value === '1' || value === 'True' || value === '';
  }

  get accept(): string {
    return this.request.headers['accept'] ?? 'application/json';
  }

  warn(text: string): void {
    if (!this.warnings.includes(text)) this.warnings.push(text);
  }

  /** The headers of every answer, with the warnings so far. */
  headers(contentType: string): Headers {
    const warning = this.warnings.map((text) => `299 - "${text.replace(/[\\"]/g, '\\$&')}"`).join(', ');
    return { 'content-type': contentType, 'cache-control': 'no-cache, private', ...(warning !== '' && { warning }) };
  }

  answer(status: number, object: object, contentType = 'application/json'): void {
    if (this.isPretty) this.send(status, encodeUtf8(printJson(object, { indent: '  ' })), contentType);
    else this.answerPrinted(status, printObject(object), contentType);
  }

  /** For people: who asks for it, and programs that people read. */
  private get isPretty(): boolean {
    if (this.request.query.has('pretty')) return this.flag('pretty');
    return /^(?:curl|Wget|Mozilla\/5\.0)/.test(this.request.headers['user-agent'] ?? '');
  }

  answerPrinted(status: number, json: string, contentType: string): void {
    this.send(status, encodeUtf8(`${json}\n`), contentType);
  }

  answerText(status: number, text: string): void {
    this.send(status, encodeUtf8(text), 'text/plain; charset=utf-8');
  }

  private send(status: number, body: Uint8Array, contentType: string): void {
    this.call.head(status, { ...this.headers(contentType), 'content-length': String(body.length) });
    if (body.length > 0) this.call.write(body);
    this.call.end();
  }

  fail(status: ApiStatus): void {
    this.answer(status.code, status.toObject());
  }

  /** Whether the writer only wants to know what would happen. */
  get isDryRun(): boolean {
    return this.saysDryRun(this.request.query.get('dryRun') ?? []);
  }

  saysDryRun(asked: readonly string[]): boolean {
    const wrong = asked.find((value) => value !== 'All' && value !== '');
    if (wrong !== undefined) throw this.wrongOption(notSupported('dryRun', wrong, ['All']));
    return asked.includes('All');
  }

  /** Who the writer is among those that own fields. */
  get fieldManager(): string {
    const given = this.query('fieldManager');
    if (given !== undefined && given !== '') {
      if (given.length > 128) throw this.wrongOption(tooLong('fieldManager', 128));
      return given;
    }
    return (this.request.headers['user-agent'] ?? 'unknown').split('/')[0]!.slice(0, 128);
  }

  /** A parameter of the verb that says what cannot be. */
  wrongOption(error: FieldError): ApiStatus {
    return invalid({ kind: optionsOf[this.request.method] ?? 'DeleteOptions', group: 'meta.k8s.io' }, '', [error], this.server.release);
  }

  get fieldValidation(): 'Strict' | 'Warn' | 'Ignore' {
    const given = this.query('fieldValidation');
    if (!this.server.release.atLeast(fieldValidationSince)) return 'Ignore';
    if (given === undefined || given === '') return 'Warn';
    if (given === 'Strict' || given === 'Warn' || given === 'Ignore') return given;
    throw this.wrongOption(notSupported('fieldValidation', given, ['', 'Ignore', 'Strict', 'Warn']));
  }
}

const optionsOf: Readonly<Record<string, string>> = { POST: 'CreateOptions', PUT: 'UpdateOptions', PATCH: 'PatchOptions' };

/** The release whose servers name unknown fields instead of dropping them. */
const fieldValidationSince = 25;
