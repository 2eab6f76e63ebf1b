/** The ports that a Service has on every node: handed out, kept, dropped with the type that needed them. And what is refused of an address that a writer asks for. */
import { invalid } from '../../meta/api-status.ts';
import { invalidValue } from '../../meta/field-error.ts';
import type { AdmissionContext } from '../kind.ts';
import { parseAddress, parseCidr } from './allocation.ts';
import type { ServicePort, ServiceSpec } from './service.ts';

const firstNodePort = 30_000;
const lastNodePort = 32_767;
const service = { kind: 'Service', group: '' };

const nodePortRange = `${firstNodePort}-${lastNodePort}`;

export function checkClusterAddress(name: string, address: string, context: AdmissionContext): void {
  const { base, size } = parseCidr(context.serviceCidr);
  const number = parseAddress(address);
  const refuse = (why: string) => invalid(service, name, [invalidValue('spec.clusterIPs', [address], `failed to allocate IP ${address}: ${why}`)], context.release);
  if (number === undefined) return; // validation will say so
  if (number <= base || number >= base + size - 1) {
    throw refuse(`the provided IP (${address}) is not in the valid range. The range of valid IPs is ${context.serviceCidr}`);
  }
  if (context.countBy('services', 'clusterIP', address) > 0) throw refuse('provided IP is already allocated');
}

export function withNodePorts(name: string, spec: ServiceSpec, old: ServiceSpec | undefined, context: AdmissionContext): ServiceSpec {
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
