/** The kind Service. */
import { checkDns1035Label } from '../../meta/names.ts';
import type { Kind } from '../kind.ts';
import { serviceColumns } from './columns.ts';
import { allocateForService } from './allocation.ts';
import { defaultService } from './defaults.ts';
import type { Service } from './service.ts';
import { validateService, validateServiceUpdate } from './validation.ts';

export const serviceKind: Kind<Service> = {
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
  defaults: defaultService,
  admit: allocateForService,
  newStatus: { loadBalancer: {} },
  returnsDeleted: true,
  checkName: checkDns1035Label,
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  columns: serviceColumns,
  fields: {
    'spec.clusterIP': (service) => service.spec.clusterIP ?? '',
    'spec.type': (service) => service.spec.type ?? '',
  },
  indexes: {
    clusterIP: (service) => (service.spec.clusterIP ? [service.spec.clusterIP] : []),
    /** "30080/TCP" */
    nodePort: (service) => (service.spec.ports ?? []).filter((port) => port.nodePort).map((port) => `${port.nodePort}/${port.protocol}`),
  },
};
