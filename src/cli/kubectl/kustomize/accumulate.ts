/** What a kustomization comes to: its resources and components, what it generates, all patched and transformed. Errors tell the way to where they happened. */
import { decodeUtf8, isJsonObject, parseYamlDocuments, type Json, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import { list, members, text } from '../objects/member.ts';
import { generatedOf } from './generate-data.ts';
import { refuseCharts } from './helm.ts';
import { objectId } from './ids.ts';
import { isComponent, oldFields, readKustomization, type Kustomization } from './kustomization.ts';
import { below } from '../command/paths.ts';
import { directory, load, type Loading } from './loader.ts';
import { fileOrigin, generatorOrigin } from './origin.ts';
import type { Part } from './part.ts';
import { patchesOf } from './patch.ts';
import { refusePlugins } from './plugins.ts';
import { replaced, replacementsOf } from './replacements.ts';
import { mergeStrategically } from '../patch/strategic-merge.ts';
import { affixed, annotated, labelled, placed, withImages, withLabelEntries, withReplicas } from './transform.ts';
import { addVariables } from './variables.ts';

/** What one build keeps on its way through the directories. */
export interface Visit {
  readonly loading: Loading;
  readonly outer: readonly string[];
  /** The first directory: origins are told from there. */
  readonly origin: string;
  /** The fields of old that it met. */
  readonly old: string[];
  readonly variables: Json[];
}

/** `begun`: what a component is added to. */
export function accumulated(visit: Visit, kustomization: Kustomization, begun: readonly Part[]): readonly Part[] {
  const { loading } = visit;
  const { root, content } = kustomization;
  visit.old.push(...oldFields(content));
  const inside: Visit = { ...visit, outer: [...visit.outer, root] };
  let parts = begun;
  for (const entry of [...list(content, 'resources'), ...list(content, 'bases')].map(String)) parts = prefixed('accumulating resources', () => withResource(inside, root, entry, parts));
  for (const entry of list(content, 'components').map(String)) parts = prefixed('accumulating components', () => component(inside, root, entry, parts));
  refusePlugins(loading, kustomization);
  parts = withGenerated(inside, kustomization, parts);
  refuseCharts(loading, content);
  const [patches, replacements] = [patchesOf(loading, kustomization), replacementsOf(loading, kustomization)];
  parts = patches.first(parts);
  parts = placed(parts, text(content, 'namespace'));
  parts = affixed(parts, text(content, 'namePrefix'), text(content, 'nameSuffix'));
  parts = labelled(parts, members(content, 'commonLabels'), { selectors: true, templates: true });
  parts = withLabelEntries(parts, list(content, 'labels'));
  parts = annotated(parts, members(content, 'commonAnnotations'));
  parts = withReplicas(patches.last(parts), list(content, 'replicas'));
  parts = replaced(loading, withImages(parts, list(content, 'images')), replacements);
  addVariables(visit.variables, list(content, 'vars'));
  return parts;
}

function prefixed<T>(prefix: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`${prefix}: ${error.message}`);
  }
}

/** A file; or what can be built in the directory. */
function withResource(visit: Visit, root: string, entry: string, begun: readonly Part[]): readonly Part[] {
  const { loading } = visit;
  try {
    const own = prefixed(`accumulating resources from '${entry}'`, () => objectsOf(visit, root, entry));
    return prefixed(`merging resources from '${entry}'`, () => joined(begun, own));
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const asFile = error.message;
    if (asFile.includes(': MalformedYAMLError')) throw error;
    return prefixed(`accumulation err='${asFile}'`, () => {
      const path = nested(visit, root, entry);
      const kustomization = readKustomization(loading.p, path, loading.minor);
      if (isComponent(kustomization)) throw new CommandError(`expected kind != 'Component' for path '${path}'`);
      const own = prefixed(`recursed accumulation of path '${path}'`, () => accumulated(visit, kustomization, []));
      return prefixed(`recursed merging from path '${path}'`, () => joined(begun, own));
    });
  }
}

function component(visit: Visit, root: string, entry: string, begun: readonly Part[]): readonly Part[] {
  const { loading } = visit;
  const quoted = <T>(what: string, make: () => T): T => {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      throw new CommandError(`${what} ${JSON.stringify(error.message)}`);
    }
  };
  const path = quoted('loader.New', () => nested(visit, root, entry));
  return quoted('accumulateDirectory:', () => {
    const kustomization = prefixed(`couldn't make target for path '${path}'`, () => readKustomization(loading.p, path, loading.minor));
    if (!isComponent(kustomization)) throw new CommandError(`expected kind 'Component' for path '${path}' but got 'Kustomization'`);
    return prefixed(`recursed accumulation of path '${path}'`, () => accumulated(visit, kustomization, begun));
  });
}

/** The directory that a kustomization names. */
function nested({ loading, outer }: Visit, root: string, entry: string): string {
  const whole = below(loading.p, root, entry);
  const path = directory(loading, whole, whole);
  if (outer.includes(path)) throw new CommandError(`cycle detected: candidate root '${path}' contains visited root '${path}'`);
  return path;
}

function objectsOf(visit: Visit, root: string, entry: string): readonly Part[] {
  const whole = below(visit.loading.p, root, entry);
  return parseYamlDocuments(decodeUtf8(load(visit.loading, root, entry))).flatMap((document): Part[] => {
    if ('error' in document) throw new CommandError(`MalformedYAMLError: ${document.error} in File: ${entry}`);
    if (document.value === null) return [];
    return flattened(document.value).map((object) => ({ object, name: text(object, 'metadata', 'name'), hashed: false, origin: fileOrigin(visit.origin, whole) }));
  });
}

/** A List stands for what it holds. */
function flattened(object: Json): readonly JsonObject[] {
  if (!isJsonObject(object) || !['kind', 'apiVersion', 'metadata'].some((name) => Object.hasOwn(object, name))) throw new CommandError('missing Resource metadata');
  const metadata = members(object, 'metadata');
  const shown = `{{${text(object, 'apiVersion')} ${text(object, 'kind')}} {{${text(metadata, 'name')} ${text(metadata, 'namespace')}} ${goMap(members(metadata, 'labels'))} ${goMap(members(metadata, 'annotations'))}}}`;
  if (text(object, 'kind') === '') throw new CommandError(`missing kind in object ${shown}`);
  if (text(object, 'kind').endsWith('List')) return list(object, 'items').flatMap(flattened);
  if (text(metadata, 'name') === '') throw new CommandError(`missing metadata.name in object ${shown}`);
  return [object];
}

function goMap(map: JsonObject): string {
  return `map[${Object.keys(map).map((name) => `${name}:${text(map, name)}`).sort().join(' ')}]`;
}

function withGenerated({ loading, origin }: Visit, kustomization: Kustomization, parts: readonly Part[]): readonly Part[] {
  let all = parts;
  for (const { object, hashed, behavior } of generatedOf(loading, kustomization)) {
    const name = text(object, 'metadata', 'name');
    const at = all.findIndex((part) => part.name === name && text(part.object, 'kind') === text(object, 'kind') && text(part.object, 'metadata', 'namespace') === text(object, 'metadata', 'namespace'));
    const adapts = behavior === 'merge' || behavior === 'replace';
    if (adapts !== at >= 0) throw new CommandError(generatorError(loading, object, adapts));
    if (!adapts) all = [...all, { object, name, hashed, origin: generatorOrigin(origin, kustomization, `${text(object, 'kind')}Generator`) }];
    else {
      const known = all[at]!;
      const next = behavior === 'replace' ? { ...object, metadata: known.object.metadata! } : (mergeStrategically(known.object, { ...object, metadata: { ...members(object, 'metadata'), name: text(known.object, 'metadata', 'name') } }) as JsonObject);
      all = all.map((part, i) => (i === at ? { ...known, object: next } : part));
    }
  }
  return all;
}

/** The real one prints the structures that it holds, and where they are in its memory. */
function generatorError({ p }: Loading, object: JsonObject, adapts: boolean): string {
  const at = (0xc000000000 + p.random.below(0x100000) * 16).toString(16);
  const id = `resid.ResId{Gvk:resid.Gvk{Group:"", Version:"v1", Kind:${JSON.stringify(text(object, 'kind'))}, isClusterScoped:false}, Name:${JSON.stringify(text(object, 'metadata', 'name'))}, Namespace:${JSON.stringify(text(object, 'metadata', 'namespace'))}}`;
  return `merging from generator &{0x${at} <nil>}: id ${id} ${adapts ? 'does not exist; cannot merge or replace' : 'exists; behavior must be merge or replace'}`;
}

/** What is added must not be there already. */
function joined(parts: readonly Part[], more: readonly Part[]): readonly Part[] {
  const key = ({ object }: Part): string => [text(object, 'apiVersion'), text(object, 'kind'), text(object, 'metadata', 'namespace'), text(object, 'metadata', 'name')].join('\n');
  const seen = new Set(parts.map(key));
  for (const part of more) {
    if (seen.has(key(part))) throw new CommandError(`may not add resource with an already registered id: ${objectId(part.object)}`);
    seen.add(key(part));
  }
  return [...parts, ...more];
}
