/** What is wrong with one field, in the API's words: `spec.replicas: Invalid value: -1: must be …`. */
import { goSyntax } from './go-syntax.ts';

const prefixes = {
  FieldValueInvalid: 'Invalid value',
  FieldValueRequired: 'Required value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueNotFound: 'Not found',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  FieldValueTypeInvalid: 'Invalid value',
  InternalError: 'Internal error',
} as const;

export type FieldErrorReason = keyof typeof prefixes;

/** Go's name of a value's type, for values that print by it: `v1.LabelSelector`. */
export interface GoTyped {
  readonly goText: string;
}

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

  /** Without the field: what a cause's message is. */
  body(): string {
    const prefix = prefixes[this.reason];
    if (this.reason === 'FieldValueRequired' || this.reason === 'FieldValueForbidden' || this.reason === 'InternalError') {
      return this.detail === '' ? prefix : `${prefix}: ${this.detail}`;
    }
    if (this.reason === 'FieldValueTooLong' || this.reason === 'FieldValueTooMany') return `${prefix}: ${this.detail}`;
    const shown = goSyntax(this.value);
    return this.detail === '' ? `${prefix}: ${shown}` : `${prefix}: ${shown}: ${this.detail}`;
  }

  text(): string {
    return `${this.field}: ${this.body()}`;
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
  return new FieldError('FieldValueTooLong', field, '', `must have at most ${max} bytes`);
}

export function tooMany(field: string, actual: number, max: number): FieldError {
  return new FieldError('FieldValueTooMany', field, actual, `${actual}: must have at most ${max} items`);
}
