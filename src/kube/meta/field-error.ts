/** What is wrong with one field, in the API's words: `spec.replicas: Invalid value: -1: must be …`. */
import { showValue } from './go-syntax.ts';

const prefixes = {
  FieldValueInvalid: 'Invalid value',
  FieldValueRequired: 'Required value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueNotFound: 'Not found',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  InternalError: 'Internal error',
} as const;

/** The path of an error that is of the object as a whole. */
export const wholeObject = '[]';
/** In the place of a value that is not shown. */
export const omitted = Symbol('omitted');

export type FieldErrorReason = keyof typeof prefixes;

const valueless: ReadonlySet<FieldErrorReason> = new Set(['FieldValueRequired', 'FieldValueForbidden', 'FieldValueTooLong', 'InternalError']);

export class FieldError {
  readonly reason: FieldErrorReason;
  readonly field: string;
  readonly value: unknown;
  readonly detail: string;

  constructor(reason: FieldErrorReason, field: string, value: unknown, detail: string) {
    this.reason = reason;
    this.field = field;
    this.value = value;
    this.detail = detail;
  }

  /** Without the field: what a cause's message is. `asJson`: how newer releases show a value. */
  body(asJson: boolean): string {
    const prefix = prefixes[this.reason];
    const shown = valueless.has(this.reason) || this.value === omitted ? prefix : `${prefix}: ${showValue(this.value, asJson)}`;
    return this.detail === '' ? shown : `${shown}: ${this.detail}`;
  }

  text(asJson: boolean): string {
    return `${this.field}: ${this.body(asJson)}`;
  }
}

export function invalidValue(field: string, value: unknown, detail: string): FieldError {
  return new FieldError('FieldValueInvalid', field, value, detail);
}

export function requiredValue(field: string, detail = ''): FieldError {
  return new FieldError('FieldValueRequired', field, '', detail);
}

export function forbiddenField(field: string, detail: string): FieldError {
  return new FieldError('FieldValueForbidden', field, '', detail);
}

export function duplicateValue(field: string, value: unknown): FieldError {
  return new FieldError('FieldValueDuplicate', field, value, '');
}

export function notFoundValue(field: string, value: unknown): FieldError {
  return new FieldError('FieldValueNotFound', field, value, '');
}

export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const quoted = supported.map((text) => `"${text}"`).join(', ');
  return new FieldError('FieldValueNotSupported', field, value, supported.length === 0 ? '' : `supported values: ${quoted}`);
}

export function tooLong(field: string, max: number): FieldError {
  return new FieldError('FieldValueTooLong', field, '', `may not be more than ${max} bytes`);
}

export const immutableField = 'field is immutable';
export const mustNotBeNegative = 'must be greater than or equal to 0';

export function nonNegative(field: string, value: number | undefined): readonly FieldError[] {
  return value !== undefined && value < 0 ? [invalidValue(field, value, mustNotBeNegative)] : [];
}

/** One of a closed set of words; an empty one is missing. */
export function oneOf(field: string, value: string | undefined, supported: readonly string[]): readonly FieldError[] {
  if (value === undefined || value === '') return [requiredValue(field)];
  return supported.includes(value) ? [] : [notSupported(field, value, supported)];
}

/** The messages of a check on a text, as errors of the field. */
export function invalidTexts(field: string, value: string, messages: readonly string[]): readonly FieldError[] {
  return messages.map((message) => invalidValue(field, value, message));
}
