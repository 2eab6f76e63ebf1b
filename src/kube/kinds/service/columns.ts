/** The table of Services. */
import { formatLabels } from '../../meta/format-labels.ts';
import { ageColumn, nameColumn, text, wide, type Column } from '../column.ts';
import type { Service, ServicePort } from './service.ts';

export const serviceColumns: readonly Column<Service>[] = [
  nameColumn,
  text('Type', ({ spec }) => spec.type ?? ''),
  text('Cluster-IP', ({ spec }) => spec.clusterIPs?.[0] || spec.clusterIP || '<none>'),
  text('External-IP', externalAddress),
  text('Port(s)', ({ spec }) => (spec.ports ?? []).map(formatPort).join(',') || '<none>'),
  ageColumn,
  text('Selector', ({ spec }) => formatLabels(spec.selector), wide),
];

function externalAddress({ spec, status }: Service): string {
  if (spec.type === 'ExternalName') return spec.externalName ?? '';
  const given = [...(spec.externalIPs ?? [])];
  if (spec.type === 'LoadBalancer') {
    given.unshift(...(status.loadBalancer?.ingress ?? []).map((ingress) => ingress.ip || ingress.hostname || ''));
    return given.join(',') || '<pending>';
  }
  return given.join(',') || '<none>';
}

function formatPort({ port, nodePort, protocol }: ServicePort): string {
  return nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`;
}
