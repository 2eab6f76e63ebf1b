/** What the server refuses of a Service. */
import { duplicateValue, forbiddenField, immutableField, invalidTexts, invalidValue, notSupported, oneOf, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { goStrings, GoValue } from '../../meta/go-syntax.ts';
import { checkAddress, checkDnsLabel, checkDnsSubdomain } from '../../meta/names.ts';
import { validateLabels } from '../../meta/validate-meta.ts';
import type { KindContext } from '../kind.ts';
import { invalidPort, protocols, validatePortOrName } from '../pod/port-validation.ts';
import { validateRanges, validateRareFields, validateTopology } from './rare-validation.ts';
import type { Service, ServicePort, ServiceSpec } from './service.ts';

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

export function validateService({ metadata, spec }: Service, { release }: KindContext): readonly FieldError[] {
  if (spec === undefined) return [requiredValue('spec.ports')];
  const ports = spec.ports ?? [];
  const isExternal = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  return [
    ...validateTopology(metadata.annotations, release),
    ...(ports.length === 0 && !isHeadless(spec) && spec.type !== 'ExternalName' ? [requiredValue('spec.ports')] : []),
    ...(isHeadless(spec) && isExternal ? [invalidValue('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`)] : []),
    ...validateExternalName(spec),
    ...validatePorts(ports),
    ...validateLabels(spec.selector ?? {}, 'spec.selector'),
    ...oneOf('spec.sessionAffinity', spec.sessionAffinity, ['ClientIP', 'None']),
    ...validateAffinityTimeout(spec),
    ...validateAddresses(spec),
    ...oneOf('spec.type', spec.type, types),
    ...(spec.type === 'ClusterIP'
      ? ports.flatMap((port, i) => (port.nodePort ? [forbiddenField(`spec.ports[${i}].nodePort`, "may not be used when `type` is 'ClusterIP'")] : []))
      : []),
    ...repeatedPorts(ports),
    ...validateRanges(metadata.annotations, spec, release),
    ...validateTrafficPolicies(spec, isExternal, release.atLeast(22)),
    ...validateRareFields(spec, release),
  ];
}

function isHeadless(spec: ServiceSpec): boolean {
  return spec.clusterIP === 'None';
}

function validateExternalName(spec: ServiceSpec): readonly FieldError[] {
  if (spec.type !== 'ExternalName') return [];
  const name = (spec.externalName ?? '').replace(/\.$/, '');
  return name === '' ? [requiredValue('spec.externalName')] : invalidTexts('spec.externalName', name, checkDnsSubdomain(name));
}

function validatePorts(ports: readonly ServicePort[]): readonly FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, i) => {
    const at = `spec.ports[${i}]`;
    const errors: FieldError[] = [];
    if (!port.name) {
      if (ports.length > 1) errors.push(requiredValue(`${at}.name`));
    } else {
      errors.push(...invalidTexts(`${at}.name`, port.name, checkDnsLabel(port.name)));
      if (names.has(port.name)) errors.push(duplicateValue(`${at}.name`, port.name));
      names.add(port.name);
    }
    return [
      ...errors,
      ...invalidPort(`${at}.port`, port.port ?? 0),
      ...oneOf(`${at}.protocol`, port.protocol, protocols),
      ...validatePortOrName(port.targetPort, `${at}.targetPort`),
    ];
  });
}

function repeatedPorts(ports: readonly ServicePort[]): readonly FieldError[] {
  const errors: FieldError[] = [];
  const nodePorts = new Set<string>();
  const seen = new Set<string>();
  for (const [i, port] of ports.entries()) {
    const nodePort = `${port.protocol}/${port.nodePort}`;
    if (port.nodePort && nodePorts.has(nodePort)) errors.push(duplicateValue(`spec.ports[${i}].nodePort`, port.nodePort));
    nodePorts.add(nodePort);
  }
  for (const [i, { protocol, port }] of ports.entries()) {
    if (seen.has(`${protocol}/${port}`)) errors.push(duplicateValue(`spec.ports[${i}]`, shownPort(protocol ?? '', port)));
    seen.add(`${protocol}/${port}`);
  }
  return errors;
}

function shownPort(protocol: string, port: number): GoValue {
  const go = `core.ServicePort{Name:"", Protocol:"${protocol}", AppProtocol:(*string)(nil), Port:${port}, TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:""}, NodePort:0}`;
  return new GoValue(go, { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 });
}

const affinitySecondsMax = 86_400;

function validateAffinityTimeout(spec: ServiceSpec): readonly FieldError[] {
  const path = 'spec.sessionAffinityConfig';
  if (spec.sessionAffinity === 'None' && spec.sessionAffinityConfig !== undefined) {
    return [forbiddenField(path, 'must not be set when session affinity is None')];
  }
  if (spec.sessionAffinity !== 'ClientIP') return [];
  const seconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds;
  if (seconds === undefined) return [requiredValue(`${path}.clientIP.timeoutSeconds`, 'when session affinity type is ClientIP')];
  if (seconds > 0 && seconds <= affinitySecondsMax) return [];
  return [invalidValue(`${path}.clientIP.timeoutSeconds`, seconds, `must be greater than 0 and less than ${affinitySecondsMax}`)];
}

function validateAddresses(spec: ServiceSpec): readonly FieldError[] {
  const addresses = spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : []);
  return [
    ...(spec.type !== 'ExternalName' && spec.clusterIPs?.length && spec.clusterIP !== spec.clusterIPs[0]
      ? [invalidValue('spec.clusterIPs', goStrings(spec.clusterIPs), 'first value must match `clusterIP`')]
      : []),
    ...(addresses.length > 1 && addresses[0] === 'None' ? [invalidValue('spec.clusterIPs', goStrings(addresses), "'None' must be the first and only value")] : []),
    ...(addresses.length > 2 ? [invalidValue('spec.clusterIPs', goStrings(addresses), 'may only hold up to 2 values')] : []),
    ...addresses.flatMap((address, i) => invalidTexts(`spec.clusterIPs[${i}]`, address, i === 0 && address === 'None' ? [] : checkAddress(address))),
    ...(spec.externalIPs ?? []).flatMap((address, i) => invalidTexts(`spec.externalIPs[${i}]`, address, checkOutsideAddress(address))),
  ];
}

/** An address that others can have a way to. */
function checkOutsideAddress(text: string): readonly string[] {
  const wrong = checkAddress(text);
  return wrong.length > 0 ? wrong : checkSpecial(text);
}

export function checkSpecial(text: string): readonly string[] {
  if (checkAddress(text).length > 0) return ['must be a valid IP address'];
  return specialRanges.flatMap(([pattern, message]) => (pattern.test(text) ? [message.replace('ADDRESS', text)] : []));
}

const specialRanges: readonly (readonly [RegExp, string])[] = [
  [/^(?:0\.0\.0\.0|::)$/, 'may not be unspecified (ADDRESS)'],
  [/^(?:127\.|::1$)/, 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  [/^(?:169\.254\.|fe[89ab][0-9a-f]:)/i, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
  [/^(?:224\.0\.0\.|ff02:)/i, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
];

const policies = ['Cluster', 'Local'];

function validateTrafficPolicies(spec: ServiceSpec, isExternal: boolean, hasInternal: boolean): readonly FieldError[] {
  const external = spec.externalTrafficPolicy;
  const internal = spec.internalTrafficPolicy;
  const errors: FieldError[] = [];
  if (isExternal || (spec.externalIPs ?? []).length > 0) {
    if (external && !policies.includes(external)) errors.push(notSupported('spec.externalTrafficPolicy', external, policies));
  } else if (external) errors.push(invalidValue('spec.externalTrafficPolicy', external, 'may only be set for externally-accessible services'));
  if (hasInternal && internal && !policies.includes(internal)) errors.push(notSupported('spec.internalTrafficPolicy', internal, policies));
  return errors;
}

export function validateServiceUpdate(service: Service, old: Service, { release }: KindContext): readonly FieldError[] {
  const { clusterIP: is, clusterIPs = [], type, loadBalancerClass: balancer, ipFamilies: families } = service.spec;
  const was = old.spec;
  const errors: FieldError[] = [];
  if (was.type === 'LoadBalancer' && type === 'LoadBalancer' && balancer !== was.loadBalancerClass) errors.push(invalidValue('spec.loadBalancerClass', balancer ?? null, 'may not change once set'));
  if (type === 'ExternalName' || !was.clusterIP) return errors;
  if (is !== was.clusterIP) errors.push(release.atLeast(20) ? invalidValue('spec.clusterIPs[0]', goStrings(clusterIPs), 'may not change once set') : invalidValue('spec.clusterIP', is ?? '', immutableField));
  if (families?.[0] !== was.ipFamilies?.[0]) errors.push(invalidValue('spec.ipFamilies[0]', goStrings(families ?? []), 'may not change once set'));
  return errors;
}
