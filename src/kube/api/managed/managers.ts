/** Who owns which fields of an object: read from and written to metadata.managedFields. */
import type { JsonObject } from '../../../base/index.ts';
import type { KubeObject, ManagedFieldsEntry } from '../../meta/object.ts';
import type { Release } from '../../meta/release.ts';
import type { Structure } from '../../schema/structure-reader.ts';
import { difference, emptySet, equalSets, fromFieldsV1, isEmpty, makeSet, toFieldsV1, union, withoutBelow, type FieldSet } from './field-set.ts';
import { compareFields, fieldsOf } from './object-fields.ts';

/** Who writes, as the request said, and in which version of the kind. */
export interface FieldManager {
  readonly name: string;
  readonly apiVersion: string;
  readonly definition: string;
  readonly subresource?: string;
  /** The part that is written, where the entry does not name it. */
  readonly part?: string;
}

const partsNamedSince = 22;

/** Until 1.22 an entry did not say of which part of the object it is. */
export function partOf(release: Release, subresource: string | undefined): Pick<FieldManager, 'subresource' | 'part'> {
  if (subresource === undefined) return {};
  return release.atLeast(partsNamedSince) ? { subresource } : { part: subresource };
}

export interface Manager {
  readonly name: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource: string | undefined;
  readonly time: string | undefined;
  readonly set: FieldSet;
}

const parsed = new WeakMap<readonly ManagedFieldsEntry[], readonly Manager[]>();

export function readManagers(entries: readonly ManagedFieldsEntry[] | undefined): readonly Manager[] {
  if (entries === undefined) return [];
  let managers = parsed.get(entries);
  if (managers === undefined) {
    managers = entries.map(({ manager, operation, apiVersion, subresource, time, fieldsV1 }) => ({
      name: manager,
      operation,
      apiVersion,
      subresource,
      time,
      set: fromFieldsV1(fieldsV1),
    }));
    parsed.set(entries, managers);
  }
  return managers;
}

export function writeManagers(managers: readonly Manager[]): readonly ManagedFieldsEntry[] | undefined {
  const kept = managers.filter((manager) => !isEmpty(manager.set));
  if (kept.length === 0) return undefined;
  const entries = kept.toSorted(byOperationTimeName).map(
    ({ name, operation, apiVersion, subresource, time, set }): ManagedFieldsEntry => ({
      apiVersion,
      fieldsType: 'FieldsV1',
      fieldsV1: toFieldsV1(set),
      manager: name,
      operation,
      ...(subresource !== undefined && { subresource }),
      ...(time !== undefined && { time }),
    }),
  );
  return entries;
}

function byOperationTimeName(a: Manager, b: Manager): number {
  return compare(a.operation, b.operation) || compare(a.time ?? '', b.time ?? '') || compare(a.name, b.name) || compare(a.apiVersion, b.apiVersion);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Fields that nobody owns: the server's own. */
const unownedMeta = ['name', 'namespace', 'uid', 'creationTimestamp', 'selfLink', 'generation', 'managedFields', 'resourceVersion', 'deletionTimestamp', 'deletionGracePeriodSeconds'];
const unowned: FieldSet = makeSet(
  false,
  new Map([
    ['f:apiVersion', makeSet(true, new Map())],
    ['f:kind', makeSet(true, new Map())],
    ['f:metadata', makeSet(true, new Map(unownedMeta.map((field) => [`f:${field}`, makeSet(true, new Map())])))],
  ]),
);

/** What of a set a writer of this part of the object can own. */
export function ownable(set: FieldSet, subresource: string | undefined): FieldSet {
  const own = difference(dropServerMeta(set), unowned);
  const children = new Map(own.children);
  if (subresource === 'status') children.delete('f:spec');
  else children.delete('f:status');
  return makeSet(false, children);
}

function dropServerMeta(set: FieldSet): FieldSet {
  const metadata = set.children.get('f:metadata');
  if (metadata === undefined) return set;
  const kept = new Map([...metadata.children].filter(([element]) => !unownedMeta.includes(element.slice(2))));
  const children = new Map(set.children);
  if (kept.size > 0) children.set('f:metadata', makeSet(false, kept));
  else children.delete('f:metadata');
  return makeSet(set.isMember, children);
}

/** The entries after `next` has replaced `old`: the writer owns what it changed, and nobody owns what is gone. */
export function entriesAfterUpdate(
  structure: Structure,
  old: KubeObject | undefined,
  next: KubeObject,
  writer: FieldManager,
  now: string,
  given?: readonly ManagedFieldsEntry[],
): readonly ManagedFieldsEntry[] | undefined {
  const entries = given ? writeManagers(readManagers(given)) : old?.metadata.managedFields;
  const before = readManagers(entries);
  const definition = structure.definition(writer.definition);
  const { changed, removed } = compareFields((old ?? {}) as unknown as JsonObject, next as unknown as JsonObject, definition, structure);
  const gained = ownable(changed, writer.subresource ?? writer.part);
  if (isEmpty(gained) && isEmpty(removed)) return entries;
  const isWriter = (m: Manager) =>
    m.name === writer.name && m.operation === 'Update' && m.apiVersion === writer.apiVersion && m.subresource === writer.subresource;
  const others = before.filter((m) => !isWriter(m)).map((m) => ({ ...m, set: withoutBelow(difference(m.set, gained), removed) }));
  const own = before.find(isWriter);
  const set = union(withoutBelow(own?.set ?? emptySet, removed), gained);
  const time = own && equalSets(own.set, set) ? own.time : now;
  return writeManagers([...others, { name: writer.name, operation: 'Update', apiVersion: writer.apiVersion, subresource: writer.subresource, time, set }]);
}

/** An object that was made before anybody applied is owned as a whole by whoever made it. */
export function managersBeforeApply(structure: Structure, live: KubeObject | undefined, applier: FieldManager): readonly Manager[] {
  if (live === undefined) return [];
  const managers = readManagers(live.metadata.managedFields);
  if (managers.length > 0) return managers;
  const all = fieldsOf(live as unknown as JsonObject, structure.definition(applier.definition), structure);
  const set = ownable(all, undefined);
  return [{ name: 'before-first-apply', operation: 'Update', apiVersion: applier.apiVersion, subresource: undefined, time: undefined, set }];
}
