/** The kind IPAddress: an address that a Service has. */
import type { Kind } from '../kind.ts';

export const ipAddressKind: Kind = {
  kind: 'IPAddress',
  plural: 'ipaddresses',
  singular: 'ipaddress',
  shortNames: ['ip'],
  group: 'networking.k8s.io',
  storage: 'v1',
  versions: [{ name: 'v1', since: 33 }],
  namespaced: false,
  table: 'ipaddresses.networking.k8s.io',
  hasStatus: false,
  hasGeneration: false,
  columns: [],
  onDemand: true,
};
