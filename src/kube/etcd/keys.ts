/**
 * The store as etcd's clients see it: flat keys in byte order. What the API server has written lies below /registry, each object as JSON;
 * other keys, and what stands below /registry without being an object, are bytes in a table of their own.
 */
import { canonicalJson, compareBytes, decodeBase64, decodeUtf8, encodeBase64, encodeUtf8, isJsonObject, parseJson, JsonError, type Json } from '../../base/index.ts';
import type { Reader } from '../../sim/index.ts';
import type { ClusterStore } from '../api/cluster-store.ts';
import { allKinds } from '../kinds/all.ts';
import type { KubeObject } from '../meta/object.ts';
import { bytesTable } from '../processes/etcd.ts';
import { readableObject } from './readable-object.ts';

/** Resources that are filed under another name than their own. */
const folders: Readonly<Record<string, string>> = { nodes: 'minions', services: 'services/specs', endpoints: 'services/endpoints', 'ingresses.networking.k8s.io': 'ingress', replicationcontrollers: 'controllers' };
const builtIn: ReadonlySet<string> = new Set(allKinds.map((kind) => kind.table));

export interface KeyValue {
  readonly key: string;
  readonly own: string; // that of the store
  readonly value: Uint8Array; // empty when only keys are wanted
  readonly modRevision: number;
  readonly createRevision: number;
  readonly version: number;
}

/** Half-open, as etcd has it: no end is one key, an end of one zero byte has no end. */
export interface KeyRange {
  readonly key: string;
  readonly end: string;
}

/** Keeps what is no object of the API. */
export interface BytesObject extends KubeObject {
  readonly bytes: string; // as base64
}

export function isWithin({ key, end }: KeyRange, name: string): boolean {
  if (end === '') return name === key;
  return compareBytes(name, key) >= 0 && (end === '\0' || compareBytes(name, end) < 0);
}

/** The folder of a table; those that definitions add lie below their group. */
function folderOf(table: string): string {
  const dot = table.indexOf('.');
  if (dot < 0 || folders[table] !== undefined || builtIn.has(table)) return `/registry/${folders[table] ?? table.split('.')[0]!}`;
  return `/registry/${table.slice(dot + 1)}/${table.slice(0, dot)}`;
}

/** Under which key etcd has what the store has under `own`. */
export function keyOf(own: string): string {
  const slash = own.indexOf('/');
  const table = own.slice(0, slash);
  return table === bytesTable ? own.slice(slash + 1) : `${folderOf(table)}${own.slice(slash)}`;
}

/** Under which the store has what etcd has under `key`, were it an object. */
function objectKey(store: ClusterStore, key: string): string | undefined {
  for (const table of new Set([...builtIn, ...store.tableNames()])) {
    const folder = `${folderOf(table)}/`;
    if (table !== bytesTable && key.startsWith(folder) && key.length > folder.length && !/\/(?:\/|$)/.test(key)) return `${table}/${key.slice(folder.length)}`;
  }
  return undefined;
}

/** `isSaved`: by a server, and not written by hand. */
export function putKey(store: ClusterStore, key: string, value: Uint8Array, isSaved = false): void {
  const own = objectKey(store, key);
  const object = own === undefined ? undefined : objectIn(store, value, own, isSaved);
  const [takes, loses] = object ? [own!, `${bytesTable}/${key}`] : [`${bytesTable}/${key}`, own];
  if (loses !== undefined && store.get(loses)) store.delete(loses, 0);
  const make = (revision: number): KubeObject =>
    object ? { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } } : ({ apiVersion: '', kind: '', metadata: { name: key, uid: key, creationTimestamp: '', resourceVersion: String(revision) }, bytes: encodeBase64(value) } as unknown as BytesObject);
  if (store.get(takes)) store.update(takes, make, 0);
  else store.create(takes, make, 0);
}

/** What a server can read as an object of that name. */
function objectIn(store: ClusterStore, value: Uint8Array, own: string, isSaved: boolean): KubeObject | undefined {
  const object = jsonIn(value);
  if (!isJsonObject(object) || !isJsonObject(object['metadata'])) return undefined;
  const { name = '', namespace } = object['metadata'];
  const place = [namespace, name].filter((part) => typeof part === 'string');
  if (own.slice(own.indexOf('/') + 1) !== place.join('/')) return undefined;
  return isSaved ? (object as unknown as KubeObject) : readableObject(store, own, object);
}

function jsonIn(value: Uint8Array): Json | undefined {
  try {
    return parseJson(decodeUtf8(value));
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

export function keyValue(store: ClusterStore, own: string, object: KubeObject, keysOnly = false): KeyValue {
  const { created = 0, version = 0 } = store.lifeOf(own) ?? {};
  const modRevision = Number(object.metadata.resourceVersion || 0);
  return { key: keyOf(own), own, value: keysOnly ? new Uint8Array(0) : bytesOf(own, object), modRevision, createRevision: Math.min(created, modRevision) || modRevision, version };
}

function bytesOf(own: string, object: KubeObject): Uint8Array {
  if (!own.startsWith(`${bytesTable}/`)) return encodeUtf8(canonicalJson(object));
  const decoded = decodeBase64((object as BytesObject).bytes);
  return 'bytes' in decoded ? decoded.bytes : new Uint8Array(0);
}

export function valuesWithin(store: ClusterStore, reader: Reader<KubeObject>, range: KeyRange, keysOnly: boolean): KeyValue[] {
  const found = store.tableNames().flatMap((table) => reader.keys(table).filter((own) => isWithin(range, keyOf(own))).map((own) => keyValue(store, own, reader.get(own)!, keysOnly)));
  return found.sort((a, b) => compareBytes(a.key, b.key));
}
