/** What the editor asks: the schema of the cluster's kinds, what a field is for, and what the server would say to a file. */
import { answerText, parseJson, parseYamlDocuments, printJson, type Json, type JsonObject } from '../../base/index.ts';
import type { Answer, Ask, Problem } from '../../client/index.ts';
import { dockerfileProblems } from '../hints/dockerfile-problems.ts';
import { explained, type Manifest } from '../hints/manifest-slips.ts';
import type { World } from '../world.ts';
import { askScratch } from './scratch-server.ts';

type Schema = { readonly type?: string; readonly description?: string; readonly properties?: Readonly<Record<string, Schema>>; readonly required?: readonly string[]; readonly $ref?: string; readonly items?: Schema; readonly additionalProperties?: Schema; readonly allOf?: readonly Schema[] };
type Kinded = Schema & { readonly 'x-kubernetes-group-version-kind'?: readonly { group: string; version: string; kind: string }[] };

type Path = readonly (string | number)[];

const built = new Map<string, string>();

/** One JSON schema for every document of a file: which kind it is decides which definition holds. */
export function answerSchema(world: World, _ask: Ask<'schema'>): Answer<'schema'> {
  const release = world.clusters[0]?.spec.server;
  if (release === undefined) return null;
  let schema = built.get(release);
  if (schema === undefined) built.set(release, (schema = printJson(schemaOf(release))));
  return { name: `Kubernetes ${release}`, schema };
}

export function answerExplain(world: World, { apiVersion, kind, path }: Ask<'explain'>): Answer<'explain'> {
  const release = world.clusters[0]?.spec.server;
  if (release === undefined) return null;
  const all = definitions(release);
  const root = Object.values(all).find((d) => isKind(d, apiVersion, kind));
  let at: Schema | undefined = root;
  let required = true;
  for (const name of path) {
    const owner = follow(at, all);
    required = owner?.required?.includes(name) ?? false;
    at = owner?.properties?.[name];
  }
  if (!at) return null;
  const inner = follow(at, all);
  const fields = Object.entries(inner?.properties ?? {}).map(([name, field]) => ({
    name,
    type: typeOf(field),
    required: inner?.required?.includes(name) ?? false,
    summary: (field.description ?? '').split('. ')[0]!,
  }));
  return { path: [kind.toLowerCase(), ...path].join('.'), type: typeOf(at), description: at.description ?? inner?.description ?? '', required, noEffect: false, fields };
}

export function answerValidate(world: World, { path: file, text }: Ask<'validate'>): Answer<'validate'> {
  if (/(?:^|\/)(?:Docker|Container)file[^/]*$|\.dockerfile$/.test(file)) return dockerfileProblems(text);
  const release = world.clusters[0]?.spec.server;
  if (release === undefined) return [];
  const problems: Problem[] = [];
  const lines = text.split('\n');
  for (const document of parseYamlDocuments(text)) {
    if ('error' in document) {
      const problem: Problem = { line: document.at?.line ?? 0, message: document.error, severity: 'error' };
      problems.push(explained(problem, { lines, apiVersion: '', kind: '', lineOf: () => 0, fields: () => [], kinds: () => [] }));
    } else if (document.value !== null) {
      // Of what is not written the line is that of what would hold it.
      const lineOf = (path: Path): number => document.locate(path, 'key')?.line ?? (path.length > 1 ? lineOf(path.slice(0, -1)) : document.line);
      const manifest = manifestOf(world, release, document.value, lines, lineOf);
      problems.push(...problemsOf(release, document.value, lineOf).map((problem) => explained(problem, manifest)));
    }
  }
  return problems;
}

function manifestOf(world: World, release: string, value: Json, lines: readonly string[], lineOf: Manifest['lineOf']): Manifest {
  const { apiVersion, kind } = value as JsonObject;
  const [version, name] = [apiVersion, kind].map((word) => (typeof word === 'string' ? word : '')) as [string, string];
  return {
    lines,
    apiVersion: version,
    kind: name,
    lineOf,
    fields: (path) => answerExplain(world, { apiVersion: version, kind: name, path })?.fields.map((field) => field.name) ?? [],
    kinds: () => resourcesOf(release, version)?.map((resource) => resource.kind) ?? [],
  };
}

function problemsOf(release: string, value: Json, lineOf: (path: Path) => number): Problem[] {
  const object = value as JsonObject;
  const [apiVersion, kind] = [object['apiVersion'], object['kind']];
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return [];
  const path = collectionOf(release, apiVersion, kind);
  if (path === undefined) return [{ line: lineOf(['kind']), message: `no matches for kind "${kind}" in version "${apiVersion}"`, severity: 'error' }];
  const answer = askScratch(release, 'POST', path, { query: { dryRun: 'All', fieldValidation: 'Strict' }, body: printJson(asNew(object)) });
  if (answer.status < 400) return [];
  const status = parseJson(answerText(answer)) as { message?: string; details?: { causes?: readonly { message?: string; field?: string }[] } };
  const causes = status.details?.causes ?? [];
  if (causes.length > 0) return causes.map((c) => ({ line: lineOf(fieldPath(c.field ?? '')), message: `${c.field}: ${c.message}`, severity: 'error' }));
  const unknown = [...(status.message ?? '').matchAll(/unknown field "([^"]+)"/g)];
  if (unknown.length > 0) return unknown.map((m) => ({ line: lineOf(fieldPath(m[1]!)), message: m[0], severity: 'error' }));
  const message = status.message ?? '';
  const [, found = '', field = ''] = /cannot unmarshal (\w+)(?: \S+)? into Go struct field \w+\.(\S+) of type/.exec(message) ?? [];
  return [{ line: lineOf(mistyped(object, field.split('.'), found) ?? ['kind']), message, severity: 'error' }];
}

/** Where a value of this type stands below these names, which do not tell which item of a list is meant. */
function mistyped(value: Json | undefined, names: readonly string[], found: string): Path | undefined {
  if (names.length === 0) return typeName(value) === found ? [] : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  const steps = Array.isArray(value) ? value.map((item, i) => [i, item, names] as const) : [[names[0]!, (value as JsonObject)[names[0]!], names.slice(1)] as const];
  for (const [step, inner, rest] of steps) {
    const path = mistyped(inner, rest, found);
    if (path) return [step, ...path];
  }
  return undefined;
}

function typeName(value: Json | undefined): string {
  if (typeof value === 'boolean') return 'bool';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Without what ties it to one cluster: the server that is asked holds neither its namespace nor an older version of it. */
function asNew(object: JsonObject): JsonObject {
  const { metadata } = object;
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) return object;
  const { namespace: _namespace, resourceVersion: _version, uid: _uid, ...rest } = metadata as JsonObject;
  return { ...object, metadata: rest };
}

/** Where objects of the kind are created; the namespace matters little to a server of its own. */
function collectionOf(release: string, apiVersion: string, kind: string): string | undefined {
  const found = resourcesOf(release, apiVersion)?.find((r) => r.kind === kind);
  return found && `${baseOf(apiVersion)}/${found.namespaced ? 'namespaces/default/' : ''}${found.name}`;
}

function baseOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** What the server serves in a version; undefined when it does not know it. */
function resourcesOf(release: string, apiVersion: string): readonly { name: string; kind: string; namespaced: boolean }[] | undefined {
  const answer = askScratch(release, 'GET', baseOf(apiVersion));
  if (answer.status !== 200) return undefined;
  const list = parseJson(answerText(answer)) as unknown as { resources: readonly { name: string; kind: string; namespaced: boolean }[] };
  return list.resources.filter((r) => !r.name.includes('/'));
}

/** "spec.containers[0].image" as keys and indexes. */
function fieldPath(field: string): (string | number)[] {
  return [...field.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map((m) => (m[2] === undefined ? m[1]! : Number(m[2])));
}

function schemaOf(release: string): object {
  const all = definitions(release);
  const kinds = Object.entries(all).flatMap(([name, d]) => ((d as Kinded)['x-kubernetes-group-version-kind'] ?? []).map((gvk) => ({ name, ...gvk })));
  const served = kinds.filter((k) => !k.kind.endsWith('List') && k.kind !== 'DeleteOptions' && k.kind !== 'Status');
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    required: ['apiVersion', 'kind'],
    properties: { apiVersion: { type: 'string', enum: unique(served.map(versionOf)) }, kind: { type: 'string', enum: unique(served.map((k) => k.kind)) } },
    allOf: served.map((k) => ({
      // Of its type as well: what is no object yet would otherwise be of every kind.
      if: { type: 'object', required: ['apiVersion', 'kind'], properties: { apiVersion: { const: versionOf(k) }, kind: { const: k.kind } } },
      then: { $ref: `#/definitions/${k.name}` },
    })),
    definitions: Object.fromEntries(Object.entries(all).map(([name, d]) => [name, d.properties ? { ...d, additionalProperties: false } : d])),
  };
}

function definitions(release: string): Readonly<Record<string, Schema>> {
  const index = parseJson(answerText(askScratch(release, 'GET', '/openapi/v3'))) as unknown as { paths: Readonly<Record<string, unknown>> };
  const all: Record<string, Schema> = {};
  for (const path of Object.keys(index.paths)) {
    const text = answerText(askScratch(release, 'GET', `/openapi/v3/${path}`)).replaceAll('#/components/schemas/', '#/definitions/');
    const document = parseJson(text) as unknown as { components?: { schemas?: Record<string, Schema> } };
    Object.assign(all, document.components?.schemas);
  }
  return all;
}

function isKind(definition: Kinded, apiVersion: string, kind: string): boolean {
  return (definition['x-kubernetes-group-version-kind'] ?? []).some((k) => k.kind === kind && versionOf(k) === apiVersion);
}

function versionOf({ group, version }: { group: string; version: string }): string {
  return group === '' ? version : `${group}/${version}`;
}

function follow(schema: Schema | undefined, all: Readonly<Record<string, Schema>>): Schema | undefined {
  const at = schema?.items ?? (schema?.properties ? schema : (schema?.additionalProperties ?? schema));
  const reference = at?.$ref ?? at?.allOf?.[0]?.$ref;
  return reference === undefined ? at : all[reference.slice('#/definitions/'.length)];
}

function typeOf(schema: Schema): string {
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (reference !== undefined) return reference.slice(reference.lastIndexOf('.') + 1);
  if (schema.items) return `[]${typeOf(schema.items)}`;
  return schema.additionalProperties ? `map[string]${typeOf(schema.additionalProperties)}` : (schema.type ?? 'Object').replace(/^object$/, 'Object');
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
