/** What a kustomization does to every object: names, namespace, labels, annotations, images, replicas; and references that follow the names. */
import { isJsonObject, type Json, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import { bool, has, list, member, members, text, withMember } from '../objects/member.ts';
import { hasNamespace, keepsName, mapSelectorKinds, placedSubjects, podSpecPaths, references, rootReferences, selectorPaths, workloadKinds } from './facts.ts';
import { demandShortPath } from './growth.ts';
import { groupVersion, objectId, typeId } from './ids.ts';
import type { Part } from './part.ts';

/** Kinds whose replicas a kustomization sets. */
const scaledKinds = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'];

export function renamed(parts: readonly Part[], change: (part: Part) => string): readonly Part[] {
  const after = parts.map((part) => ({ ...part, object: withMember(part.object, ['metadata', 'name'], change(part)) }));
  const moved = new Map<string, string>();
  parts.forEach((part, i) => {
    const [from, to] = [text(part.object, 'metadata', 'name'), text(after[i]!.object, 'metadata', 'name')];
    if (from === to) return;
    for (const name of [from, part.name]) moved.set(`${text(part.object, 'kind')}/${name}`, to);
  });
  return moved.size === 0 ? after : after.map((part) => ({ ...part, object: followed(part.object, moved) }));
}

export function affixed(parts: readonly Part[], prefix: string, suffix: string): readonly Part[] {
  if (prefix === '' && suffix === '') return parts;
  return renamed(parts, ({ object }) => {
    const name = text(object, 'metadata', 'name');
    return keepsName.has(text(object, 'kind')) ? name : `${prefix}${name}${suffix}`;
  });
}

/** Fields that name moved objects say their new names. */
function followed(object: JsonObject, moved: ReadonlyMap<string, string>): JsonObject {
  let changed = object;
  const follow = (base: readonly string[], table: Readonly<Record<string, readonly string[]>>): void => {
    for (const [kind, paths] of Object.entries(table)) {
      for (const path of paths) changed = mapAt(changed, [...base, ...path.split('/')], (name) => moved.get(`${kind}/${name}`) ?? name) as JsonObject;
    }
  };
  for (const path of podSpecPaths) if (has(object, ...path)) follow(path, references);
  follow([], rootReferences);
  return changed;
}

/** The values at a path in which `*` stands for every item, each changed. */
function mapAt(value: Json, path: readonly string[], change: (value: string) => Json): Json {
  const [first, ...rest] = path;
  if (first === undefined) return typeof value === 'string' ? change(value) : value;
  if (first === '*') return Array.isArray(value) ? (value as readonly Json[]).map((item) => mapAt(item, rest, change)) : value;
  if (!isJsonObject(value) || !Object.hasOwn(value, first)) return value;
  return { ...value, [first]: mapAt(value[first]!, rest, change) };
}

export function placed(parts: readonly Part[], namespace: string): readonly Part[] {
  if (namespace === '') return parts;
  return parts.map((part) => {
    if (!hasNamespace(text(part.object, 'kind'))) return part;
    const inside = withMember(part.object, ['metadata', 'namespace'], namespace);
    const subjects = list(inside, 'subjects');
    const moved = subjects.map((subject) => (placedSubjects.has(text(subject, 'kind')) ? { ...(subject as JsonObject), namespace } : subject));
    return { ...part, object: subjects.length > 0 ? { ...inside, subjects: moved } : inside };
  });
}

/** Labels of objects; with `selectors` those of pods too, and what chooses them. */
export function labelled(parts: readonly Part[], labels: JsonObject, options: { readonly selectors: boolean; readonly templates: boolean }): readonly Part[] {
  if (Object.keys(labels).length === 0) return parts;
  return parts.map((part) => {
    let { object } = part;
    const kind = text(object, 'kind');
    const add = (path: readonly string[]): void => {
      object = withMember(object, path, { ...members(object, ...path), ...labels });
    };
    add(['metadata', 'labels']);
    if (options.selectors && mapSelectorKinds.has(kind)) add(['spec', 'selector']);
    for (const path of selectorPaths) {
      const isSelector = path.includes('selector');
      if (isSelector && !options.selectors) continue;
      if (!isSelector && !options.selectors && !options.templates) continue;
      if (has(object, ...path) || (workloadKinds.has(kind) && path[1] !== 'jobTemplate') || (!isSelector && has(object, ...path.slice(0, -2)))) add(path);
    }
    return { ...part, object };
  });
}

export function annotated(parts: readonly Part[], annotations: JsonObject): readonly Part[] {
  if (Object.keys(annotations).length === 0) return parts;
  return parts.map((part) => {
    let { object } = part;
    for (const path of [['metadata', 'annotations'], ['spec', 'template', 'metadata', 'annotations'], ['spec', 'jobTemplate', 'spec', 'template', 'metadata', 'annotations']]) {
      if (path.length === 2 || has(object, ...path.slice(0, -2))) object = withMember(object, path, { ...members(object, ...path), ...annotations });
    }
    return { ...part, object };
  });
}

/** images: by the name in the manifest, another name, tag or digest. */
export function withImages(parts: readonly Part[], images: readonly Json[]): readonly Part[] {
  if (images.length === 0) return parts;
  const change = (image: string): Json => {
    const match = /^(.*?)(:[^/:@]+)?(@.+)?$/.exec(image);
    const found = images.find((candidate) => text(candidate, 'name') === match?.[1]);
    if (!match || found === undefined) return image;
    const [tag, digest] = [text(found, 'newTag'), text(found, 'digest')];
    const version = digest !== '' ? `@${digest}` : tag !== '' ? `:${tag}` : `${match[2] ?? ''}${match[3] ?? ''}`;
    return `${text(found, 'newName') || match[1]!}${version}`;
  };
  return parts.map((part) => {
    let object: Json = part.object;
    for (const path of podSpecPaths) for (const field of ['containers', 'initContainers']) object = mapAt(object, [...path, field, '*', 'image'], change);
    return { ...part, object: object as JsonObject };
  });
}

export function withReplicas(parts: readonly Part[], replicas: readonly Json[]): readonly Part[] {
  const names = new Set(parts.filter(({ object }) => scaledKinds.includes(text(object, 'kind'))).flatMap(({ object, name }) => [name, text(object, 'metadata', 'name')]));
  const lost = replicas.find((entry) => !names.has(text(entry, 'name')));
  if (lost !== undefined) throw new CommandError(`resource with name ${text(lost, 'name')} does not match a config with the following GVK [${scaledKinds.map((kind) => typeId(kind, '', '')).join(' ')}]`);
  return parts.map((part) => {
    const found = replicas.find((entry) => text(entry, 'name') === part.name || text(entry, 'name') === text(part.object, 'metadata', 'name'));
    return found === undefined || !scaledKinds.includes(text(part.object, 'kind')) ? part : { ...part, object: withMember(part.object, ['spec', 'replicas'], member(found, 'count') ?? 0) };
  });
}

/** labels: each entry with its own pairs and its own reach. */
export function withLabelEntries(parts: readonly Part[], entries: readonly Json[]): readonly Part[] {
  return entries.reduce<readonly Part[]>((all, entry) => {
    const labels = members(entry, 'pairs');
    const further = list(entry, 'fields');
    const there = labelled(all, labels, { selectors: bool(entry, 'includeSelectors'), templates: bool(entry, 'includeTemplates') });
    return further.length === 0 ? there : there.map((part) => ({ ...part, object: further.reduce((object: JsonObject, field) => labelledField(object, field, labels), part.object) }));
  }, parts);
}

/** A field of labels' own, for objects of its kind. */
function labelledField(object: JsonObject, field: Json, labels: JsonObject): JsonObject {
  const [group, version] = groupVersion(text(object, 'apiVersion'));
  const fits = (name: string, value: string): boolean => text(field, name) === '' || text(field, name) === value;
  if (!fits('kind', text(object, 'kind')) || !fits('group', group) || !fits('version', version)) return object;
  const path = text(field, 'path').split('/').filter(Boolean);
  if (path.length === 0) throw new CommandError(`considering field '${text(field, 'path')}' of object ${objectId(object)}: cannot set or create an empty field name`);
  demandShortPath(path);
  return bool(field, 'create') || has(object, ...path) ? withMember(object, path, { ...members(object, ...path), ...labels }) : object;
}
