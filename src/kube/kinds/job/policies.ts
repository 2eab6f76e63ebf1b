/** What the server refuses of a Job's rules: which numbers are enough, what a failure means, how often one number may fail. */
import { FieldError, invalidTexts, invalidValue, nonNegative, notSupported, omitted, requiredValue } from '../../meta/field-error.ts';
import { GoValue } from '../../meta/go-syntax.ts';
import { checkQualifiedName } from '../../meta/names.ts';
import { quoteGo } from '../../../base/index.ts';
import type { FailureRule, JobSpec, SuccessRule } from './job.ts';

const rulesMax = 20;
const codesMax = 255;
const needsIndexes = 'requires indexed completion mode';
const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const operators = ['In', 'NotIn'];
const replacements = ['Failed', 'TerminatingOrFailed'];
const statuses = ['False', 'True', 'Unknown'];

export function validatePolicies(spec: JobSpec, path: string): readonly FieldError[] {
  const { backoffLimitPerIndex, maxFailedIndexes, completions, podFailurePolicy, podReplacementPolicy, successPolicy } = spec;
  const errors: FieldError[] = [];
  if (spec.completionMode === 'Indexed') {
    if (maxFailedIndexes !== undefined && completions !== undefined && maxFailedIndexes > completions) errors.push(invalidValue(`${path}.maxFailedIndexes`, maxFailedIndexes, 'must be less than or equal to completions'));
  } else {
    if (backoffLimitPerIndex !== undefined) errors.push(invalidValue(`${path}.backoffLimitPerIndex`, backoffLimitPerIndex, needsIndexes));
    if (maxFailedIndexes !== undefined) errors.push(invalidValue(`${path}.maxFailedIndexes`, maxFailedIndexes, needsIndexes));
  }
  if (podFailurePolicy) {
    const { rules = [] } = podFailurePolicy;
    const at = `${path}.podFailurePolicy.rules`;
    errors.push(...atMost(at, rules, rulesMax), ...rules.flatMap((rule, i) => failureRule(spec, rule, `${at}[${i}]`)));
  }
  if (successPolicy && spec.completionMode !== 'Indexed') errors.push(invalidValue(`${path}.successPolicy`, goSuccessPolicy(successPolicy.rules), needsIndexes));
  else if (successPolicy) errors.push(...successRules(successPolicy.rules ?? [], `${path}.successPolicy.rules`, completions ?? 0));
  const possible = podFailurePolicy ? ['Failed'] : replacements;
  if (podReplacementPolicy !== undefined && !possible.includes(podReplacementPolicy)) errors.push(notSupported(`${path}.podReplacementPolicy`, podReplacementPolicy, possible));
  return errors;
}

/** Which the server says right after the other numbers. */
export function validateIndexLimits({ backoffLimitPerIndex, maxFailedIndexes }: JobSpec, path: string): readonly FieldError[] {
  const isAlone = maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined;
  return [
    ...nonNegative(`${path}.backoffLimitPerIndex`, backoffLimitPerIndex),
    ...nonNegative(`${path}.maxFailedIndexes`, maxFailedIndexes),
    ...(isAlone ? [requiredValue(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified')] : []),
  ];
}

function failureRule(spec: JobSpec, { action, onExitCodes, onPodConditions = [] }: FailureRule, path: string): FieldError[] {
  const errors = wordOf(`${path}.action`, action, actions);
  if (action === 'FailIndex' && spec.backoffLimitPerIndex === undefined) errors.push(invalidValue(`${path}.action`, action, 'requires the backoffLimitPerIndex to be set'));
  if (onExitCodes) errors.push(...exitCodes(spec, onExitCodes, `${path}.onExitCodes`));
  for (const [i, { type, status = 'True' }] of onPodConditions.entries()) {
    const at = `${path}.onPodConditions[${i}]`;
    errors.push(...invalidTexts(`${at}.type`, type, checkQualifiedName(type)), ...wordOf(`${at}.status`, status, statuses));
  }
  if (onExitCodes && onPodConditions.length > 0) errors.push(invalidValue(path, omitted, 'specifying both OnExitCodes and OnPodConditions is not supported'));
  if (!onExitCodes && onPodConditions.length === 0) errors.push(invalidValue(path, omitted, 'specifying one of OnExitCodes and OnPodConditions is required'));
  return errors;
}

function exitCodes({ template }: JobSpec, { operator, containerName, values = [] }: NonNullable<FailureRule['onExitCodes']>, path: string): FieldError[] {
  const errors = wordOf(`${path}.operator`, operator, operators);
  if (containerName !== undefined && ![...(template?.spec?.containers ?? []), ...(template?.spec?.initContainers ?? [])].some(({ name }) => name === containerName)) errors.push(invalidValue(`${path}.containerName`, containerName, 'must be one of the container or initContainer names in the pod template'));
  const at = `${path}.values`;
  if (values.length === 0) errors.push(invalidValue(at, values, 'at least one value is required'));
  errors.push(...atMost(at, values, codesMax));
  for (const [i, value] of values.entries()) {
    if (operator === 'In' && value === 0) errors.push(invalidValue(`${at}[${i}]`, value, 'must not be 0 for the In operator'));
    if (values.indexOf(value) < i) errors.push(new FieldError('FieldValueDuplicate', `${at}[${i}]`, value, ''));
  }
  if (values.some((value, i) => i > 0 && values[i - 1]! > value)) errors.push(invalidValue(at, values, 'must be ordered'));
  return errors;
}

function successRules(rules: readonly SuccessRule[], path: string, completions: number): FieldError[] {
  const errors = rules.length === 0 ? [requiredValue(path, 'at least one rules must be specified when the successPolicy is specified')] : atMost(path, rules, rulesMax);
  for (const [i, { succeededIndexes, succeededCount }] of rules.entries()) {
    const at = `${path}[${i}]`;
    if (succeededCount === undefined && succeededIndexes === undefined) errors.push(requiredValue(at, 'at least one of succeededCount or succeededIndexes must be specified'));
    const total = succeededIndexes === undefined ? Infinity : countIndexes(succeededIndexes, completions);
    if (typeof total === 'string') errors.push(invalidValue(`${at}.succeededIndexes`, succeededIndexes, `error parsing succeededIndexes: ${total}`));
    if (succeededCount === undefined) continue;
    const refuse = (max: number, of: string) => errors.push(invalidValue(`${at}.succeededCount`, succeededCount, `must be less than or equal to ${max} (the number of ${of})`));
    errors.push(...nonNegative(`${at}.succeededCount`, succeededCount));
    if (succeededCount > completions) refuse(completions, 'specified completions');
    const named = typeof total === 'string' ? 0 : total;
    if (succeededCount > named) refuse(named, 'indexes in the specified succeededIndexes field');
  }
  return errors;
}

/** How many numbers "0,2-4" means, or what is wrong with it. */
function countIndexes(text: string, completions: number): number | string {
  let last = -1;
  let total = 0;
  for (const part of text === '' ? [] : text.split(',')) {
    const limits = part.split('-');
    if (limits.length > 2) return `the fragment ${quoteGo(part)} violates the requirement that an index interval can have at most two parts separated by '-'`;
    for (const limit of limits) {
      if (!/^\+?\d+$/.test(limit)) return `cannot convert string to integer for index: ${quoteGo(limit)}`;
      if (Number(limit) >= completions) return `too large index: ${quoteGo(limit)}`;
    }
    const [from = 0, to = from] = limits.map(Number);
    if (limits.length === 2 && from >= to) return `non-increasing order, previous: ${from}, current: ${to}`;
    if (last >= from) return `non-increasing order, previous: ${last}, current: ${from}`;
    total += to - from + 1;
    last = to;
  }
  return total;
}

function wordOf(path: string, word: string | undefined, words: readonly string[]): FieldError[] {
  if (!word) return [requiredValue(path, `valid values: [${words.map(quoteGo).join(' ')}]`)];
  return words.includes(word) ? [] : [notSupported(path, word, words)];
}

function atMost(path: string, list: readonly unknown[], max: number): FieldError[] {
  return list.length > max ? [new FieldError('FieldValueTooMany', path, list.length, `must have at most ${max} items`)] : [];
}

/** As the server holds it: fields by Go's names, all of them. */
function goSuccessPolicy(rules: readonly SuccessRule[] = []): GoValue {
  return new GoValue('batch.SuccessPolicy{…}', { Rules: rules.map(({ succeededIndexes = null, succeededCount = null }) => ({ SucceededIndexes: succeededIndexes, SucceededCount: succeededCount })) });
}
