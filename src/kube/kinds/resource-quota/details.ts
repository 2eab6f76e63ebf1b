/** What the server refuses and prints of a ResourceQuota. */
import { sortedKeys } from '../../../base/index.ts';
import { invalidValue, notSupported, type FieldError } from '../../meta/field-error.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';
import type { ResourceQuota } from './resource-quota.ts';

const scopes = ['BestEffort', 'CrossNamespacePodAffinity', 'NotBestEffort', 'NotTerminating', 'PriorityClass', 'Terminating'] as const;
const knownShort = new Set(['cpu', 'memory', 'ephemeral-storage', 'storage', 'pods', 'services', 'secrets', 'configmaps', 'replicationcontrollers', 'resourcequotas', 'persistentvolumeclaims', 'services.nodeports', 'services.loadbalancers']);

export const resourceQuotaDetails: KindDetails<ResourceQuota> = {
  newStatus: {},
  validate: ({ spec }) => validate(spec),
  columns: [
    nameColumn,
    ageColumn,
    text('Request', (quota) => shown(quota, (name) => !name.startsWith('limits.'))),
    text('Limit', (quota) => shown(quota, (name) => name.startsWith('limits.'))),
  ],
};

function shown({ status }: ResourceQuota, of: (name: string) => boolean): string {
  const { hard = {}, used = {} } = status;
  return sortedKeys(hard).filter(of).map((name) => `${name}: ${used[name] ?? '0'}/${hard[name]}`).join(', ');
}

function validate(spec: ResourceQuota['spec']): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const [name, amount] of Object.entries(spec.hard ?? {})) {
    if (!/[./]/.test(name) && !knownShort.has(name)) {
      errors.push(invalidValue(`spec.hard[${name}]`, name, 'must be a standard resource type or fully qualified'), invalidValue(`spec.hard[${name}]`, name, 'must be a standard resource for quota'));
    }
    if (amount.startsWith('-')) errors.push(invalidValue(`spec.hard[${name}]`, amount, 'must be greater than or equal to 0'));
  }
  for (const scope of spec.scopes ?? []) if (!(scopes as readonly string[]).includes(scope)) errors.push(notSupported('spec.scopes', scope, scopes));
  return errors;
}
