/** What the server refuses of a pod. A spec that has passed is not looked at again, however many pods share it. */
import { deepEqual } from '../../../base/index.ts';
import { clusterCode } from '../../cluster-code.ts';
import { forbiddenField, invalidValue, requiredValue, type FieldError } from '../../meta/field-error.ts';
import type { KindContext } from '../kind.ts';
import type { Container } from './container.ts';
import type { Pod, PodSpec, PodTemplateSpec, Toleration } from './pod.ts';
import { validatePodSpec, validateTolerations } from './spec-validation.ts';
import { validateAnnotations, validateLabels } from '../../meta/validate-meta.ts';

const none: readonly FieldError[] = [];
const goodSpecs = new WeakSet<PodSpec>();
const goodTemplateSpecs = new WeakSet<PodSpec>();

export function validatePod(pod: Pod, { release }: KindContext): readonly FieldError[] {
  const { spec } = pod;
  if (spec !== undefined && goodSpecs.has(spec)) return none;
  if (spec === undefined) return [requiredValue('spec.containers')];
  const isNew = pod.metadata.resourceVersion === '';
  if (isNew && spec.ephemeralContainers?.length) return [forbiddenField('spec.ephemeralContainers', 'cannot be set on create')];
  const errors = [...validatePodSpec(spec, 'spec', { release, isPod: true }), ...untrimmedImages(spec)];
  if (isNew && spec.nodeName && spec.schedulingGates?.length) errors.push(forbiddenField('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'));
  if (errors.length === 0) goodSpecs.add(spec);
  return errors;
}

export function validateTemplate(template: PodTemplateSpec | undefined, path: string, { release }: KindContext): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (template?.metadata?.labels) errors.push(...validateLabels(template.metadata.labels, `${path}.metadata.labels`));
  if (template?.metadata?.annotations) errors.push(...validateAnnotations(template.metadata.annotations, `${path}.metadata.annotations`));
  const spec = template?.spec;
  if (spec === undefined) return [...errors, requiredValue(`${path}.spec.containers`)];
  if (goodTemplateSpecs.has(spec)) return errors;
  const specErrors = validatePodSpec(spec, `${path}.spec`, { release, isPod: false });
  if (specErrors.length === 0) goodTemplateSpecs.add(spec);
  if ((spec.ephemeralContainers ?? []).length > 0) specErrors.push(forbiddenField(`${path}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template'));
  return [...errors, ...specErrors];
}

function untrimmedImages(spec: PodSpec): readonly FieldError[] {
  const check = (containers: readonly Container[] | undefined, path: string) =>
    (containers ?? []).flatMap(({ image }, i) =>
      image !== undefined && image !== image.trim() ? [invalidValue(`${path}[${i}].image`, image, 'must not have leading or trailing whitespace')] : [],
    );
  return [...check(spec.containers, 'spec.containers'), ...check(spec.initContainers, 'spec.initContainers')];
}

export function validatePodUpdate(pod: Pod, old: Pod, { release }: KindContext): readonly FieldError[] {
  if (pod.spec === old.spec) return none;
  const count = countErrors(pod.spec.containers, old.spec.containers, 'spec.containers') ?? countErrors(pod.spec.initContainers, old.spec.initContainers, 'spec.initContainers');
  if (count) return [count];
  const errors: FieldError[] = [...deadlineErrors(pod.spec, old.spec), ...tolerationErrors(pod.spec, old.spec)];
  const munged = withUpdatableFieldsOf(old.spec, pod.spec);
  if (!deepEqual(munged, old.spec)) {
    const fields = release.atLeast(21) ? updatableFields.join(',') : oldUpdatableFields;
    errors.push(forbiddenField('spec', `pod updates may not change fields other than ${fields}\n${clusterCode.get().diffPodSpec(old.spec, munged, release)}`));
  }
  return errors;
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
  const { activeDeadlineSeconds: _, tolerations: __, schedulingGates: ___, ...rest } = spec;
  return {
    ...rest,
    ...(containers && { containers }),
    ...(initContainers && { initContainers }),
    ...(old.activeDeadlineSeconds !== undefined && { activeDeadlineSeconds: old.activeDeadlineSeconds }),
    ...(old.tolerations && { tolerations: old.tolerations }),
    ...(old.schedulingGates && { schedulingGates: old.schedulingGates }),
  };
}
