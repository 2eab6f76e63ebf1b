/** The kind that a CustomResourceDefinition declares: served, checked, printed and kept as the built-in ones are. */
import type { Json, JsonObject } from '../../../base/index.ts';
import type { KubeObject } from '../../meta/object.ts';
import { ageColumn, ageOf, nameColumn, type Cell, type Column, type ColumnContext } from '../column.ts';
import type { CustomResourceDefinition, CustomVersion, PrinterColumn } from '../custom-resource-definition/custom-resource-definition.ts';
import type { Kind, ServedVersion } from '../kind.ts';
import { valuesAt } from './path.ts';
import { applyDefaults } from './schema-defaults.ts';
import { checksOf } from './checks.ts';

export function customKind({ spec, metadata }: CustomResourceDefinition): Kind {
  const { group, names, scope } = spec;
  const versions = spec.versions.filter((version) => version.served).toSorted((a, b) => precedence(b.name) - precedence(a.name) || (a.name < b.name ? -1 : 1));
  const stored = spec.versions.find((version) => version.storage) ?? spec.versions[0]!;
  const schemaOf = (name: string) => spec.versions.find((version) => version.name === name)?.schema?.openAPIV3Schema;
  const { status, scale } = stored.subresources ?? {};
  return {
    kind: names.kind,
    plural: names.plural,
    singular: names.singular ?? names.kind.toLowerCase(),
    ...(names.shortNames && { shortNames: names.shortNames }),
    ...(names.categories && { categories: names.categories }),
    group,
    storage: stored.name,
    versions: versions.map((version) => servedVersion(version, group, names.kind)),
    namespaced: scope === 'Namespaced',
    table: metadata.name,
    hasStatus: status !== undefined,
    hasGeneration: true,
    needsRevision: true,
    listsAs: names.listKind ?? `${names.kind}List`,
    custom: { schemaOf, definition: (version) => `${group.split('.').toReversed().join('.')}.${version}.${names.kind}`, keepsUnknown: spec.preserveUnknownFields === true, isEnding: metadata.deletionTimestamp !== undefined },
    fields: Object.fromEntries((stored.selectableFields ?? []).map(({ jsonPath }) => [jsonPath.replace(/^\./, ''), (object: KubeObject) => selectableText(object, jsonPath)])),
    ...(scale && { scale: { selector: (object: KubeObject) => textAt(object, scale.labelSelectorPath) } }),
    defaults: (object) => applyDefaults(object as unknown as JsonObject, schemaOf(stored.name)) as unknown as typeof object,
    ...checksOf(schemaOf(stored.name)),
    columns: columnsOf(stored),
  };
}

function textAt(object: KubeObject, path: string | undefined): string {
  const found = path === undefined ? undefined : valuesAt(object as unknown as Json, path)[0];
  return typeof found === 'string' ? found : '';
}

/** As selectors compare it: texts as they are, numbers and truths by their JSON. */
function selectableText(object: KubeObject, path: string): string {
  const found = valuesAt(object as unknown as Json, path)[0];
  return found === undefined || found === null ? '' : typeof found === 'string' ? found : JSON.stringify(found);
}

function servedVersion({ name, deprecated, deprecationWarning }: CustomVersion, group: string, kind: string): ServedVersion {
  if (deprecated !== true) return { name };
  return { name, deprecation: { since: 0, text: deprecationWarning ?? `${group}/${name} ${kind} is deprecated` } };
}

/** v2 before v1, v1 before v1beta2, v1beta2 before v1alpha1, and those before any other name. */
function precedence(name: string): number {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(name);
  if (!match) return -1;
  const stage = match[2] === undefined ? 2 : match[2] === 'beta' ? 1 : 0;
  return stage * 1e6 + Number(match[1]) * 1e3 + Number(match[3] ?? 0);
}

function columnsOf({ additionalPrinterColumns: given = [] }: CustomVersion): readonly Column[] {
  return given.length === 0 ? [nameColumn, ageColumn] : [nameColumn, ...given.map(columnOf)];
}

function columnOf({ name, type, format, jsonPath, priority = 0 }: PrinterColumn): Column {
  const isDate = type === 'date';
  const cell = (object: KubeObject, context: ColumnContext): Cell => {
    const found = valuesAt(object as unknown as Json, jsonPath)[0];
    if (found === undefined || found === null) return isDate ? '<unknown>' : type === 'string' ? '' : null;
    if (isDate) return ageOf(typeof found === 'string' ? found : undefined, context);
    if (type === 'integer' || type === 'number') return typeof found === 'number' ? Math.trunc(found) : null;
    if (type === 'boolean') return typeof found === 'boolean' ? found : null;
    return typeof found === 'string' ? found : JSON.stringify(found);
  };
  const shown = type === 'integer' || type === 'boolean' || type === 'date' ? type : 'string';
  return { name, type: shown, ...(format !== undefined && { format }), ...(priority > 0 && { wide: true }), cell };
}
