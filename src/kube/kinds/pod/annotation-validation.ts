/** What the server refuses of annotations that mean something to it, on a pod and on a template of pods. */
import { forbiddenField, invalidValue, type FieldError } from '../../meta/field-error.ts';
import type { Labels } from '../../meta/object.ts';
import type { Release } from '../../meta/release.ts';
import { sortedKeys } from '../../../base/index.ts';
import { mirrorAnnotation } from './mirror.ts';
import { descendingPath } from './path-validation.ts';
import type { PodSpec } from './pod.ts';

const cost = 'controller.kubernetes.io/pod-deletion-cost';
const costSince = 22;
const appArmor = 'container.apparmor.security.beta.kubernetes.io/';
const seccompPod = 'seccomp.security.alpha.kubernetes.io/pod';
const seccompContainer = 'container.seccomp.security.alpha.kubernetes.io/';

export function validatePodAnnotations(annotations: Labels = {}, spec: PodSpec, path: string, release: Release): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { [mirrorAnnotation]: mirror, [cost]: costText } = annotations;
  if (mirror !== undefined && !spec.nodeName) errors.push(invalidValue(`${path}[${mirrorAnnotation}]`, mirror, 'must set spec.nodeName if mirror pod annotation is set'));
  if (costText !== undefined && release.atLeast(costSince) && !isCost(costText)) errors.push(invalidValue(`${path}[${cost}]`, costText, 'must be a 32bit integer'));
  const keys = sortedKeys(annotations);
  for (const key of keys) if (key === seccompPod || key.startsWith(seccompContainer)) errors.push(...validateSeccomp(annotations[key]!, `${path}.${key}`));
  const names = new Set([...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])].map(({ name }) => name));
  for (const key of keys) {
    if (!key.startsWith(appArmor)) continue;
    const name = key.slice(appArmor.length);
    const profile = annotations[key]!;
    if (!names.has(name)) errors.push(invalidValue(`${path}[${key}]`, name, 'container not found'));
    if (!['', 'runtime/default', 'unconfined'].includes(profile) && !profile.startsWith('localhost/')) errors.push(invalidValue(`${path}[${key}]`, profile, `invalid AppArmor profile name: ${JSON.stringify(profile)}`));
  }
  return errors;
}

/** Neither a plus nor leading zeros. */
function isCost(text: string): boolean {
  return /^(?:0|-?[1-9]\d{0,9})$/.test(text) && Math.abs(Number(text)) <= 2_147_483_647 + (text.startsWith('-') ? 1 : 0);
}

function validateSeccomp(profile: string, path: string): readonly FieldError[] {
  if (['runtime/default', 'docker/default', 'unconfined'].includes(profile)) return [];
  return profile.startsWith('localhost/') ? descendingPath(profile.slice('localhost/'.length), path) : [invalidValue(path, profile, 'must be a valid seccomp profile')];
}

/** Who mirrors a static pod, and what confines its containers, is said once. */
export function validateAnnotationChanges(annotations: Labels = {}, old: Labels = {}, path: string): readonly FieldError[] {
  const changed = sortedKeys(old).filter((key) => annotations[key] !== old[key]);
  const added = sortedKeys(annotations).filter((key) => !Object.hasOwn(old, key));
  const refused = (keys: readonly string[], act: string) =>
    keys.flatMap((key) => [
      ...(key.startsWith(appArmor) ? [forbiddenField(`${path}[${key}]`, `may not ${act} AppArmor annotations`)] : []),
      ...(key === mirrorAnnotation ? [forbiddenField(`${path}[${key}]`, `may not ${act} mirror pod annotation`)] : []),
    ]);
  return [...refused(changed, 'remove or update'), ...refused(added, 'add')];
}
