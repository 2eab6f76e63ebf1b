/** OpenAPI documents made of the structure: v3 by group and version, v2 as one for old clients and servers. */
import { sha256Hex } from '../../../base/index.ts';
import type { ServedKind } from '../../kinds/registry.ts';
import { openApiName, type Definition, type Field, type FieldType, type ScalarCode, type Structure } from '../../schema/structure-reader.ts';
import { descriptionOf } from '../../schema/descriptions.ts';
import { isWithoutEffect } from '../../without-effect.ts';
import type { Release } from '../../meta/release.ts';
import type { ApiServer } from '../api-server.ts';
import { groupsOf } from './discovery.ts';
import type { CallContext } from './call-context.ts';

/** Answers true when the path is one of OpenAPI's. */
export function answerOpenApi(context: CallContext): boolean {
  const { server, request } = context;
  const path = request.path.replace(/\/$/, '');
  if (path === '/openapi/v2') context.answer(200, documentV2(server));
  else if (path === '/openapi/v3' && server.release.atLeast(24)) context.answer(200, index(server));
  else {
    const match = /^\/openapi\/v3\/(?:api\/(v1)|apis\/([^/]+)\/([^/]+))$/.exec(path);
    if (match === null || !server.release.atLeast(24)) return false;
    const [, core, group = '', version = core!] = match;
    if (groupsOf(server.kinds).get(group)?.includes(version) !== true) return false;
    context.answer(200, documentV3(server, group, version));
  }
  return true;
}

function index(server: ApiServer): object {
  const paths: Record<string, object> = {};
  for (const [group, versions] of groupsOf(server.kinds)) {
    for (const version of versions) {
      const path = group === '' ? `api/${version}` : `apis/${group}/${version}`;
      const hash = sha256Hex(`${server.release.gitVersion} ${path}`).toUpperCase(); // a document changes with the release alone
      paths[path] = { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` };
    }
  }
  return { paths };
}

const documents = new WeakMap<ApiServer, Map<string, object>>();

function documentV3(server: ApiServer, group: string, version: string): object {
  let known = documents.get(server);
  if (known === undefined) documents.set(server, (known = new Map()));
  const key = `${group}/${version}`;
  let document = server.kinds.served.some((s) => s.kind.custom && s.group === group) ? undefined : known.get(key);
  if (document === undefined) known.set(key, (document = makeV3(server, group, version)));
  return document;
}

function makeV3(server: ApiServer, group: string, version: string): object {
  const served = server.kinds.served.filter((s) => s.group === group && s.version.name === version);
  const names = reachable(served.map((s) => s.definition).concat('meta.v1.DeleteOptions', 'meta.v1.Status'), server.structure);
  const schemas = Object.fromEntries(names.map((name) => [openApiName(name), schemaOf(server, name, served, '#/components/schemas/')]));
  const paths = Object.fromEntries(served.flatMap((s) => pathsOf(s, server.release)));
  return { openapi: '3.0.0', info: { title: 'Kubernetes', version: server.release.gitVersion }, paths, components: { schemas } };
}

const prefixV2 = '#/definitions/';

function documentV2(server: ApiServer): object {
  const { served } = server.kinds;
  const names = reachable(served.map((s) => s.definition).concat('meta.v1.DeleteOptions', 'meta.v1.Status'), server.structure);
  const definitions = Object.fromEntries(names.map((name) => [openApiName(name), schemaOf(server, name, served, prefixV2)]));
  return { swagger: '2.0', info: { title: 'Kubernetes', version: server.release.gitVersion }, paths: Object.fromEntries(served.flatMap((s) => pathsOf(s, server.release))), definitions };
}

function reachable(roots: readonly string[], structure: Structure): string[] {
  const seen = new Set<string>();
  const visit = (name: string) => {
    if (seen.has(name) || !structure.has(name)) return;
    seen.add(name);
    for (const field of structure.definition(name).fields.values()) {
      const inner = innermost(field.type);
      if (inner.form === 'object') visit(inner.definition);
      else if (inner.form === 'scalar' && namedScalars[inner.code] !== undefined) seen.add(namedScalars[inner.code]!);
    }
  };
  for (const root of roots) visit(root);
  // What a kind that somebody added has inside stands in its own schema.
  return [...seen].filter((name) => roots.includes(name) || name.split('.').length === 3).sort();
}

function innermost(type: FieldType): FieldType {
  return type.form === 'list' || type.form === 'map' ? innermost(type.of) : type;
}

function schemaOf(server: ApiServer, name: string, served: readonly ServedKind[], prefix: string): object {
  const custom = served.find((s) => s.definition === name && s.kind.custom);
  if (custom) return customSchema(server.release, custom, prefix);
  const scalar = (Object.keys(namedScalars) as ScalarCode[]).find((code) => namedScalars[code] === name);
  if (scalar) return { description: descriptionOf(server.release, name), ...scalarOf(scalar, prefix) };
  const definition = server.structure.definition(name);
  const kinds = served.filter((s) => s.definition === name).map(({ kind, group, version }) => ({ group, version: version.name, kind: kind.kind }));
  const required = [...definition.fields.values()].filter((field) => field.isRequired).map((field) => field.name);
  const description = descriptionOf(server.release, name);
  return {
    ...(description !== undefined && { description }),
    type: 'object',
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries([...definition.fields.values()].map((field) => [field.name, propertyOf(server, definition, field, prefix)])),
    ...(definition.isAtomic && { 'x-kubernetes-map-type': 'atomic' }),
    ...(kinds.length > 0 && { 'x-kubernetes-group-version-kind': kinds }),
  };
}

/** The schema of a kind that somebody added, as they wrote it, with what every object has. */
function customSchema(release: Release, { kind, group, version }: ServedKind, prefix: string): object {
  const schema = kind.custom!.schemaOf(version.name) ?? {};
  const meta = typeOf({ form: 'object', definition: 'meta.v1.ObjectMeta' }, prefix);
  const described = (field: string, type: object): object => ({ description: descriptionOf(release, 'core.v1.Pod', field), ...type }); // which are those of every kind
  const own = { apiVersion: described('apiVersion', { type: 'string' }), kind: described('kind', { type: 'string' }), metadata: described('metadata', meta) };
  return { ...schema, type: 'object', properties: { ...own, ...(schema['properties'] as object | undefined) }, 'x-kubernetes-group-version-kind': [{ group, version: version.name, kind: kind.kind }] };
}

function propertyOf(server: ApiServer, definition: Definition, field: Field, prefix: string): object {
  const description = descriptionOf(server.release, definition.name, field.name);
  const strategy = [field.mergeKey === undefined ? '' : 'merge', field.retainsKeys ? 'retainKeys' : ''].filter(Boolean).join(',');
  return {
    ...(description !== undefined && { description }),
    ...typeOf(field.type, prefix),
    ...(field.mergeKey && { 'x-kubernetes-patch-merge-key': field.mergeKey }),
    ...(strategy !== '' && { 'x-kubernetes-patch-strategy': strategy }),
    ...(field.listKeys && field.listKeys.length > 0 && { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': field.listKeys }),
    ...(field.isAtomic && { 'x-kubernetes-map-type': 'atomic' }),
    ...(isWithoutEffect(definition.name, field.name) && { 'x-kubarium-without-effect': true }),
  };
}

/** What the documents describe once and refer to. */
const namedScalars: Partial<Record<ScalarCode, string>> = { q: 'api.resource.Quantity', p: 'util.intstr.IntOrString', t: 'meta.v1.Time', T: 'meta.v1.MicroTime', f: 'meta.v1.FieldsV1' };

const scalars: Readonly<Record<ScalarCode, object>> = {
  s: { type: 'string' },
  i: { type: 'integer', format: 'int32' },
  l: { type: 'integer', format: 'int64' },
  n: { type: 'number', format: 'double' },
  b: { type: 'boolean' },
  y: { type: 'string', format: 'byte' },
  t: { type: 'string', format: 'date-time' },
  T: { type: 'string', format: 'date-time' },
  q: { oneOf: [{ type: 'string' }, { type: 'number' }] },
  p: { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
  j: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  f: { type: 'object' },
};

const scalarsV2: Partial<Record<ScalarCode, object>> = { q: { type: 'string' }, p: { type: 'string', format: 'int-or-string' } };

function scalarOf(code: ScalarCode, prefix: string): object {
  return (prefix === prefixV2 ? scalarsV2[code] : undefined) ?? scalars[code];
}

function typeOf(type: FieldType, prefix: string): object {
  if (type.form === 'list') return { type: 'array', items: typeOf(type.of, prefix) };
  if (type.form === 'map') return { type: 'object', additionalProperties: typeOf(type.of, prefix) };
  if (type.form === 'scalar' && namedScalars[type.code] === undefined) return scalarOf(type.code, prefix);
  const ref = { $ref: prefix + openApiName(type.form === 'object' ? type.definition : namedScalars[type.code]!) };
  return prefix === prefixV2 ? ref : { allOf: [ref] };
}

/** Clients ask here whether a kind's patch knows dry runs and field validation. */
function pathsOf({ kind, group, version, apiVersion }: ServedKind, release: Release): [string, object][] {
  const base = group === '' ? `/api/${apiVersion}` : `/apis/${apiVersion}`;
  const collection = kind.namespaced ? `${base}/namespaces/{namespace}/${kind.plural}` : `${base}/${kind.plural}`;
  const gvk = { group, version: version.name, kind: kind.kind };
  const parameters = ['dryRun', 'fieldManager', ...(release.atLeast(25) ? ['fieldValidation'] : []), 'force'].map((name) => ({ name, in: 'query', schema: { type: 'string', uniqueItems: true } }));
  const operation = (action: string) => ({ 'x-kubernetes-action': action, 'x-kubernetes-group-version-kind': gvk, parameters, responses: { 200: { description: 'OK' } } });
  return [
    [collection, { get: operation('list'), post: operation('post'), delete: operation('deletecollection') }],
    [`${collection}/{name}`, { get: operation('get'), put: operation('put'), patch: operation('patch'), delete: operation('delete') }],
  ];
}
