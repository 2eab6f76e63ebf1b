/** What the server fills in of a Service; its addresses and node ports are handed out at the write. */
import type { NewObject } from '../../meta/object.ts';
import type { KindContext } from '../kind.ts';
import type { Service, ServicePort, ServiceSpec } from './service.ts';

export function defaultService(service: NewObject<Service>, { release }: KindContext): NewObject<Service> {
  const { spec } = service;
  if (spec === undefined) return service;
  const type = spec.type ?? 'ClusterIP';
  const isExternal = type === 'NodePort' || type === 'LoadBalancer';
  const filled: ServiceSpec = {
    ...(isExternal && { externalTrafficPolicy: 'Cluster' }),
    ...(release.atLeast(22) && type !== 'ExternalName' && { internalTrafficPolicy: 'Cluster' }),
    ...(release.atLeast(22) && type === 'LoadBalancer' && { allocateLoadBalancerNodePorts: true }),
    ...spec,
    ...(spec.ports && { ports: spec.ports.map(defaultPort) }),
    sessionAffinity: spec.sessionAffinity ?? 'None',
    ...(spec.sessionAffinity === 'ClientIP' && !spec.sessionAffinityConfig && { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } } }),
    type,
  };
  return { ...service, spec: filled };
}

function defaultPort(port: ServicePort): ServicePort {
  if (port.protocol !== undefined && port.targetPort !== undefined && port.targetPort !== '' && port.targetPort !== 0) return port;
  const targetPort = port.targetPort === undefined || port.targetPort === '' || port.targetPort === 0 ? port.port : port.targetPort;
  return { ...port, protocol: port.protocol ?? 'TCP', targetPort };
}
