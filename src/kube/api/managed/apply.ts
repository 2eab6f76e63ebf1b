/**
 * Server-side apply: what a manager applies is merged into the object, what it applied before and no longer does is
 * taken out unless others own it, and a value that another manager set is a conflict unless forced.
 */
import { deepEqual, isJsonObject, printJson, setMember, parseJson, type Json, type JsonObject } from '../../../base/index.ts';
import { ApiStatus, type StatusCause } from '../../meta/api-status.ts';
import type { KubeObject, ManagedFieldsEntry } from '../../meta/object.ts';
import type { Definition, Field, Structure } from '../../schema/structure-reader.ts';
import { difference, emptySet, equalSets, formatPath, intersection, isEmpty, paths, union, withoutBelow, type FieldSet } from './field-set.ts';
import { managersBeforeApply, ownable, writeManagers, type FieldManager, type Manager } from './managers.ts';
import { compareFields, elementOf, fieldsOf, isOwnedWhole } from './object-fields.ts';

export interface Applied {
  readonly object: JsonObject;
  readonly managedFields: readonly ManagedFieldsEntry[] | undefined;
}

/** Throws an ApiStatus of 409 that lists every conflict. */
export function applyConfiguration(
  structure: Structure,
  live: KubeObject | undefined,
  config: JsonObject,
  applier: FieldManager,
  options: { readonly isForced: boolean; readonly now: string; readonly kind?: string },
): Applied {
  const definition = structure.definition(applier.definition);
  const managers = managersBeforeApply(structure, live, applier);
  const isApplier = (m: Manager) => m.name === applier.name && m.operation === 'Apply' && m.subresource === applier.subresource;
  const own = managers.find(isApplier);
  const others = managers.filter((m) => !isApplier(m));
  const configSet = ownable(fieldsOf(config, definition, structure), applier.subresource ?? applier.part);
  const before = (live ?? {}) as unknown as JsonObject;
  const merged = mergeObject(before, config, definition, structure);
  const ownedByOthers = others.reduce((all, m) => union(all, m.set), emptySet);
  const dropped = difference(difference(own?.set ?? emptySet, configSet), ownedByOthers);
  const object = isEmpty(dropped) ? merged : prune(merged, dropped, union(ownedByOthers, configSet), definition, structure);
  const { changed, removed } = compareFields(before, object, definition, structure);
  const conflicts = others.map((manager) => ({ manager, set: intersection(manager.set, changed) })).filter(({ set }) => !isEmpty(set));
  const allowed = conflicts.length > 0 && applier.name === kubectl ? appliedBefore(before, definition, structure) : emptySet;
  const refused = conflicts.map(({ manager, set }) => ({ manager, set: difference(set, allowed) })).filter(({ set }) => !isEmpty(set));
  if (refused.length > 0 && !options.isForced) throw conflictOf(refused);
  const left = others.map((m) => ({ ...m, set: withoutBelow(difference(m.set, conflicts.find((c) => c.manager === m)?.set ?? emptySet), removed) }));
  const time = own && equalSets(own.set, configSet) && deepEqual(object, before) ? own.time : options.now;
  const applied: Manager = { name: applier.name, operation: 'Apply', apiVersion: applier.apiVersion, subresource: applier.subresource, time, set: configSet };
  return { object: applier.name === kubectl ? withNote(object, { apiVersion: applier.apiVersion, kind: options.kind ?? '', ...config }) : object, managedFields: writeManagers([...left, applied]) };
}

/** Under this name the server goes on with what the client alone applied before. */
const kubectl = 'kubectl';
const noteKey = 'kubectl.kubernetes.io/last-applied-configuration';

function noteOf(object: JsonObject): string | undefined {
  const annotations = (object['metadata'] as JsonObject | undefined)?.['annotations'];
  const note = isJsonObject(annotations) ? annotations[noteKey] : undefined;
  return typeof note === 'string' ? note : undefined;
}

/** What the client applied and nobody has changed since: the same user may change it. */
function appliedBefore(live: JsonObject, definition: Definition, structure: Structure): FieldSet {
  const note = readNote(noteOf(live) ?? '');
  if (!isJsonObject(note)) return emptySet;
  const { changed, removed } = compareFields(note, live, definition, structure);
  return difference(difference(ownable(fieldsOf(note, definition, structure), undefined), changed), removed);
}

/** Anybody may have written there what cannot be read, or is no such object. */
function readNote(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** The client's note of what was last applied is kept true, where there is one. */
function withNote(object: JsonObject, config: JsonObject): JsonObject {
  if (noteOf(object) === undefined || noteOf(config) !== undefined) return object;
  const live = object['metadata'] as JsonObject;
  return { ...object, metadata: { ...live, annotations: { ...(live['annotations'] as JsonObject), [noteKey]: `${printJson(config, { sortKeys: true, escapeHtml: true })}\n` } } };
}

function mergeObject(live: JsonObject, config: JsonObject, definition: Definition, structure: Structure): JsonObject {
  const merged: Record<string, Json> = { ...live };
  for (const name of Object.keys(config)) {
    const field = definition.fields.get(name);
    const value = config[name]!;
    setMember(merged, name, field ? mergeValue(live[name], value, field, structure) : value);
  }
  return merged;
}

function mergeValue(live: Json | undefined, config: Json, field: Field, structure: Structure): Json {
  if (live === undefined || isOwnedWhole(field, structure)) return config;
  const { type } = field;
  if (type.form === 'object' && isJsonObject(live) && isJsonObject(config)) return mergeObject(live, config, structure.definition(type.definition), structure);
  if (type.form === 'map' && isJsonObject(live) && isJsonObject(config)) return { ...live, ...config };
  if (type.form !== 'list' || !Array.isArray(live) || !Array.isArray(config)) return config;
  const items = [...(live as readonly Json[])];
  const inner = type.of.form === 'object' ? structure.definition(type.of.definition) : undefined;
  for (const item of config as readonly Json[]) {
    const element = elementOf(item, field);
    const at = items.findIndex((old) => elementOf(old, field) === element);
    if (at < 0) items.push(item);
    else if (inner && isJsonObject(item) && isJsonObject(items[at])) items[at] = mergeObject(items[at], item, inner, structure);
  }
  return items;
}

/** Takes out the members of `dropped`; what holds fields that are still owned stays. */
function prune(value: JsonObject, dropped: FieldSet, owned: FieldSet, definition: Definition, structure: Structure): JsonObject {
  const pruned: Record<string, Json> = { ...value };
  for (const [element, set] of dropped.children) {
    const name = element.slice(2);
    const field = definition.fields.get(name);
    const member = pruned[name];
    if (!field || member === undefined) continue;
    const left = pruneValue(member, set, owned.children.get(element) ?? emptySet, field, structure);
    if (left === undefined) delete pruned[name];
    else pruned[name] = left;
  }
  return pruned;
}

function pruneValue(value: Json, dropped: FieldSet, owned: FieldSet, field: Field, structure: Structure): Json | undefined {
  if (dropped.isMember && isEmpty(owned)) return undefined;
  const { type } = field;
  if (type.form === 'object' && isJsonObject(value)) return prune(value, dropped, owned, structure.definition(type.definition), structure);
  if (type.form === 'map' && isJsonObject(value)) {
    const kept = Object.entries(value).filter(([key]) => !dropped.children.get(`f:${key}`)?.isMember);
    return kept.length === 0 ? undefined : Object.fromEntries(kept);
  }
  if (type.form !== 'list' || !Array.isArray(value)) return value;
  const inner = type.of.form === 'object' ? structure.definition(type.of.definition) : undefined;
  const items = (value as readonly Json[]).flatMap((item) => {
    const element = elementOf(item, field);
    const set = dropped.children.get(element);
    const kept = owned.children.get(element) ?? emptySet;
    if (set === undefined) return [item];
    if (set.isMember && isEmpty(kept)) return [];
    return inner && isJsonObject(item) ? [prune(item, set, kept, inner, structure)] : [item];
  });
  return items.length === 0 ? undefined : items;
}

function conflictOf(conflicts: readonly { readonly manager: Manager; readonly set: FieldSet }[]): ApiStatus {
  const causes: StatusCause[] = [];
  const lines: string[] = [];
  const single: string[] = [];
  for (const { manager, set } of conflicts.toSorted((a, b) => (shown(a.manager) < shown(b.manager) ? -1 : 1))) {
    lines.push(`conflicts with ${shown(manager)}:`);
    for (const path of paths(set)) {
      const text = formatPath(path);
      causes.push({ reason: 'FieldManagerConflict', message: `conflict with ${shown(manager)}`, field: text });
      lines.push(`- ${text}`);
      single.push(`conflict with ${shown(manager)}: ${text}`);
    }
  }
  const message = causes.length === 1 ? `Apply failed with 1 conflict: ${single[0]!}` : `Apply failed with ${causes.length} conflicts: ${lines.join('\n')}`;
  return new ApiStatus(409, 'Conflict', message, { causes });
}

function shown({ name, operation, apiVersion, subresource, time }: Manager): string {
  if (operation === 'Apply') return JSON.stringify(name);
  const of = subresource === undefined ? '' : ` with subresource ${JSON.stringify(subresource)}`;
  return `${JSON.stringify(name)}${of} using ${apiVersion}${time === undefined ? '' : ` at ${time}`}`;
}
