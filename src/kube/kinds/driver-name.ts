/** The name of a driver of volumes, wherever one is named. */
import { invalidTexts, requiredValue, tooLong, type FieldError } from '../meta/field-error.ts';
import { checkDnsSubdomain } from '../meta/names.ts';

const nameMax = 63;

export function driverNameErrors(path: string, name: string): readonly FieldError[] {
  return [...(name === '' ? [requiredValue(path)] : []), ...(name.length > nameMax ? [tooLong(path, nameMax)] : []), ...invalidTexts(path, name, checkDnsSubdomain(name.toLowerCase()))];
}
