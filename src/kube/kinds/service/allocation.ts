/** Hands out a Service's address and node ports, and keeps those that it has when a writer leaves them out. */
import { invalid } from '../../meta/api-status.ts';
import { invalidValue } from '../../meta/field-error.ts';
import type { NewObject } from '../../meta/object.ts';
import type { AdmissionContext } from '../kind.ts';
import type { Service, ServicePort, ServiceSpec } from './service.ts';

const firstNodePort = 30_000;
const lastNodePort = 32_767;
const service = { kind: 'Service', group: '' };

export const nodePortRange = `${firstNodePort}-${lastNodePort}`;

export function allocateForService(given: NewObject<Service>, old: Service | undefined, context: AdmissionContext): NewObject<Service> {
  const { spec } = given;
  if (spec === undefined) return given;
  const kept = old ? keepAllocated(spec, old.spec) : spec;
  const name = given.metadata.name ?? '';
  return { ...given, spec: withNodePorts(name, withAddress(name, kept, old?.spec, context), old?.spec, context) };
}

function keepAllocated(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  if (!hasAddress(spec) || !hasAddress(old)) return spec;
  const clusterIP = spec.clusterIP || old.clusterIP!;
  const clusterIPs = spec.clusterIPs?.length ? spec.clusterIPs : clusterIP === old.clusterIP ? (old.clusterIPs ?? [clusterIP]) : [clusterIP];
  const families = { ...(old.ipFamilies && { ipFamilies: old.ipFamilies }), ...(old.ipFamilyPolicy && { ipFamilyPolicy: old.ipFamilyPolicy }) };
  return { ...families, ...spec, clusterIP, clusterIPs };
}

function hasAddress(spec: ServiceSpec): boolean {
  return spec.type !== 'ExternalName';
}

function withAddress(name: string, spec: ServiceSpec, old: ServiceSpec | undefined, context: AdmissionContext): ServiceSpec {
  if (!hasAddress(spec)) {
    const { clusterIP: _, clusterIPs: __, ipFamilies: ___, ipFamilyPolicy: ____, ...rest } = spec;
    return rest;
  }
  const asked = spec.clusterIP || spec.clusterIPs?.[0] || '';
  const clusterIP = asked === '' ? freeAddress(context) : asked;
  if (asked !== '' && asked !== 'None' && asked !== old?.clusterIP) checkAddress(name, asked, context);
  const families = context.release.atLeast(21) ? { ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' } : {};
  const list = context.release.atLeast(20) ? { clusterIPs: spec.clusterIPs?.length ? spec.clusterIPs : [clusterIP] } : {};
  return { ...families, ...spec, clusterIP, ...list };
}

function freeAddress(context: AdmissionContext): string {
  const { base, size } = parseCidr(context.serviceCidr);
  for (;;) {
    const address = formatAddress(base + 1 + context.below(size - 2));
    if (context.countBy('services', 'clusterIP', address) === 0) return address;
  }
}

function checkAddress(name: string, address: string, context: AdmissionContext): void {
  const { base, size } = parseCidr(context.serviceCidr);
  const number = parseAddress(address);
  const refuse = (why: string) => invalid(service, name, [invalidValue('spec.clusterIPs', [address], `failed to allocate IP ${address}: ${why}`)], context.release);
  if (number === undefined) return; // validation will say so
  if (number <= base || number >= base + size - 1) {
    throw refuse(`the provided IP (${address}) is not in the valid range. The range of valid IPs is ${context.serviceCidr}`);
  }
  if (context.countBy('services', 'clusterIP', address) > 0) throw refuse('provided IP is already allocated');
}

function withNodePorts(name: string, spec: ServiceSpec, old: ServiceSpec | undefined, context: AdmissionContext): ServiceSpec {
  const isNodePort = spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
  if (!spec.ports) return spec;
  const wasNodePort = old?.type === 'NodePort' || old?.type === 'LoadBalancer';
  if (!isNodePort) {
    // A port that was handed out goes with the type that needed it; one that a writer asks for is refused by validation.
    const drop = (port: ServicePort) => wasNodePort && port.nodePort !== undefined && old.ports?.some((o) => o.nodePort === port.nodePort);
    return { ...spec, ports: spec.ports.map((port) => (drop(port) || port.nodePort === 0 ? withoutNodePort(port) : port)) };
  }
  const taken = new Set<string>();
  const ports = spec.ports.map((port, i) => {
    const kept = port.nodePort || old?.ports?.find((o) => o.port === port.port && o.protocol === port.protocol)?.nodePort;
    const isHeld = old?.ports?.some((o) => o.nodePort === kept) === true;
    if (kept && !isHeld) checkNodePort(name, i, kept, port, context);
    const nodePort = kept || freeNodePort(port, taken, context);
    taken.add(`${nodePort}/${port.protocol}`);
    return { ...port, nodePort };
  });
  return { ...spec, ports };
}

function withoutNodePort({ nodePort: _, ...port }: ServicePort): ServicePort {
  return port;
}

function checkNodePort(name: string, i: number, nodePort: number, port: ServicePort, context: AdmissionContext): void {
  const refuse = (why: string) => invalid(service, name, [invalidValue(`spec.ports[${i}].nodePort`, nodePort, why)], context.release);
  if (!Number.isInteger(nodePort) || nodePort < firstNodePort || nodePort > lastNodePort) {
    throw refuse(`provided port is not in the valid range. The range of valid ports is ${nodePortRange}`);
  }
  if (context.countBy('services', 'nodePort', `${nodePort}/${port.protocol}`) > 0) throw refuse('provided port is already allocated');
}

function freeNodePort(port: ServicePort, taken: ReadonlySet<string>, context: AdmissionContext): number {
  for (;;) {
    const nodePort = firstNodePort + context.below(lastNodePort - firstNodePort + 1);
    const key = `${nodePort}/${port.protocol}`;
    if (!taken.has(key) && context.countBy('services', 'nodePort', key) === 0) return nodePort;
  }
}

function parseCidr(cidr: string): { base: number; size: number } {
  const [address = '', bits = '32'] = cidr.split('/');
  return { base: parseAddress(address)!, size: 2 ** (32 - Number(bits)) };
}

/** The first address of the range, which the service `kubernetes` has. */
export function firstAddress(cidr: string): string {
  return formatAddress(parseCidr(cidr).base + 1);
}

function parseAddress(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

function formatAddress(number: number): string {
  return [number / 2 ** 24, number / 2 ** 16, number / 2 ** 8, number].map((part) => Math.floor(part) % 256).join('.');
}
