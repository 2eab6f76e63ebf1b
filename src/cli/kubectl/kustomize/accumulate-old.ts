/** What a kustomization came to in kustomize 2.0.3, which kubectl had until 1.20: bases are directories, resources are files, and nothing is patched inline. */
import { decodeUtf8, formatGoValue, isJsonObject, parseYamlDocuments, printJson, type Json, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import { list, member, members, text } from '../objects/member.ts';
import type { Visit } from './accumulate.ts';
import { generatedOf, type Generated } from './generate-data.ts';
import { groupVersion } from './ids.ts';
import { readKustomization, type Kustomization } from './kustomization.ts';
import { below } from '../command/paths.ts';
import { directory, load, missing, type Loading } from './loader.ts';
import { fileOrigin, generatorOrigin } from './origin.ts';
import type { Part } from './part.ts';
import { decoded, named, operated } from './patch.ts';
import { fitting } from './selector.ts';
import { mergeStrategically } from '../patch/strategic-merge.ts';
import { affixed, annotated, labelled, placed, withImages } from './transform.ts';
import { addVariables } from './variables.ts';

export function accumulatedOld(visit: Visit, kustomization: Kustomization): readonly Part[] {
  const { root, content } = kustomization;
  const faults = new Faults();
  let parts: readonly Part[] = [];
  for (const base of list(content, 'bases').map(String)) faults.keep(() => void (parts = [...parts, ...baseParts(visit, root, base, parts)]));
  faults.keep(() => {
    const own = within('rawResources failed to read Resources', () => list(content, 'resources').map(String).reduce<readonly Part[]>((all, path) => joined(all, fileParts(visit, root, path)), []));
    parts = within('MergeResourcesWithErrorOnIdCollision', () => joined(parts, own));
  });
  faults.raise();
  const made = faults.keep(() => generated(visit.loading, kustomization));
  if (made) parts = withGenerated(visit, kustomization, parts, made);
  const patches = faults.keep(() => within('SliceFromPatches', () => list(content, 'patchesStrategicMerge').map(String).flatMap((path) => documentsOf(decodeUtf8(load(visit.loading, root, path)), path))));
  faults.raise();
  parts = patches!.reduce(merged, parts);
  parts = placed(parts, text(content, 'namespace'));
  parts = affixed(parts, text(content, 'namePrefix'), text(content, 'nameSuffix'));
  parts = labelled(parts, members(content, 'commonLabels'), { selectors: true, templates: true });
  parts = annotated(parts, members(content, 'commonAnnotations'));
  for (const entry of list(content, 'patchesJson6902')) parts = withOperations(visit, root, entry as JsonObject, parts);
  addVariables(visit.variables, list(content, 'vars'));
  return withImages(parts, list(content, 'images'));
}

/** What went wrong, told together, each on lines of its own. */
class Faults {
  private readonly words: string[] = [];

  keep<T>(make: () => T): T | undefined {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      this.words.push(`${error.message}\n`);
      return undefined;
    }
  }

  raise(): void {
    if (this.words.length > 0) throw new CommandError(this.words.join(''));
  }
}

function within<T>(what: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`${what}: ${error.message}`);
  }
}

function baseParts(visit: Visit, root: string, base: string, begun: readonly Part[]): readonly Part[] {
  const { loading, outer } = visit;
  const path = below(loading.p, root, base);
  within(`couldn't make loader for ${base}`, () => {
    if (base.startsWith('/')) throw new CommandError(`new root '${base}' cannot be absolute`);
    directory(loading, path, path);
    const around = [...outer, root].findLast((visited) => `${visited}/`.startsWith(path === '/' ? '/' : `${path}/`));
    if (around !== undefined) throw new CommandError(`cycle detected: candidate root '${path}' contains visited root '${around}'`);
  });
  const kustomization = within(`couldn't make target for ${base}`, () => readKustomization(loading.p, path, loading.minor));
  const own = within('AccumulateTarget', () => accumulatedOld({ ...visit, outer: [...outer, root] }, kustomization));
  within(base, () => joined(begun, own));
  return own;
}

function fileParts({ loading, origin }: Visit, root: string, path: string): readonly Part[] {
  const content = within(`Load from path ${path} failed`, () => {
    const whole = below(loading.p, root, path);
    if (path.startsWith('/')) throw new CommandError(`security; file '${path}' is not in or below '${root}'`);
    const isThere = missing(loading.p, whole, whole) === undefined;
    if (isThere && loading.p.files.stat(whole).kind === 'dir') throw new CommandError(`'${path}' must be a file (got d='${whole}')`);
    if (isThere && !whole.startsWith(root === '/' ? '/' : `${root}/`)) throw new CommandError(`security; file '${path}' is not in or below '${root}'`);
    return decodeUtf8(load(loading, root, path));
  });
  return documentsOf(content, path).map((object) => ({ object, name: text(object, 'metadata', 'name'), hashed: false, origin: fileOrigin(origin, below(loading.p, root, path)) }));
}

/** Objects with a kind and a name; lists stand for what they hold. */
function documentsOf(content: string, path: string): readonly JsonObject[] {
  return parseYamlDocuments(content).flatMap((document): readonly JsonObject[] => {
    if ('error' in document) throw new CommandError(`YAML file [${path}] encounters a format error.\nerror converting YAML to JSON: ${document.error}\n`);
    return isJsonObject(document.value) && Object.keys(document.value).length > 0 ? flattened(document.value, path) : [];
  });
}

function flattened(object: JsonObject, path: string): readonly JsonObject[] {
  const kind = text(object, 'kind');
  if (kind === '') throw new CommandError(`YAML file [${path}] encounters a format error.\nerror unmarshaling JSON: while decoding JSON: Object 'Kind' is missing in '${printJson(object, { sortKeys: true, escapeHtml: true })}'\n`);
  if (kind.endsWith('List')) return list(object, 'items').flatMap((item) => flattened(item as JsonObject, path));
  if (text(object, 'metadata', 'name') === '') throw new CommandError(`missing metadata.name in object {${formatGoValue(object)}}`);
  return [object];
}

/** "apps_v1_Deployment". */
function typeWords(object: JsonObject): string {
  const [group, version] = groupVersion(text(object, 'apiVersion'));
  return `${group || '~G'}_${version || '~V'}_${text(object, 'kind')}`;
}

function idOf(object: JsonObject): string {
  return `${typeWords(object)}|${text(object, 'metadata', 'namespace') || '~X'}|~P|${text(object, 'metadata', 'name')}|~S`;
}

/** As the real one prints the structure that it holds. */
function idText(object: JsonObject): string {
  const [group, version] = groupVersion(text(object, 'apiVersion'));
  const [kind, name, namespace] = [text(object, 'kind'), text(object, 'metadata', 'name'), text(object, 'metadata', 'namespace')];
  return `resid.ResId{gvKind:gvk.Gvk{Group:${JSON.stringify(group)}, Version:${JSON.stringify(version)}, Kind:${JSON.stringify(kind)}}, name:${JSON.stringify(name)}, prefix:"", suffix:"", namespace:${JSON.stringify(namespace)}}`;
}

/** What is added must not be there already. */
function joined(parts: readonly Part[], more: readonly Part[]): readonly Part[] {
  const seen = new Set(parts.map(({ object }) => idOf(object)));
  for (const { object } of more) {
    if (seen.has(idOf(object))) throw new CommandError(`id '${JSON.stringify(idOf(object))}' already used`);
    seen.add(idOf(object));
  }
  return [...parts, ...more];
}

/** Which of the two generators failed is told twice. */
function generated(loading: Loading, kustomization: Kustomization): readonly Generated[] {
  return ([['configMapGenerator', 'ConfigMap'], ['secretGenerator', 'Secret']] as const).flatMap(([field, kind]) => {
    const only = { ...kustomization, content: { [field]: list(kustomization.content, field) as Json[], generatorOptions: members(kustomization.content, 'generatorOptions') } };
    return within(`NewResMapFrom${kind}Args: NewResMapFrom${kind}Args`, () => generatedOf(loading, only));
  });
}

function withGenerated({ origin }: Visit, kustomization: Kustomization, parts: readonly Part[], made: readonly Generated[]): readonly Part[] {
  let all = parts;
  for (const { object, hashed, behavior } of made) {
    const at = all.findIndex((part) => typeWords(part.object) === typeWords(object) && part.name === text(object, 'metadata', 'name'));
    const adapts = behavior === 'merge' || behavior === 'replace';
    if (adapts !== at >= 0) throw new CommandError(`id ${idText(object)} ${adapts ? 'does not exist; cannot merge or replace' : 'exists; must merge or replace'}`);
    const part: Part = { object, name: text(object, 'metadata', 'name'), hashed, origin: generatorOrigin(origin, kustomization, `${text(object, 'kind')}Generator`) };
    all = adapts ? all.with(at, { ...part, object: adapted(all[at]!.object, { object, behavior }) }) : [...all, part];
  }
  return all;
}

/** Labels and annotations are joined, the data is where it is to be merged; the name is that which it has got. */
function adapted(known: JsonObject, { object, behavior }: Pick<Generated, 'object' | 'behavior'>): JsonObject {
  const joinedMap = (field: string): JsonObject => {
    const map = { ...members(known, 'metadata', field), ...members(object, 'metadata', field) };
    return { [field]: map };
  };
  const metadata = { ...members(object, 'metadata'), name: text(known, 'metadata', 'name'), ...joinedMap('labels'), ...joinedMap('annotations') };
  return { ...object, metadata, ...(behavior === 'merge' && { data: { ...members(known, 'data'), ...members(object, 'data') } }) };
}

function merged(parts: readonly Part[], patch: JsonObject): readonly Part[] {
  const fits = named(parts, patch);
  if (fits.size === 0) throw new CommandError(`failed to find an object with ${typeWords(patch)}|${text(patch, 'metadata', 'name')} to apply the patch`);
  if (patch.$patch === 'delete') return parts.filter((part) => !fits.has(part));
  return parts.map((part) => {
    if (!fits.has(part)) return part;
    const after = mergeStrategically(part.object, patch) as JsonObject;
    return { ...part, object: { ...after, metadata: { ...(after.metadata as JsonObject), name: text(part.object, 'metadata', 'name') } } };
  });
}

function withOperations({ loading }: Visit, root: string, entry: JsonObject, parts: readonly Part[]): readonly Part[] {
  const target = member(entry, 'target');
  if (!isJsonObject(target)) throw new CommandError('must specify the target field in patchesJson6902');
  if (text(entry, 'path') === '') throw new CommandError('must specify the path for a json patch file');
  const steps = decoded(decodeUtf8(load(loading, root, text(entry, 'path'))));
  if ('error' in steps) throw new CommandError(steps.error);
  const fits = fitting(parts, target);
  if (fits.size === 0) {
    const words = `${text(target, 'group') || '~G'}_${text(target, 'version') || '~V'}_${text(target, 'kind') || '~K'}|${text(target, 'namespace') || '~X'}|~P|${text(target, 'name') || '~N'}|~S`;
    throw new CommandError(`couldn't find target ${words} for json patch`);
  }
  return operated(loading, parts, fits, steps.value as readonly JsonObject[]);
}
