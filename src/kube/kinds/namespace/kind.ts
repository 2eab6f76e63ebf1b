/** The kind Namespace. */
import { checkDnsLabel } from '../../meta/names.ts';
import type { Kind } from '../kind.ts';
import type { Namespace } from './namespace.ts';
import { prepareNamespaceForCreate, prepareNamespaceForUpdate } from './strategy.ts';

export const namespaceKind: Kind<Namespace> = {
  kind: 'Namespace',
  plural: 'namespaces',
  singular: 'namespace',
  shortNames: ['ns'],
  group: '',
  storage: 'v1',
  versions: [{ name: 'v1' }],
  namespaced: false,
  table: 'namespaces',
  hasStatus: true,
  hasGeneration: false,
  prepareForCreate: prepareNamespaceForCreate,
  prepareForUpdate: prepareNamespaceForUpdate,
  checkName: checkDnsLabel,
  columns: [],
};
