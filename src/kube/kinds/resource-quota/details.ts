/** What the server refuses and prints of a ResourceQuota. */
import { deepEqual, formatQuantity, sortedKeys, tryQuantity } from '../../../base/index.ts';
import { immutableField, invalidValue, mustNotBeNegative, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { goStrings } from '../../meta/go-syntax.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';
import type { ResourceQuota } from './resource-quota.ts';

const scopeNames: readonly string[] = ['BestEffort', 'CrossNamespacePodAffinity', 'NotBestEffort', 'NotTerminating', 'PriorityClass', 'Terminating'];
const knownShort = new Set(['cpu', 'memory', 'ephemeral-storage', 'storage', 'pods', 'services', 'secrets', 'configmaps', 'replicationcontrollers', 'resourcequotas', 'persistentvolumeclaims', 'services.nodeports', 'services.loadbalancers']);
const counted = new Set(['pods', 'services', 'secrets', 'configmaps', 'replicationcontrollers', 'resourcequotas', 'persistentvolumeclaims']);
const ofPods = /^(?:(?:limits|requests)\.)?(?:cpu|memory)$/;

export const resourceQuotaDetails: KindDetails<ResourceQuota> = {
  newStatus: {},
  validate: ({ spec }) => validate(spec),
  validateUpdate: ({ spec }, { spec: old }) => (deepEqual((spec.scopes ?? []).toSorted(), (old.scopes ?? []).toSorted()) ? [] : [invalidValue('spec.scopes', goStrings(spec.scopes ?? [], '[]core.ResourceQuotaScope'), immutableField)]),
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
  for (const [name, hard] of Object.entries(spec.hard ?? {})) {
    const at = `spec.hard[${name}]`;
    if (!/[./]/.test(name) && !knownShort.has(name)) errors.push(invalidValue(at, name, 'must be a standard resource type or fully qualified'), invalidValue(at, name, 'must be a standard resource for quota'));
    const amount = tryQuantity(hard);
    if (amount && amount.nanos < 0n) errors.push(invalidValue(at, formatQuantity(amount), mustNotBeNegative));
    if (amount && isCount(name) && amount.nanos % 1_000_000_000n !== 0n) errors.push(invalidValue(at, formatQuantity(amount), 'must be an integer'));
  }
  return [...errors, ...validateScopes(spec), ...(spec.scopeSelector?.matchExpressions ?? []).flatMap(validateScope)];
}

function isCount(name: string): boolean {
  return counted.has(name) || name.startsWith('count/') || name.startsWith('services.');
}

function validateScopes({ scopes = [], hard = {} }: ResourceQuota['spec']): readonly FieldError[] {
  const wrong = (why: string) => invalidValue('spec.scopes', goStrings(scopes, '[]core.ResourceQuotaScope'), why);
  const errors = scopes.flatMap((scope) => [
    ...(scopeNames.includes(scope) ? [] : [wrong('unsupported scope')]),
    ...sortedKeys(hard).filter((name) => knownShort.has(name) || /^(?:limits|requests)\./.test(name)).filter((name) => !(name === 'pods' || (scope !== 'BestEffort' && ofPods.test(name)))).map(() => wrong('unsupported scope applied to resource')),
  ]);
  const clashes = [['BestEffort', 'NotBestEffort'], ['Terminating', 'NotTerminating']].filter((pair) => pair.every((scope) => scopes.includes(scope)));
  return [...errors, ...clashes.map(() => wrong('conflicting scopes'))];
}

type ScopeRule = NonNullable<NonNullable<ResourceQuota['spec']['scopeSelector']>['matchExpressions']>[number];

function validateScope({ scopeName, operator, values = [] }: ScopeRule, i: number): readonly FieldError[] {
  const at = `spec.scopeSelector.matchExpressions[${i}]`;
  const errors: FieldError[] = scopeNames.includes(scopeName) ? [] : [invalidValue(`${at}.scopeName`, scopeName, 'unsupported scope')];
  if (operator === 'In' || operator === 'NotIn') return values.length > 0 ? errors : [...errors, requiredValue(`${at}.values`, "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector")];
  if (operator === 'Exists' || operator === 'DoesNotExist') return values.length === 0 ? errors : [...errors, invalidValue(`${at}.values`, goStrings(values), "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector")];
  return [...errors, invalidValue(`${at}.operator`, operator, 'not a valid selector operator')];
}
