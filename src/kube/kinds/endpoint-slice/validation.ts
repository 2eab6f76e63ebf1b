/** What the server refuses of an EndpointSlice. */
import { duplicateValue, FieldError, immutableField, invalidTexts, invalidValue, oneOf, requiredValue } from '../../meta/field-error.ts';
import { checkAddress, checkDnsLabel, checkDnsSubdomain, checkLabelValue, checkQualifiedName, isIPv4 } from '../../meta/names.ts';
import type { Release } from '../../meta/release.ts';
import type { KindContext } from '../kind.ts';
import { protocols } from '../pod/port-validation.ts';
import { checkSpecial } from '../service/validation.ts';
import type { Endpoint, EndpointPort, EndpointSlice } from './endpoint-slice.ts';

const endpointsMax = 1000;
const portsMax = 100;
const addressesMax = 100;
const zonesMax = 8;

/** Zones were labels among others before this release. */
const hintsSince = 22;

export function validateEndpointSlice({ addressType, endpoints, ports }: EndpointSlice, { release }: KindContext): readonly FieldError[] {
  return [
    ...oneOf('addressType', addressType, ['FQDN', 'IPv4', 'IPv6']),
    ...tooMany('endpoints', endpoints, endpointsMax, (endpoint, path) => validateEndpoint(endpoint, addressType, path, release)),
    ...tooMany('ports', ports, portsMax, (port, path, i) => validatePort(port, (ports ?? []).slice(0, i), path)),
  ];
}

function tooMany<T>(path: string, list: readonly T[] | null | undefined, max: number, check: (item: T, path: string, i: number) => readonly FieldError[]): readonly FieldError[] {
  if ((list ?? []).length > max) return [new FieldError('FieldValueTooMany', path, list!.length, `must have at most ${max} items`)];
  return (list ?? []).flatMap((item, i) => check(item, `${path}[${i}]`, i));
}

function validateEndpoint({ addresses, nodeName, hostname, hints }: Endpoint, type: string, path: string, release: Release): readonly FieldError[] {
  const list = (addresses as readonly string[] | null | undefined) ?? [];
  return [
    ...(list.length === 0 ? [requiredValue(`${path}.addresses`, 'must contain at least 1 address')] : []),
    ...(list.length > addressesMax ? [new FieldError('FieldValueTooMany', `${path}.addresses`, list.length, `must have at most ${addressesMax} items`)] : []),
    ...list.flatMap((address, i) => validateAddress(address, type, `${path}.addresses[${i}]`, release)),
    ...(nodeName === undefined ? [] : invalidTexts(`${path}.nodeName`, nodeName, checkDnsSubdomain(nodeName))),
    ...(hostname === undefined ? [] : invalidTexts(`${path}.hostname`, hostname, checkDnsLabel(hostname))),
    ...tooMany(`${path}.hints.forZones`, hints?.forZones, zonesMax, ({ name }, at, i) => [
      ...(hints!.forZones!.findIndex((zone) => zone.name === name) < i ? [duplicateValue(`${at}.name`, name)] : []),
      ...invalidTexts(`${at}.name`, name, checkLabelValue(name)),
    ]),
  ];
}

function validateAddress(address: string, type: string, path: string, release: Release): readonly FieldError[] {
  if (type === 'FQDN') return validateDomain(address, path);
  if (type !== 'IPv4' && type !== 'IPv6') return [];
  const isRight = type === 'IPv4' ? isIPv4(address) : address.includes(':') && checkAddress(address).length === 0;
  return [...(isRight ? [] : [invalidValue(path, address, `must be a valid ${type} address`)]), ...(release.atLeast(hintsSince) ? invalidTexts(path, address, checkSpecial(address)) : [])];
}

function validateDomain(text: string, path: string): readonly FieldError[] {
  if (text === '') return [requiredValue(path)];
  const name = text.replace(/\.$/, '');
  const wrong = checkDnsSubdomain(name);
  if (wrong.length > 0) return [invalidValue(path, name, wrong.join(','))];
  if (!name.includes('.')) return [invalidValue(path, name, 'should be a domain with at least two segments separated by dots')];
  const part = name.split('.').find((label) => checkDnsLabel(label).length > 0);
  return part === undefined ? [] : [invalidValue(path, part, checkDnsLabel(part).join(','))];
}

function validatePort({ name = '', protocol, appProtocol }: EndpointPort, before: readonly EndpointPort[], path: string): readonly FieldError[] {
  return [
    ...(name === '' ? [] : invalidTexts(`${path}.name`, name, checkDnsLabel(name))),
    ...(before.some((port) => (port.name ?? '') === name) ? [duplicateValue(`${path}.name`, name)] : []),
    ...oneOf(`${path}.protocol`, protocol, protocols),
    ...(appProtocol === undefined ? [] : invalidTexts(`${path}.appProtocol`, appProtocol, checkQualifiedName(appProtocol))),
  ];
}

export function validateEndpointSliceUpdate(slice: EndpointSlice, old: EndpointSlice): readonly FieldError[] {
  return slice.addressType === old.addressType ? [] : [invalidValue('addressType', slice.addressType, immutableField)];
}
