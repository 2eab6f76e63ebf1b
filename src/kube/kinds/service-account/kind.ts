/** The kind ServiceAccount. */
import { ageColumn, nameColumn, text } from '../column.ts';
import type { Kind } from '../kind.ts';
import type { ServiceAccount } from './service-account.ts';

export const serviceAccountKind: Kind<ServiceAccount> = {
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
  columns: [nameColumn, text('Secrets', ({ secrets = [] }) => String(secrets.length)), ageColumn],
};
