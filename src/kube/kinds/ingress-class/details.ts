/** What the server fills in, refuses and prints of an IngressClass. */
import { validateDomainPath, validateReference } from '../../meta/domain-path.ts';
import { forbiddenField, immutableField, invalidTexts, invalidValue, notSupported, requiredValue, tooLong, type FieldError } from '../../meta/field-error.ts';
import { checkDnsLabel } from '../../meta/names.ts';
import { ageColumn, nameColumn, text } from '../column.ts';
import type { KindDetails } from '../kind.ts';
import type { IngressClass } from './ingress-class.ts';

export const ingressClassDetails: KindDetails<IngressClass> = {
  defaults: (object, { release }) => {
    const { spec } = object;
    if (!spec?.parameters || spec.parameters.scope !== undefined || !release.atLeast(scopesSince)) return object;
    return { ...object, spec: { ...spec, parameters: { ...spec.parameters, scope: 'Cluster' } } };
  },
  validate: ({ spec: { controller = '', parameters: given } }, { release }) => [
    ...(controller.length > controllerMax ? [tooLong('spec.controller', controllerMax)] : []),
    ...validateDomainPath(controller, 'spec.controller'),
    ...(given ? validateReference(given, 'spec.parameters', !release.atLeast(scopesSince)) : []),
    ...(given && release.atLeast(scopesSince) ? validateScope(given) : []),
  ],
  validateUpdate: ({ spec }, old) => (spec.controller === old.spec.controller ? [] : [invalidValue('spec.controller', spec.controller ?? '', immutableField)]),
  columns: [nameColumn, text('Controller', ({ spec }) => spec.controller ?? ''), text('Parameters', parameters), ageColumn],
};

const controllerMax = 250;

/** The release since which parameters may be those of a namespace. */
const scopesSince = 22;
const scopes = ['Cluster', 'Namespace'];

function validateScope({ scope, namespace }: NonNullable<IngressClass['spec']['parameters']>): readonly FieldError[] {
  const path = 'spec.parameters.namespace';
  if (scope === undefined) return [requiredValue('spec.parameters.scope')];
  if (scope === 'Cluster') return namespace === undefined ? [] : [forbiddenField(path, "`parameters.scope` is set to 'Cluster'")];
  if (scope !== 'Namespace') return [notSupported('spec.parameters.scope', scope, scopes)];
  return namespace === undefined ? [requiredValue(path, "`parameters.scope` is set to 'Namespace'")] : invalidTexts(path, namespace, checkDnsLabel(namespace));
}

function parameters({ spec }: IngressClass): string {
  const { apiGroup, kind, name } = spec.parameters ?? {};
  if (!kind) return '<none>';
  return `${kind}${apiGroup ? `.${apiGroup}` : ''}/${name}`;
}
