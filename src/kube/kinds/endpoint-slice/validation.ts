/** What the server refuses of an EndpointSlice. */
import { immutableField, invalidTexts, invalidValue, oneOf, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkDnsLabel, isIPv4 } from '../../meta/names.ts';
import { protocols } from '../pod/port-validation.ts';
import type { EndpointSlice } from './endpoint-slice.ts';

const endpointsMax = 1000;

export function validateEndpointSlice({ addressType, endpoints, ports }: EndpointSlice): readonly FieldError[] {
  const errors: FieldError[] = [...oneOf('addressType', addressType, ['FQDN', 'IPv4', 'IPv6'])];
  if ((endpoints?.length ?? 0) > endpointsMax) {
    errors.push(invalidValue('endpoints', endpoints!.length, `must have at most ${endpointsMax} items`));
  }
  for (const [i, endpoint] of (endpoints ?? []).entries()) {
    if ((endpoint.addresses ?? []).length === 0) errors.push(requiredValue(`endpoints[${i}].addresses`, 'must contain at least 1 address'));
    if (addressType !== 'IPv4') continue;
    for (const [j, address] of (endpoint.addresses ?? []).entries()) {
      if (!isIPv4(address)) errors.push(invalidValue(`endpoints[${i}].addresses[${j}]`, address, 'must be a valid IPv4 address'));
    }
  }
  for (const [i, { name, protocol }] of (ports ?? []).entries()) {
    if (name) errors.push(...invalidTexts(`ports[${i}].name`, name, checkDnsLabel(name)));
    errors.push(...oneOf(`ports[${i}].protocol`, protocol, protocols));
  }
  return errors;
}

export function validateEndpointSliceUpdate(slice: EndpointSlice, old: EndpointSlice): readonly FieldError[] {
  return slice.addressType === old.addressType ? [] : [invalidValue('addressType', slice.addressType, immutableField)];
}
