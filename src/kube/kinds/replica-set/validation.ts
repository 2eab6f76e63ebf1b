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
    ...validateSelectedTemplate(spec?.selector, spec?.template, 'spec', context, 'ReplicaSet'),
  ];
}

/** A selector that is there, is not empty, and finds the pods of the template; pods that are restarted for ever. */
export function validateSelectedTemplate(
  selector: LabelSelector | undefined,
  template: PodTemplateSpec | undefined,
  path: string,
  context: KindContext,
  of: 'Deployment' | 'ReplicaSet' | 'DaemonSet' | 'StatefulSet' = 'Deployment',
): readonly FieldError[] {
  const errors: FieldError[] = [];
  let isMatched = selector !== undefined; // none at all finds nothing
  if (selector === undefined) errors.push(requiredValue(`${path}.selector`));
  else {
    errors.push(...validateSelector(selector, `${path}.selector`));
    if (isEmptySelector(selector)) errors.push(invalidValue(`${path}.selector`, shownSelector(selector), `empty selector is invalid for ${of === 'ReplicaSet' ? 'deployment' : of.toLowerCase()}`));
    isMatched = errors.length > 0 || matchesSelector(selector, template?.metadata?.labels ?? {});
  }
  if (!isMatched) errors.push(invalidValue(`${path}.template.metadata.labels`, goStringMap(template?.metadata?.labels), '`selector` does not match template `labels`'));
  errors.push(...validateTemplate(template, `${path}.template`, context));
  const restartPolicy = template?.spec?.restartPolicy;
  if (restartPolicy !== undefined && restartPolicy !== 'Always') errors.push(notSupported(`${path}.template.spec.restartPolicy`, restartPolicy, ['Always']));
  if (template?.spec?.activeDeadlineSeconds !== undefined) {
    errors.push(forbiddenField(`${path}.template.spec.activeDeadlineSeconds`, `activeDeadlineSeconds in ${of === 'Deployment' ? 'ReplicaSet' : of} is not Supported`));
  }
  return errors;
}

export function validateReplicaSetUpdate(set: ReplicaSet, old: ReplicaSet, context: KindContext): readonly FieldError[] {
  return validateSameSelector(set.spec?.selector, old.spec.selector, context);
}

/** In the first versions a selector could still be changed. */
export function validateSameSelector(selector: LabelSelector | undefined, old: LabelSelector, { writtenAs }: KindContext): readonly FieldError[] {
  if (selector === undefined || writtenAs === 'extensions/v1beta1' || writtenAs === 'apps/v1beta1' || deepEqual(selector, old)) return [];
  return [invalidValue('spec.selector', shownSelector(selector), immutableField)];
}
