/** The patches of a kustomization: strategic ones and lists of operations, each for the object it names or for all that its target fits. */
import { applyJsonPatch, decodeUtf8, isJsonObject, JsonError, parseJson, parseYaml, parseYamlDocuments, printYaml, type Json, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import { bool, list, member, text } from '../objects/member.ts';
import { held } from './growth.ts';
import { groupVersion, objectId } from './ids.ts';
import type { Kustomization } from './kustomization.ts';
import { load, type Loading } from './loader.ts';
import type { Part } from './part.ts';
import { fitting } from './selector.ts';
import { mergeStrategically } from '../patch/strategic-merge.ts';

type Change = (parts: readonly Part[]) => readonly Part[];

/** What a builtin of kustomize cannot be made of, with what it was to be made of. */
export function troubled<T>(builtin: string, config: JsonObject, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`trouble configuring builtin ${builtin} with config: \`\n${printYaml(config)}\`: ${error.message}`);
  }
}

/** patchesStrategicMerge and patches, which come first, and patchesJson6902, which come after names and labels. */
export function patchesOf(loading: Loading, { root, content }: Kustomization): { readonly first: Change; readonly last: Change } {
  const merges = list(content, 'patchesStrategicMerge').map(String);
  const first = [...strategicOnes(loading, root, merges), ...list(content, 'patches').map((entry) => troubled('PatchTransformer', entry as JsonObject, () => patchOf(loading, root, entry as JsonObject)))];
  const last = list(content, 'patchesJson6902').map((entry) => operationsOf(loading, root, entry as JsonObject));
  const inTurn = (changes: readonly Change[]): Change => (parts) => changes.reduce((all, change) => change(all), parts);
  return { first: inTurn(first), last: inTurn(last) };
}

function strategicOnes(loading: Loading, root: string, entries: readonly string[]): readonly Change[] {
  if (entries.length === 0) return [];
  const isInline = (entry: string): boolean => entry.includes('\n');
  const [inline, paths] = [entries.filter(isInline), entries.filter((entry) => !isInline(entry))];
  const config: JsonObject = { ...(inline.length > 0 && { patches: inline.join('---\n') }), ...(paths.length > 0 && { paths }) };
  return troubled('PatchStrategicMergeTransformer', config, () =>
    [...paths.map((path) => decodeUtf8(load(loading, root, path))), ...inline].flatMap((content) => {
      const documents = strategicPatch(content);
      if (!documents) throw new CommandError(`unable to parse SM patch from [${content}]`);
      return documents.map((document): Change => (parts) => merged(parts, document, undefined, undefined));
    }));
}

function patchOf(loading: Loading, root: string, entry: JsonObject): Change {
  const [path, inline, target] = [text(entry, 'path'), text(entry, 'patch').trim(), member(entry, 'target')];
  if (path === '' && inline === '') throw new CommandError(`must specify one of patch and path in\n${printYaml(entry)}`);
  if (path !== '' && inline !== '') throw new CommandError(`patch and path can't be set at the same time\n${printYaml(entry)}`);
  const content = path === '' ? inline : patchFile(loading, root, path);
  const where = path === '' ? `[patch: ${JSON.stringify(inline)}]` : `[path: ${JSON.stringify(path)}]`;
  const [steps, documents] = [jsonPatch(content), strategicPatch(content)];
  if (!steps && !documents) throw new CommandError(`unable to parse SM or JSON patch from ${where}`);
  if (documents) return (parts) => documents.reduce((all, document) => merged(all, document, target, member(entry, 'options')), parts);
  return (parts) => {
    if (target === undefined) throw new CommandError(`must specify a target for JSON patch ${where}`);
    return operated(loading, parts, fitting(parts, target), steps!);
  };
}

function patchFile(loading: Loading, root: string, path: string): string {
  try {
    return decodeUtf8(load(loading, root, path));
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`failed to get the patch file from path(${path}): ${error.message}`);
  }
}

function operationsOf(loading: Loading, root: string, entry: JsonObject): Change {
  const { patch, ...others } = entry;
  const config: JsonObject = { ...others, ...(patch !== undefined && { jsonOp: patch }) };
  return troubled('PatchJson6902Transformer', config, () => {
    const target = member(entry, 'target');
    if (target === undefined || text(target, 'name') === '') throw new CommandError('must specify the target name');
    const content = text(entry, 'path') === '' ? text(entry, 'patch') : decodeUtf8(load(loading, root, text(entry, 'path')));
    const steps = decoded(content);
    if ('error' in steps) throw new CommandError(`decoding ${content}: ${steps.error}`);
    return (parts): readonly Part[] => operated(loading, parts, fitting(parts, target), steps.value as readonly Json[]);
  });
}

/** What begins with a bracket has to be JSON. */
export function decoded(content: string): { readonly value: Json } | { readonly error: string } {
  if (!content.startsWith('[')) return parseYaml(content);
  try {
    return { value: parseJson(content) };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return { error: error.message };
  }
}

function jsonPatch(content: string): readonly Json[] | undefined {
  const parsed = decoded(content);
  if ('error' in parsed || !Array.isArray(parsed.value)) return undefined;
  return (parsed.value as readonly Json[]).every((step) => isJsonObject(step) && typeof step.op === 'string') ? (parsed.value as readonly Json[]) : undefined;
}

/** Objects with a kind and a name. */
function strategicPatch(content: string): readonly JsonObject[] | undefined {
  const documents: JsonObject[] = [];
  for (const document of parseYamlDocuments(content)) {
    if ('error' in document) return undefined;
    if (document.value === null) continue;
    if (!isJsonObject(document.value) || text(document.value, 'kind') === '' || text(document.value, 'metadata', 'name') === '') return undefined;
    documents.push(document.value);
  }
  return documents.length > 0 ? documents : undefined;
}

export function operated({ p }: Loading, parts: readonly Part[], fits: ReadonlySet<Part>, steps: readonly Json[]): readonly Part[] {
  return parts.map((part) => {
    if (!fits.has(part)) return part;
    const answer = applyJsonPatch(part.object, steps);
    if ('error' in answer) throw new CommandError(answer.error.replace(/(doc is missing (?:path|key): )"([^"]*)"/, '$1$2'));
    held(p, [answer.value as JsonObject]);
    return { ...part, object: answer.value as JsonObject };
  });
}

function merged(parts: readonly Part[], document: JsonObject, target: Json | undefined, options: Json | undefined): readonly Part[] {
  const fits = target === undefined ? named(parts, document) : fitting(parts, target);
  if (fits.size === 0 && target === undefined) {
    const id = objectId(document);
    throw new CommandError(`no resource matches strategic merge patch ${JSON.stringify(id)}: no matches for Id ${id}; failed to find unique target for patch ${id}`);
  }
  if (document.$patch === 'delete') return parts.filter((part) => !fits.has(part));
  return parts.map((part) => {
    if (!fits.has(part)) return part;
    const after = mergeStrategically(part.object, document) as JsonObject;
    // Who it is does not change by a patch, but where its options say so.
    const name = bool(options, 'allowNameChange') ? text(after, 'metadata', 'name') : text(part.object, 'metadata', 'name');
    const kind = bool(options, 'allowKindChange') ? after.kind! : part.object.kind!;
    return { ...part, object: { ...after, metadata: { ...(after.metadata as JsonObject), name }, apiVersion: part.object.apiVersion!, kind } };
  });
}

export function named(parts: readonly Part[], document: JsonObject): ReadonlySet<Part> {
  const namespace = text(document, 'metadata', 'namespace');
  const type = (object: JsonObject): string => [text(object, 'kind'), ...groupVersion(text(object, 'apiVersion'))].join('\n');
  return new Set(parts.filter(({ object, name }) => {
    const given = text(document, 'metadata', 'name');
    return type(object) === type(document) && (name === given || text(object, 'metadata', 'name') === given) && (namespace === '' || namespace === text(object, 'metadata', 'namespace'));
  }));
}
