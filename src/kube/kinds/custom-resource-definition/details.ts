/** What the server fills in, refuses and prints of a CustomResourceDefinition. */
import { deepEqual, type JsonObject } from '../../../base/index.ts';
import { celCode } from '../../cel-code.ts';
import { invalidTexts, invalidValue, notSupported, requiredValue, type FieldError } from '../../meta/field-error.ts';
import { checkDns1035Label, checkDnsSubdomain } from '../../meta/names.ts';
import type { NewObject } from '../../meta/object.ts';
import type { Release } from '../../meta/release.ts';
import { nameColumn } from '../column.ts';
import { rulesSince, statesRules } from '../custom/checks.ts';
import { createdColumn } from '../dated-column.ts';
import type { KindContext, KindDetails } from '../kind.ts';
import { inBeta } from './beta.ts';
import type { CustomNames, CustomResourceDefinition } from './custom-resource-definition.ts';
import { structuralErrors } from './structural.ts';

export const customResourceDefinitionDetails: KindDetails<CustomResourceDefinition> = {
  needsRevision: true,
  conversions: { 'apiextensions.k8s.io/v1beta1': inBeta },
  defaults: fill,
  prepareForCreate: establish,
  validate,
  validateUpdate: ({ spec }, old) => [
    ...(spec.group === old.spec.group ? [] : [invalidValue('spec.group', spec.group, 'field is immutable')]),
    ...(spec.names.plural === old.spec.names.plural ? [] : [invalidValue('spec.names.plural', spec.names.plural, 'field is immutable')]),
    ...(spec.scope === old.spec.scope ? [] : [invalidValue('spec.scope', spec.scope, 'field is immutable')]),
  ],
  columns: [nameColumn, createdColumn],
};

function namesOf(names: CustomNames): CustomNames {
  return { singular: names.kind?.toLowerCase(), listKind: `${names.kind}List`, ...names };
}

function fill(object: NewObject<CustomResourceDefinition>): NewObject<CustomResourceDefinition> {
  const { spec } = object;
  if (!spec?.names) return object;
  return { ...object, spec: { ...spec, conversion: spec.conversion ?? { strategy: 'None' }, names: namesOf(spec.names) } };
}

/** The names are looked at and found free in the same moment, so that the kind is served at once. */
function establish(object: NewObject<CustomResourceDefinition>, context: KindContext): NewObject<CustomResourceDefinition> {
  const { spec } = object;
  const lastTransitionTime = context.now();
  return {
    ...object,
    status: {
      acceptedNames: spec.names,
      conditions: [
        { lastTransitionTime, message: 'no conflicts found', reason: 'NoConflicts', status: 'True', type: 'NamesAccepted' },
        { lastTransitionTime, message: 'the initial names have been accepted', reason: 'InitialNamesAccepted', status: 'True', type: 'Established' },
      ],
      storedVersions: (spec.versions ?? []).filter((version) => version.storage).map((version) => version.name),
    },
  };
}

/** The rules are looked at in a schema that is sound. */
function schemaErrors(schema: JsonObject, path: string, release: Release): readonly FieldError[] {
  const errors = structuralErrors(schema, path);
  return errors.length === 0 && release.atLeast(rulesSince) && statesRules(schema) ? celCode.get().ruleRefusals(schema, path) : errors;
}

function validate({ spec, metadata }: CustomResourceDefinition, { release }: KindContext): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { names, group, versions = [] } = spec as Partial<typeof spec>;
  const { plural = '', kind = '', singular = '', listKind = '' }: Partial<CustomNames> = names ?? {};
  if (metadata.name !== `${plural}.${group}`) errors.push(invalidValue('metadata.name', metadata.name, 'must be spec.names.plural+"."+spec.group'));
  if (!group) errors.push(requiredValue('spec.group'));
  else {
    errors.push(...invalidTexts('spec.group', group, checkDnsSubdomain(group)));
    if (!group.includes('.')) errors.push(invalidValue('spec.group', group, 'should be a domain with at least one dot'));
    if (/(^|\.)(k8s|kubernetes)\.io$/.test(group) && !metadata.annotations?.['api-approved.kubernetes.io']) {
      errors.push(requiredValue('metadata.annotations[api-approved.kubernetes.io]', 'protected groups must have approval annotation "api-approved.kubernetes.io", see https://github.com/kubernetes/enhancements/pull/1111'));
    }
  }
  if (!spec.scope) errors.push(requiredValue('spec.scope'));
  else if (spec.scope !== 'Namespaced' && spec.scope !== 'Cluster') errors.push(notSupported('spec.scope', spec.scope, ['Cluster', 'Namespaced']));
  const storage = versions.filter((version) => version.storage);
  if (storage.length !== 1) errors.push(invalidValue('spec.versions', versions, 'must have exactly one version marked as storage version'));
  const schemas = versions.map((version) => version.schema?.openAPIV3Schema);
  const isShared = schemas.every((schema) => deepEqual(schema, schemas[0]));
  for (const [i, version] of versions.entries()) {
    const path = `spec.versions[${i}]`;
    errors.push(...invalidTexts(`${path}.name`, version.name, checkDns1035Label(version.name)));
    const schema = version.schema?.openAPIV3Schema;
    if (!schema && release.atLeast(16) && spec.preserveUnknownFields !== true) errors.push(requiredValue(`${path}.schema.openAPIV3Schema`, 'schemas are required'));
    if (schema && spec.preserveUnknownFields !== true && !(isShared && i > 0)) errors.push(...schemaErrors(schema, isShared ? 'spec.validation.openAPIV3Schema' : `${path}.schema.openAPIV3Schema`, release));
  }
  for (const [name, value] of [['plural', plural], ['singular', singular]] as const) {
    if (!value) errors.push(requiredValue(`spec.names.${name}`));
    else errors.push(...invalidTexts(`spec.names.${name}`, value, checkDns1035Label(value)));
  }
  for (const [name, value] of [['kind', kind], ['listKind', listKind]] as const) {
    if (!value) errors.push(requiredValue(`spec.names.${name}`));
    else errors.push(...invalidTexts(`spec.names.${name}`, value, checkDns1035Label(value.toLowerCase())));
  }
  return errors;
}
