/**
 * What etcd finds in its directory. The data of the one that ran last is the store itself; data of another directory takes its place: a
 * snapshot that was restored into it, what had been there before, or nothing. Revisions go on upwards, as with `--bump-revision`, so that
 * whoever watches is told what has gone and what is there again.
 */
import { decodeUtf8 } from '../../base/index.ts';
import { declareTable, type ClusterStore } from '../api/cluster-store.ts';
import { customKind } from '../kinds/custom/custom-kind.ts';
import { definitionsTable, type CustomResourceDefinition } from '../kinds/custom-resource-definition/custom-resource-definition.ts';
import type { KubeObject } from '../meta/object.ts';
import type { EtcdData } from '../processes/etcd.ts';
import { keyOf, putKey } from './keys.ts';
import { readSnapshotFile } from './snapshot-file.ts';

/** `bytes` is the directory's file, which from now on has to say `data.mark`. False when it holds nothing that etcd could read. */
export function takeDirectory(data: EtcdData, bytes: Uint8Array | undefined): boolean {
  const { store, parked } = data;
  const mark = bytes && decodeUtf8(bytes);
  const known = mark === undefined ? new Map<string, KubeObject>() : parked.get(mark);
  const saved = known || !bytes ? undefined : readSnapshotFile(store, bytes);
  if (!known && !saved) return false;
  parked.set(data.mark, everything(store));
  if (known) become(store, known);
  else {
    const keys = new Set(saved!.keys.map(({ key }) => key));
    become(store, new Map([...everything(store)].filter(([own]) => keys.has(keyOf(own)))));
    // Definitions first: with them come the tables of what they define.
    for (const { key, value } of saved!.keys.toSorted((a, b) => Number(isDefinition(b.key)) - Number(isDefinition(a.key)))) {
      putKey(store, key, value, saved!.isOwn);
      if (isDefinition(key)) for (const definition of store.list(definitionsTable) as readonly CustomResourceDefinition[]) declareTable(store, customKind(definition));
    }
  }
  data.mark = known && mark !== undefined ? mark : `etcd ${parked.size}\n`;
  return true;
}

function isDefinition(key: string): boolean {
  return key.startsWith('/registry/customresourcedefinitions/');
}

function everything(store: ClusterStore): Map<string, KubeObject> {
  return new Map(store.tableNames().flatMap((table) => store.keys(table).map((own) => [own, store.get(own)!] as const)));
}

function become(store: ClusterStore, wanted: ReadonlyMap<string, KubeObject>): void {
  for (const own of everything(store).keys()) if (!wanted.has(own)) store.delete(own, 0);
  for (const [own, object] of wanted) {
    if (store.get(own) === object) continue;
    const make = (revision: number): KubeObject => ({ ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } });
    if (store.get(own)) store.update(own, make, 0);
    else store.create(own, make, 0);
  }
}
