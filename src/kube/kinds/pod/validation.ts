/** What the server refuses of a pod. */
import type { FieldError } from '../../meta/field-error.ts';
import type { Pod } from './pod.ts';

export function validatePod(_pod: Pod): readonly FieldError[] {
  return [];
}

export function validatePodUpdate(_pod: Pod, _old: Pod): readonly FieldError[] {
  return [];
}
