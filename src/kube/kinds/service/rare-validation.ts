/** What the server refuses of the fields that few Services have: families of addresses, balancers, classes. */
import { forbiddenField, invalidTexts, invalidValue, notSupported, type FieldError } from '../../meta/field-error.ts';
import { checkQualifiedName, isCidr } from '../../meta/names.ts';
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
    ...(isBalanced ? (spec.loadBalancerSourceRanges ?? []).flatMap((range, i) => wrongRange(range.trim(), i)) : []),
    ...(balancer === undefined ? [] : isBalanced ? invalidTexts('spec.loadBalancerClass', balancer, checkQualifiedName(balancer)) : [forbiddenField('spec.loadBalancerClass', balancedOnly)]),
    ...(spec.allocateLoadBalancerNodePorts !== undefined && !isBalanced ? [forbiddenField('spec.allocateLoadBalancerNodePorts', balancedOnly)] : []),
    ...(healthPort !== 0 && !(isBalanced && spec.externalTrafficPolicy === 'Local')
      ? [invalidValue('spec.healthCheckNodePort', healthPort, "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'")]
      : []),
    ...(distribution !== undefined && !distributions.includes(distribution) ? [notSupported('spec.trafficDistribution', distribution, distributions)] : []),
  ];
}

function wrongRange(range: string, i: number): readonly FieldError[] {
  return isCidr(range) ? [] : [invalidValue(`spec.LoadBalancerSourceRanges[${i}]`, range, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')];
}

/** A cluster has addresses of one family here. */
function validateFamilies({ type, clusterIPs, ipFamilies = [], ipFamilyPolicy }: ServiceSpec): readonly FieldError[] {
  if (type === 'ExternalName') {
    const given = [...(clusterIPs?.length ? ['clusterIPs'] : []), ...(ipFamilies.length > 0 ? ['ipFamilies'] : []), ...(ipFamilyPolicy === undefined ? [] : ['ipFamilyPolicy'])];
    return given.map((field) => forbiddenField(`spec.${field}`, 'may not be set for ExternalName services'));
  }
  if (ipFamilyPolicy !== undefined && !familyPolicies.includes(ipFamilyPolicy)) return [notSupported('spec.ipFamilyPolicy', ipFamilyPolicy, familyPolicies)];
  const unknown = ipFamilies.flatMap((family, i) => (family === 'IPv4' || family === 'IPv6' ? [] : [notSupported(`spec.ipFamilies[${i}]`, family, ['IPv4', 'IPv6'])]));
  if (unknown.length > 0) return unknown;
  const absent = ipFamilies.flatMap((family, i) => (family === 'IPv6' ? [invalidValue(`spec.ipFamilies[${i}]`, family, 'not configured on this cluster')] : []));
  return ipFamilyPolicy === 'RequireDualStack' ? [...absent, invalidValue('spec.ipFamilyPolicy', ipFamilyPolicy, 'this cluster is not configured for dual-stack services')] : absent;
}
