/** Hands out a Service's address and node ports, and keeps those that it has when a writer leaves them out. */
import { clusterCode } from '../../cluster-code.ts';
import type { NewObject } from '../../meta/object.ts';
import type { AdmissionContext } from '../kind.ts';
import type { Service, ServiceSpec } from './service.ts';

export function allocateForService(given: NewObject<Service>, old: Service | undefined, context: AdmissionContext): NewObject<Service> {
  const { spec } = given;
  if (spec === undefined) return given;
  const kept = old ? keepAllocated(spec, old.spec) : spec;
  const name = given.metadata.name ?? '';
  return { ...given, spec: withPorts(name, withAddress(name, kept, old?.spec, context), old?.spec, context) };
}

function keepAllocated(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  if (!hasAddress(spec) || !hasAddress(old)) return spec;
  const clusterIP = spec.clusterIP || old.clusterIP!;
  const clusterIPs = spec.clusterIPs?.length ? spec.clusterIPs : clusterIP === old.clusterIP ? old.clusterIPs : [clusterIP];
  const families = { ...(old.ipFamilies && { ipFamilies: old.ipFamilies }), ...(old.ipFamilyPolicy && { ipFamilyPolicy: old.ipFamilyPolicy }) };
  return { ...families, ...spec, clusterIP, ...(clusterIPs && { clusterIPs }) };
}

function hasAddress(spec: ServiceSpec): boolean {
  return spec.type !== 'ExternalName';
}

function withAddress(name: string, spec: ServiceSpec, old: ServiceSpec | undefined, context: AdmissionContext): ServiceSpec {
  if (!hasAddress(spec)) {
    if (!old || !hasAddress(old)) return spec.clusterIP && !spec.clusterIPs ? { ...spec, clusterIPs: [spec.clusterIP] } : spec;
    const { clusterIP: _, clusterIPs: __, ipFamilies: ___, ipFamilyPolicy: ____, ...rest } = spec;
    return rest;
  }
  if (!old && !spec.clusterIP && spec.clusterIPs?.length) return spec; // and is refused
  const asked = spec.clusterIP || spec.clusterIPs?.[0] || '';
  const clusterIP = asked === '' ? freeAddress(context) : asked;
  if (asked !== '' && asked !== 'None' && asked !== old?.clusterIP && clusterCode.isThere) clusterCode.get().checkClusterAddress(name, asked, context);
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

/** A new service that is reached inside the cluster alone has none of a node. */
function withPorts(name: string, spec: ServiceSpec, old: ServiceSpec | undefined, context: AdmissionContext): ServiceSpec {
  const isPlain = old === undefined && (spec.type ?? 'ClusterIP') === 'ClusterIP' && (spec.ports ?? []).every((port) => port.nodePort === undefined);
  return isPlain ? spec : clusterCode.get().withNodePorts(name, spec, old, context);
}

export function parseCidr(cidr: string): { base: number; size: number } {
  const [address = '', bits = '32'] = cidr.split('/');
  return { base: parseAddress(address)!, size: 2 ** (32 - Number(bits)) };
}

/** The first address of the range, which the service `kubernetes` has. */
export function firstAddress(cidr: string): string {
  return formatAddress(parseCidr(cidr).base + 1);
}

export function parseAddress(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

function formatAddress(number: number): string {
  return [number / 2 ** 24, number / 2 ** 16, number / 2 ** 8, number].map((part) => Math.floor(part) % 256).join('.');
}
