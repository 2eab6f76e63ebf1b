/** What the server refuses of ports: their numbers, their names, their protocols. */
import { invalidTexts, invalidValue, type FieldError } from '../../meta/field-error.ts';
import { checkPortName, checkPortNumber } from '../../meta/names.ts';
import type { IntOrString } from './container.ts';

export const protocols = ['SCTP', 'TCP', 'UDP'] as const;

export function invalidPort(path: string, port: number): readonly FieldError[] {
  return checkPortNumber(port).map((message) => invalidValue(path, port, message));
}

export function validatePortOrName(port: IntOrString | undefined, path: string): readonly FieldError[] {
  if (typeof port === 'string') return invalidTexts(path, port, checkPortName(port));
  return invalidPort(path, port ?? 0);
}
