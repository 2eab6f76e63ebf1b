/** Whom the processes of a pod ask for names: what the server refuses there. */
import { invalidTexts, invalidValue, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { goStrings } from '../../meta/go-syntax.ts';
import { checkAddress, checkSearchDomain } from '../../meta/names.ts';
import type { PodSpec } from './pod.ts';

const NAMESERVERS_MAX = 3;
const SEARCHES_MAX = 32;
const SEARCH_LIST_MAX = 2048;

export function validateDns({ dnsPolicy, dnsConfig }: PodSpec, path: string): readonly FieldError[] {
  const { nameservers = [], searches = [], options = [] } = dnsConfig ?? {};
  if (dnsPolicy === 'None' && dnsConfig === undefined) return [requiredValue(path, 'must provide `dnsConfig` when `dnsPolicy` is None')];
  if (dnsPolicy === 'None' && nameservers.length === 0) return [requiredValue(`${path}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None')];
  const wrongList = (why: string) => invalidValue(`${path}.searches`, goStrings(searches), why);
  return [
    ...(nameservers.length > NAMESERVERS_MAX ? [invalidValue(`${path}.nameservers`, goStrings(nameservers), `must not have more than ${NAMESERVERS_MAX} nameservers`)] : []),
    ...nameservers.flatMap((address, i) => invalidTexts(`${path}.nameservers[${i}]`, address, checkAddress(address))),
    ...(searches.length > SEARCHES_MAX ? [wrongList(`must not have more than ${SEARCHES_MAX} search paths`)] : []),
    ...(searches.join(' ').length > SEARCH_LIST_MAX ? [wrongList(`must not have more than ${SEARCH_LIST_MAX} characters (including spaces) in the search list`)] : []),
    ...searches.flatMap((domain, i) => invalidTexts(`${path}.searches[${i}]`, domain, checkSearchDomain(domain))),
    ...options.flatMap(({ name }, i) => (name ? [] : [requiredValue(`${path}.options[${i}]`, 'must not be empty')])),
  ];
}
