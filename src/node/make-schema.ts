// Makes kube's schema of API objects out of published descriptions of the Kubernetes API. Run by hand when a release moves:
//   npm pack @kubernetes/client-node@2.0.1 && npm pack kubernetes-client@8.3.7      (unpack both anywhere)
//   node src/node/run.mjs make-schema CLIENT_NODE/package KUBERNETES_CLIENT/package OPENAPI_V2_OF_1.20.json.gz
// client-node holds the types of 1.36, kubernetes-client the OpenAPI of 1.7 to 1.13, and a 1.20 server serves its own at /openapi/v2.
// All derive from Kubernetes, Apache-2.0. The outcome is committed; none of them is a dependency.
import { writeFileSync } from 'node:fs';
import { kindsOf, readDocument, readOldDocuments, shortName, type Document, type Property } from './schema-documents.ts';
import { kindClasses, parseClass, readModel, type Model, type ModelField } from './schema-models.ts';
import { atOnce, mergeKeysSince, newAtomicMaps, newQuantities, versionsServedNowhere } from './schema-sources.ts';

interface Definition {
  readonly fields: Map<string, string>;
  readonly isAtomic: boolean;
}

type Texts = Record<string, Record<string, string>>;

const [clientNode = '', oldClient = '', openapi120 = ''] = process.argv.slice(2);
const folder = `${clientNode}/dist/gen`;
const documents: readonly Document[] = [...readOldDocuments(`${oldClient}/lib/specs`), readDocument(openapi120, 20)]; // oldest first
const newestFirst = documents.toReversed();
const of120 = documents.at(-1)!.definitions;
const classes = kindClasses(folder);
const definitions = new Map<string, Definition>(); // by short name
const described: { 36: Texts; 20: Texts } = { 36: {}, 20: {} };

const scalars: Readonly<Record<string, string>> = { 'int32': 'i', 'int64': 'l', 'double': 'n', 'byte': 'y', 'date-time': 't', 'date-time-micro': 'T', 'int-or-string': 'p' };
const earliest: Readonly<Record<number, number>> = { 20: 14, 36: 21 };
const rawExtension = 'io.k8s.apimachinery.pkg.runtime.RawExtension';
/** Scalars that documents refer to by name. */
const wellKnown: Readonly<Record<string, string>> = { 'api.resource.Quantity': 'q', 'util.intstr.IntOrString': 'p', 'meta.v1.Time': 't', 'meta.v1.MicroTime': 'T', 'meta.v1.FieldsV1': 'f' };
const typeWords = new Map(Object.keys(wellKnown).map((name) => [name, of120.get(name)!.description!]));

for (const name of atOnce) await visit(name, classes.get(name));
for (const [name, words] of typeWords) describe(name, '', words, undefined, true);
const first = new Set([...definitions.keys(), ...typeWords.keys()]);
for (const [name, model] of classes) if (!versionsServedNowhere.test(name)) await visit(name, model);
for (const name of newestFirst.flatMap(kindsOf)) if (!versionsServedNowhere.test(name)) await visit(name, classes.get(name));

const write = (file: string, text: string) => writeFileSync(`src/kube/schema/${file}`, text);
const printed = (isFirst: boolean) => [...definitions].filter(([name]) => first.has(name) === isFirst).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, definition]) => printDefinition(name, definition));
const some = (texts: Texts, isFirst: boolean) => `${JSON.stringify(Object.fromEntries(Object.entries(texts).filter(([name]) => first.has(name) === isFirst).sort(([a], [b]) => (a < b ? -1 : 1))))}\n`;
write('structure.ts', structureFile(printed(true)));
write('more-structure.json', `${JSON.stringify(printed(false), undefined, 1)}\n`);
write('descriptions.json', some(described[36], true));
write('more-descriptions.json', some(described[36], false));
write('descriptions-1.20.json', some(described[20], true));
write('more-descriptions-1.20.json', some(described[20], false));

/** Reads a definition from every source that has it, and those that it refers to. */
async function visit(name: string, model: string | undefined): Promise<void> {
  if (definitions.has(name)) return;
  const modern = model === undefined ? undefined : await readModel(folder, model);
  const docs = documents.map((document) => document.definitions.get(name));
  const newest = docs.findLast((property) => property !== undefined);
  const fields = new Map<string, string>();
  definitions.set(name, { fields, isAtomic: newest?.['x-kubernetes-map-type'] === 'atomic' || newAtomicMaps.has(name) });
  const names = new Set([...Object.keys(modern?.fields ?? {}), ...docs.flatMap((property) => Object.keys(property?.properties ?? {}))]);
  for (const field of [...names].sort()) {
    const property = docs.findLast((doc) => doc?.properties?.[field] !== undefined)?.properties?.[field];
    const told = await typeOf(name, property, modern?.fields[field]);
    const type = newQuantities.has(`${name}.${field}`) ? told.replace(/s$/, 'q') : told;
    const marks = marksOf(`${name}.${field}`, property) + (requiredIn(field, modern, newest) ? '!' : '');
    fields.set(field, type + marks + window(field, modern, docs));
    describe(name, field, ownWords(modern?.fields[field]) ?? property?.description ?? otherWords(name, field), of120.get(name)?.properties?.[field]?.description, modern !== undefined);
  }
  describe(name, '', modern?.description ?? newest?.description, of120.get(name)?.description, modern !== undefined);
}

function requiredIn(field: string, modern: Model | undefined, newest: Property | undefined): boolean {
  return modern ? modern.required.has(field) : (newest?.required ?? []).includes(field);
}

/** `+9`: came with 1.9; `-20`: gone by 1.20. Between documents that are far apart a field counts as early as it can have come. */
function window(field: string, modern: Model | undefined, docs: readonly (Property | undefined)[]): string {
  const seen = docs.flatMap((property, i) => (property === undefined ? [] : [{ minor: documents[i]!.minor, has: field in (property.properties ?? {}) }]));
  if (modern) seen.push({ minor: 36, has: field in modern.fields });
  const begins = seen.findIndex(({ has }) => has);
  const ends = seen.findLastIndex(({ has }) => has);
  const since = begins > 0 ? `+${earliest[seen[begins]!.minor] ?? seen[begins]!.minor}` : '';
  return since + (ends < seen.length - 1 ? `-${seen[ends + 1]!.minor}` : '');
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

/** The documents say more (quantities, bytes), so they are asked first; the model tells the name of the class to go on with. */
async function typeOf(parent: string, property: Property | undefined, modern: ModelField | undefined): Promise<string> {
  if (property === undefined) return modern === undefined ? 'j' : typeOfModel(parent, modern.type, modern.format);
  if (property.$ref !== undefined) {
    const full = property.$ref.replace('#/definitions/', '');
    if (full === rawExtension) return 'j';
    const name = shortName(full)!;
    if (wellKnown[name]) return wellKnown[name];
    const isOpen = !newestFirst.some(({ definitions: all }) => all.get(name)?.properties !== undefined);
    const model = modern && innermost(modern.type);
    if (isOpen && model === undefined) return 'j';
    await visit(name, model);
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
  const { group, version, bare } = parseClass(type)!;
  const groups = group === undefined ? [groupOf(parent), `meta.${version}`, `core.${version}`] : [`${group}.${version}`];
  const names = groups.map((candidate) => `${candidate}.${bare}`);
  const name = names.find((candidate) => of120.has(candidate) || classes.get(candidate) === type) ?? names[0]!;
  await visit(name, type);
  return reference(parent, name);
}

function innermost(type: string): string | undefined {
  const inner = /^Array<(.*)>$/.exec(type)?.[1] ?? /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1];
  return inner ? innermost(inner) : parseClass(type) && type;
}

function groupOf(name: string): string {
  return name.slice(0, name.lastIndexOf('.'));
}

function reference(parent: string, name: string): string {
  return `#${groupOf(name) === groupOf(parent) ? name.slice(groupOf(name).length + 1) : name}`;
}

/** client-node gives some fields the words of their type instead of their own. */
function ownWords(field: ModelField | undefined): string | undefined {
  return [...typeWords.values()].includes(field?.description ?? '') ? undefined : field?.description;
}

/** What another version of the same definition says of a field. */
function otherWords(name: string, field: string): string | undefined {
  const [group, , bare] = name.split('.');
  const others = newestFirst.flatMap((document) => [...document.definitions].filter(([other]) => other.startsWith(`${group}.`) && other.endsWith(`.${bare}`)));
  return others.map(([, property]) => property.properties?.[field]?.description).find((words) => words !== undefined);
}

/** The newest words, and those of 1.20 where they are others; what is gone by 1.36 is told among the old ones. */
function describe(name: string, field: string, newest: string | undefined, in120: string | undefined, isCurrent: boolean): void {
  const text = newest || in120;
  if (text) (described[isCurrent ? 36 : 20][name] ??= {})[field] = text;
  if (in120 && in120 !== text) (described[20][name] ??= {})[field] = in120;
}

function printDefinition(name: string, { fields, isAtomic }: Definition): string {
  return `${name}${isAtomic ? '%' : ''}${[...fields].map(([field, type]) => ` ${field}=${type}`).join('')}`;
}

function structureFile(lines: readonly string[]): string {
  const body = lines.map((line) => `  ${/'/.test(line) ? JSON.stringify(line) : `'${line}'`},`).join('\n');
  return `/**
 * The structure of the API's objects that a cluster cannot do without, a definition a line; structure-reader.ts tells how to
 * read one. More stands in more-structure.json, which is loaded when somebody uses another kind.
 * Made by src/node/make-schema.ts out of the Kubernetes API's own descriptions: Copyright The Kubernetes Authors,
 * licensed under the Apache License 2.0 (see LICENSE). Not to be edited by hand.
 */
export const structure: readonly string[] = [
${body}
];
`;
}
