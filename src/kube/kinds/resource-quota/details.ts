/** What the server refuses and prints of a ResourceQuota. */
import { deepEqual, formatQuantity, sortedKeys, tryQuantity } from '../../../base/index.ts';
import { immutableField, invalidValue, mustNotBeNegative, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { goStrings, GoValue } from '../../meta/go-syntax.ts';
import type { Labels } from '../../meta/object.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';
import { amountErrors } from '../pod/resource-validation.ts';
import type { ResourceQuota } from './resource-quota.ts';

const scopeNames: readonly string[] = ['BestEffort', 'CrossNamespacePodAffinity', 'NotBestEffort', 'NotTerminating', 'PriorityClass', 'Terminating'];
/** What a quota may be of without naming a domain. */
const quotable = new Set([
  'cpu', 'memory', 'ephemeral-storage', 'requests.cpu', 'requests.memory', 'requests.storage', 'requests.ephemeral-storage', 'limits.cpu', 'limits.memory',
  'limits.ephemeral-storage', 'pods', 'resourcequotas', 'services', 'replicationcontrollers', 'secrets', 'configmaps', 'persistentvolumeclaims',
  'services.nodeports', 'services.loadbalancers',
]);
const counted = new Set(['pods', 'services', 'secrets', 'configmaps', 'replicationcontrollers', 'resourcequotas', 'persistentvolumeclaims', 'services.nodeports', 'services.loadbalancers']);
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
  const errors = sortedKeys(spec.hard ?? {}).flatMap((name) => {
    const at = `spec.hard[${name}]`;
    const amount = tryQuantity(spec.hard![name]!);
    return [
      ...amountErrors(name, at),
      ...(name.includes('/') || quotable.has(name) || isPages(name) ? [] : [invalidValue(at, name, 'must be a standard resource for quota')]),
      ...(amount && amount.nanos < 0n ? [invalidValue(at, formatQuantity(amount), mustNotBeNegative)] : []),
      ...(amount && counted.has(name) && amount.nanos % 1_000_000_000n !== 0n ? [invalidValue(at, formatQuantity(amount), 'must be an integer')] : []),
    ];
  });
  return [...errors, ...validateScopes(spec), ...(spec.scopeSelector?.matchExpressions ?? []).flatMap((rule) => validateScope(rule, spec))];
}

function isPages(name: string): boolean {
  return name.startsWith('hugepages-') || name.startsWith('requests.hugepages-');
}

function validateScopes({ scopes = [], hard = {} }: ResourceQuota['spec']): readonly FieldError[] {
  const wrong = (why: string) => invalidValue('spec.scopes', goStrings(scopes, '[]core.ResourceQuotaScope'), why);
  const errors = scopes.flatMap((scope) => [...(scopeNames.includes(scope) ? [] : [wrong('unsupported scope')]), ...unscoped(scope, hard).map(() => wrong('unsupported scope applied to resource'))]);
  return [...errors, ...clashes(scopes).map(() => wrong('conflicting scopes'))];
}

/** What cannot be counted of pods of one kind alone. */
function unscoped(scope: string, hard: Labels): readonly string[] {
  return sortedKeys(hard).filter((name) => quotable.has(name) && name !== 'pods' && (scope === 'BestEffort' || !ofPods.test(name)));
}

function clashes(scopes: readonly string[]): readonly (readonly string[])[] {
  return [['BestEffort', 'NotBestEffort'], ['Terminating', 'NotTerminating']].filter((pair) => pair.every((scope) => scopes.includes(scope)));
}

type ScopeRule = NonNullable<NonNullable<ResourceQuota['spec']['scopeSelector']>['matchExpressions']>[number];

const mustExist =
  "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";

function validateScope({ scopeName, operator, values = [] }: ScopeRule, { hard = {}, scopeSelector }: ResourceQuota['spec']): readonly FieldError[] {
  const at = 'spec.scopeSelector.matchExpressions';
  const errors: FieldError[] = scopeNames.includes(scopeName) ? [] : [invalidValue(`${at}.scopeName`, scopeName, 'unsupported scope')];
  errors.push(...unscoped(scopeName, hard).map(() => invalidValue(at, shownSelector(scopeSelector), 'unsupported scope applied to resource')));
  if (scopeName !== 'PriorityClass' && scopeNames.includes(scopeName) && operator !== 'Exists') errors.push(invalidValue(`${at}.operator`, operator, mustExist));
  if (operator === 'In' || operator === 'NotIn') return values.length > 0 ? errors : [...errors, requiredValue(`${at}.values`, "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector")];
  if (operator === 'Exists' || operator === 'DoesNotExist') return values.length === 0 ? errors : [...errors, invalidValue(`${at}.values`, goStrings(values), "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector")];
  return [...errors, invalidValue(`${at}.operator`, operator, 'not a valid selector operator')];
}

function shownSelector(selector: ResourceQuota['spec']['scopeSelector']): GoValue {
  return new GoValue('core.ScopeSelector{…}', { MatchExpressions: (selector?.matchExpressions ?? []).map(({ scopeName, operator, values }) => ({ ScopeName: scopeName, Operator: operator, Values: values ?? null })) });
}
