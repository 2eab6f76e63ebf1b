/** What the server refuses and prints of a PodDisruptionBudget. */
import { deepEqual } from '../../../base/index.ts';
import { forbiddenField, invalidValue, nonNegative, notSupported, type FieldError } from '../../meta/field-error.ts';
import { GoValue } from '../../meta/go-syntax.ts';
import { validateSelector } from '../../meta/validate-selector.ts';
import { ageColumn, integer, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';
import type { IntOrString } from '../pod/container.ts';
import type { PodDisruptionBudget } from './pod-disruption-budget.ts';

export const podDisruptionBudgetDetails: KindDetails<PodDisruptionBudget> = {
  needsRevision: true,
  newStatus: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
  validate,
  validateUpdate: ({ spec }, old, { release }) => (release.atLeast(15) || deepEqual(spec, old.spec) ? [] : [forbiddenField('spec', 'updates to poddisruptionbudget spec are forbidden.')]),
  columns: [
    nameColumn,
    text('Min Available', ({ spec }) => String(spec.minAvailable ?? 'N/A')),
    text('Max Unavailable', ({ spec }) => String(spec.maxUnavailable ?? 'N/A')),
    integer('Allowed Disruptions', ({ status }) => status.disruptionsAllowed),
    ageColumn,
  ],
};

const evictions = ['AlwaysAllow', 'IfHealthyBudget'];

function validate({ spec }: PodDisruptionBudget): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (spec.minAvailable !== undefined && spec.maxUnavailable !== undefined) {
    errors.push(invalidValue('spec', new GoValue('policy.PodDisruptionBudgetSpec{…}', { MinAvailable: spec.minAvailable, Selector: spec.selector ?? null, MaxUnavailable: spec.maxUnavailable, UnhealthyPodEvictionPolicy: spec.unhealthyPodEvictionPolicy ?? null }), 'minAvailable and maxUnavailable cannot be both set'));
  }
  errors.push(...validateAmount(spec.minAvailable, 'spec.minAvailable'), ...validateAmount(spec.maxUnavailable, 'spec.maxUnavailable'));
  const policy = spec.unhealthyPodEvictionPolicy;
  if (policy !== undefined && !evictions.includes(policy)) errors.push(notSupported('spec.unhealthyPodEvictionPolicy', policy, evictions));
  return [...errors, ...(spec.selector ? validateSelector(spec.selector, 'spec.selector') : [])];
}

function validateAmount(amount: IntOrString | undefined, path: string): readonly FieldError[] {
  if (typeof amount !== 'string') return nonNegative(path, amount);
  const percent = /^([0-9]+)%$/.exec(amount);
  if (!percent) return [invalidValue(path, amount, "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')")];
  return Number(percent[1]) > 100 ? [invalidValue(path, amount, 'must not be greater than 100%')] : [];
}
