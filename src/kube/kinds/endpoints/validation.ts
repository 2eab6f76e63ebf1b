/** What the server refuses of Endpoints. */
import { invalidTexts, oneOf, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkAddress, checkDnsLabel, checkDnsSubdomain, checkQualifiedName } from '../../meta/names.ts';
import { invalidPort, protocols } from '../pod/port-validation.ts';
import { checkSpecial } from '../service/validation.ts';
import type { EndpointAddress, Endpoints, EndpointSubset } from './endpoints.ts';

export function validateEndpoints({ subsets = [] }: Endpoints): readonly FieldError[] {
  return subsets.flatMap((subset, i) => validateSubset(subset, `subsets[${i}]`));
}

function validateSubset(subset: EndpointSubset, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if ((subset.addresses ?? []).length + (subset.notReadyAddresses ?? []).length === 0) {
    errors.push(requiredValue(path, 'must specify `addresses` or `notReadyAddresses`'));
  }
  for (const field of ['addresses', 'notReadyAddresses'] as const) {
    for (const [i, address] of (subset[field] ?? []).entries()) errors.push(...validateAddress(address, `${path}.${field}[${i}]`));
  }
  for (const [i, port] of (subset.ports ?? []).entries()) {
    const at = `${path}.ports[${i}]`;
    if (subset.ports!.length > 1 && !port.name) errors.push(requiredValue(`${at}.name`));
    if (port.name) errors.push(...invalidTexts(`${at}.name`, port.name, checkDnsLabel(port.name)));
    errors.push(...invalidPort(`${at}.port`, port.port ?? 0), ...oneOf(`${at}.protocol`, port.protocol, protocols));
    if (port.appProtocol !== undefined) errors.push(...invalidTexts(`${at}.appProtocol`, port.appProtocol, checkQualifiedName(port.appProtocol)));
  }
  return errors;
}

function validateAddress({ ip = '', hostname, nodeName }: Partial<EndpointAddress>, path: string): readonly FieldError[] {
  return [
    ...invalidTexts(`${path}.ip`, ip, checkAddress(ip)),
    ...(hostname ? invalidTexts(`${path}.hostname`, hostname, checkDnsLabel(hostname)) : []),
    ...(nodeName === undefined ? [] : invalidTexts(`${path}.nodeName`, nodeName, checkDnsSubdomain(nodeName))),
    ...invalidTexts(`${path}.ip`, ip, checkSpecial(ip)),
  ];
}
