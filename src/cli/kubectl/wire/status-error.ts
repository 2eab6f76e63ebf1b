/** What a server answers instead of an object, and how the real client puts it into words. */
import { isJsonObject, type Json } from '../../../base/index.ts';
import { list, number, text } from '../objects/member.ts';

export interface StatusCause {
  readonly field: string;
  readonly message: string;
  readonly reason: string;
}

export class StatusError extends Error {
  override name = 'StatusError';
  readonly code: number;
  readonly reason: string;
  readonly kind: string; // of details: a resource, or a kind where the object is invalid
  readonly group: string;
  readonly objectName: string;
  readonly causes: readonly StatusCause[];

  constructor(status: Json, code: number) {
    super(text(status, 'message') || 'unknown');
    this.code = number(status, 'code') ?? code;
    this.reason = text(status, 'reason');
    this.kind = text(status, 'details', 'kind');
    this.group = text(status, 'details', 'group');
    this.objectName = text(status, 'details', 'name');
    this.causes = list(status, 'details', 'causes').map((cause) => ({
      field: text(cause, 'field'),
      message: text(cause, 'message'),
      reason: text(cause, 'reason'),
    }));
  }

  get isNotFound(): boolean {
    return this.reason === 'NotFound' || (this.reason === '' && this.code === 404);
  }

  /** The same refusal with the file or name that it is about in front: `error when creating "web.yaml": …`. */
  during(action: string): StatusError {
    const status = { message: `${action}: ${this.message}`, code: this.code, reason: this.reason };
    return Object.assign(new StatusError(status, this.code), {
      kind: this.kind,
      group: this.group,
      objectName: this.objectName,
      causes: this.causes,
    });
  }
}

const generic: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  400: ['BadRequest', 'the server rejected our request for an unknown reason'],
  401: ['Unauthorized', 'the server has asked for the client to provide credentials'],
  403: ['Forbidden', ''],
  404: ['NotFound', 'the server could not find the requested resource'],
  405: ['MethodNotAllowed', 'the server does not allow this method on the requested resource'],
  406: ['NotAcceptable', 'the server was unable to respond with a content type that the client supports'],
  409: ['Conflict', 'the server reported a conflict'],
  410: ['Expired', 'the server has expired the request'],
  415: ['UnsupportedMediaType', 'the server was unable to respond with a content type that the client supports'],
  422: ['Invalid', 'the server rejected our request due to an error in our request'],
  429: ['TooManyRequests', 'the server has received too many requests and has asked us to try again later'],
  500: ['InternalError', 'an error on the server'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: ['Timeout', 'the server was unable to return a response in the time allotted, but may still be processing the request'],
};

/** The error in an answer that is not of success: its Status, or what its code means when the body says nothing. */
export function statusErrorOf(code: number, body: Json | undefined, rawText: string): StatusError {
  if (isJsonObject(body) && body.kind === 'Status' && text(body, 'status') !== 'Success') return new StatusError(body, code);
  const [reason, words] = generic[code] ?? ['', `the server responded with the status code ${code} but did not return more information`];
  const isServer = code >= 500;
  const message = isServer ? `${words} (${JSON.stringify(rawText.trim())}) has prevented the request from succeeding` : words || rawText.trim();
  return new StatusError({ message, reason, code }, code);
}

/** The first release that passes on what the server says of a request that is invalid as a whole. */
const SAYS_WHY_SINCE = 23;

/** `The Deployment "web" is invalid: …` with its causes, or `Error from server (NotFound): …`. */
export function statusWords(error: StatusError, minor: number): string {
  if (error.reason === 'Invalid') return invalidWords(error, minor >= SAYS_WHY_SINCE && error.message !== '' ? `: ${error.message}` : '');
  return plainStatusWords(error);
}

/** As one of several. */
export function plainStatusWords(error: StatusError): string {
  if (error.code === 401) return 'error: You must be logged in to the server (' + (error.message || 'Unauthorized') + ')';
  return `Error from server${error.reason === '' ? '' : ` (${error.reason})`}: ${error.message}`;
}

function invalidWords(error: StatusError, why: string): string {
  const head = error.kind === '' && error.objectName === '' ? 'The request is invalid' : `The ${error.kind} ${JSON.stringify(error.objectName)} is invalid`;
  if (error.causes.length === 0) return `${head}${why}`;
  const texts = new Set(error.causes.map((cause) => `${cause.field}: ${cause.message}`));
  if (texts.size === 1) return `${head}: ${[...texts][0]!}`;
  return `${head}: ${[...texts].map((cause) => `\n* ${cause}`).join('')}`;
}
