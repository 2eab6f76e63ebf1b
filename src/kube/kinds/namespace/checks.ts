/** What the server refuses and prints of a Namespace. */
import { checkDnsLabel } from '../../meta/names.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindChecks } from '../kind.ts';
import type { Namespace } from './namespace.ts';

export const namespaceChecks: KindChecks<Namespace> = {
  checkName: checkDnsLabel,
  columns: [nameColumn, text('Status', (namespace) => namespace.status.phase), ageColumn],
  fields: { 'status.phase': (namespace) => namespace.status.phase },
};
