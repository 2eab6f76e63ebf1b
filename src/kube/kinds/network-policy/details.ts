/** What the server fills in, refuses and prints of a NetworkPolicy. */
import { forbiddenField, invalidValue, notSupported, oneOf, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { formatSelector } from '../../meta/label-selector.ts';
import { isCidr } from '../../meta/names.ts';
import type { NewObject } from '../../meta/object.ts';
import { validateSelector } from '../../meta/validate-selector.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';
import { invalidPort, protocols, validatePortOrName } from '../pod/port-validation.ts';
import { parseAddress, parseCidr } from '../service/allocation.ts';
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from './network-policy.ts';

export const networkPolicyDetails: KindDetails<NetworkPolicy> = {
  defaults: fill,
  validate,
  columns: [nameColumn, text('Pod-Selector', ({ spec }) => formatSelector(spec.podSelector)), ageColumn],
};

/** Without types, a policy is about what comes in, and about what goes out when it says so. */
function fill(object: NewObject<NetworkPolicy>): NewObject<NetworkPolicy> {
  const { spec } = object;
  if (!spec) return object;
  const ported = <R extends { readonly ports?: readonly { readonly protocol?: string }[] }>(rules: readonly R[] | undefined) =>
    rules?.map((rule) => (rule.ports ? { ...rule, ports: rule.ports.map((port) => ({ protocol: 'TCP', ...port })) } : rule));
  const ingress = ported(spec.ingress);
  const egress = ported(spec.egress);
  const policyTypes = spec.policyTypes && spec.policyTypes.length > 0 ? spec.policyTypes : (['Ingress', ...(spec.egress ? (['Egress'] as const) : [])] as const);
  return { ...object, spec: { ...spec, podSelector: spec.podSelector ?? {}, ...(ingress && { ingress }), ...(egress && { egress }), policyTypes } };
}

function validate({ spec }: NetworkPolicy): readonly FieldError[] {
  const errors: FieldError[] = [...(spec.podSelector ? validateSelector(spec.podSelector, 'spec.podSelector') : [])];
  for (const [i, rule] of (spec.ingress ?? []).entries()) for (const [j, peer] of (rule.from ?? []).entries()) errors.push(...validatePeer(peer, `spec.ingress[${i}].from[${j}]`));
  for (const [i, rule] of (spec.ingress ?? []).entries()) for (const [j, port] of (rule.ports ?? []).entries()) errors.push(...validatePort(port, `spec.ingress[${i}].ports[${j}]`));
  for (const [i, rule] of (spec.egress ?? []).entries()) for (const [j, port] of (rule.ports ?? []).entries()) errors.push(...validatePort(port, `spec.egress[${i}].ports[${j}]`));
  for (const [i, rule] of (spec.egress ?? []).entries()) for (const [j, peer] of (rule.to ?? []).entries()) errors.push(...validatePeer(peer, `spec.egress[${i}].to[${j}]`));
  const types = spec.policyTypes ?? [];
  if (types.length > 2) return [...errors, invalidValue('spec.policyTypes', types, 'may not specify more than two policyTypes')];
  for (const [i, type] of types.entries()) if (type !== 'Ingress' && type !== 'Egress') errors.push(notSupported(`spec.policyTypes[${i}]`, type, ['Egress', 'Ingress']));
  return errors;
}

function validatePort({ protocol, port, endPort }: NetworkPolicyPort, path: string): readonly FieldError[] {
  const errors: FieldError[] = [...oneOf(`${path}.protocol`, protocol, protocols)];
  if (port !== undefined) errors.push(...validatePortOrName(port, `${path}.port`));
  if (endPort === undefined) return errors;
  if (typeof port !== 'number') return [...errors, invalidValue(`${path}.endPort`, endPort, `may not be specified when \`port\` is ${port === undefined ? 'not specified' : 'non-numeric'}`)];
  return [...errors, ...(endPort < port ? [invalidValue(`${path}.endPort`, port, 'must be greater than or equal to `port`')] : []), ...invalidPort(`${path}.endPort`, endPort)];
}

function validatePeer({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (podSelector) errors.push(...validateSelector(podSelector, `${path}.podSelector`));
  if (namespaceSelector) errors.push(...validateSelector(namespaceSelector, `${path}.namespaceSelector`));
  if (ipBlock) {
    const wrong = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';
    if (!ipBlock.cidr) errors.push(requiredValue(`${path}.ipBlock.cidr`));
    else if (!isCidr(ipBlock.cidr)) errors.push(invalidValue(`${path}.ipBlock.cidr`, ipBlock.cidr, wrong));
    for (const [i, part] of (ipBlock.except ?? []).entries()) {
      if (!isCidr(part)) errors.push(invalidValue(`${path}.ipBlock.except[${i}]`, part, wrong));
      else if (!isWithin(part, ipBlock.cidr)) errors.push(invalidValue(`${path}.ipBlock.except[${i}]`, part, 'must be a strict subset of `cidr`'));
    }
    if (podSelector || namespaceSelector) errors.push(forbiddenField(path, 'may not specify both ipBlock and another peer'));
  }
  if (!podSelector && !namespaceSelector && !ipBlock) errors.push(requiredValue(path, 'must specify a peer'));
  return errors;
}

/** A smaller part of a range of IPv4 addresses; of others it is not looked at. */
function isWithin(part: string, cidr: string): boolean {
  if (part.includes(':') || cidr.includes(':') || !isCidr(cidr)) return true;
  const outer = parseCidr(cidr);
  const start = Math.floor(outer.base / outer.size) * outer.size;
  const address = parseAddress(part.split('/')[0]!)!;
  return address >= start && address < start + outer.size && parseCidr(part).size < outer.size;
}
