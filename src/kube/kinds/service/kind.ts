/** The kind Service. */
import { clusterCode } from '../../cluster-code.ts';
import type { Kind } from '../kind.ts';
import { withChecks } from '../with-rules.ts';
import { allocateForService } from './allocation.ts';
import { defaultService } from './defaults.ts';
import type { Service } from './service.ts';

export const serviceKind: Kind<Service> = withChecks<Service>({
  kind: 'Service',
  plural: 'services',
  singular: 'service',
  shortNames: ['svc'],
  categories: ['all'],
  group: '',
  storage: 'v1',
  versions: [{ name: 'v1' }],
  namespaced: true,
  table: 'services',
  hasStatus: true,
  hasGeneration: false,
  subresources: [{ name: 'proxy', kind: 'ServiceProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] }],
  defaults: defaultService,
  admit: allocateForService,
  newStatus: { loadBalancer: {} },
  returnsDeleted: true,
  indexes: {
    clusterIP: (service) => (service.spec.clusterIP ? [service.spec.clusterIP] : []),
    /** "30080/TCP" */
    nodePort: (service) => (service.spec.ports ?? []).filter((port) => port.nodePort).map((port) => `${port.nodePort}/${port.protocol}`),
  },
}, () => clusterCode.get().kindChecks.service);
