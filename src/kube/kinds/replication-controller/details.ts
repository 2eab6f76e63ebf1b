/** What the server fills in, refuses and prints of a ReplicationController. */
import { invalidValue, nonNegative, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { goStringMap } from '../../meta/go-syntax.ts';
import { matchesSelector } from '../../meta/label-selector.ts';
import type { NewObject } from '../../meta/object.ts';
import { ageColumn, integer, nameColumn, text, wide } from '../column.ts';
import type { KindContext, KindDetails } from '../kind.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { validateTemplate } from '../pod/validation.ts';
import { printedMap } from '../printed.ts';
import { validateForever, writtenDisks } from '../replica-set/validation.ts';
import type { ReplicationController } from './replication-controller.ts';

export const replicationControllerDetails: KindDetails<ReplicationController> = {
  defaults: fill,
  newStatus: { replicas: 0 },
  validate,
  columns: [
    nameColumn,
    integer('Desired', ({ spec }) => spec.replicas ?? 0),
    integer('Current', ({ status }) => status.replicas),
    integer('Ready', ({ status }) => status.readyReplicas ?? 0),
    ageColumn,
    text('Containers', ({ spec }) => (spec.template?.spec.containers ?? []).map((container) => container.name).join(','), wide),
    text('Images', ({ spec }) => (spec.template?.spec.containers ?? []).map((container) => container.image).join(','), wide),
    text('Selector', ({ spec }) => printedMap(spec.selector), wide),
  ],
  fields: { 'status.replicas': (set) => String(set.status.replicas) },
};

/** The labels of the template serve as selector, and as labels, where there are none. */
function fill(object: NewObject<ReplicationController>, context: KindContext): NewObject<ReplicationController> {
  const { spec, metadata } = object;
  if (!spec) return object;
  const labels = spec.template?.metadata?.labels;
  const template = spec.template && defaultTemplate(spec.template, context);
  const selector = spec.selector ?? labels;
  return {
    ...object,
    metadata: metadata.labels === undefined && labels !== undefined ? { ...metadata, labels } : metadata,
    spec: { replicas: 1, ...spec, ...(selector && { selector }), ...(template && { template }) },
  };
}

function validate({ spec }: ReplicationController, context: KindContext): readonly FieldError[] {
  const errors: FieldError[] = [...nonNegative('spec.minReadySeconds', spec.minReadySeconds)];
  const isEmpty = Object.keys(spec.selector ?? {}).length === 0;
  if (isEmpty) errors.push(requiredValue('spec.selector'));
  errors.push(...nonNegative('spec.replicas', spec.replicas));
  if (!spec.template) return [...errors, requiredValue('spec.template')];
  const labels = spec.template.metadata?.labels ?? {};
  if (!isEmpty && !matchesSelector({ matchLabels: spec.selector! }, labels)) {
    errors.push(invalidValue('spec.template.metadata.labels', goStringMap(labels), '`selector` does not match template `labels`'));
  }
  return [...errors, ...validateTemplate(spec.template, 'spec.template', context), ...((spec.replicas ?? 1) > 1 ? writtenDisks(spec.template, 'spec') : []), ...validateForever(spec.template, 'spec', 'ReplicationController')];
}
