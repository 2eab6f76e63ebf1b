/** The API's objects as etcd's clients see them: flat keys below /registry, in byte order, each with its object as JSON. */
import { canonicalJson, compareBytes } from '../../base/index.ts';
import type { Reader } from '../../sim/index.ts';
import type { KubeObject } from '../meta/object.ts';

/** Resources that are filed under another name than their own. */
const folders: Readonly<Record<string, string>> = { nodes: 'minions', services: 'services/specs', endpoints: 'services/endpoints', 'ingresses.networking.k8s.io': 'ingress' };

export interface KeyValue {
  readonly key: string;
  readonly own: string; // that of the store
  readonly value: string; // '' when only keys are wanted
  readonly modRevision: number;
}

/** Half-open, as etcd has it: no end is one key, an end of one zero byte has no end. */
export interface KeyRange {
  readonly key: string;
  readonly end: string;
}

export function isWithin({ key, end }: KeyRange, name: string): boolean {
  if (end === '') return name === key;
  return compareBytes(name, key) >= 0 && (end === '\0' || compareBytes(name, end) < 0);
}

/** Under which key etcd has what the store has under `own`. */
export function registryKey(own: string): string {
  const table = own.slice(0, own.indexOf('/'));
  return `/registry/${folders[table] ?? table.split('.')[0]!}${own.slice(table.length)}`;
}

export function keyValue(own: string, object: KubeObject, keysOnly = false): KeyValue {
  return { key: registryKey(own), own, value: keysOnly ? '' : canonicalJson(object), modRevision: Number(object.metadata.resourceVersion || 0) };
}

export function registryRange(reader: Reader<KubeObject>, tables: readonly string[], range: KeyRange, keysOnly: boolean): KeyValue[] {
  const found = tables.flatMap((table) => reader.keys(table).filter((own) => isWithin(range, registryKey(own))).map((own) => keyValue(own, reader.get(own)!, keysOnly)));
  return found.sort((a, b) => compareBytes(a.key, b.key));
}
