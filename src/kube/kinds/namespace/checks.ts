/** What the server refuses and prints of a Namespace. */
import { invalidValue, type FieldError } from '../../meta/field-error.ts';
import { checkDnsLabel } from '../../meta/names.ts';
import { validateFinalizer } from '../../meta/validate-meta.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindChecks, KindContext } from '../kind.ts';
import type { Labels } from '../../meta/object.ts';
import type { Namespace } from './namespace.ts';

export const namespaceChecks: KindChecks<Namespace> = {
  checkName: checkDnsLabel,
  validateLabels: checkLabels,
  validate: ({ spec }) => spec?.finalizers?.flatMap((finalizer) => validateFinalizer(finalizer, 'spec.finalizers')) ?? [],
  columns: [nameColumn, text('Status', (namespace) => namespace.status.phase), ageColumn],
  fields: { 'status.phase': (namespace) => namespace.status.phase },
};

export const podSecurityPrefix = 'pod-security.kubernetes.io/';

/** The labels by which pods of the namespace are judged. */
function checkLabels(labels: Labels, { release }: KindContext): readonly FieldError[] {
  if (!release.atLeast(23)) return [];
  return ['enforce', 'audit', 'warn'].flatMap((mode) => {
    const level = `${podSecurityPrefix}${mode}`;
    const version = `${level}-version`;
    return [
      ...(labels[level] !== undefined && !['privileged', 'baseline', 'restricted'].includes(labels[level]) ? [invalidValue(`metadata.labels[${level}]`, labels[level], 'must be one of privileged, baseline, restricted')] : []),
      ...(labels[version] !== undefined && !/^(?:latest|v1\.\d+)$/.test(labels[version]) ? [invalidValue(`metadata.labels[${version}]`, labels[version], 'must be "latest" or "v1.x"')] : []),
    ];
  });
}
