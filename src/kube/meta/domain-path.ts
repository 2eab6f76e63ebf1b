/** What the server refuses of a path that begins with a domain: `acme.io/foo`. */
import { invalidTexts, invalidValue, requiredValue, type FieldError } from './field-error.ts';
import { checkDnsSubdomain, checkPathSegment } from './names.ts';

export function validateDomainPath(text: string, path: string): readonly FieldError[] {
  if (text === '') return [requiredValue(path)];
  const [domain = '', ...more] = text.split('/');
  const rest = more.join('/');
  if (domain === '' || rest === '') return [invalidValue(path, text, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  const pattern = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
  return [
    ...invalidTexts(path, domain, checkDnsSubdomain(domain)),
    ...(/^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(rest) ? [] : [invalidValue(path, rest, `Invalid path (regex used for validation is '${pattern}')`)]),
  ];
}

interface TypedReference {
  readonly apiGroup?: string;
  readonly kind?: string;
  readonly name?: string;
}

/** An object of some kind, named by what stands in its address. `isNamed`: older servers say what is missing. */
export function validateReference({ apiGroup, kind = '', name = '' }: TypedReference, path: string, isNamed: boolean): readonly FieldError[] {
  const missing = (field: string) => requiredValue(`${path}.${field}`, isNamed ? `${field} is required` : '');
  return [
    ...(apiGroup === undefined ? [] : invalidTexts(`${path}.apiGroup`, apiGroup, checkDnsSubdomain(apiGroup))),
    ...(kind === '' ? [missing('kind')] : invalidTexts(`${path}.kind`, kind, checkPathSegment(kind))),
    ...(name === '' ? [missing('name')] : invalidTexts(`${path}.name`, name, checkPathSegment(name))),
  ];
}
