/** What a server makes of a text that somebody has put in the place of an object: its types, its defaults, all that its kind demands. */
import { formatRfc3339, isJsonObject, type JsonObject } from '../../base/index.ts';
import type { ClusterStore } from '../api/cluster-store.ts';
import { clusterCode } from '../cluster-code.ts';
import { allKinds } from '../kinds/all.ts';
import { customKind } from '../kinds/custom/custom-kind.ts';
import { definitionsTable, type CustomResourceDefinition } from '../kinds/custom-resource-definition/custom-resource-definition.ts';
import { apiVersionOf, definitionOf, type Kind, type KindContext } from '../kinds/kind.ts';
import type { KubeObject } from '../meta/object.ts';
import { Release } from '../meta/release.ts';
import { decode, DecodeError } from '../schema/decode.ts';

/** Whose kinds it is read by: etcd itself knows of none. */
const release = new Release('1.36');
const objectMeta = 'meta.v1.ObjectMeta';

/** Undefined for what no server could work with. */
export function readableObject(store: ClusterStore, own: string, value: JsonObject): KubeObject | undefined {
  const kind = kindOf(store, own.slice(0, own.indexOf('/')));
  if (!kind || value['apiVersion'] !== apiVersionOf(kind.group, kind.storage) || value['kind'] !== kind.kind) return undefined;
  const typed = typedAs(kind, value);
  if (!typed) return undefined;
  const before = store.get(own)?.metadata;
  const metadata = { uid: before?.uid ?? own, creationTimestamp: before?.creationTimestamp ?? formatRfc3339(0), ...(isJsonObject(typed['metadata']) ? typed['metadata'] : {}) };
  const context: KindContext = { release, get: (key) => store.get(key), now: () => metadata.creationTimestamp };
  let object = { ...typed, metadata } as unknown as KubeObject;
  if (kind.defaults) object = kind.defaults(object, context) as unknown as KubeObject;
  if (kind.hasStatus && object.status === undefined) object = { ...object, status: kind.newStatus ?? {} };
  return clusterCode.get().checkNew(kind, object, context).length > 0 ? undefined : object;
}

function kindOf(store: ClusterStore, table: string): Kind | undefined {
  return allKinds.find((kind) => kind.table === table) ?? (store.list(definitionsTable) as readonly CustomResourceDefinition[]).map(customKind).find((kind) => kind.table === table);
}

/** Of a kind without a structure, a custom one or one of a release before, no more than the metadata has types. */
function typedAs(kind: Kind, value: JsonObject): JsonObject | undefined {
  const structure = new (clusterCode.get().Structure)(release);
  const definition = definitionOf(kind.group, kind.storage, kind.kind);
  try {
    if (kind.custom || !structure.has(definition)) return { ...value, metadata: decode(value['metadata'] ?? {}, objectMeta, structure).value };
    const object = decode(value, definition, structure).value;
    return structure.definition(definition).fields.has('spec') ? { spec: {}, ...object } : object;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
