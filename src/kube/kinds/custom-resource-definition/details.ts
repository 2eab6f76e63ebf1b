/** What the server fills in, refuses and prints of a CustomResourceDefinition. */
import type { NewObject } from '../../meta/object.ts';
import { nameColumn } from '../column.ts';
import { createdColumn } from '../dated-column.ts';
import type { KindContext, KindDetails } from '../kind.ts';
import { inBeta } from './beta.ts';
import type { CustomNames, CustomResourceDefinition } from './custom-resource-definition.ts';
import { validateDefinition, validateDefinitionChange, validateNewDefinition } from './validation.ts';

export const customResourceDefinitionDetails: KindDetails<CustomResourceDefinition> = {
  needsRevision: true,
  conversions: { 'apiextensions.k8s.io/v1beta1': inBeta },
  defaults: fill,
  prepareForCreate: establish,
  prepareForUpdate: keepStored,
  validate: (definition, { release }) => validateDefinition(definition, release),
  validateCreate: (definition, { release }) => validateNewDefinition(definition, release),
  validateUpdate: (definition, old, { release }) => validateDefinitionChange(definition, old, release),
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

/** Objects may have been written in every version that ever was the one for it. */
function keepStored(definition: CustomResourceDefinition): CustomResourceDefinition {
  const { spec, status } = definition;
  const { storedVersions = [] } = status;
  const added = (spec.versions ?? []).filter(({ name, storage }) => storage && !storedVersions.includes(name)).map(({ name }) => name);
  return added.length === 0 ? definition : { ...definition, status: { ...status, storedVersions: [...storedVersions, ...added] } };
}
