/** The kind ServiceAccount. */
import { clusterCode } from '../../cluster-code.ts';
import type { Kind } from '../kind.ts';
import { withChecks } from '../with-rules.ts';
import type { ServiceAccount } from './service-account.ts';

export const serviceAccountKind: Kind<ServiceAccount> = withChecks<ServiceAccount>({
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  singular: 'serviceaccount',
  shortNames: ['sa'],
  group: '',
  storage: 'v1',
  versions: [{ name: 'v1' }],
  namespaced: true,
  table: 'serviceaccounts',
  subresources: [{ name: 'token', kind: 'TokenRequest', group: 'authentication.k8s.io', version: 'v1', verbs: ['create'], since: 12 }],
  hasStatus: false,
  hasGeneration: false,
}, () => clusterCode.get().kindChecks.serviceAccount);
