/** The API's errors: what a Status object of kind Failure says, with the HTTP code, reason and words of the real server. */
import type { FieldError } from './field-error.ts';
import type { Release } from './release.ts';

export interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string; // the resource's name in most errors, the kind's in Invalid
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

export class ApiStatus extends Error {
  override name = 'ApiStatus';
  readonly code: number;
  readonly reason: string;
  readonly details: StatusDetails | undefined;
  /** Where a list that could not go on can go on all the same. */
  readonly continueFrom: string | undefined;

  constructor(code: number, reason: string, message: string, details?: StatusDetails, continueFrom?: string) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
    this.continueFrom = continueFrom;
  }

  /** The object that goes over the wire. */
  toObject(): object {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: this.continueFrom === undefined ? {} : { continue: this.continueFrom },
      status: 'Failure',
      message: this.message,
      ...(this.reason !== '' && { reason: this.reason }),
      ...(this.details !== undefined && { details: this.details }),
      code: this.code,
    };
  }
}

/** A resource as errors name it: `deployments.apps`. */
export interface ResourceName {
  readonly group: string;
  readonly plural: string;
}

export function qualified({ group, plural }: ResourceName): string {
  return group === '' ? plural : `${plural}.${group}`;
}

function detailsOf(resource: ResourceName, name: string): StatusDetails {
  return { ...(name !== '' && { name }), ...(resource.group !== '' && { group: resource.group }), kind: resource.plural };
}

export function notFound(resource: ResourceName, name: string): ApiStatus {
  return new ApiStatus(404, 'NotFound', `${qualified(resource)} "${name}" not found`, detailsOf(resource, name));
}

export function alreadyExists(resource: ResourceName, name: string): ApiStatus {
  return new ApiStatus(409, 'AlreadyExists', `${qualified(resource)} "${name}" already exists`, detailsOf(resource, name));
}

export const modifiedMeanwhile = 'the object has been modified; please apply your changes to the latest version and try again';

export function conflict(resource: ResourceName, name: string, why: string): ApiStatus {
  const message = `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${why}`;
  return new ApiStatus(409, 'Conflict', message, detailsOf(resource, name));
}

export function forbidden(resource: ResourceName, name: string, why: string): ApiStatus {
  const message = name === '' ? `${qualified(resource)} is forbidden: ${why}` : `${qualified(resource)} "${name}" is forbidden: ${why}`;
  return new ApiStatus(403, 'Forbidden', message, detailsOf(resource, name));
}

export function badRequest(message: string): ApiStatus {
  return new ApiStatus(400, 'BadRequest', message);
}

export function methodNotAllowed(message: string, details?: StatusDetails): ApiStatus {
  return new ApiStatus(405, 'MethodNotAllowed', message, details);
}

export function expired(message: string): ApiStatus {
  return new ApiStatus(410, 'Expired', message);
}

export function internalError(message: string): ApiStatus {
  return new ApiStatus(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });
}

/** The release from which errors show composite values as JSON. */
const valuesAsJsonSince = 33;

/** An object that fails validation, with every cause. */
export function invalid(kind: { readonly kind: string; readonly group: string }, name: string, errors: readonly FieldError[], release: Release): ApiStatus {
  const asJson = release.atLeast(valuesAsJsonSince);
  const texts = errors.map((error) => error.text(asJson));
  const unique = [...new Set(texts)];
  const joined = unique.length === 1 ? unique[0]! : `[${unique.join(', ')}]`;
  return new ApiStatus(422, 'Invalid', `${kind.kind}${kind.group === '' ? '' : `.${kind.group}`} "${name}" is invalid: ${joined}`, {
    ...(name !== '' && { name }),
    ...(kind.group !== '' && { group: kind.group }),
    kind: kind.kind,
    causes: errors.map((error) => ({ reason: error.reason, message: error.body(asJson), field: error.field })),
  });
}
