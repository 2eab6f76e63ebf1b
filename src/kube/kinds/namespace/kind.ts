/** The kind Namespace. */
import { clusterCode } from '../../cluster-code.ts';
import type { Kind } from '../kind.ts';
import { withChecks } from '../with-rules.ts';
import type { Namespace } from './namespace.ts';
import { labelNamespace, prepareNamespaceForCreate, prepareNamespaceForUpdate } from './strategy.ts';

export const namespaceKind: Kind<Namespace> = withChecks<Namespace>({
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
  defaults: labelNamespace,
  prepareForCreate: prepareNamespaceForCreate,
  prepareForUpdate: prepareNamespaceForUpdate,
  subresources: [{ name: 'finalize', kind: 'Namespace', verbs: ['update'] }],
  undeletable: ['default', 'kube-system', 'kube-public'],
  isHeld: (namespace) => (namespace.spec?.finalizers ?? []).length > 0,
  terminate: (namespace) => ({ ...namespace, status: { ...namespace.status, phase: 'Terminating' } }),
}, () => clusterCode.get().kindChecks.namespace);
