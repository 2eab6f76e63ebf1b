/** What the fields of a kustomization hold: what is unknown or of another type is refused as Go's decoder refuses it. */
import { isJsonObject, sortedKeys, type Json, type JsonObject } from '../../../base/index.ts';
import { fourthSince } from './loader.ts';

type Shape = 'string' | '[]string' | '[]patch.StrategicMerge' | 'map' | 'bool' | 'int64' | 'any' | { readonly struct: string; readonly of?: string; readonly isList: boolean; readonly fields: Readonly<Record<string, Shape>> };

const options: Shape = { struct: 'GeneratorOptions', isList: false, fields: { labels: 'map', annotations: 'map', disableNameSuffixHash: 'bool', immutable: 'bool' } };
const generator = { name: 'string', namespace: 'string', behavior: 'string', files: '[]string', literals: '[]string', env: 'string', envs: '[]string', options } as const;
const patch: Shape = { struct: 'Patch', isList: true, fields: { path: 'string', patch: 'string', target: 'any', options: 'any' } };

const shapes: Readonly<Record<string, Shape>> = {
  apiVersion: 'string',
  kind: 'string',
  metadata: 'any',
  resources: '[]string',
  bases: '[]string',
  components: '[]string',
  namePrefix: 'string',
  nameSuffix: 'string',
  namespace: 'string',
  commonLabels: 'map',
  commonAnnotations: 'map',
  images: { struct: 'Image', isList: true, fields: { name: 'string', newName: 'string', tagSuffix: 'string', newTag: 'string', digest: 'string' } },
  replicas: { struct: 'Replica', isList: true, fields: { name: 'string', count: 'int64' } },
  configMapGenerator: { struct: 'ConfigMapArgs', isList: true, fields: generator },
  secretGenerator: { struct: 'SecretArgs', isList: true, fields: { ...generator, type: 'string' } },
  generatorOptions: options,
  patches: patch,
  patchesStrategicMerge: '[]string',
  patchesJson6902: patch,
  vars: { struct: 'Var', isList: true, fields: { name: 'string', objref: 'any', fieldref: 'any' } },
  crds: '[]string',
  configurations: '[]string',
  generators: '[]string',
  transformers: '[]string',
  labels: { struct: 'Label', isList: true, fields: { pairs: 'map', includeSelectors: 'bool', includeTemplates: 'bool', fields: 'any' } },
  buildMetadata: '[]string',
  sortOptions: { struct: 'SortOptions', isList: false, fields: { order: 'string', legacySortOptions: 'any' } },
  replacements: { struct: 'ReplacementField', isList: true, fields: { path: 'string', source: 'any', targets: 'any' } },
  helmCharts: 'any',
  helmGlobals: 'any',
  helmChartInflationGenerator: 'any',
  openapi: { struct: 'OpenAPI', isList: false, fields: { path: 'string', version: 'string' } },
  validators: '[]string',
};

const { envs: _, options: __, ...generatorOfSecond } = generator;

/** Those that kustomize 2 had, which kubectl brought until 1.20. */
const second: Readonly<Record<string, Shape>> = {
  ...Object.fromEntries((['apiVersion', 'kind', 'resources', 'bases', 'crds', 'configurations', 'namePrefix', 'nameSuffix', 'namespace', 'commonLabels', 'commonAnnotations', 'vars'] as const).map((field) => [field, shapes[field]!])),
  configMapGenerator: { struct: 'ConfigMapArgs', isList: true, fields: generatorOfSecond },
  secretGenerator: { struct: 'SecretArgs', isList: true, fields: { ...generatorOfSecond, type: 'string' } },
  generatorOptions: { struct: 'GeneratorOptions', isList: false, fields: { labels: 'map', annotations: 'map', disableNameSuffixHash: 'bool' } },
  images: { struct: 'Image', of: 'image', isList: true, fields: { name: 'string', newName: 'string', newTag: 'string', digest: 'string' } },
  patchesStrategicMerge: '[]patch.StrategicMerge',
  patchesJson6902: { struct: 'Json6902', of: 'patch', isList: true, fields: { path: 'string', target: 'any' } },
};

/** What is wrong with the first field that is wrong, in the order of their names, which is that of their decoder. */
export function shapeError(content: JsonObject, minor: number): string | undefined {
  return fieldsError(content, minor < fourthSince ? second : shapes, 'Kustomization', '');
}

function fieldsError(content: JsonObject, known: Readonly<Record<string, Shape>>, struct: string, path: string): string | undefined {
  for (const name of sortedKeys(content)) {
    const value = content[name]!;
    const shape = Object.hasOwn(known, name) ? known[name]! : undefined;
    if (shape === undefined) return `json: unknown field ${JSON.stringify(name)}`;
    const wrong = value === null ? undefined : valueError(value, shape, `${struct}.${path}${name}`, name);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function valueError(value: Json, shape: Shape, where: string, name: string): string | undefined {
  const cannot = (found: Json, type: string): string => `json: cannot unmarshal ${nameOf(found)} into Go struct field ${where} of type ${type}`;
  if (shape === 'any') return undefined;
  if (shape === 'string') return typeof value === 'string' ? undefined : cannot(value, 'string');
  if (shape === 'bool') return typeof value === 'boolean' ? undefined : cannot(value, 'bool');
  if (shape === 'int64') return typeof value === 'number' || typeof value === 'bigint' ? undefined : cannot(value, 'int64');
  if (shape === 'map') {
    if (!isJsonObject(value)) return cannot(value, 'map[string]string');
    const other = Object.values(value).find((each) => typeof each !== 'string' && each !== null);
    return other === undefined ? undefined : cannot(other, 'string');
  }
  if (typeof shape === 'string') {
    if (!Array.isArray(value)) return cannot(value, shape);
    const other = (value as readonly Json[]).find((each) => typeof each !== 'string' && each !== null);
    return other === undefined ? undefined : cannot(other, shape.slice('[]'.length));
  }
  const type = `${shape.of ?? 'types'}.${shape.struct}`;
  if (!shape.isList) return isJsonObject(value) ? fieldsError(value, shape.fields, shape.struct, `${name}.`) : cannot(value, type);
  if (!Array.isArray(value)) return cannot(value, `[]${type}`);
  for (const item of value as readonly Json[]) {
    const wrong = isJsonObject(item) ? fieldsError(item, shape.fields, shape.struct, `${name}.`) : cannot(item, type);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function nameOf(value: Json): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value === 'bigint' ? 'number' : typeof value;
}
