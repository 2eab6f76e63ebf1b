/** What the server fills in, refuses and prints of a NetworkPolicy. */
import { forbiddenField, invalidValue, notSupported, oneOf, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { formatSelector } from '../../meta/label-selector.ts';
import { isCidr } from '../../meta/names.ts';
import type { NewObject } from '../../meta/object.ts';
import type { Release } from '../../meta/release.ts';
import { validateSelector } from '../../meta/validate-selector.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindContext, KindDetails } from '../kind.ts';
import { invalidPort, validatePortOrName } from '../pod/port-validation.ts';
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

function validate({ spec }: NetworkPolicy, { release }: KindContext): readonly FieldError[] {
  const rules = (field: 'ingress' | 'egress', peers: 'from' | 'to') =>
    (spec[field] ?? []).flatMap((rule, i) => [
      ...(rule.ports ?? []).flatMap((port, j) => validatePort(port, `spec.${field}[${i}].ports[${j}]`)),
      ...((rule as { readonly [of in 'from' | 'to']?: readonly NetworkPolicyPeer[] })[peers] ?? []).flatMap((peer, j) => validatePeer(peer, `spec.${field}[${i}].${peers}[${j}]`, release)),
    ]);
  const errors = [...(spec.podSelector ? validateSelector(spec.podSelector, 'spec.podSelector') : []), ...rules('ingress', 'from'), ...rules('egress', 'to')];
  const types: readonly string[] = spec.policyTypes ?? [];
  if (types.length > known.length) return [...errors, invalidValue('spec.policyTypes', types, 'may not specify more than two policyTypes')];
  return [...errors, ...types.flatMap((type, i) => (known.includes(type) ? [] : [notSupported(`spec.policyTypes[${i}]`, type, known)]))];
}

const known = ['Ingress', 'Egress'];
const protocols = ['TCP', 'UDP', 'SCTP'];

function validatePort({ protocol, port, endPort }: NetworkPolicyPort, path: string): readonly FieldError[] {
  const errors: FieldError[] = [...oneOf(`${path}.protocol`, protocol, protocols)];
  const wrongEnd = (shown: number, why: string) => errors.push(invalidValue(`${path}.endPort`, shown, why));
  if (typeof port === 'number') errors.push(...invalidPort(`${path}.port`, port));
  if (endPort !== undefined && typeof port !== 'number') wrongEnd(endPort, `may not be specified when \`port\` is ${port === undefined ? 'not specified' : 'non-numeric'}`);
  if (typeof port === 'string') errors.push(...validatePortOrName(port, `${path}.port`));
  if (endPort === undefined || typeof port !== 'number') return errors;
  if (endPort < port) wrongEnd(port, 'must be greater than or equal to `port`');
  return [...errors, ...invalidPort(`${path}.endPort`, endPort)];
}

function validatePeer({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer, path: string, release: Release): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (podSelector) errors.push(...validateSelector(podSelector, `${path}.podSelector`));
  if (namespaceSelector) errors.push(...validateSelector(namespaceSelector, `${path}.namespaceSelector`));
  if (ipBlock) errors.push(...validateBlock(ipBlock, `${path}.ipBlock`, release));
  if (!podSelector && !namespaceSelector && !ipBlock) errors.push(requiredValue(path, 'must specify a peer'));
  if (ipBlock && (podSelector || namespaceSelector)) errors.push(forbiddenField(path, 'may not specify both ipBlock and another peer'));
  return errors;
}

/** Ranges are told apart from their parts since this release. */
const eachRangeSince = 31;

function validateBlock({ cidr, except = [] }: NonNullable<NetworkPolicyPeer['ipBlock']>, path: string, release: Release): readonly FieldError[] {
  const why = release.atLeast(eachRangeSince) ? 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)' : 'not a valid CIDR';
  if (!cidr) return [requiredValue(`${path}.cidr`)];
  if (!isCidr(cidr)) return [invalidValue(`${path}.cidr`, cidr, why)];
  const errors: FieldError[] = [];
  for (const [i, part] of except.entries()) {
    if (!isCidr(part)) errors.push(invalidValue(`${path}.except[${i}]`, part, why));
    else if (!isWithin(part, cidr)) errors.push(invalidValue(`${path}.except[${i}]`, part, 'must be a strict subset of `cidr`'));
    if (!isCidr(part) && !release.atLeast(eachRangeSince)) break;
  }
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
