/** What the server refuses of Endpoints. */
import { invalidTexts, invalidValue, oneOf, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkDnsLabel, isIPv4 } from '../../meta/names.ts';
import { invalidPort, protocols } from '../pod/port-validation.ts';
import { checkOutsideAddress } from '../service/validation.ts';
import type { Endpoints, EndpointSubset } from './endpoints.ts';

export function validateEndpoints({ subsets = [] }: Endpoints): readonly FieldError[] {
  return subsets.flatMap((subset, i) => validateSubset(subset, `subsets[${i}]`));
}

function validateSubset(subset: EndpointSubset, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if ((subset.addresses ?? []).length + (subset.notReadyAddresses ?? []).length === 0) {
    errors.push(requiredValue(path, 'must specify `addresses` or `notReadyAddresses`'));
  }
  for (const field of ['addresses', 'notReadyAddresses'] as const) {
    for (const [i, { ip }] of (subset[field] ?? []).entries()) {
      if (!isIPv4(ip ?? '') && !ip?.includes(':')) {
        errors.push(invalidValue(`${path}.${field}[${i}].ip`, ip ?? '', 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'));
      } else errors.push(...invalidTexts(`${path}.${field}[${i}].ip`, ip, checkOutsideAddress(ip)));
    }
  }
  for (const [i, port] of (subset.ports ?? []).entries()) {
    const at = `${path}.ports[${i}]`;
    if (subset.ports!.length > 1 && !port.name) errors.push(requiredValue(`${at}.name`));
    if (port.name) errors.push(...invalidTexts(`${at}.name`, port.name, checkDnsLabel(port.name)));
    errors.push(...invalidPort(`${at}.port`, port.port ?? 0), ...oneOf(`${at}.protocol`, port.protocol, protocols));
  }
  return errors;
}
