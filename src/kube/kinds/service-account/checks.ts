/** What the server refuses and prints of a ServiceAccount. */
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindChecks } from '../kind.ts';
import type { ServiceAccount } from './service-account.ts';

export const serviceAccountChecks: KindChecks<ServiceAccount> = {
  columns: [nameColumn, text('Secrets', ({ secrets = [] }) => String(secrets.length)), ageColumn],
};
