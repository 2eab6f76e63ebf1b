/** What the server refuses of the fields that few Services have: families of addresses, balancers, classes. */
import { duplicateValue, forbiddenField, invalidTexts, invalidValue, notSupported, type FieldError } from '../../meta/field-error.ts';
import { checkQualifiedName, isCidr } from '../../meta/names.ts';
import type { Labels } from '../../meta/object.ts';
import type { Release } from '../../meta/release.ts';
import type { ServiceSpec } from './service.ts';

const familyPolicies = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];
const balancedOnly = "may only be used when `type` is 'LoadBalancer'";

export function validateRareFields(spec: ServiceSpec, release: Release): readonly FieldError[] {
  const isBalanced = spec.type === 'LoadBalancer';
  const { loadBalancerClass: balancer, healthCheckNodePort: healthPort = 0, trafficDistribution: distribution } = spec;
  const distributions = release.atLeast(34) ? ['PreferClose', 'PreferSameNode', 'PreferSameZone'] : ['PreferClose'];
  return [
    ...(spec.ports ?? []).flatMap(({ appProtocol }, i) => (appProtocol === undefined ? [] : invalidTexts(`spec.ports[${i}].appProtocol`, appProtocol, checkQualifiedName(appProtocol)))),
    ...validateFamilies(spec),
    ...(balancer === undefined ? [] : isBalanced ? invalidTexts('spec.loadBalancerClass', balancer, checkQualifiedName(balancer)) : [forbiddenField('spec.loadBalancerClass', balancedOnly)]),
    ...(spec.allocateLoadBalancerNodePorts !== undefined && !isBalanced ? [forbiddenField('spec.allocateLoadBalancerNodePorts', balancedOnly)] : []),
    ...(healthPort !== 0 && !(isBalanced && spec.externalTrafficPolicy === 'Local')
      ? [invalidValue('spec.healthCheckNodePort', healthPort, "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'")]
      : []),
    ...(distribution !== undefined && !distributions.includes(distribution) ? [notSupported('spec.trafficDistribution', distribution, distributions)] : []),
  ];
}

const rangesKey = 'service.beta.kubernetes.io/load-balancer-source-ranges';
const hintsKey = 'service.kubernetes.io/topology-aware-hints';
const modeKey = 'service.kubernetes.io/topology-mode';

/** From where a balancer may be asked: in the spec, or else in an annotation. */
export function validateRanges(annotations: Labels = {}, { type, loadBalancerSourceRanges: ranges = [] }: ServiceSpec, release: Release): readonly FieldError[] {
  const annotated = annotations[rangesKey];
  if (ranges.length === 0 && annotated === undefined) return [];
  const isOwn = ranges.length > 0;
  const path = isOwn ? 'spec.LoadBalancerSourceRanges' : `metadata.annotations[${rangesKey}]`;
  const list = isOwn ? ranges : annotated!.trim() === '' ? [] : annotated!.split(',');
  const wrong = list.map((range, i) => ({ range: range.trim(), i })).filter(({ range }) => !isCidr(range));
  const errors = type === 'LoadBalancer' ? [] : [forbiddenField(path, balancedOnly)];
  if (release.atLeast(eachRangeSince)) return [...errors, ...wrong.map(({ range, i }) => invalidValue(isOwn ? `${path}[${i}]` : path, range, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'))];
  return wrong.length === 0 ? errors : [...errors, invalidValue(path, isOwn ? `[${ranges.join(' ')}]` : annotated, 'must be a list of IP ranges. For example, 10.240.0.0/24,10.250.0.0/24 ')];
}

const eachRangeSince = 31;

export function validateTopology({ [hintsKey]: hints, [modeKey]: mode }: Labels = {}, release: Release): readonly FieldError[] {
  if (hints === undefined || mode === undefined || hints === mode || !release.atLeast(27)) return [];
  return [invalidValue(`metadata.annotations[${modeKey}]`, mode, `must match annotations[${hintsKey}] when both are specified`)];
}

/** A cluster has addresses of one family here. */
function validateFamilies({ type, clusterIPs, ipFamilies = [], ipFamilyPolicy }: ServiceSpec): readonly FieldError[] {
  if (type === 'ExternalName') {
    const given = [...(clusterIPs?.length ? ['clusterIPs'] : []), ...(ipFamilies.length > 0 ? ['ipFamilies'] : []), ...(ipFamilyPolicy === undefined ? [] : ['ipFamilyPolicy'])];
    return given.map((field) => forbiddenField(`spec.${field}`, 'may not be set for ExternalName services'));
  }
  const unknown = ipFamilies.flatMap((family, i) => [
    ...(family === 'IPv4' || family === 'IPv6' ? [] : [notSupported(`spec.ipFamilies[${i}]`, family, ['IPv4', 'IPv6'])]),
    ...(ipFamilies.indexOf(family) < i ? [duplicateValue(`spec.ipFamilies[${i}]`, family)] : []),
  ]);
  if (ipFamilyPolicy !== undefined && !familyPolicies.includes(ipFamilyPolicy)) unknown.push(notSupported('spec.ipFamilyPolicy', ipFamilyPolicy, familyPolicies));
  if (unknown.length > 0) return unknown;
  const absent = ipFamilies.flatMap((family, i) => (family === 'IPv6' ? [invalidValue(`spec.ipFamilies[${i}]`, family, 'not configured on this cluster')] : []));
  return ipFamilyPolicy === 'RequireDualStack' ? [...absent, invalidValue('spec.ipFamilyPolicy', ipFamilyPolicy, 'this cluster is not configured for dual-stack services')] : absent;
}
