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
    ...validateSelectedTemplate(spec ?? {}, 'spec', context, 'ReplicaSet'),
  ];
}

/** A selector that is there, is not empty, and finds the pods of the template; pods that are restarted for ever. */
export function validateSelectedTemplate({ selector, template, replicas = 1 }: Selecting, path: string, context: KindContext, of: 'Deployment' | 'ReplicaSet' = 'Deployment'): readonly FieldError[] {
  const errors: FieldError[] = [...validateTemplateSelector(selector, `${path}.selector`, 'deployment')];
  if (selector && !isReadable(selector)) return [...errors, invalidValue(`${path}.selector`, shownSelector(selector), 'invalid label selector')];
  return [...errors, ...mismatch(selector, template, path), ...validateTemplate(template, `${path}.template`, context), ...(replicas > 1 ? writtenDisks(template, path) : []), ...validateForever(template, path, of === 'Deployment' ? 'ReplicaSet' : of)];
}

interface Selecting {
  readonly selector?: LabelSelector;
  readonly template?: PodTemplateSpec;
  readonly replicas?: number;
}

export function validateTemplateSelector(selector: LabelSelector | undefined, path: string, of: string): readonly FieldError[] {
  if (selector === undefined) return [requiredValue(path)];
  return [...validateSelector(selector, path), ...(isEmptySelector(selector) ? [invalidValue(path, shownSelector(selector), `empty selector is invalid for ${of}`)] : [])];
}

/** Whether it means any pods at all. */
export function isReadable({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return validateSelector({ matchLabels, matchExpressions }, '').length === 0;
}

/** None at all finds nothing. */
export function mismatch(selector: LabelSelector | undefined, template: PodTemplateSpec | undefined, path: string): readonly FieldError[] {
  const labels = template?.metadata?.labels;
  if (selector !== undefined && matchesSelector(selector, labels ?? {})) return [];
  return [invalidValue(`${path}.template.metadata.labels`, goStringMap(labels), '`selector` does not match template `labels`')];
}

export function validateForever(template: PodTemplateSpec | undefined, path: string, of: string): readonly FieldError[] {
  const { restartPolicy = 'Always', activeDeadlineSeconds } = template?.spec ?? {};
  const at = `${path}.template.spec`;
  return [
    ...(restartPolicy === 'Always' ? [] : [notSupported(`${at}.restartPolicy`, restartPolicy, ['Always'])]),
    ...(activeDeadlineSeconds === undefined ? [] : [forbiddenField(`${at}.activeDeadlineSeconds`, `activeDeadlineSeconds in ${of} is not Supported`)]),
  ];
}

/** Several machines can only read such a disk. */
export function writtenDisks(template: PodTemplateSpec | undefined, path: string): readonly FieldError[] {
  return (template?.spec?.volumes ?? []).flatMap((volume, i) => {
    const disk = (volume as { readonly gcePersistentDisk?: { readonly readOnly?: boolean } }).gcePersistentDisk;
    if (disk === undefined || disk.readOnly === true) return [];
    return [invalidValue(`${path}.template.spec.volumes[${i}].gcePersistentDisk.readOnly`, false, 'must be true for replicated pods > 1; GCE PD can only be mounted on multiple machines if it is read-only')];
  });
}

export function validateReplicaSetUpdate(set: ReplicaSet, old: ReplicaSet, context: KindContext): readonly FieldError[] {
  return validateSameSelector(set.spec?.selector, old.spec.selector, context);
}

/** In the first versions a selector could still be changed. */
export function validateSameSelector(selector: LabelSelector | undefined, old: LabelSelector, { writtenAs }: KindContext): readonly FieldError[] {
  if (selector === undefined || writtenAs === 'extensions/v1beta1' || writtenAs === 'apps/v1beta1' || deepEqual(selector, old)) return [];
  return [invalidValue('spec.selector', shownSelector(selector), immutableField)];
}
