/** What the server fills in, refuses and prints of a HorizontalPodAutoscaler. */
import { invalidValue, type FieldError } from '../../meta/field-error.ts';
import type { NewObject } from '../../meta/object.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindContext, KindDetails } from '../kind.ts';
import type { Behavior, HorizontalPodAutoscaler, MetricSpec, MetricStatus } from './horizontal-pod-autoscaler.ts';
import { validateMetric, validateReference, validateScaling } from './metric-validation.ts';
import { inV1, inV2beta1, isCpuShare } from './old-versions.ts';

export const horizontalPodAutoscalerDetails: KindDetails<HorizontalPodAutoscaler> = {
  conversions: { 'autoscaling/v1': inV1, 'autoscaling/v2beta1': inV2beta1 },
  defaults: fill,
  newStatus: { desiredReplicas: 0, currentMetrics: null },
  validate,
  columns: [
    nameColumn,
    text('Reference', ({ spec }) => `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`),
    text('Targets', (hpa, { release }) => targets(hpa, release.atLeast(30))),
    text('MinPods', ({ spec }) => (spec.minReplicas === undefined ? '<unset>' : String(spec.minReplicas))),
    text('MaxPods', ({ spec }) => String(spec.maxReplicas)),
    text('Replicas', ({ status }) => String(status.currentReplicas ?? 0)),
    ageColumn,
  ],
};

function targets({ spec, status }: HorizontalPodAutoscaler, isNamed: boolean): string {
  const shown = (spec.metrics ?? []).map((metric, i) => targetText(metric, status.currentMetrics?.[i], isNamed));
  if (shown.length === 0) return '<none>';
  return shown.length > 2 ? `${shown.slice(0, 2).join(', ')} + ${shown.length - 2} more...` : shown.join(', ');
}

/** What is measured over what is wanted. */
function targetText({ resource, containerResource, pods, object, external }: MetricSpec, current: MetricStatus | undefined, isNamed: boolean): string {
  const share = resource ?? containerResource;
  if (share) {
    const is = (resource ? current?.resource : current?.containerResource)?.current;
    const name = isNamed ? `${share.name}: ` : '';
    if (share.target.averageValue !== undefined) return `${name}${is?.averageValue ?? unknown}/${share.target.averageValue}`;
    const { averageUtilization: wanted } = share.target;
    return `${name}${is?.averageUtilization === undefined ? unknown : `${is.averageUtilization}%`}/${wanted === undefined ? '<auto>' : `${wanted}%`}`;
  }
  if (pods) return `${current?.pods?.current.averageValue ?? unknown}/${pods.target.averageValue ?? ''}`;
  const one = object ?? external;
  const is = (object ? current?.object : current?.external)?.current;
  if (!one) return '<unknown type>';
  return one.target.averageValue === undefined ? `${is?.value ?? unknown}/${one.target.value ?? ''}` : `${is?.averageValue ?? unknown}/${one.target.averageValue} (avg)`;
}

const unknown = '<unknown>';

const cpuTarget: MetricSpec = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } };

/** Before it was kept as v2, the share of the processor came last. */
const keptAsV2Since = 26;

function fill(object: NewObject<HorizontalPodAutoscaler>, { release }: KindContext): NewObject<HorizontalPodAutoscaler> {
  const { spec } = object;
  if (!spec) return object;
  const given = spec.metrics && spec.metrics.length > 0 ? spec.metrics : [cpuTarget];
  const metrics = release.atLeast(keptAsV2Since) ? given : [...given.filter((metric) => !isCpuShare(metric)), ...given.filter(isCpuShare)];
  return { ...object, spec: { minReplicas: 1, ...spec, metrics, ...(spec.behavior && { behavior: wholeBehavior(spec.behavior) }) } };
}

/** Whoever says how fast it may go in one direction gets the usual rules written out for what he left open, in both. */
function wholeBehavior({ scaleUp, scaleDown }: Behavior): Behavior {
  const percent = { type: 'Percent', value: 100, periodSeconds: 15 } as const;
  return {
    scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, percent], ...scaleUp },
    scaleDown: { selectPolicy: 'Max', policies: [percent], ...scaleDown },
  };
}

function validate({ spec }: HorizontalPodAutoscaler): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { minReplicas, maxReplicas, scaleTargetRef } = spec;
  if (minReplicas !== undefined && minReplicas < 1) errors.push(invalidValue('spec.minReplicas', minReplicas, 'must be greater than or equal to 1'));
  if (maxReplicas < 1) errors.push(invalidValue('spec.maxReplicas', maxReplicas, 'must be greater than 0'));
  if (minReplicas !== undefined && maxReplicas < minReplicas) errors.push(invalidValue('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`'));
  return [
    ...errors,
    ...validateReference(scaleTargetRef ?? {}, 'spec.scaleTargetRef'),
    ...(spec.metrics ?? []).flatMap((metric, i) => validateMetric(metric, `spec.metrics[${i}]`)),
    ...validateScaling(spec.behavior?.scaleUp, 'spec.behavior.scaleUp'),
    ...validateScaling(spec.behavior?.scaleDown, 'spec.behavior.scaleDown'),
  ];
}
