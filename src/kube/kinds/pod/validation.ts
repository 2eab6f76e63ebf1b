/** What the server refuses of a pod. A spec that has passed is not looked at again, however many pods share it. */
import { deepEqual } from '../../../base/index.ts';
import { forbiddenField, invalidValue, requiredValue, type FieldError } from '../../meta/field-error.ts';
import type { Release } from '../../meta/release.ts';
import { validateAnnotations, validateLabels } from '../../meta/validate-meta.ts';
import type { KindContext } from '../kind.ts';
import { validateAnnotationChanges, validatePodAnnotations } from './annotation-validation.ts';
import type { Container } from './container.ts';
import type { Pod, PodSpec, PodTemplateSpec, Toleration } from './pod.ts';
import { placementErrors, withPlacementOf } from './gated-placement.ts';
import { diffPodSpec } from './spec-diff.ts';
import { validatePodSpec, validateTolerations } from './spec-validation.ts';

const none: readonly FieldError[] = [];
const goodSpecs = new WeakSet<PodSpec>();
const goodTemplateSpecs = new WeakSet<PodSpec>();

export function validatePod({ metadata, spec }: Pod, { release }: KindContext): readonly FieldError[] {
  if (spec === undefined) return [requiredValue('spec.containers')];
  const { annotations } = metadata;
  const ofAnnotations = annotations === undefined ? none : validatePodAnnotations(annotations, spec, 'metadata.annotations', release);
  if (goodSpecs.has(spec)) return ofAnnotations;
  const errors = [...validatePodSpec(spec, 'spec', { release, isPod: true, name: metadata.name }), ...untrimmedImages(spec)];
  const isNew = metadata.resourceVersion === '';
  if (isNew && spec.ephemeralContainers?.length) errors.push(forbiddenField('spec.ephemeralContainers', 'cannot be set on create'));
  if (isNew && spec.nodeName && spec.schedulingGates?.length) errors.push(forbiddenField('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'));
  if (errors.length === 0) goodSpecs.add(spec);
  return [...ofAnnotations, ...errors];
}

export function validateTemplate(template: PodTemplateSpec | undefined, path: string, { release }: KindContext): readonly FieldError[] {
  const errors: FieldError[] = [...validateTemplateMeta(template, path, release)];
  const spec = template?.spec;
  if (spec === undefined) return [...errors, requiredValue(`${path}.spec.containers`)];
  if (goodTemplateSpecs.has(spec)) return errors;
  const specErrors = validatePodSpec(spec, `${path}.spec`, { release, isPod: false, name: '' });
  if (specErrors.length === 0) goodTemplateSpecs.add(spec);
  if ((spec.ephemeralContainers ?? []).length > 0) specErrors.push(forbiddenField(`${path}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template'));
  return [...errors, ...specErrors];
}

/** What is wrong with it is told without naming metadata. */
export function validateTemplateMeta({ metadata: { labels, annotations } = {}, spec }: Partial<PodTemplateSpec> = {}, path: string, release: Release): readonly FieldError[] {
  return [
    ...(labels ? validateLabels(labels, `${path}.labels`) : none),
    ...(annotations ? validateAnnotations(annotations, `${path}.annotations`) : none),
    ...(annotations && spec ? validatePodAnnotations(annotations, spec, `${path}.annotations`, release) : none),
  ];
}

function untrimmedImages(spec: PodSpec): readonly FieldError[] {
  const check = (containers: readonly Container[] | undefined, path: string) =>
    (containers ?? []).flatMap(({ image }, i) =>
      image !== undefined && image !== image.trim() ? [invalidValue(`${path}[${i}].image`, image, 'must not have leading or trailing whitespace')] : [],
    );
  return [...check(spec.containers, 'spec.containers'), ...check(spec.initContainers, 'spec.initContainers')];
}

export function validatePodUpdate(pod: Pod, old: Pod, { release }: KindContext): readonly FieldError[] {
  const { annotations } = pod.metadata;
  const errors: FieldError[] = annotations === old.metadata.annotations ? [] : [...validateAnnotationChanges(annotations, old.metadata.annotations, 'metadata.annotations')];
  if (pod.spec === old.spec) return errors;
  const count = countErrors(pod.spec.containers, old.spec.containers, 'spec.containers') ?? countErrors(pod.spec.initContainers, old.spec.initContainers, 'spec.initContainers');
  if (count) return [...errors, count];
  const isGated = (old.spec.schedulingGates ?? []).length > 0;
  errors.push(...deadlineErrors(pod.spec, old.spec), ...tolerationErrors(pod.spec, old.spec), ...gateErrors(pod.spec, old.spec));
  if (isGated) errors.push(...placementErrors(pod.spec, old.spec));
  const munged = withUpdatableFieldsOf(old.spec, isGated ? withPlacementOf(old.spec, pod.spec) : pod.spec);
  if (!deepEqual(munged, old.spec)) {
    const fields = release.atLeast(21) ? updatableFields.join(',') : oldUpdatableFields;
    errors.push(forbiddenField('spec', `pod updates may not change fields other than ${fields}\n${diffPodSpec(old.spec, munged, release)}`));
  }
  return errors;
}

function gateErrors({ schedulingGates = [] }: PodSpec, { schedulingGates: old = [] }: PodSpec): readonly FieldError[] {
  return schedulingGates.flatMap(({ name }, i) =>
    old.some((gate) => gate.name === name) ? [] : [forbiddenField(`spec.schedulingGates[${i}].name`, `only deletion is allowed, but found new scheduling gate '${name}'`)],
  );
}

const updatableFields = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
];
const oldUpdatableFields =
  '`spec.containers[*].image`, `spec.initContainers[*].image`, `spec.activeDeadlineSeconds` or `spec.tolerations` (only additions to existing tolerations)';

function countErrors(containers: readonly Container[] | undefined, old: readonly Container[] | undefined, path: string): FieldError | undefined {
  if ((containers ?? []).length === (old ?? []).length) return undefined;
  return forbiddenField(path, 'pod updates may not add or remove containers');
}

function deadlineErrors(spec: PodSpec, old: PodSpec): readonly FieldError[] {
  const path = 'spec.activeDeadlineSeconds';
  const deadline = spec.activeDeadlineSeconds;
  if (deadline === undefined) {
    return old.activeDeadlineSeconds === undefined ? none : [invalidValue(path, null, 'must not update from a positive integer to nil value')];
  }
  if (deadline < 0 || deadline > 2_147_483_647) return [invalidValue(path, deadline, 'must be between 0 and 2147483647, inclusive')];
  return old.activeDeadlineSeconds !== undefined && old.activeDeadlineSeconds < deadline
    ? [invalidValue(path, deadline, 'must be less than or equal to previous value')]
    : none;
}

function tolerationErrors(spec: PodSpec, old: PodSpec): readonly FieldError[] {
  if (spec.tolerations === old.tolerations) return none;
  const timeless = ({ tolerationSeconds: _, ...rest }: Toleration) => rest;
  const isKept = (toleration: Toleration) => (spec.tolerations ?? []).some((t) => deepEqual(timeless(t), timeless(toleration)));
  if (!(old.tolerations ?? []).every(isKept)) {
    return [forbiddenField('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')];
  }
  return validateTolerations(spec.tolerations ?? [], 'spec.tolerations');
}

/** The new spec, with what a user may change put back: what still differs may not. */
function withUpdatableFieldsOf(old: PodSpec, spec: PodSpec): PodSpec {
  const images = (containers: readonly Container[] | undefined, olds: readonly Container[] | undefined) =>
    containers?.map((container, i) => ({ ...container, ...(olds?.[i]?.image !== undefined && { image: olds[i].image }) }));
  const containers = images(spec.containers, old.containers);
  const initContainers = images(spec.initContainers, old.initContainers);
  const { activeDeadlineSeconds: _, tolerations: __, schedulingGates: ___, terminationGracePeriodSeconds: grace, ...rest } = spec;
  const isMended = grace === 1 && (old.terminationGracePeriodSeconds ?? 0) < 0;
  const kept = isMended ? old.terminationGracePeriodSeconds : grace;
  return {
    ...rest,
    ...(kept !== undefined && { terminationGracePeriodSeconds: kept }),
    ...(containers && { containers }),
    ...(initContainers && { initContainers }),
    ...(old.activeDeadlineSeconds !== undefined && { activeDeadlineSeconds: old.activeDeadlineSeconds }),
    ...(old.tolerations && { tolerations: old.tolerations }),
    ...(old.schedulingGates && { schedulingGates: old.schedulingGates }),
  };
}
