/** What the server refuses and prints of APIServices. */
import { invalidTexts, invalidValue, requiredValue } from '../../meta/field-error.ts';
import { checkDns1035Label } from '../../meta/names.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';
import type { APIService } from './api-service.ts';

export const apiServiceDetails: KindDetails<APIService> = {
  needsRevision: true,
  newStatus: {},
  validate: ({ metadata, spec }) => {
    const { group = '', version = '', service, groupPriorityMinimum = 0, versionPriority = 0 } = spec;
    const name = `${version}.${group}`;
    return [
      ...(metadata.name === name ? [] : [invalidValue('metadata.name', metadata.name, `must be \`spec.version+"."+spec.group\`: "${name}"`)]),
      ...(group === '' && version !== 'v1' ? [requiredValue('spec.group', 'only v1 may have an empty group and it better be legacy kube')] : []),
      ...invalidTexts('spec.version', version, checkDns1035Label(version)),
      ...(groupPriorityMinimum <= 0 || groupPriorityMinimum > 20_000 ? [invalidValue('spec.groupPriorityMinimum', groupPriorityMinimum, 'must be positive and less than 20000')] : []),
      ...(versionPriority <= 0 || versionPriority > 1000 ? [invalidValue('spec.versionPriority', versionPriority, 'must be positive and less than 1000')] : []),
      ...(service && !service.namespace ? [requiredValue('spec.service.namespace')] : []),
      ...(service && !service.name ? [requiredValue('spec.service.name')] : []),
    ];
  },
  columns: [nameColumn, text('Service', ({ spec }) => (spec.service ? `${spec.service.namespace ?? ''}/${spec.service.name ?? ''}` : 'Local')), text('Available', available), ageColumn],
};

function available({ status }: APIService): string {
  const found = status.conditions?.find((condition) => condition.type === 'Available');
  if (!found) return 'Unknown';
  return found.status === 'True' ? 'True' : `${found.status} (${found.reason ?? ''})`;
}
