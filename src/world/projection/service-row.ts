/** A Service as the page draws it: a bar over the pods that its endpoints name. */
import { parseRfc3339 } from '../../base/index.ts';
import type { EndpointSeat, ServiceRow } from '../../client/index.ts';
import type { EndpointSlice, Service } from '../../kube/index.ts';

export function serviceRow(service: Service, slices: readonly EndpointSlice[], cluster: string, epochMs: number): ServiceRow {
  const { metadata, spec } = service;
  return {
    id: metadata.uid,
    cluster,
    namespace: metadata.namespace,
    name: metadata.name,
    type: spec.type ?? 'ClusterIP',
    clusterIp: spec.clusterIP ?? '',
    selector: Object.entries(spec.selector ?? {}).map(([k, v]) => `${k}=${v}`).join(','),
    ports: (spec.ports ?? []).map((p) => ({
      name: p.name ?? '',
      protocol: p.protocol ?? 'TCP',
      port: p.port,
      targetPort: String(p.targetPort ?? p.port),
      nodePort: p.nodePort ?? 0,
    })),
    endpoints: slices.flatMap(seats),
    createdMs: parseRfc3339(metadata.creationTimestamp)! - epochMs,
  };
}

function seats(slice: EndpointSlice): EndpointSeat[] {
  return (slice.endpoints ?? []).flatMap((e) =>
    e.addresses.map((ip) => ({ pod: e.targetRef?.uid ?? '', ip, ready: e.conditions?.ready ?? true })),
  );
}
