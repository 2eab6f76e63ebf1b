// A Service as a bar over the pods that it selects: its name, its address, and how many endpoints are ready.
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useWords } from '../../page-context.ts';
import { useRow } from '../../rows/use-rows.ts';
import { Spot } from '../spot.tsx';

export const ServiceNode = memo(function ServiceNode({ data }: NodeProps) {
  const service = useRow('services', String(data['id']));
  const w = useWords();
  if (!service) return null;
  const ready = service.endpoints.filter((seat) => seat.ready).length;
  const ports = service.ports.map((port) => `${port.port}${port.nodePort > 0 ? `:${port.nodePort}` : ''}`).join(',');
  const endpoints = w.diagram.endpoints(ready, service.endpoints.length);
  return (
    <Spot about={`services/${service.id}`} label={`Service ${service.name}, ${endpoints}`} className="service">
      <span className="mono service-name">{service.name}</span>
      <span className="mono quiet">{service.clusterIp === 'None' ? 'headless' : `${service.clusterIp}:${ports}`}</span>
      <span className="service-ready" data-none={ready === 0}>
        {endpoints}
      </span>
    </Spot>
  );
});
