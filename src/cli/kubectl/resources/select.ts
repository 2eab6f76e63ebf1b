/** From the arguments of a command to what it is about: types, names, selectors and files, with the complaints of the real client. */
import { isJsonObject, parseYamlDocuments, type Json, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { loadKustomize } from './load-kustomize.ts';
import { labelsMatch } from '../objects/label-match.ts';
import { list, members, text } from '../objects/member.ts';
import { qualifiedName, type ApiResource, type Discovery } from '../wire/discovery.ts';
import { categoryResources, findKind, resolveResource } from '../wire/resource-mapper.ts';
import { metadataError } from './metadata-errors.ts';
import { readSources } from './read-files.ts';

/** One request to make for an object or a list, or an object that a file brought. */
export interface Selected {
  readonly resource: ApiResource;
  readonly namespace: string; // '' is every namespace, or none
  readonly name: string; // '' is a list
  readonly source: string;
  readonly object?: JsonObject;
}

export interface SelectOptions {
  readonly args: readonly string[];
  readonly filenames?: readonly string[];
  readonly kustomize?: string; // a directory
  readonly recursive?: boolean;
  readonly selector?: string;
  readonly fieldSelector?: string;
  readonly all?: boolean;
  /** It does not go with names: `delete --all`. */
  readonly allIsSelector?: boolean;
  readonly allNamespaces?: boolean;
  /** A type alone means all of it. */
  readonly typeAlone?: boolean;
  /** Names stand behind one type alone. */
  readonly singleType?: boolean;
  /** No server is to see them: objects of files stay without a namespace of their own. */
  readonly isLocal?: boolean;
  /** What objects without a namespace of their own go to, and what is listed. */
  readonly namespace?: string;
  /** Called for each document before it is looked at. */
  readonly validate?: (document: Json, source: string) => Task;
  /** Takes what is wrong with documents of files, so that the others are not lost; without it the first is thrown. */
  readonly faults?: Error[];
  /** Types that come first, for those who name only objects: `cordon NODE`. */
  readonly defaultType?: string;
}

export interface Selection {
  readonly items: readonly Selected[];
  /** Types named, in order. */
  readonly types: readonly ApiResource[];
  /** Exactly one object by name. */
  readonly isSingle: boolean;
  readonly fromFiles: boolean;
}

export const nothingNamed = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

/** The first clients that miss no more than a name, and that speak of a mapping where a type is not known. */
const NAMES_ONLY_SINCE = 21;
const MAPPING_SINCE = 23;

export function* select(k: Invocation, options: SelectOptions): Task<Selection> {
  if (options.kustomize) return yield* selectKustomization(k, options.kustomize, options);
  if (options.filenames && options.filenames.length > 0) return yield* selectFiles(k, options);
  const { args } = options;
  if (args.length === 0) throw new CommandError(options.selector || options.fieldSelector || options.all ? 'at least one resource must be specified to use a selector' : nothingNamed);
  if (args.some((arg) => arg.includes('/'))) return yield* selectTuples(k, options);
  const types = yield* resolveTypes(k, args[0]!);
  const names = args.slice(1);
  if (options.singleType && types.length > 1 && names.length > 0) throw new CommandError('you may only specify a single resource type');
  if (names.length > 0) return selectNames(k, types, names, options);
  if (!options.selector && !options.fieldSelector && !options.all && !options.typeAlone) {
    throw new CommandError(`resource(s) were provided, but no name${k.release.minor < NAMES_ONLY_SINCE ? ', label selector, or --all flag' : ' was'} specified`);
  }
  const items = types.map((resource) => ({ resource, namespace: namespaceFor(k, resource, options), name: '', source: '' }));
  return { items, types, isSingle: false, fromFiles: false };
}

function namespaceFor(k: Invocation, resource: ApiResource, options: SelectOptions): string {
  if (!resource.namespaced || options.allNamespaces) return '';
  return options.namespace ?? k.namespace;
}

function* resolveTypes(k: Invocation, typed: string): Task<readonly ApiResource[]> {
  const discovery = yield* k.discovery();
  const types: ApiResource[] = [];
  for (const word of typed.split(',')) {
    const category = word.includes('.') ? [] : categoryResources(discovery, word.toLowerCase());
    const found = category.length > 0 ? category : [yield* resolveType(k, discovery, word)];
    for (const resource of found) if (!types.some((known) => known.plural === resource.plural && known.group === resource.group)) types.push(resource);
  }
  return types;
}

/** The first release that does. */
const WARNS_SINCE = 27;

/** Warns where a short name could mean something else too. */
export function* resolveType(k: Invocation, discovery: Discovery, word: string): Task<ApiResource> {
  const { resource, alsoMatches } = resolveResource(discovery, word);
  if (alsoMatches.length > 0 && k.release.minor >= WARNS_SINCE) {
    const others = alsoMatches.map(qualifiedName).join(', ');
    yield* k.warn(`Warning: short name ${JSON.stringify(word.toLowerCase())} could also match lower priority resource ${others}\n`);
  }
  return resource;
}

function selectNames(k: Invocation, types: readonly ApiResource[], names: readonly string[], options: SelectOptions): Selection {
  refuseSelectors(options);
  const items: Selected[] = [];
  for (const resource of types) {
    for (const name of names) {
      if (options.allNamespaces && resource.namespaced) throw new CommandError('a resource cannot be retrieved by name across all namespaces');
      items.push({ resource, namespace: namespaceFor(k, resource, options), name, source: '' });
    }
  }
  return { items, types, isSingle: items.length === 1, fromFiles: false };
}

function refuseSelectors(options: SelectOptions): void {
  if (options.selector || options.fieldSelector || options.allIsSelector) throw new CommandError('name cannot be provided when a selector is specified');
}

/** TYPE/NAME, as often as typed. */
function* selectTuples(k: Invocation, options: SelectOptions): Task<Selection> {
  const { args } = options;
  if (!args.every((arg) => arg.includes('/'))) {
    throw new CommandError(
      `there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'`,
    );
  }
  const discovery = yield* k.discovery();
  const items: Selected[] = [];
  for (const arg of args) {
    const parts = arg.split('/');
    if (parts.length > 2) throw new CommandError('arguments in resource/name form may not have more than one slash');
    if (parts[0] === '' || parts[1] === '') throw new CommandError('arguments in resource/name form must have a single resource and name');
    const resource = yield* resolveType(k, discovery, parts[0]!);
    if (options.allNamespaces && resource.namespaced) throw new CommandError('a resource cannot be retrieved by name across all namespaces');
    items.push({ resource, namespace: namespaceFor(k, resource, options), name: parts[1]!, source: '' });
  }
  refuseSelectors(options);
  return { items, types: [...new Set(items.map((item) => item.resource))], isSingle: items.length === 1, fromFiles: false };
}

function* selectFiles(k: Invocation, options: SelectOptions): Task<Selection> {
  if (options.args.length > 0) throw new CommandError(argumentsBesideFiles);
  const items: Selected[] = [];
  for (const { source, content } of yield* readSources(k.p, options.filenames!, options.recursive ?? false)) {
    yield* orFault(options, selectDocuments(k, source, content, options, items));
  }
  return { items, types: [...new Set(items.map((item) => item.resource))], isSingle: items.length === 1, fromFiles: true };
}

/** What cannot be read ends a file; an object that no server knows is passed over. */
function* selectDocuments(k: Invocation, source: string, content: string, options: SelectOptions, items: Selected[]): Task {
  for (const piece of parseYamlDocuments(content)) {
    if ('error' in piece) throw new CommandError(`error parsing ${source}: error converting YAML to JSON: ${piece.error}`);
    if (piece.value === null) continue;
    if (options.validate) yield* options.validate(piece.value, source);
    for (const object of flatten(piece.value, source).filter((each) => isChosen(each, options))) {
      yield* orFault(options, (function* one(): Task {
        items.push(yield* selectObject(k, object, source, options));
      })());
    }
  }
}

function* orFault({ faults }: SelectOptions, task: Task): Task {
  try {
    yield* task;
  } catch (error) {
    if (!faults || !(error instanceof CommandError)) throw error;
    faults.push(error);
  }
}

function* selectKustomization(k: Invocation, folder: string, options: SelectOptions): Task<Selection> {
  if (options.filenames && options.filenames.length > 0) throw new CommandError('only one of -f or -k can be specified');
  if (options.args.length > 0) throw new CommandError(argumentsBesideFiles);
  const items: Selected[] = [];
  for (const object of yield* built(k, folder)) {
    if (!isChosen(object, options)) continue;
    if (options.validate) yield* options.validate(object, folder);
    items.push(yield* selectObject(k, object, folder, options));
  }
  return { items, types: [...new Set(items.map((item) => item.resource))], isSingle: items.length === 1, fromFiles: true };
}

const argumentsBesideFiles = 'when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well';

/** Verbs that collect what goes wrong print it as kustomize says it. */
const collecting = new Set(['get', 'describe', 'pause', 'resume', 'restart']);

function* built(k: Invocation, folder: string): Task<readonly JsonObject[]> {
  try {
    const { buildKustomization } = yield* loadKustomize(k.p);
    return yield* buildKustomization(k, folder);
  } catch (error) {
    throw error instanceof CommandError && collecting.has(k.verb.name) ? new CommandError(error.message, { isBare: true }) : error;
  }
}

/** -l chooses among the objects of files too. */
function isChosen(object: JsonObject, { selector = '' }: SelectOptions): boolean {
  return selector === '' || labelsMatch(selector, members(object, 'metadata', 'labels'));
}

/** A List stands for what it holds. */
function flatten(document: Json, source: string): JsonObject[] {
  if (!isJsonObject(document)) throw new CommandError(`unable to decode ${JSON.stringify(source)}: json: cannot unmarshal ${typeof document === 'object' ? 'array' : typeof document} into Go value of type unstructured.detector`);
  if (text(document, 'kind') === '') throw new CommandError(`unable to decode ${JSON.stringify(source)}: Object 'Kind' is missing in '${JSON.stringify(document)}'`);
  if (text(document, 'kind').endsWith('List') && Array.isArray(document.items)) return list(document, 'items').flatMap((item) => flatten(item, source));
  return [document];
}

function* selectObject(k: Invocation, object: JsonObject, source: string, options: SelectOptions): Task<Selected> {
  const wrong = metadataError(object);
  if (wrong !== undefined) throw new CommandError(`unable to decode ${JSON.stringify(source)}: ${wrong}`);
  const discovery = yield* k.discovery();
  const apiVersion = text(object, 'apiVersion');
  const kind = text(object, 'kind');
  const name = text(object, 'metadata', 'name');
  const own = text(object, 'metadata', 'namespace');
  const resource = findKind(discovery, apiVersion, kind);
  if (!resource) {
    if (k.release.minor < MAPPING_SINCE) throw new CommandError(`unable to recognize ${JSON.stringify(source)}: no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`);
    throw new CommandError(
      `resource mapping not found for name: ${JSON.stringify(name)} namespace: ${JSON.stringify(own)} from ${JSON.stringify(source)}: no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}\nensure CRDs are installed first`,
    );
  }
  const namespace = resource.namespaced ? own || (options.namespace ?? k.namespace) : '';
  if (resource.namespaced && own !== '' && k.isNamespaceGiven && own !== k.namespace) {
    throw new CommandError(
      `the namespace from the provided object ${JSON.stringify(own)} does not match the namespace ${JSON.stringify(k.namespace)}. You must pass '--namespace=${own}' to perform this operation.`,
    );
  }
  const placed = resource.namespaced && own === '' && !options.isLocal ? { ...object, metadata: { ...(object.metadata as JsonObject), namespace } } : object;
  return { resource, namespace, name, source, object: placed };
}
