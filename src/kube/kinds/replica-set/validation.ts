/** What the server refuses of a ReplicaSet, and of every workload that keeps pods of a template running. */
import { deepEqual } from '../../../base/index.ts';
import { forbiddenField, immutableField, invalidValue, nonNegative, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { goStringMap } from '../../meta/go-syntax.ts';
import { matchesSelector } from '../../meta/label-selector.ts';
import type { LabelSelector } from '../../meta/object.ts';
import { isEmptySelector, shownSelector, validateSelector } from '../../meta/validate-selector.ts';
import type { KindContext } from '../kind.ts';
import type { PodTemplateSpec } from '../pod/pod.ts';
import { validateTemplate } from '../pod/validation.ts';
import type { ReplicaSet } from './replica-set.ts';

export function validateReplicaSet({ spec }: ReplicaSet, context: KindContext): readonly FieldError[] {
  return [
    ...nonNegative('spec.replicas', spec?.replicas),
    ...nonNegative('spec.minReadySeconds', spec?.minReadySeconds),
    ...validateSelectedTemplate(spec?.selector, spec?.template, 'spec', context),
  ];
}

/** A selector that is there, is not empty, and finds the pods of the template; pods that are restarted for ever. */
export function validateSelectedTemplate(
  selector: LabelSelector | undefined,
  template: PodTemplateSpec | undefined,
  path: string,
  context: KindContext,
): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (selector === undefined) errors.push(requiredValue(`${path}.selector`));
  else {
    errors.push(...validateSelector(selector, `${path}.selector`));
    if (isEmptySelector(selector)) errors.push(invalidValue(`${path}.selector`, shownSelector(selector), 'empty selector is invalid for deployment'));
  }
  const labels = template?.metadata?.labels;
  if (selector !== undefined && errors.length === 0 && !matchesSelector(selector, labels ?? {})) {
    errors.push(invalidValue(`${path}.template.metadata.labels`, goStringMap(labels), '`selector` does not match template `labels`'));
  }
  errors.push(...validateTemplate(template, `${path}.template`, context));
  const restartPolicy = template?.spec?.restartPolicy;
  if (restartPolicy !== undefined && restartPolicy !== 'Always') errors.push(notSupported(`${path}.template.spec.restartPolicy`, restartPolicy, ['Always']));
  if (template?.spec?.activeDeadlineSeconds !== undefined) {
    errors.push(forbiddenField(`${path}.template.spec.activeDeadlineSeconds`, 'activeDeadlineSeconds in ReplicaSet is not Supported'));
  }
  return errors;
}

export function validateReplicaSetUpdate(set: ReplicaSet, old: ReplicaSet): readonly FieldError[] {
  return validateSameSelector(set.spec?.selector, old.spec.selector);
}

export function validateSameSelector(selector: LabelSelector | undefined, old: LabelSelector): readonly FieldError[] {
  if (selector === undefined || deepEqual(selector, old)) return [];
  return [invalidValue('spec.selector', shownSelector(selector), immutableField)];
}
