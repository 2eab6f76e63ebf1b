// Makes kube's schema of API objects out of three published descriptions of the Kubernetes API. Run by hand when a kind
// is added (roots below) or a release moves:
//   npm pack @kubernetes/client-node@2.0.1 && npm pack kubernetes-client@8.3.7      (unpack both anywhere)
//   node src/node/run.mjs make-schema CLIENT_NODE/package KUBERNETES_CLIENT/package OPENAPI_V2_OF_1.20.json.gz
// client-node holds the types of 1.36, kubernetes-client the OpenAPI of 1.11, and a 1.20 server serves its own at /openapi/v2.
// All three derive from Kubernetes, Apache-2.0. The outcome is committed; none of them is a dependency.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { mergeKeysSince, newAtomicMaps, roots } from './schema-sources.ts';

/** What an OpenAPI v2 document says of a field, or of a definition. */
interface Property {
  readonly description?: string;
  readonly type?: string;
  readonly format?: string;
  readonly $ref?: string;
  readonly items?: Property;
  readonly additionalProperties?: Property;
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
}

/** A field of a class of client-node. */
interface ModelField {
  readonly type: string;
  readonly format: string;
  readonly description: string | undefined;
}

interface Model {
  readonly fields: Readonly<Record<string, ModelField>>;
  readonly required: ReadonlySet<string>;
  readonly description: string;
}

interface Definition {
  readonly fields: Map<string, string>;
  readonly isAtomic: boolean;
}

type Document = Readonly<Record<string, Property>>;
type Texts = Record<string, Record<string, string>>;

const [clientNode = '', oldClient = '', openapi120 = ''] = process.argv.slice(2);
const models = `${clientNode}/dist/gen/models`;
const readDocument = (path: string): Document => (JSON.parse(gunzipSync(readFileSync(path)).toString()) as { definitions: Document }).definitions;
const docs = { 11: readDocument(`${oldClient}/lib/specs/swagger-1.11.json.gz`), 20: readDocument(openapi120) };
const definitions = new Map<string, Definition>(); // by short name
const described: { 36: Texts; 20: Texts } = { 36: {}, 20: {} };

const scalars: Readonly<Record<string, string>> = { 'int32': 'i', 'int64': 'l', 'double': 'n', 'byte': 'y', 'date-time': 't', 'date-time-micro': 'T', 'int-or-string': 'p' };
const wellKnown: Readonly<Record<string, string>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': 'q',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'p',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': 't',
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': 'T',
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': 'f',
  'io.k8s.apimachinery.pkg.runtime.RawExtension': 'j',
};

for (const { name, model } of roots) await visit(name, model, openApiName(name));
const printed = [...definitions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, definition]) => printDefinition(name, definition));
writeFileSync('src/kube/schema/structure.ts', structureFile(printed));
writeFileSync('src/kube/schema/descriptions.json', `${JSON.stringify(sorted(described[36]))}\n`);
writeFileSync('src/kube/schema/descriptions-1.20.json', `${JSON.stringify(sorted(described[20]))}\n`);

/** `core.v1.Pod` is io.k8s.api.core.v1.Pod, `meta.v1.ObjectMeta` is in apimachinery. */
function openApiName(name: string): string {
  return name.startsWith('meta.') ? `io.k8s.apimachinery.pkg.apis.${name}` : `io.k8s.api.${name}`;
}

function shortName(openApi: string): string {
  return openApi.replace(/^io\.k8s\.(?:api\.|apimachinery\.pkg\.apis\.)/, '');
}

/** Reads a definition from every source that has it, and those that it refers to. */
async function visit(name: string, model: string | undefined, full: string): Promise<void> {
  if (definitions.has(name)) return;
  const of36 = model === undefined ? undefined : await readModel(model);
  const of20 = docs[20][full];
  const of11 = docs[11][full] ?? docs[11][full.replace('discovery', 'core')];
  const fields = new Map<string, string>();
  definitions.set(name, { fields, isAtomic: of20?.['x-kubernetes-map-type'] === 'atomic' || newAtomicMaps.has(name) });
  const names = new Set([...Object.keys(of36?.fields ?? {}), ...Object.keys(of20?.properties ?? {}), ...Object.keys(of11?.properties ?? {})]);
  for (const field of [...names].sort()) {
    const property = of20?.properties?.[field] ?? of11?.properties?.[field];
    const modern = of36?.fields[field];
    const type = await typeOf(name, property, modern);
    const marks = marksOf(`${name}.${field}`, property) + (requiredIn(field, of36, of20) ? '!' : '');
    fields.set(field, type + marks + window(field, of36, of20, of11));
    describe(name, field, modern?.description, of20?.properties?.[field]?.description);
  }
  describe(name, '', of36?.description, of20?.description);
}

function requiredIn(field: string, of36: Model | undefined, of20: Property | undefined): boolean {
  return of36 ? of36.required.has(field) : (of20?.required ?? []).includes(field);
}

/** `+36`: came after 1.20; `+20`: came after 1.11; `-36`, `-20`: gone by then. */
function window(field: string, of36: Model | undefined, of20: Property | undefined, of11: Property | undefined): string {
  const in36 = of36 !== undefined && field in of36.fields;
  const in20 = field in (of20?.properties ?? {});
  const in11 = field in (of11?.properties ?? {});
  const since = in11 ? '' : in20 ? (of11 ? '+20' : '') : of20 ? '+36' : '';
  const until = in36 ? '' : in20 ? (of36 ? '-36' : '') : '-20';
  return since + until;
}

function marksOf(path: string, property: Property | undefined): string {
  const strategy = property?.['x-kubernetes-patch-strategy'] ?? '';
  let marks = '';
  if (strategy.includes('merge')) marks += `@${property?.['x-kubernetes-patch-merge-key'] ?? ''}`;
  else if (mergeKeysSince[path] !== undefined) marks += `@${mergeKeysSince[path]}`;
  if (strategy.includes('retainKeys')) marks += '~';
  const keys = property?.['x-kubernetes-list-map-keys'];
  if (keys && keys.join() !== property?.['x-kubernetes-patch-merge-key']) marks += `*${keys.join(',')}`;
  if (property?.['x-kubernetes-list-type'] === 'set') marks += '*';
  if (property?.['x-kubernetes-map-type'] === 'atomic' || newAtomicMaps.has(path)) marks += '%';
  return marks;
}

/** The older documents say more (quantities, bytes), so they are asked first; the model tells the name of the class to go on with. */
async function typeOf(parent: string, property: Property | undefined, modern: ModelField | undefined): Promise<string> {
  if (property === undefined) return modern === undefined ? 'j' : typeOfModel(parent, modern.type, modern.format);
  if (property.$ref !== undefined) {
    const full = property.$ref.replace('#/definitions/', '');
    if (wellKnown[full]) return wellKnown[full];
    const name = shortName(full);
    await visit(name, modern && innermost(modern.type), full);
    return reference(parent, name);
  }
  if (property.type === 'array') return `[${await typeOf(parent, property.items, modern)}`;
  if (property.type === 'object' && property.additionalProperties) return `{${await typeOf(parent, property.additionalProperties, modern)}`;
  if (property.type === 'object') return 'j';
  if (property.type === 'boolean') return 'b';
  return scalars[property.format ?? ''] ?? (property.type === 'integer' ? 'i' : property.type === 'number' ? 'n' : 's');
}

async function typeOfModel(parent: string, type: string, format: string): Promise<string> {
  const list = /^Array<(.*)>$/.exec(type);
  if (list) return `[${await typeOfModel(parent, list[1]!, format)}`;
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type);
  if (map) return `{${await typeOfModel(parent, map[1]!, format)}`;
  if (type === 'V1MicroTime') return 'T';
  if (type === 'any' || type === 'object') return 'j';
  if (type === 'boolean') return 'b';
  if (scalars[format]) return scalars[format];
  if (type === 'string') return 's';
  if (type === 'number') return 'i';
  if (type === 'Date') return 't';
  if (type === 'IntOrString') return 'p';
  const group = type.startsWith('CoreV1') ? 'core.v1' : groupOf(parent);
  const elsewhere = /^V\d/.test(type) ? ['meta.v1', 'core.v1'] : [];
  const groups = [group, ...elsewhere].map((candidate) => `${candidate}.${bare(type)}`);
  const name = groups.find((candidate) => docs[20][openApiName(candidate)] !== undefined) ?? groups[0]!;
  await visit(name, type, openApiName(name));
  return reference(parent, name);
}

function innermost(type: string): string | undefined {
  const inner = /^Array<(.*)>$/.exec(type)?.[1] ?? /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1];
  return inner ? innermost(inner) : /^(?:[A-Z][a-z]+)?V\d/.test(type) ? type : undefined;
}

function bare(model: string): string {
  return model.replace(/^(?:Core|Events|Discovery)?V\d+(?:(?:alpha|beta)\d+)?/, '');
}

function groupOf(name: string): string {
  return name.slice(0, name.lastIndexOf('.'));
}

function reference(parent: string, name: string): string {
  return `#${groupOf(name) === groupOf(parent) ? name.slice(groupOf(name).length + 1) : name}`;
}

async function readModel(model: string): Promise<Model> {
  const classes = (await import(/* @vite-ignore */ pathToFileURL(`${models}/${model}.js`).href)) as Record<string, { attributeTypeMap: readonly { baseName: string; name: string; type: string; format: string }[] }>;
  const text = readFileSync(`${models}/${model}.d.ts`, 'utf8');
  const required = new Set([...text.matchAll(/^ {4}'([^']+)': /gm)].map((match) => match[1]!));
  const comments = new Map([...text.matchAll(/\/\*\*\n\s*\* (.*)\n\s*\*\/\n\s*'([^']+)'\??: /g)].map((match) => [match[2]!, unescape(match[1]!)] as const));
  const fields: Record<string, ModelField> = {};
  for (const { baseName, name, type: written, format } of classes[model]!.attributeTypeMap) {
    fields[baseName] = { type: written, format, description: comments.get(name) };
  }
  const description = unescape(/\/\*\*\n\* (.*)\n\*\/\nexport declare class/.exec(text)?.[1] ?? '');
  return { fields, required, description };
}

function unescape(text: string): string {
  return text.replace(/\\(['"`])/g, '$1').replaceAll('*_/', '*/').replace(/\\\\/g, '\\');
}

function describe(name: string, field: string, of36: string | undefined, of20: string | undefined): void {
  const text = of36 || of20;
  if (text) (described[36][name] ??= {})[field] = text;
  if (of20 && of20 !== text) (described[20][name] ??= {})[field] = of20;
}

function printDefinition(name: string, { fields, isAtomic }: Definition): string {
  return `${name}${isAtomic ? '%' : ''}${[...fields].map(([field, type]) => ` ${field}=${type}`).join('')}`;
}

function sorted(of: Texts): Texts {
  return Object.fromEntries(Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function structureFile(lines: readonly string[]): string {
  const body = lines.map((line) => `  ${/'/.test(line) ? JSON.stringify(line) : `'${line}'`},`).join('\n');
  return `/**
 * The structure of the API's objects, a definition a line; structure-reader.ts tells how to read one.
 * Made by src/node/make-schema.ts out of the Kubernetes API's own descriptions: Copyright The Kubernetes Authors,
 * licensed under the Apache License 2.0 (see LICENSE). Not to be edited by hand.
 */
export const structure: readonly string[] = [
${body}
];
`;
}
