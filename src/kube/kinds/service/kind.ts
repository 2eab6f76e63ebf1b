/** The kind Service. */
import type { Kind } from '../kind.ts';
import type { Service } from './service.ts';

export const serviceKind: Kind<Service> = {
  kind: 'Service',
  plural: 'services',
  singular: 'service',
  shortNames: ['svc'], categories: ['all'],
  group: '',
  storage: 'v1',
  versions: [{ name: 'v1' }],
  namespaced: true,
  table: 'services',
  hasStatus: true,
  hasGeneration: false,
  columns: [],
};
