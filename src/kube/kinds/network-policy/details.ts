/** What the server fills in, refuses and prints of a NetworkPolicy. */
import { forbiddenField, invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { formatSelector } from '../../meta/label-selector.ts';
import { isIPv4 } from '../../meta/names.ts';
import type { NewObject } from '../../meta/object.ts';
import { validateSelector } from '../../meta/validate-selector.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';
import type { NetworkPolicy, NetworkPolicyPeer } from './network-policy.ts';

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
  for (const [i, rule] of (spec.egress ?? []).entries()) for (const [j, peer] of (rule.to ?? []).entries()) errors.push(...validatePeer(peer, `spec.egress[${i}].to[${j}]`));
  const types = spec.policyTypes ?? [];
  if (types.length > 2) return [...errors, invalidValue('spec.policyTypes', types, 'may not specify more than two policyTypes')];
  for (const [i, type] of types.entries()) if (type !== 'Ingress' && type !== 'Egress') errors.push(notSupported(`spec.policyTypes[${i}]`, type, ['Egress', 'Ingress']));
  return errors;
}

function validatePeer({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (podSelector) errors.push(...validateSelector(podSelector, `${path}.podSelector`));
  if (namespaceSelector) errors.push(...validateSelector(namespaceSelector, `${path}.namespaceSelector`));
  if (ipBlock) {
    const [address = '', bits = ''] = (ipBlock.cidr ?? '').split('/');
    if (!ipBlock.cidr) errors.push(requiredValue(`${path}.ipBlock.cidr`));
    else if (!isIPv4(address) || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) errors.push(invalidValue(`${path}.ipBlock.cidr`, ipBlock.cidr, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'));
    if (podSelector || namespaceSelector) errors.push(forbiddenField(path, 'may not specify both ipBlock and another peer'));
  }
  if (!podSelector && !namespaceSelector && !ipBlock) errors.push(requiredValue(path, 'must specify a peer'));
  return errors;
}
