/** What the server refuses of what a HorizontalPodAutoscaler measures, and of how fast it may act. */
import { tryQuantity } from '../../../base/index.ts';
import { forbiddenField, invalidTexts, invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkPathName } from '../role/details.ts';
import type { MetricSpec, MetricTarget, NamedMetric, ScalingRules } from './horizontal-pod-autoscaler.ts';

const sources: Readonly<Record<string, 'object' | 'external' | 'pods' | 'resource' | 'containerResource'>> = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
};

export function validateMetric(metric: MetricSpec, path: string): readonly FieldError[] {
  const { type } = metric;
  const errors: FieldError[] = [];
  if (!type) errors.push(requiredValue(`${path}.type`, 'must specify a metric source type'));
  const expected = Object.hasOwn(sources, type) ? sources[type] : undefined;
  if (!expected) errors.push(notSupported(`${path}.type`, type, Object.keys(sources)));
  const given = (['object', 'external', 'pods', 'resource', 'containerResource'] as const).filter((source) => metric[source] !== undefined);
  if (given[0]) errors.push(...validateSource(metric, given[0], `${path}.${given[0]}`));
  if (expected && !given.includes(expected)) errors.push(requiredValue(`${path}.${expected}`, 'must populate information for the given metric source'));
  if (given.length !== 1) errors.push(...given.filter((source) => source !== expected).map((source) => forbiddenField(`${path}.${source}`, 'must populate the given metric source only')));
  return errors;
}

const perPod = 'must set either a target value for metric or a per-pod target';

function validateSource(metric: MetricSpec, type: keyof MetricSpec, path: string): readonly FieldError[] {
  const { object, external, pods, resource, containerResource } = metric;
  const at = `${path}.target`;
  if (type === 'resource' || type === 'containerResource') {
    const share = (type === 'resource' ? resource : containerResource)!;
    const { averageUtilization: percent, averageValue } = share.target ?? ({} as Partial<MetricTarget>);
    return [
      ...(share.name ? [] : [requiredValue(`${path}.name`, 'must specify a resource name')]),
      ...(type === 'containerResource' && !containerResource!.container ? [requiredValue(`${path}.container`, 'must specify a container')] : []),
      ...validateTarget(share.target, at),
      ...(percent === undefined && averageValue === undefined ? [requiredValue(`${at}.averageUtilization`, 'must set either a target raw value or a target utilization')] : []),
      ...(percent !== undefined && averageValue !== undefined ? [forbiddenField(`${at}.averageValue`, 'may not set both a target raw value and a target utilization')] : []),
    ];
  }
  const one = (object ?? external ?? pods)!;
  const { value, averageValue } = one.target ?? ({} as Partial<MetricTarget>);
  const described = object && (object.describedObject as { readonly kind?: string; readonly name?: string } | undefined);
  return [
    ...(object ? validateReference(described ?? {}, `${path}.describedObject`) : []),
    ...validateName(one.metric, `${path}.metric`),
    ...validateTarget(one.target, at),
    ...(type === 'pods' && averageValue === undefined ? [requiredValue(`${at}.averageValue`, 'must specify a positive target averageValue')] : []),
    ...(type !== 'pods' && value === undefined && averageValue === undefined ? [requiredValue(`${at}.averageValue`, perPod)] : []),
    ...(type === 'external' && value !== undefined && averageValue !== undefined ? [forbiddenField(`${at}.value`, 'may not set both a target value for metric and a per-pod target')] : []),
  ];
}

export function validateReference({ kind, name }: { readonly kind?: string; readonly name?: string }, path: string): readonly FieldError[] {
  return [
    ...(kind ? invalidTexts(`${path}.kind`, kind, checkPathName(kind)) : [requiredValue(`${path}.kind`)]),
    ...(name ? invalidTexts(`${path}.name`, name, checkPathName(name)) : [requiredValue(`${path}.name`)]),
  ];
}

function validateName(metric: NamedMetric | undefined, path: string): readonly FieldError[] {
  return metric?.name ? invalidTexts(`${path}.name`, metric.name, checkPathName(metric.name)) : [requiredValue(`${path}.name`, 'must specify a metric name')];
}

const targetTypes = ['Utilization', 'Value', 'AverageValue'];

function validateTarget(target: MetricTarget | undefined, path: string): readonly FieldError[] {
  const { type = '', averageUtilization: percent } = target ?? ({} as Partial<MetricTarget>);
  const errors: FieldError[] = [];
  if (type === '') errors.push(requiredValue(`${path}.type`, 'must specify a metric target type'));
  if (!targetTypes.includes(type)) errors.push(invalidValue(`${path}.type`, type, 'must be either Utilization, Value, or AverageValue'));
  for (const field of ['value', 'averageValue'] as const) {
    const amount = tryQuantity(target?.[field] ?? '1');
    if (amount && amount.nanos <= 0n) errors.push(invalidValue(`${path}.${field}`, target![field], 'must be positive'));
  }
  if (percent !== undefined && percent < 1) errors.push(invalidValue(`${path}.averageUtilization`, percent, 'must be greater than 0'));
  return errors;
}

const WINDOW_MAX = 3600;
const PERIOD_MAX = 1800;
const selections = ['Disabled', 'Max', 'Min'];

export function validateScaling(rules: ScalingRules | undefined, path: string): readonly FieldError[] {
  if (rules === undefined) return [];
  const { stabilizationWindowSeconds: seconds = 0, selectPolicy, policies = [] } = rules;
  const errors: FieldError[] = [];
  if (seconds < 0) errors.push(invalidValue(`${path}.stabilizationWindowSeconds`, seconds, 'must be greater than or equal to zero'));
  if (seconds > WINDOW_MAX) errors.push(invalidValue(`${path}.stabilizationWindowSeconds`, seconds, `must be less than or equal to ${WINDOW_MAX}`));
  if (selectPolicy !== undefined && !selections.includes(selectPolicy)) errors.push(notSupported(`${path}.selectPolicy`, selectPolicy, selections));
  for (const [i, { type, value = 0, periodSeconds = 0 }] of policies.entries()) {
    const at = `${path}.policies[${i}]`;
    if (type !== 'Pods' && type !== 'Percent') errors.push(notSupported(`${at}.type`, type, ['Percent', 'Pods']));
    if (value <= 0) errors.push(invalidValue(`${at}.value`, value, 'must be greater than zero'));
    if (periodSeconds <= 0) errors.push(invalidValue(`${at}.periodSeconds`, periodSeconds, 'must be greater than zero'));
    if (periodSeconds > PERIOD_MAX) errors.push(invalidValue(`${at}.periodSeconds`, periodSeconds, `must be less than or equal to ${PERIOD_MAX}`));
  }
  return errors;
}
